"""A person's own prices in place of those of a food table."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from mealopt.knowledge.foods import FoodTable, frozen
from mealopt.tables.reading import check_columns, load_text, parse_sheet, read_records, text_of
from mealopt.tables.values import Column, nearest

if TYPE_CHECKING:
    from pathlib import Path


def apply_prices(table: FoodTable, path: Path) -> FoodTable:
    """Return the table with the prices of a file `food_id,price_per_100g` in place of its own.

    A table without prices needs one for each food: what is not named would cost nothing.
    """
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    columns = (
        Column("food_id", "id", required=True),
        Column("price_per_100g", "number", required=True, minimum=0, maximum=1000),
    )
    check_columns(sheet, [c.name for c in columns], [c.name for c in columns])
    sheet.raise_problems()
    records = read_records(sheet, columns, key=("food_id",))
    price = table.price.copy()
    for record, line in zip(records, sheet.lines, strict=True):
        food_id = text_of(record, "food_id")
        if not food_id:
            continue
        if food_id not in table:
            sheet.add_problem(
                f"No food has this id.{nearest(food_id, table.ids)}", line, "food_id", food_id
            )
        elif isinstance(record["price_per_100g"], float):
            price[table.position(food_id)] = record["price_per_100g"]
    lacking = [] if table.priced else sorted({*table.ids} - {text_of(r, "food_id") for r in records})
    if lacking:
        text = f"The food table has no prices, and this file none for {len(lacking):,} foods. Give all."
        sheet.add_problem(text, column="food_id", value=lacking[0])
    sheet.raise_problems()
    digest = hashlib.sha256((table.digest + price.tobytes().hex()).encode()).hexdigest()[:16]
    return replace(table, price=frozen(price), digest=digest, priced=True)

"""Reading plans that were written to a file, with or without ids, and what the pantry holds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from mealopt.plan.portions import COLUMNS as PLAN_COLUMNS
from mealopt.plan.verify_reading import COLUMNS
from mealopt.tables.reading import check_columns, load_text, number_of, parse_sheet, read_records, text_of
from mealopt.tables.values import Column, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge
    from mealopt.tables.reading import Sheet

COST = "cost"
PANTRY = (
    Column("food_id", "id", required=True),
    Column("grams", "number", required=True, minimum=0, maximum=1_000_000),
)


def load_portions(path: Path, knowledge: Knowledge) -> dict[str, pd.DataFrame]:
    """Load the plans of a file by id, a blank one where it has none, as frames of portions in file order.

    Foods and meals must be known; names, portions and energy stand as written. Raises BadInputError with
    every problem of the file.
    """
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    check_columns(sheet, PLAN_COLUMNS, ["id", *PLAN_COLUMNS])
    sheet.raise_problems()
    priced = knowledge.foods.priced  # a plan of foods without prices has no costs
    records = read_records(
        sheet, [replace(c, required=c.required or (priced and c.name == COST)) for c in COLUMNS]
    )
    meals = [meal.id for meal in knowledge.meals]
    plans: dict[str, list[dict[str, object]]] = {}
    for record, line in zip(records, sheet.lines, strict=True):
        meal = text_of(record, "meal")
        if meal and meal not in meals:
            sheet.add_problem(f"There is no such meal.{nearest(meal, meals)}", line, "meal", meal)
        row: dict[str, object] = {**record, "food_id": find_food(record, line, sheet, knowledge)}
        row[COST] = math.nan if row.get(COST) is None else row[COST]
        plans.setdefault(text_of(record, "id"), []).append({name: row.get(name) for name in PLAN_COLUMNS})
    sheet.raise_problems()
    return {who: pd.DataFrame(rows, columns=list(PLAN_COLUMNS)) for who, rows in plans.items()}


def load_pantry(path: Path, knowledge: Knowledge) -> dict[str, float]:
    """Load a pantry, `food_id,grams`: grams as they are eaten, cooked where the food is cooked."""
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    names = [column.name for column in PANTRY]
    check_columns(sheet, names, names)
    sheet.raise_problems()
    records = read_records(sheet, PANTRY, key=("food_id",))
    stock = {
        find_food(record, line, sheet, knowledge): number_of(record, "grams") or 0.0
        for record, line in zip(records, sheet.lines, strict=True)
    }
    sheet.raise_problems()
    return stock


def find_food(record: dict[str, str | float | None], line: int, sheet: Sheet, knowledge: Knowledge) -> str:
    """Return the food id of a row, without a spreadsheet's guard; notes an id that no food has."""
    written = text_of(record, "food_id")
    table = knowledge.foods
    food_id = written if written in table or not written.startswith("'") else written[1:]
    if food_id not in table and written:
        message = f"No food has this id.{nearest(food_id, table.ids)}"
        sheet.add_problem(message, line, "food_id", written)
    return food_id

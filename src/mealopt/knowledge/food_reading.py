"""Reading a table of foods: every cell checked, and what is wrong with it said at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from mealopt.knowledge.blanks import impute_amounts
from mealopt.knowledge.foods import LABEL, MEALS, Floats, FoodTable, frozen
from mealopt.tables.reading import Sheet, check_columns, load_text, parse_sheet, read_records
from mealopt.tables.values import Column, nearest
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from mealopt.knowledge.nutrients import Nutrients

TAG_VALUES = ("yes", "no", "unknown")
TEXT_COLUMNS = (
    Column("food_id", "id", required=True),
    Column("name", required=True),
    Column("category", required=True),
    Column("portion", required=True),
)
LEAST = "least_portions"
NEAR_COLUMN = 0.8  # likeness from which on a column is taken for a misspelt fixed one
OPTIONAL_TEXT = ("fndds_description", "price_note", "diet_note", "footprint_match")
NUMBER_COLUMNS = (
    Column("portion_g", "number", required=True, minimum=0.01, maximum=5000),
    Column("step", "number", required=True, minimum=0.01, maximum=10),
    Column("helping_portions", "number", required=True, minimum=0.01, maximum=100),
    Column("max_portions_meal", "number", required=True, minimum=0.01, maximum=100),
    Column("max_portions_day", "number", required=True, minimum=0.01, maximum=200),
    Column("max_portions_week", "number", required=True, minimum=0.01, maximum=1400),
    Column("price_per_100g", "number", required=True, minimum=0, maximum=1000),
    Column("popularity", "number", minimum=0, maximum=1),
)
PRICE = "price_per_100g"  # of a table that lacks the column no price is known
FIXED = {column.name for column in (*TEXT_COLUMNS, *NUMBER_COLUMNS)} | {*OPTIONAL_TEXT, LEAST}


def load_foods(
    path: Path,
    nutrients: Nutrients,
    unknown_values: Mapping[tuple[str, str], float],
    conflicts: Collection[tuple[str, str]] = (),
    meals: Sequence[str] = MEALS,
) -> FoodTable:
    """Load a food table, or raise every problem it has; `conflicts` are pairs of tags never both yes.

    A column for each of the `meals` says how often a food is eaten then.

    Columns beyond the fixed ones are tags (yes | no | unknown; a diet's also `label`) where a diet or an
    exclusion asks for them or they are named `contains_…`, and nutrients otherwise. Energy is the nutrient
    that every food needs. A table may lack the column of prices: then none is known.
    """
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    tag_names = [n for n in sheet.columns if n in nutrients.tag_columns or n.startswith("contains_")]
    fixed = FIXED | {*meals}
    nutrient_ids = [n for n in sheet.columns if n not in fixed and n not in tag_names]
    known = [*nutrients.tag_columns, *sorted(fixed)]
    for name in nutrient_ids:
        if name not in nutrients:
            meant = nutrients.hint(name)
            if "Did you" not in meant:
                meant = nearest(name, known, NEAR_COLUMN) or f"{meant} Delete the column."
            sheet.add_problem(f"Unknown column.{meant}", 1, name)
    energy = [nutrient.id for nutrient in nutrients if nutrient.unit == "kcal"]
    numbers = (*NUMBER_COLUMNS, *(Column(meal, "number", minimum=0, maximum=1) for meal in meals))
    needed = [c.name for c in (*TEXT_COLUMNS, *numbers) if c.name != PRICE]
    check_columns(sheet, needed + energy, [], others=True)
    sheet.raise_problems()
    columns = [
        *TEXT_COLUMNS,
        *(Column(name) for name in OPTIONAL_TEXT),
        *numbers,
        Column(LEAST, "number", minimum=0.01, maximum=100),
        *(Column(name, "choice", required=True, choices=choices_of(name)) for name in tag_names),
        # a food of unknown energy cannot stand in a plan of so much energy
        *(
            Column(n, "number", n in energy, minimum=0, maximum=nutrients[n].most_per_100g)
            for n in nutrient_ids
        ),
    ]
    records = read_records(sheet, columns, key=("food_id",))
    check_plausible(sheet, records)
    check_tags(sheet, records, conflicts)
    sheet.raise_problems()
    records.sort(key=lambda record: str(record["food_id"]))
    return build_table(records, tag_names, nutrient_ids, unknown_values, digest_rows(sheet), meals)


def choices_of(tag: str) -> tuple[str, ...]:
    """Return what a tag may be: what a food holds is never left to its label."""
    return TAG_VALUES if tag.startswith("contains_") else (*TAG_VALUES, LABEL)


def check_tags(
    sheet: Sheet, records: list[dict[str, str | float | None]], conflicts: Collection[tuple[str, str]]
) -> None:
    """Note foods that are said to suit a diet and to hold what it forbids."""
    for record, line in zip(records, sheet.lines, strict=True):
        for diet, tag in conflicts:
            if record.get(diet) in {"yes", LABEL} and record.get(tag) == "yes":
                sheet.add_problem(
                    f"The food is {diet} and {tag.replace('_', ' ')}: one of the two is wrong.",
                    line, diet, str(record.get(diet)),
                )


def check_plausible(sheet: Sheet, records: list[dict[str, str | float | None]]) -> None:
    """Note rows whose caps contradict each other."""
    for record, line in zip(records, sheet.lines, strict=True):
        numbers = {name: value for name, value in record.items() if isinstance(value, float)}
        caps = [numbers.get(f"max_portions_{span}") for span in ("meal", "day", "week")]
        if None not in caps and not caps[0] <= caps[1] <= caps[2]:  # type: ignore[operator]
            sheet.add_problem(
                "The most portions at a meal, in a day and in a week must not fall.", line, "max_portions_day"
            )


def build_table(
    records: list[dict[str, str | float | None]],
    tag_names: Sequence[str],
    nutrient_ids: Sequence[str],
    unknown_values: Mapping[tuple[str, str], float],
    digest: str,
    meals: Sequence[str],
) -> FoodTable:
    """Turn parsed records, sorted by id, into arrays."""

    def numbers(name: str) -> Floats:
        found = [r.get(name) for r in records]
        return frozen(np.array([np.nan if value is None else value for value in found], dtype=np.float64))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(r.get(name) or "") for r in records)

    amounts = np.column_stack([numbers(name) for name in nutrient_ids])
    categories = texts("category")
    imputed = impute_amounts(amounts, categories, nutrient_ids, unknown_values)
    shares = np.column_stack([numbers(meal) for meal in meals])
    shares[np.isnan(shares).all(axis=1)] = 1.0 / len(meals)  # nobody knows when: at any meal
    shares = np.nan_to_num(shares)
    priced = not records or PRICE in records[0]
    return FoodTable(
        texts("food_id"), texts("name"), categories, texts("portion"), numbers("portion_g"), numbers("step"),
        numbers("helping_portions"),
        least_portions(numbers("helping_portions"), numbers("step"), numbers(LEAST)),
        numbers("max_portions_meal"), numbers("max_portions_day"),
        numbers("max_portions_week"), numbers(PRICE) if priced else frozen(np.zeros(len(records))),
        frozen(np.nan_to_num(numbers("popularity"))),
        frozen(shares), {name: texts(name) for name in tag_names},
        {name: texts(name) for name in OPTIONAL_TEXT}, tuple(nutrient_ids), frozen(amounts), frozen(imputed),
        digest, tuple(meals), priced,
    )  # fmt: skip


def least_portions(helping: Floats, step: Floats, given: Floats) -> Floats:
    """Return the least anybody is served of each food [portions]; blank is half a helping, in whole steps."""
    half = np.maximum(1.0, np.ceil(helping / 2 / step - TRACE)) * step
    return frozen(np.where(np.isnan(given), half, given))


def digest_rows(sheet: Sheet) -> str:
    """Return a fingerprint of a table that does not change with the order of its rows."""
    mark = hashlib.sha256()
    for cells in (sheet.columns, *sorted(sheet.rows)):
        mark.update("\x1f".join(cells).encode() + b"\x1e")
    return mark.hexdigest()[:16]

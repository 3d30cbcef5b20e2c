"""Reading plans that are to be verified: what was eaten, by day and meal, from a file of anybody's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.plan.portions import COLUMNS as PLAN_COLUMNS
from mealopt.tables.reading import check_columns, load_text, number_of, parse_sheet, read_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


DAYS = {"average"} | {str(day) for day in range(1, 8)}
COLUMNS = (
    Column("id", present=False),
    Column("day", "choice", required=True, choices=tuple(sorted(DAYS))),
    Column("meal", required=True),
    Column("food_id", "id", required=True),
    Column("food"),
    Column("portions", "number", required=True, minimum=0, maximum=1000),
    Column("portion"),
    Column("grams", "number", required=True, minimum=0, maximum=100_000),
    Column("energy_kcal", "number", required=True, minimum=0, maximum=100_000),
    Column("cost", "number", minimum=0, maximum=100_000),
)
Row = dict[str, str | float | None]  # a row of a file, by column


@dataclass(frozen=True)
class Eaten:
    """One row of a plan, as written."""

    day: str
    meal: str
    food_id: str
    food: str
    portions: float
    portion: str
    grams: float
    energy_kcal: float
    cost: float  # NaN where it is blank


def load_plans(path: Path, *, ids: bool) -> dict[str, list[Eaten]]:
    """Load plans by person; a file without ids is one person's, under a blank id."""
    plans: dict[str, list[Eaten]] = {}
    for record in load_rows(path, PLAN_COLUMNS, COLUMNS, ids=ids):
        eaten = Eaten(
            text_of(record, "day"), text_of(record, "meal"), text_of(record, "food_id"),
            text_of(record, "food"), number_of(record, "portions") or 0.0, text_of(record, "portion"),
            number_of(record, "grams") or 0.0, number_of(record, "energy_kcal") or 0.0,
            math.nan if (cost := number_of(record, "cost")) is None else cost,
        )  # fmt: skip
        plans.setdefault(text_of(record, "id"), []).append(eaten)
    return plans


def load_rows(path: Path, names: Sequence[str], columns: Sequence[Column], *, ids: bool) -> list[Row]:
    """Load the rows of a file that a plan was written to, which has these columns and no others."""
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    known = ["id", *names] if ids else list(names)
    check_columns(sheet, known, known)
    sheet.raise_problems()
    records = read_records(sheet, columns)
    sheet.raise_problems()
    return records

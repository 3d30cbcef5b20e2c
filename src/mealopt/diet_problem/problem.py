"""Any diet problem: foods with prices and amounts per unit, nutrients with limits, read from two tables."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.tables.reading import (
    Sheet,
    check_columns,
    load_text,
    number_of,
    parse_sheet,
    read_records,
    text_of,
)
from mealopt.tables.values import Column, nearest

if TYPE_CHECKING:
    from pathlib import Path

Floats = npt.NDArray[np.float64]
YES = ("yes", "1", "true")
NO = ("no", "0", "false")
LARGEST = 1e12
FOOD_COLUMNS = (
    Column("food_id", "id", required=True),
    Column("name", present=False),
    Column("price", "number", required=True, minimum=-LARGEST, maximum=LARGEST),
    Column("min", "number", minimum=0, maximum=LARGEST, present=False),
    Column("max", "number", minimum=0, maximum=LARGEST, present=False),
    Column("whole", "choice", choices=(*YES, *NO), present=False),
)
LIMIT_COLUMNS = (
    Column("nutrient", "id", required=True),
    Column("unit", present=False),
    Column("min", "number", minimum=-LARGEST, maximum=LARGEST),
    Column("max", "number", minimum=-LARGEST, maximum=LARGEST),
)


@dataclass(frozen=True)
class NutrientLimit:
    """What one nutrient must keep to; infinite where there is no limit."""

    nutrient: str
    unit: str
    minimum: float
    maximum: float


@dataclass(frozen=True)
class DietProblem:
    """Foods in the order of the file, `amounts` as foods × limited nutrients [per unit of the food].

    `unlimited` names the other columns of the food table: they play no part.
    """

    food_ids: tuple[str, ...]
    names: tuple[str, ...]
    prices: Floats
    minimum: Floats
    maximum: Floats
    whole: npt.NDArray[np.bool_]
    limits: tuple[NutrientLimit, ...]
    amounts: Floats
    unlimited: tuple[str, ...] = ()


def load_diet_problem(foods: Path, limits: Path, *, whole: bool = False) -> DietProblem:
    """Load both tables, or raise every problem of both; `whole` makes every food come in whole units."""
    food_sheet = parse_sheet(load_text(foods), str(foods))
    limit_sheet = parse_sheet(load_text(limits), str(limits))
    rows = read_limits(limit_sheet) if not limit_sheet.problems else ()
    if not food_sheet.problems and not limit_sheet.problems:
        problem = read_foods(food_sheet, rows, limit_sheet, whole=whole)
    else:
        problem = None
    food_sheet.problems += limit_sheet.problems
    food_sheet.raise_problems()
    if problem is None:
        msg = "a table without problems was not read"
        raise AssertionError(msg)
    return problem


def read_limits(sheet: Sheet) -> tuple[NutrientLimit, ...]:
    """Read `nutrient,unit,min,max`; a blank side is no limit, two equal sides are an equality."""
    check_columns(sheet, [c.name for c in LIMIT_COLUMNS if c.present], [c.name for c in LIMIT_COLUMNS])
    if sheet.problems:
        return ()
    rows = []
    for record, line in zip(read_records(sheet, LIMIT_COLUMNS, key=("nutrient",)), sheet.lines, strict=True):
        low, high = number_of(record, "min"), number_of(record, "max")
        if low is not None and high is not None and low > high:
            sheet.add_problem(f"The minimum is above the maximum {high:g}.", line, "min", f"{low:g}")
        rows.append(
            NutrientLimit(
                text_of(record, "nutrient"), text_of(record, "unit"),
                -np.inf if low is None else low, np.inf if high is None else high,
            )
        )  # fmt: skip
    return tuple(rows)


def read_foods(
    sheet: Sheet, limits: tuple[NutrientLimit, ...], limit_sheet: Sheet, *, whole: bool
) -> DietProblem:
    """Read the foods with the columns of the limited nutrients, which may not be blank."""
    known = [column.name for column in FOOD_COLUMNS]
    check_columns(sheet, [c.name for c in FOOD_COLUMNS if c.present], known, others=True)
    nutrients = [limit.nutrient for limit in limits]
    others = [name for name in sheet.columns if name not in known and name not in nutrients]
    for name in others:
        # `Max` or `pric` beside the real columns would otherwise be a nutrient nobody limits
        close = get_close_matches(name.casefold(), known, n=1, cutoff=0.85)
        if close:
            sheet.add_problem(f"Unknown column. Did you mean {close[0]}?", 1, name)
    for place, nutrient in enumerate(nutrients):
        if nutrient and nutrient not in sheet.columns:
            limit_sheet.add_problem(
                f"The foods have no column of this name.{nearest(nutrient, others)}",
                limit_sheet.lines[place], "nutrient", nutrient,
            )  # fmt: skip
    columns = (
        *FOOD_COLUMNS,
        *(
            Column(nutrient, "number", required=True, minimum=-LARGEST, maximum=LARGEST)
            for nutrient in dict.fromkeys(nutrients)
        ),
    )
    records = read_records(sheet, columns, key=("food_id",))
    for record, line in zip(records, sheet.lines, strict=True):
        low, high = number_of(record, "min") or 0.0, number_of(record, "max")
        if high is not None and low > high:
            sheet.add_problem(f"The minimum is above the maximum {high:g}.", line, "min", f"{low:g}")

    def numbers(name: str, blank: float) -> Floats:
        values = [number_of(record, name) for record in records]
        return np.array([blank if value is None else value for value in values], dtype=np.float64)

    amounts = [numbers(nutrient, 0.0) for nutrient in nutrients]
    return DietProblem(
        tuple(text_of(record, "food_id") for record in records),
        tuple(text_of(record, "name") or text_of(record, "food_id") for record in records),
        numbers("price", 0.0), numbers("min", 0.0), numbers("max", np.inf),
        np.array([whole or text_of(record, "whole") in YES for record in records]),
        limits, np.column_stack(amounts) if amounts else np.zeros((len(records), 0)), tuple(others),
    )  # fmt: skip

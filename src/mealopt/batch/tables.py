"""The four tables of a batch: their columns, what kind each is, and a person's rows of them as text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mealopt.explain.drivers import COLUMNS as DRIVER_COLUMNS
from mealopt.plan.portions import COLUMNS as PORTION_COLUMNS
from mealopt.plan.totals import COLUMNS as TOTAL_COLUMNS
from mealopt.tables.writing import DECIMALS, DEFAULT_DECIMALS, format_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mealopt.errors import Problem
    from mealopt.tables.frames import Records

ID = "id"
CSV, PARQUET = "csv", "parquet"
PROBLEM_COLUMNS = ("line", "column", "value", "problem")
TABLES = {
    "plans": (ID, *PORTION_COLUMNS),
    "totals": (ID, *TOTAL_COLUMNS),
    "drivers": (ID, *DRIVER_COLUMNS),
    "problems": (ID, *PROBLEM_COLUMNS),
}
# every other column is a number
TEXTS = {
    "id", "day", "meal", "food_id", "food", "portion", "nutrient", "unit", "status", "limit", "sentence",
    "column", "value", "problem",
}  # fmt: skip
WHOLES = {"line"}
ANSWERS = {"unique"}  # yes, no, or blank for unknown


def write_header(name: str) -> bytes:
    """Return the header row of a table."""
    return write_lines([TABLES[name]])


def write_rows(name: str, rows: Iterable[Sequence[object]], person_id: str, *, guard: bool) -> bytes:
    """Return a person's rows of a table, without their id, as CSV text under it; `guard` for spreadsheets."""
    places = [DECIMALS.get(column, DEFAULT_DECIMALS) for column in TABLES[name]]
    return write_lines(
        [format_cell(cell, place, guard=guard) for cell, place in zip((person_id, *row), places, strict=True)]
        for row in rows
    )


def write_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows of cells as CSV text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def list_table(name: str, records: Records) -> Sequence[tuple[object, ...]]:
    """Return the rows of a plan, which are in the columns of their table."""
    assert (ID, *records.columns) == TABLES[name]
    return records.rows


def list_problems(problems: Iterable[Problem], line: int) -> list[tuple[object, ...]]:
    """Return problems as rows: line, column, value, problem; those without a line get the person's."""
    return [(p.line or line, p.column, p.value or "", p.message) for p in problems]

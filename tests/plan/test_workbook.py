"""The plan as an Excel file: every table with its numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from mealopt import Person, Rules, plan_week
from mealopt.plan.shopping import build_shopping
from mealopt.plan.workbook import build_workbook
from mealopt.tables.frames import Records

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.fixture(scope="module")
def week(weeks):
    return weeks(WOMAN, Rules())


def open_book(plan, knowledge, start=None):
    return load_workbook(io.BytesIO(build_workbook(plan, knowledge, start)))


def read_sheet(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def is_same(read, told):
    if isinstance(told, bool):
        return read == ("yes" if told else "no")
    if read is None or told is None or isinstance(told, str):
        return (read or "") == (told or "") or (read is None and told != told)  # noqa: PLR0124 - NaN
    return read is None if math.isnan(told) or math.isinf(told) else read == pytest.approx(told)


def test_every_table_is_on_a_sheet_to_the_last_number(week, knowledge):
    book = open_book(week, knowledge, date(2027, 1, 4))
    assert book.sheetnames == ["Meals", "Portions", "Shopping", "Dishes", "Nutrients", "Drivers", "Notes"]
    for name, frame in (
        ("Portions", week.portions), ("Shopping", build_shopping(week.portions, knowledge)),
        ("Nutrients", week.totals), ("Drivers", week.drivers),
    ):  # fmt: skip
        head, *rows = read_sheet(book[name])
        assert head == list(frame.columns)
        assert len(rows) == len(frame) > 0
        for read, told in zip(rows, frame.itertuples(index=False), strict=True):
            assert all(map(is_same, read, told)), (read, told)
    notes = [row[0] for row in read_sheet(book["Notes"])][1:]
    assert notes == [week.headline, *week.targets.warnings, *week.notes]


def test_a_day_is_a_column_of_the_sheet_to_look_at(week, knowledge):
    meals = read_sheet(open_book(week, knowledge, date(2027, 1, 4))["Meals"])
    assert meals[0][1:] == [
        "Monday 4 Jan", "Tuesday 5 Jan", "Wednesday 6 Jan", "Thursday 7 Jan", "Friday 8 Jan",
        "Saturday 9 Jan", "Sunday 10 Jan",
    ]  # fmt: skip
    assert [row[0] for row in meals[1:]] == ["Breakfast", "Lunch", "Dinner", "Snacks"]
    cells = [str(cell or "").splitlines() for row in meals[1:] for cell in row[1:]]
    assert sum(len(lines) - 1 for lines in cells) == len(week.portions)  # below the title of its meal


def test_the_average_day_has_no_shopping(knowledge):
    plan = plan_week(WOMAN, Rules(portions="exact"), knowledge)
    book = open_book(plan, knowledge)
    assert "Shopping" not in book.sheetnames
    assert book["Meals"]["B1"].value == "The average day"


def test_no_name_of_a_food_is_a_formula(week, knowledge):
    columns, rows = week.portion_rows.columns, list(week.portion_rows.rows)
    named = list(rows[0])
    named[columns.index("food")] = '=HYPERLINK("x")'
    evil = replace(week, portion_rows=Records(columns, [tuple(named), *rows[1:]]))
    for sheet in open_book(evil, knowledge).worksheets:
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}

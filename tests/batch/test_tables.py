"""The four tables of a batch, a person's rows at a time."""

from __future__ import annotations

import csv
import io

import pytest

from mealopt.batch.tables import (
    ANSWERS,
    TABLES,
    TEXTS,
    WHOLES,
    list_problems,
    list_table,
    write_header,
    write_rows,
)
from mealopt.errors import Problem
from mealopt.tables.frames import Records


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_columns_each_once_and_of_one_sort(name):
    (header,) = csv.reader(io.StringIO(write_header(name).decode()))
    assert tuple(header) == TABLES[name]
    assert len(set(header)) == len(header)
    assert header[0] == "id"
    assert not TEXTS & WHOLES
    assert not TEXTS & ANSWERS


def test_rows_stand_under_their_person_and_no_spreadsheet_runs_them():
    rows = list_problems([Problem("people.csv", "Not a number.", column="age", value="=1+1")], 7)
    assert rows == [(7, "age", "=1+1", "Not a number.")]
    (line,) = csv.reader(io.StringIO(write_rows("problems", rows, "a", guard=True).decode()))
    assert line == ["a", "7", "age", "'=1+1", "Not a number."]
    (line,) = csv.reader(io.StringIO(write_rows("problems", rows, "a", guard=False).decode()))
    assert line[3] == "=1+1"


def test_a_problem_with_a_line_of_its_own_keeps_it():
    assert list_problems([Problem("f", "No.", line=3)], 7)[0][0] == 3


def test_rows_of_other_columns_are_no_rows_of_a_table():
    with pytest.raises(AssertionError):
        list_table("plans", Records(("day", "food"), []))

"""Frames from rows, and rows from frames, as plain values."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mealopt.tables.frames import Records, build_frame, list_column, list_rows

ROWS = [("1", "lunch", 2.5, math.nan), ("2", "dinner", 0.0, 1.0)]
COLUMNS = ("day", "meal", "amount", "minimum")


def test_a_frame_gives_its_rows_back():
    frame = build_frame(ROWS, COLUMNS)
    assert tuple(frame.columns) == COLUMNS
    assert [str(row) for row in list_rows(frame)] == [str(row) for row in ROWS]
    assert list_column(frame, "meal") == ["lunch", "dinner"]
    assert frame.equals(pd.DataFrame(ROWS, columns=list(COLUMNS)))


def test_records_give_their_columns_and_their_frame():
    records = Records(COLUMNS, ROWS)
    assert list_column(records, "meal") == ["lunch", "dinner"]
    assert records.frame.equals(build_frame(ROWS, COLUMNS))
    assert records.frame is records.frame


def test_no_rows_make_an_empty_frame_with_its_columns():
    frame = build_frame([], COLUMNS)
    assert tuple(frame.columns) == COLUMNS
    assert list(list_rows(frame)) == []


def test_rows_of_another_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        build_frame([("1", "lunch")], COLUMNS)

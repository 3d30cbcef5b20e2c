"""Files are written whole or not at all, and mean the same to the next reader."""

from __future__ import annotations

import csv
import io
import math
import os
import stat
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.tables.reading import decode_text, parse_sheet
from mealopt.tables.values import parse_number
from mealopt.tables.writing import (
    format_cell,
    format_csv,
    guard_text,
    write_files,
    write_text,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (math.nan, ""),
        (pd.NA, ""),
        (math.inf, ""),
        (-math.inf, ""),
        (True, "yes"),
        (np.bool_(False), "no"),
        (5, "5"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (100, "100"),
        (1e-9, "0"),
        (-1e-9, "0"),
        (-2.5, "-2.5"),  # a number is no formula
        (np.int64(-5), "-5"),
        (np.float32(0.5), "0.5"),
        (1234567.0, "1234567"),
        ("plain", "plain"),
        ("NA", "NA"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("two\r\nlines\rmore", "two\nlines\nmore"),
    ],
)
def test_cells(value, text):
    assert format_cell(value) == text


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("grams", 12.34567, "12.346"),
        ("energy_kcal", 12.34567, "12.35"),
        ("cost", 0.123456, "0.1235"),
        ("portions", 0.1234567, "0.123457"),
        ("amount", 0.1234567, "0.123457"),
    ],
)
def test_each_column_has_its_decimals(column, value, text):
    assert format_csv(pd.DataFrame({column: [value]})) == f"{column}\n{text}\n"


def test_a_frame_as_csv():
    frame = pd.DataFrame({"day": ["1"], "food": ['Milk, "1 %"'], "cost": [math.nan], "unique": [True]})
    assert format_csv(frame) == 'day,food,cost,unique\n1,"Milk, ""1 %""",,yes\n'
    assert format_csv(frame, header=False) == '1,"Milk, ""1 %""",,yes\n'
    assert format_csv(frame.iloc[:0]) == "day,food,cost,unique\n"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_text_comes_back_as_it_was(rows):
    frame = pd.DataFrame(rows, columns=["name", "note"], dtype=object)
    back = list(csv.reader(io.StringIO(format_csv(frame), newline="")))
    expected = [[guard_text(c).replace("\r\n", "\n").replace("\r", "\n") for c in row] for row in rows]
    assert back == [["name", "note"], *expected]


@given(st.text())
def test_no_text_can_be_run(text):
    assert not guard_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guard_text(text).removeprefix("'") == text.removeprefix("'")


@given(st.lists(st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9) | st.none(), min_size=1, max_size=8))
def test_numbers_come_back_to_six_decimals(numbers):
    frame = pd.DataFrame({"name": "x", "amount": pd.Series(numbers, dtype=object)})
    back = [row[1] for row in list(csv.reader(io.StringIO(format_csv(frame))))[1:]]
    for text, number in zip(back, numbers, strict=True):
        if number is None:
            assert text == ""
        else:
            assert parse_number(text) == pytest.approx(number, rel=1e-15, abs=5.1e-7)
            assert not text.startswith("-0") or float(text) != 0
            assert "e" not in text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=5))
def test_our_own_reader_reads_what_we_write(names):
    frame = pd.DataFrame({"name": names, "amount": [1.5] * len(names)})
    sheet = parse_sheet(decode_text(format_csv(frame).encode(), "t"), "t")
    assert sheet.problems == []
    assert sheet.rows == [[guard_text(name).strip(), "1.5"] for name in names]


def test_the_same_frame_is_the_same_bytes():
    frame = pd.DataFrame({"name": ["é", "b"], "amount": [0.1, 2.0]})
    assert format_csv(frame) == format_csv(frame.copy())


# files


def files_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


def test_files_are_written_with_their_folders(tmp_path):
    path = tmp_path / "new" / "folder" / "week.csv"
    write_text(path, "a,é\n")
    assert path.read_bytes() == "a,é\n".encode()
    assert files_in(path.parent) == {"week.csv": "a,é\n"}


def test_a_new_version_replaces_the_old(tmp_path):
    path = tmp_path / "week.csv"
    write_text(path, "old")
    write_text(path, "new")
    assert files_in(tmp_path) == {"week.csv": "new"}


@pytest.mark.parametrize(
    "second",
    ["folder", "file.csv/inside.csv", "x" * 300],
    ids=["a folder", "below a file", "too long a name"],
)
def test_a_failing_second_file_leaves_the_first_untouched(tmp_path, problems_of, second):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.csv").write_text("kept", encoding="utf-8")
    (tmp_path / "first.csv").write_text("old", encoding="utf-8")
    (problem,) = problems_of(write_files, {tmp_path / "first.csv": "new", tmp_path / second: "new"})
    assert problem.where == str(tmp_path / second)
    assert problem.message.endswith("Nothing was written.")
    assert files_in(tmp_path) == {"first.csv": "old", "file.csv": "kept"}


def test_a_new_first_file_does_not_appear_when_the_second_fails(tmp_path, problems_of):
    (tmp_path / "folder").mkdir()
    problems_of(write_files, {tmp_path / "first.csv": "new", tmp_path / "folder": "new"})
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_half_written_is_left_behind(tmp_path, monkeypatch, error):
    (tmp_path / "first.csv").write_text("old", encoding="utf-8")
    calls = []

    def fail(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((KeyboardInterrupt, Exception), match=r"No space left|^$"):
        write_files({tmp_path / "first.csv": "new", tmp_path / "second.csv": "new"})
    assert files_in(tmp_path) == {"first.csv": "old"}


def test_a_private_file_stays_private_and_a_new_one_follows_the_umask(tmp_path):
    private, new = tmp_path / "private.csv", tmp_path / "new.csv"
    private.write_text("old", encoding="utf-8")
    private.chmod(0o600)
    before = os.umask(0o027)
    try:
        write_files({private: "a", new: "b"})
    finally:
        os.umask(before)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_a_link_keeps_pointing_where_it_does(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "week.csv", tmp_path / "week.csv"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_files({pipe: "hello\n"})
        assert os.read(reader, 100) == b"hello\n"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)

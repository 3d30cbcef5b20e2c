"""Parquet holds the same tables as CSV, with a type for each column."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from mealopt import Person, Rules
from mealopt.batch import outputs
from mealopt.batch.parquet import build_schema, write_part
from mealopt.batch.people import open_people
from mealopt.batch.run import run_batch
from mealopt.batch.tables import ANSWERS, TABLES, TEXTS, WHOLES, write_rows
from mealopt.planner import make_plan
from mealopt.request.asked import Given

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge


def test_parquet_has_the_rows_of_csv_and_parts_of_their_own(
    forty: Path,
    undisturbed: dict[str, bytes],
    knowledge: Knowledge,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outputs, "PART_PEOPLE", 15)
    defaults = {"portions": [Given("exact", "--portions")]}
    run_batch(
        open_people(forty, knowledge), knowledge, tmp_path, days=1, defaults=defaults, shape="parquet"
    )
    for name, columns in TABLES.items():
        folder = tmp_path / f"{name}.parquet"
        parts = sorted(path.name for path in folder.iterdir())
        assert parts == ["part-00001.parquet", "part-00002.parquet", "part-00003.parquet"]
        table = pa.concat_tables([parquet.read_table(folder / part) for part in parts])
        rows = list(csv.DictReader(io.StringIO(undisturbed[f"{name}.csv"].decode())))
        assert table.num_rows == len(rows)
        assert parquet.read_table(folder).num_rows == len(rows)
        for column in columns:
            read = table.column(column).to_pylist()
            for value, text in zip(read, (row[column] for row in rows), strict=True):
                if column in TEXTS:
                    assert value == text
                elif column in ANSWERS:
                    assert value == {"yes": True, "no": False, "": None}[text]
                else:
                    assert value == (float(text) if text else None)


def test_every_column_has_the_kind_its_frame_has(knowledge: Knowledge) -> None:
    plan = make_plan(Person(34, "female"), Rules(portions="exact"), knowledge, 1)
    for name, frame in (("plans", plan.portions), ("totals", plan.totals), ("drivers", plan.drivers)):
        for column, kind in frame.dtypes.items():
            text = not str(kind).startswith(("float", "int"))
            assert (column in TEXTS | ANSWERS) == text, f"{name}: tell {column}'s kind in tables.py"
    assert {*TEXTS, *WHOLES, *ANSWERS} <= {column for columns in TABLES.values() for column in columns}


@pytest.mark.parametrize("text", ["=1+1", "-", "'x", "NA", "null", "yes", "", 'a "b", c', "two\nlines", "é "])
def test_text_comes_through_as_it_is(tmp_path: Path, text: str) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_bytes(write_rows("problems", [(2, text, text, text)], text, guard=False))
    write_part("problems", rows, tmp_path / "out.parquet")
    read = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert read == [{"id": text, "line": 2, "column": text, "value": text, "problem": text}]


def test_a_table_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"")
    write_part("drivers", tmp_path / "rows.csv", tmp_path / "out.parquet")
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 0
    assert table.schema.equals(build_schema("drivers"))

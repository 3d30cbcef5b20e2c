"""Sheets of other people's files."""

from __future__ import annotations

import pytest

from mealopt.errors import BadInputError
from mealopt.importers.sources import Source, list_sources

ROWS = [
    ["Pomme crue", "Lait demi-écrémé entier"], ["Épinard cuit à l'eau", "Fromage à pâte molle"],
    ["Crème brûlée", "Pâté de foie très salé"],
]  # fmt: skip


def read(path, **told):
    (source,) = list_sources([path])
    with Source(source.path, size=source.size, **told).open_rows() as rows:
        return list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_file_is_read_in_the_encoding_and_with_the_separator_it_has(tmp_path, encoding, separator):
    path = tmp_path / "table.csv"
    lines = [separator.join(row) for row in ROWS] * 30  # enough to tell an encoding by
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    found = read(path)
    assert [cells for _, cells in found] == ROWS * 30
    assert [line for line, _ in found[:3]] == [1, 2, 3]


def test_what_is_told_counts_before_what_is_seen(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"a;b,c\n1;2,3\n")
    assert read(path, separator=",")[0][1] == ["a;b", "c"]


def test_all_that_cannot_be_opened_is_told_at_once(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInputError) as raised:
        list_sources([tmp_path / "folder", tmp_path / "none.csv"])
    said = str(raised.value)
    assert "This is a folder" in said
    assert "There is no such file" in said


def test_a_sheet_is_named_as_people_do(tmp_path):
    assert Source(tmp_path / "a.csv").where == "a.csv"
    assert Source(tmp_path / "a.xlsx", "Foods").where == "a.xlsx [Foods]"

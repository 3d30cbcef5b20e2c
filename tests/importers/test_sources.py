"""Sheets of other people's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from mealopt.errors import BadInputError
from mealopt.importers.sources import Source, find_encoding, list_sources

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


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("text", ["Öl;Käse;Würze\n1;2;3\n", "Crème brûlée;Pâté de foie très salé;Épinard\n"])
def test_few_accents_tell_an_encoding_and_windows_where_they_do_not(text, encoding):
    """A French table of Windows was read as one of a Mac: `…pinard` for `Épinard`."""
    found = find_encoding((text * 30).encode(encoding), Path("table.csv"))
    assert (text * 30).encode(encoding).decode(found) == text * 30


def test_what_two_encodings_read_the_same_is_of_the_more_usual():
    assert find_encoding("Öl;Käse\n".encode("cp1250") * 30, Path("table.csv")) == "cp1252"

"""The journal of a batch, cut and damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.batch.journal import Entry, Head, Summary, parse_entry, read_entries, write_line

if TYPE_CHECKING:
    from pathlib import Path


PEOPLE = 7


PRINT = {"the people's file": "a", "--days": "7"}


def head(shape: str, people: int = PEOPLE, **changed: str) -> Head:
    return Head(people, shape, {**PRINT, **changed})


entries = st.builds(
    Entry,
    people=st.integers(0, 10**7),
    mark=st.none() | st.integers(1, 2**32 - 1),
    summary=st.builds(Summary, planned=st.integers(0, 9), failed=st.integers(0, 9)),
    spools=st.dictionaries(st.text(max_size=9), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4),
    part=st.integers(0, 9),
)


@given(kept=st.lists(entries, max_size=5), data=st.data())
def test_a_journal_cut_anywhere_tells_of_the_lines_that_are_whole(
    scratch_file: Path, kept: list[Entry], data: st.DataObject
) -> None:
    lines = [write_line(head("csv")), *map(write_line, kept)]
    cut = data.draw(st.integers(len(lines[0]), sum(map(len, lines))))
    scratch_file.write_bytes(b"".join(lines)[:cut])
    found = list(read_entries(scratch_file))
    ends = [sum(map(len, lines[: place + 1])) for place in range(1, len(lines))]
    assert [entry for entry, _ in found] == [
        entry for entry, end in zip(kept, ends, strict=True) if end <= cut
    ]
    assert [offset for _, offset in found] == [end for end in ends if end <= cut]


@pytest.mark.parametrize("line", [b"{}", b"[]\n", b"null\n", b'{"people": 1, "other": 2}\n', b"\xff\n"])
def test_a_line_that_is_none_of_ours_ends_the_journal(line: bytes) -> None:
    assert parse_entry(line) is None

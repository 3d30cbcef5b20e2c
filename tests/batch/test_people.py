"""Reading people.csv: one person at a time, ids of their own, and a change in between noticed."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from mealopt.batch import people as people_room
from mealopt.batch.people import open_people
from mealopt.errors import BadInputError
from tests.batch.making import write_people

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

HEADER = "id,age,sex\n"


@pytest.fixture
def write(tmp_path: Path):
    def save(text: str) -> Path:
        path = tmp_path / "people.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return save


@pytest.mark.parametrize("start", [0, 1, 39, 40])
def test_rows_go_on_from_anywhere(forty: Path, knowledge: Knowledge, start: int) -> None:
    people = open_people(forty, knowledge)
    every = list(people.rows())
    assert len(every) == people.count == 40
    assert every[-1].mark == people.mark
    assert list(people.rows(start)) == every[start:]
    if start:
        assert list(people.rows(start, every[start - 1].mark)) == every[start:]
        with pytest.raises(BadInputError, match="changed while the batch was using it"):
            list(people.rows(start, every[start - 1].mark + 1))
    with pytest.raises(BadInputError, match="changed"):
        list(people.rows(41))


def test_a_row_that_became_ragged_is_noticed(write, knowledge: Knowledge) -> None:
    people = open_people(write(HEADER + "a,34,female\nb,35,male\n"), knowledge)
    write(HEADER + "a,34,female\nb,35\n")
    with pytest.raises(BadInputError, match="line 3: The file was changed"):
        list(people.rows())


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(write, knowledge: Knowledge, ends: str) -> None:
    people = open_people(write((HEADER + 'a,34,"fe\nmale"\n\nb,35,male').replace("\n", ends)), knowledge)
    rows = list(people.rows())
    assert [(row.id, row.line) for row in rows] == [("a", 3), ("b", 5)]
    assert list(people.rows(1, rows[0].mark)) == rows[1:]


def test_the_header_once_more_is_a_person_not_understood(write, knowledge: Knowledge) -> None:
    people = open_people(write(HEADER + "a,34,female\n" + HEADER), knowledge)
    assert [row.id for row in people.rows()] == ["a", "id"]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["a", "b", "a"], "line 4, column id: 'a': The same id as in line 2"),
        # in a table for spreadsheets these two look the same
        (["=1", "b", "'=1"], "line 4, column id: ''=1': The same id as in line 2"),
        (["a", "b", " a "], "line 4, column id: 'a': The same id as in line 2"),
    ],
)
def test_an_id_that_stands_twice_is_named_with_both_lines(
    write, knowledge: Knowledge, ids: list[str], said: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        open_people(write(HEADER + "".join(f"{name},34,female\n" for name in ids)), knowledge)
    assert said in str(caught.value)


def test_ids_whose_hashes_are_the_same_are_still_different(
    write, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_room, "hash", len, raising=False)
    path = write(HEADER + "a,34,female\nb,35,male\ncc,36,male\n")
    assert open_people(path, knowledge).count == 3
    with pytest.raises(BadInputError, match="line 5, column id: 'b': The same id as in line 3"):
        open_people(write(path.read_text() + "b,37,male\n"), knowledge)


def test_problems_stand_in_the_order_of_the_lines(write, knowledge: Knowledge) -> None:
    with pytest.raises(BadInputError) as caught:
        open_people(write(HEADER + "a,1,male\na,2,male\nb,3\n,4,male\nb,5,male\nb,6,male\n"), knowledge)
    assert [problem.line for problem in caught.value.problems] == [3, 4, 5, 7]


def test_a_pipe_cannot_be_read_twice(tmp_path: Path, knowledge: Knowledge) -> None:
    os.mkfifo(tmp_path / "people.csv")
    with pytest.raises(BadInputError, match="first save them as an ordinary file"):
        open_people(tmp_path / "people.csv", knowledge)


def test_memory_does_not_grow_with_the_people(tmp_path: Path, knowledge: Knowledge) -> None:
    peaks = []
    for count in (200, 5_000):
        path = write_people(tmp_path / f"{count}.csv", count)
        open_people(path, knowledge)  # whatever is kept for good is there before
        tracemalloc.start()
        people = open_people(path, knowledge)
        assert sum(1 for _ in people.rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    grown = (peaks[1] - peaks[0]) / 4_800
    assert grown < 40, "of each person no more than eight bytes are kept, sorted once"

"""Visitors' own tables, kept for their questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt.desk import tables
from mealopt.desk.tables import ROOM, keep_tables, recall_tables
from mealopt.errors import BadInputError


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(tables, "_kept", type(tables._kept)())


def test_a_question_that_names_none_has_the_shipped_ones(knowledge):
    assert recall_tables("") is knowledge


def test_tables_that_are_gone_are_never_replaced_in_silence(knowledge):
    mine = keep_tables(replace(knowledge, digest="mine"))
    assert recall_tables("mine") is mine
    with pytest.raises(BadInputError, match="Upload them again"):
        recall_tables("another's")


def test_the_longest_unasked_go_first(knowledge):
    for number in range(ROOM):
        keep_tables(replace(knowledge, digest=str(number)))
    keep_tables(replace(knowledge, digest="0"))  # asked for once more
    keep_tables(replace(knowledge, digest="new"))
    assert recall_tables("0").digest == "0"
    with pytest.raises(BadInputError):
        recall_tables("1")

"""The formats a result is written in."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from mealopt.cli.formats import CSV, FORMATS, JSON, TABLE, Output, default_shape, write_result

FRAME = pd.DataFrame({"food": ["bread", "milk"], "portions": [1.0, 0.5]})


def make_output(**more):
    return Output(lambda: FRAME, lambda: "words for people\n", **more)


@pytest.mark.parametrize(
    ("out", "shape"),
    [
        (None, TABLE), ("-", CSV), ("week.csv", CSV), ("week.json", JSON), ("week.txt", TABLE),
        ("week", CSV), ("week.json.gz", CSV),
    ],
)  # fmt: skip
def test_where_a_result_goes_says_its_format(out, shape):
    assert default_shape(out) == shape


def test_each_format_writes_the_same_result_its_own_way():
    assert write_result(make_output(), TABLE) == "words for people\n"
    assert write_result(make_output(), CSV).splitlines()[0] == "food,portions"
    assert json.loads(write_result(make_output(), JSON)) == [
        {"food": "bread", "portions": 1.0}, {"food": "milk", "portions": 0.5},
    ]  # fmt: skip


def test_where_there_is_more_to_say_than_rows_json_says_it():
    said = write_result(make_output(plain=lambda: {"headline": "a week"}), JSON)
    assert json.loads(said) == {"headline": "a week"}


def test_what_is_not_asked_for_is_not_made():
    def refuse():
        raise AssertionError("not asked for")

    assert write_result(Output(refuse, lambda: "words", refuse), TABLE) == "words"


def test_every_format_has_an_ending_of_its_own():
    endings = [one.ending for one in FORMATS.values()]
    assert len(set(endings)) == len(endings)
    assert all(name == one.id for name, one in FORMATS.items())

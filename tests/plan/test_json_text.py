"""A plan as JSON."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from mealopt.plan.json_text import describe_plan, json_rows, to_json
from mealopt.request.person import Person
from mealopt.request.rules import Rules


def test_unknown_is_null_and_whole_numbers_stay_whole():
    frame = pd.DataFrame({"a": [1, 2], "b": [math.nan, 0.1234567], "c": ["x", ""]})
    first, second = json_rows(frame)
    assert (first["a"], first["b"], first["c"]) == (1, None, "x")
    assert isinstance(first["a"], int)
    assert second["b"] == pytest.approx(0.1234567, abs=1e-2)


def test_no_minus_before_a_nothing():
    assert json.dumps(json_rows(pd.DataFrame({"a": [-1e-12]}))) == '[{"a": 0.0}]'


def test_what_is_no_number_is_refused_not_written():
    """`NaN` is no JSON: other programs would stop at it."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"a": math.nan})


def test_a_plan_is_read_back_as_it_was(weeks):
    plan = weeks(Person(35, "female"), Rules(portions="exact"))
    said = json.loads(to_json(describe_plan(plan)))
    assert said["headline"] == plan.headline
    assert len(said["portions"]) == len(plan.portions)
    assert set(said["portions"][0]) == set(plan.portions.columns)
    assert said["energy_per_day"] == pytest.approx(plan.energy_per_day, abs=0.01)
    assert said["notes"] == list(plan.notes)

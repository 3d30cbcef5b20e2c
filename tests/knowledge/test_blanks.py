"""A blank is high towards a maximum, never nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.blanks import high_value, impute_amounts

BLANK = math.nan


@pytest.mark.parametrize(
    ("amounts", "known", "filled"),
    [
        ([10.0, BLANK, 99.0], {}, [10.0, 10.0, 99.0]),  # its category, though it is of one food
        ([BLANK, BLANK, 99.0], {}, [99.0, 99.0, 99.0]),  # else all foods
        ([BLANK, BLANK, BLANK], {}, [0.0, 0.0, 0.0]),  # nobody measured it
        ([10.0, BLANK, 99.0], {("bread", "sodium_mg"): 50.0}, [10.0, 50.0, 99.0]),  # the frozen value first
        ([10.0, BLANK, BLANK], {("", "sodium_mg"): 70.0}, [10.0, 70.0, 70.0]),
        ([10.0, BLANK, 0.0], {("bread", "iron_mg"): 50.0}, [10.0, 10.0, 0.0]),  # of another nutrient
        ([10.0, 20.0, 99.0], {("bread", "sodium_mg"): 50.0}, [10.0, 20.0, 99.0]),  # nothing is blank
    ],
)
def test_what_a_blank_counts_as(amounts, known, filled):
    found = impute_amounts(np.array([amounts]).T, ["bread", "bread", "cheese"], ["sodium_mg"], known)
    assert found[:, 0].tolist() == filled


@given(st.lists(st.one_of(st.just(BLANK), st.floats(0, 1e4)), min_size=1, max_size=12))
def test_what_is_known_stays_and_nothing_stays_blank(amounts):
    column = np.array([amounts]).T
    kinds = ["odd" if place % 2 else "even" for place in range(len(amounts))]
    found = impute_amounts(column, kinds, ["sodium_mg"], {})
    known = ~np.isnan(column)
    assert (found[known] == column[known]).all()
    assert np.isfinite(found).all()
    assert np.isnan(column).sum() == len(amounts) - known.sum()  # what was given is left as it was


def test_a_high_value_is_one_that_nine_in_ten_are_below():
    assert high_value(np.arange(101.0)) == 90.0
    assert high_value(np.empty(0), np.array([3.0])) == 3.0
    assert high_value(np.empty(0)) == 0.0

"""Bars of nutrients and their limits in words."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.page.nutrients import place_bar, say_limits


@pytest.mark.parametrize(
    ("amount", "minimum", "maximum", "end"),
    [
        (0.0, 320.0, math.nan, 0.0),
        (160.0, 320.0, math.nan, 0.25),
        (320.0, 320.0, math.nan, 0.5),
        (480.0, 320.0, math.nan, 0.75),
        (9999.0, 320.0, math.nan, 1.0),
        (1750.0, 1000.0, 2500.0, 0.75),
        (3000.0, 1000.0, 2500.0, 1.0),
        (100.0, math.nan, 400.0, 0.25),
        (2000.0, 2000.0, 2000.0, 1.0),
        (1.0, math.nan, 0.0, 1.0),
    ],
)
def test_a_bar_has_its_minimum_in_the_middle_and_its_limit_at_the_end(amount, minimum, maximum, end):
    assert place_bar(amount, minimum, maximum).end == pytest.approx(end)


def test_limits_in_words(knowledge):
    magnesium = next(n for n in knowledge.nutrients if n.kind == "core" and n.decimals == 0)
    assert say_limits(magnesium, 320.0, math.nan) == "at least 320"
    assert say_limits(magnesium, math.nan, 2300.0) == "at most 2,300"
    assert say_limits(magnesium, 1000.0, 2500.0) == "1,000 to 2,500"
    assert say_limits(magnesium, 2000.0, 2000.0) == "goal 2,000"

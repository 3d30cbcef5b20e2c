"""The same food again in a week."""

from __future__ import annotations

import math

import pytest

from mealopt.rules.repeats import add_repeats

INF = math.inf


def test_repeats_cost_beyond_the_free_helpings_of_a_week(parts, tiny, read_row):
    layout, _ = parts
    add_repeats(layout, tiny.foods, tiny.goals["made-up"], 7)
    # two free helpings of two cups a week, as a day's share
    assert read_row(layout, "again:cereal") == pytest.approx(
        {"food:cereal": 1, "again:cereal": -1, "lower": -INF, "upper": 4 / 7}
    )
    assert layout.costs[layout.columns["again:cereal"]] == pytest.approx(0.08)
    assert "again:bread" not in layout.rows  # nobody tires of bread

"""What meals and weeks want, and what they pay for lacking it."""

from __future__ import annotations

import math

import pytest

from mealopt.knowledge.habits import Habits, Need, Role, Weekly
from mealopt.rules.habits import add_needs, add_weekly

INF = math.inf
ROLE = Role("starch", "Starch", ("Bread", "Cereal"), ("snack",))


def test_a_meal_wants_a_role_and_pays_for_what_it_lacks(parts, tiny, read_row):
    layout, slots = parts
    needs = (Need("some starch", "breakfast", ROLE, 1.5, 0.8), Need("tea", "snack", ROLE, 1, 1))
    habits = Habits({}, needs, ())
    add_needs(layout, tiny.foods, habits, slots, 0.5)
    row = read_row(layout, "need:some starch")
    assert row.pop("lower") == 1.5
    assert row.pop("upper") == INF
    assert row.pop("miss:need:some starch") == 1.0
    assert layout.costs[layout.columns["miss:need:some starch"]] == pytest.approx(0.4)
    # a helping of bread is two slices, one of cereal two cups; oats stand at dinner only
    assert row == {"portion:bread:breakfast": 0.5, "portion:cereal:breakfast": 0.5}
    assert "need:tea" not in layout.rows  # nothing of the role is eaten then: no wish that cannot come true


def test_a_week_wants_and_has_enough_of_a_role(parts, tiny, read_row):
    layout, _ = parts
    add_weekly(layout, tiny.foods, Habits({}, (), (Weekly("starch", ROLE, 2, 7, 0.3),)), 7, 1.0)
    least, most = read_row(layout, "weekly:least:starch"), read_row(layout, "weekly:most:starch")
    assert (least["lower"], most["upper"]) == (pytest.approx(2 / 7), 1.0)
    assert (least["miss:weekly:least:starch"], most["miss:weekly:most:starch"]) == (1.0, -1.0)
    assert least["food:oats"] == most["food:oats"] == 2.0  # a helping of oats is half a cup

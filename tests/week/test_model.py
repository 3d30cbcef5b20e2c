"""What a person's week of sittings is made with."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mealopt.week.model import FORCED, pad, state_average


def test_a_must_is_dearer_than_money_past_what_is_thrifty(model):
    prices, figures = model.goal.sittings, model.figures
    assert model.miss == pytest.approx(figures.must_times * (prices.money + prices.beyond) * model.dearer)
    assert model.forced == FORCED * model.miss
    cheap = replace(prices, money=1.0, beyond=0.0)
    assert replace(model, goal=replace(model.goal, sittings=cheap)).miss == figures.must_usd


@pytest.mark.parametrize(
    ("portions", "passes"), [((1.0, 1.0), False), ((1.0, 1.5), True), ((2.5, 0.0), True)]
)
def test_of_two_snacks_a_day_each_has_half_of_what_a_meal_may_hold(model, portions, passes):
    nothing = len(model.money) - 1
    capped = np.zeros((nothing + 1, 1))
    capped[:2, 0] = 10.0  # grams a portion
    lunch, snack = (
        next(n for n, menu in enumerate(model.menus) if menu.twice is twice) for twice in (False, True)
    )
    most = np.full((len(model.menus), 1), 20.0)
    held = replace(model, capped=capped, most=most)
    foods = np.array([[0, 1]])
    assert held.passes_most(lunch, foods, np.array([portions])).tolist() == [passes]
    most[snack] = 40.0
    assert held.passes_most(snack, foods, np.array([portions])).tolist() == [passes]


def test_there_is_one_value_more_for_nothing():
    assert pad([1.0, 2.0]).tolist() == [1.0, 2.0, 0.0]
    assert pad([1.0], math.inf).tolist() == [1.0, math.inf]


def test_the_average_day_has_a_row_for_each_meal_each_must_and_each_measure(model):
    layout, bounds = state_average(model)
    for menu in model.menus:
        row = layout.rows[f"meal:{menu.meal}"]
        assert bounds.row_lower[row] == bounds.row_upper[row] == 1.0
        more = layout.columns[f"more:{menu.meal}"]
        assert bounds.column_upper[more] == (1.0 if menu.twice else 0.0)
    demand = model.demand
    for number, name in enumerate(demand.names):
        assert f"holds:{name}" in layout.rows
        for side, value in (("least", demand.week_lower[number]), ("most", demand.week_upper[number])):
            assert (f"{side}:{name}" in layout.rows) == math.isfinite(value)

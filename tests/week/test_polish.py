"""Whole portions, and foods that join a meal where a must asks for them."""

from __future__ import annotations

import numpy as np

from mealopt.week.days import Place
from mealopt.week.polish import find_sides


def test_of_what_may_join_a_meal_no_two_are_of_one_kind(model):
    """Oatmeal and another cereal joined one smoothie."""
    kitchen = model.sittings.kitchen
    cereals = np.flatnonzero(kitchen.plate[model.kind[:-1]] == kitchen.names.index("cereal"))
    prices = np.zeros(len(model.money))
    prices[cereals] = -1e6  # nothing helps as much
    meal = [menu.meal for menu in model.menus].index("breakfast")
    menu = model.menus[meal]
    found = 0
    for row in range(0, len(menu.price), 50):
        place = Place(meal, row, menu.foods[row], menu.portions[row], 0.0)
        sides = find_sides(model, menu, place, prices)
        assert len({*kitchen.plate[model.kind[sides]].tolist()}) == len(sides)
        found += np.isin(sides, cereals).any()
    assert found

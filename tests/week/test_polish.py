"""Whole portions, and foods that join a meal where a must asks for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mealopt.week.days import Place
from mealopt.week.polish import find_sides, polish_week
from mealopt.week.run import run_search
from mealopt.week.search import Search
from mealopt.week.served import find_misses, hold_days
from mealopt.week.water import POURED


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


def test_no_must_is_missed_at_any_price(model, solved):
    """A must had a price, and the last step spent seconds on portions that missed one: nobody served them."""
    week, prices = run_search(Search(model, solved, POURED), 1, 0), np.zeros(len(model.money))
    served = polish_week(model, week.days, prices, sides=True)
    assert served
    assert not find_misses(model, hold_days(model, served))
    demand = model.demand
    for daily in (True, False):
        name, lower = ("day_lower", demand.day_lower) if daily else ("week_lower", demand.week_lower)
        unmet = np.where(np.arange(len(lower)) == demand.places["calcium_mg"], 4000.0, lower)
        asked = replace(model, demand=replace(demand, **{name: unmet}))
        assert polish_week(asked, week.days, prices, sides=True) == []

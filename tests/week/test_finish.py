"""The last step: what is served becomes a week again, and only days that miss something change first."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.finish import count_joined, find_loose_days, take_portions
from mealopt.week.search import Search
from mealopt.week.served import Served
from mealopt.week.water import POURED


@pytest.fixture(scope="module")
def week(model, solved):
    return Search(model, solved, POURED).start()


def serve(model, week, times=1.0):
    return [
        Served(day, model.menus[place.meal].meal, int(food), float(portions) * times)
        for day, places in enumerate(week.days)
        for place in places
        for food, portions in zip(place.foods, place.portions, strict=True)
        if portions > 0
    ]


def test_what_is_served_is_taken_for_the_week_it_comes_from(model, week):
    final = take_portions(model, week, serve(model, week))
    assert count_joined(week, final) == 0
    assert np.allclose(final.eaten, week.eaten)
    assert np.allclose(final.kinds, week.kinds)
    price = sum(place.price for day in week.days for place in day)
    assert sum(place.price for day in final.days for place in day) == pytest.approx(price)


def test_portions_that_change_are_paid(model, week):
    final = take_portions(model, week, serve(model, week, 2.0))
    more = sum(place.price for day in final.days for place in day)
    more -= sum(place.price for day in week.days for place in day)
    assert more == pytest.approx(float(model.money @ week.eaten))


def test_a_food_that_joins_is_a_sitting_of_its_own(model, week):
    menu = model.menus[0]
    food = int(next(food for swaps in menu.swaps for food in swaps if week.eaten[food] == 0))
    joined = Served(0, menu.meal, food, float(model.usual[food]))
    final = take_portions(model, week, [*serve(model, week), joined])
    assert count_joined(week, final) == 1
    assert final.eaten[food] == joined.portions
    assert final.days[0][-1].template == -1


def test_days_that_miss_a_must_change_first(model):
    demand, whole = model.demand, frozenset(range(model.days))
    enough = np.maximum(
        *(np.where(np.isfinite(low), low, 0.0) for low in (demand.day_lower, demand.week_lower))
    )
    enough[demand.energy] = demand.kcal
    held = [enough.copy() for _ in whole]
    assert find_loose_days(model, held) == (frozenset(), whole)
    held[2][demand.energy] *= 0.9
    held[4][demand.energy] += 0.04 * demand.kcal
    assert find_loose_days(model, held) == (frozenset({2}), whole)
    held[3][demand.energy] *= 0.5  # the week misses its energy: no single day can bring it in
    assert find_loose_days(model, held) == (whole,)

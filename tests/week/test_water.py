"""Tap water beside meals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mealopt.week.days import empty_choice, place_of
from mealopt.week.polish import polish_week
from mealopt.week.run import run_search
from mealopt.week.search import Search
from mealopt.week.served import Served, find_misses, hold_days
from mealopt.week.water import GLASSES, POURED, find_thirst, pour_water


def test_water_poured_for_an_aim_misses_no_must(model, solved):
    """Tap water holds sodium: a day at its most had it passed by a thousandth, and was dealt anew."""
    demand, search = model.demand, Search(model, solved, POURED)
    week, sodium = run_search(search, 1, 0), model.demand.places["sodium_mg"]
    upper = demand.day_upper.copy()
    upper[sodium] = max(held[sodium] for held in week.held)
    thirst = ((demand.places["water_g"], 1e5, 0.01),)  # $ per gram short of more than anybody drinks
    tight = replace(model, demand=replace(demand, day_upper=upper, aims=thirst))
    prices = np.zeros(len(model.money))
    served = polish_week(tight, week.days, prices, sides=False, free=frozenset())
    assert served
    assert not find_misses(tight, hold_days(tight, served))
    stands = replace(empty_choice(model, 0), foods=np.full((1, 9), model.water), portions=np.eye(1, 9) * 7.0)
    days = [[*week.days[0], place_of(stands, 0)], *week.days[1:]]
    stays = frozenset({(0, 0, int(model.water))})
    served = polish_week(tight, days, prices, sides=False, stays=stays)
    drunk = sum(one.portions for one in served if (one.day, one.food) == (0, model.water))
    assert 7.0 <= drunk <= GLASSES  # those of a meal that stays are counted: thirteen were poured


def count_glasses(model, served, glasses, days):
    poured = pour_water(model, served, np.array(glasses, dtype=float), days, frozenset())
    assert max(one.portions for one in poured) <= 4
    return [sum(one.portions for one in poured if one.day == day) for day in range(model.days)]


def test_the_tap_water_of_a_week_is_about_the_same_each_day(model):
    """A week had none on three days and ten glasses on the others: the sum is all that the aim asks."""
    dealt = [0, 0, 0, 3, 10, 10, 10]
    assert sorted(count_glasses(model, [], dealt, range(model.days))) == [4, 4, 5, 5, 5, 5, 5]
    assert count_glasses(model, [], dealt, (6,)) == dealt  # days that are not asked about stay


def test_a_day_with_much_milk_has_less_water_beside_it(model):
    milk = model.knowledge.foods.position("11112110")
    served = [Served(0, "lunch", milk, 4.0)]  # 4 cups
    dealt = [5, 5, 5, 5, 5, 5, 5]
    assert count_glasses(model, served, dealt, range(model.days)) == [2, 6, 6, 6, 5, 5, 5]


def test_water_moves_to_no_day_that_would_miss_a_must_by_it(model):
    demand, sodium = model.demand, model.demand.places["sodium_mg"]
    upper = demand.day_upper.copy()
    upper[sodium] = 1.5 * demand.per_portion[model.water, sodium]
    lower = np.full_like(demand.day_lower, -np.inf)
    tight = replace(model, demand=replace(demand, day_lower=lower, day_upper=upper))
    assert count_glasses(tight, [], [0, 0, 0, 0, 0, 0, 9], range(model.days)) == [1, 1, 1, 1, 1, 1, 3]


def test_nobody_goes_thirsty_for_the_salt_of_a_glass(model, solved):
    """HEI-2020 counts the sodium of tap water: when its points got dearer, two weeks in five had none."""
    demand, search = model.demand, Search(model, solved, POURED)
    week = run_search(search, 1, 2)
    assert search.count_misses(week) == 0.0
    thirst = find_thirst(model)
    assert demand.names[thirst] == "water_g"
    aim = next(value for number, value, _ in demand.aims if number == thirst)
    figures = replace(model.figures, quality_times=2.0 * model.figures.quality_times)
    knowledge = replace(model.knowledge, figures=figures)
    dear = replace(model, knowledge=knowledge, demand=replace(demand, quality=100.0))
    served = polish_week(dear, week.days, np.zeros(len(model.money)), sides=False, free=frozenset())
    held = np.mean([row[thirst] for row in hold_days(model, served)])
    assert held >= aim - float(model.demand.per_portion[model.water, thirst]) / model.days


def test_no_meal_has_four_glasses_beside_it(model):
    """Ten glasses a day stood at three meals, four of them at breakfast; people drink between meals."""
    poured = pour_water(model, [], np.full(model.days, 10.0), range(model.days), frozenset())
    meals = {one.meal: one.portions for one in poured if one.day == 0}
    assert meals == {"breakfast": 2.0, "lunch": 2.0, "dinner": 2.0, "snack": 4.0}
    no_snacks = replace(model, menus=tuple(menu for menu in model.menus if not menu.twice))
    poured = pour_water(no_snacks, [], np.full(model.days, 10.0), range(model.days), frozenset())
    assert [one.portions for one in poured if one.day == 0] == [4.0, 3.0, 3.0]

"""The search for a day: it never ends worse than it began, in whole steps, and forgets nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.singles import day as days
from mealopt.singles import deal
from mealopt.singles.day import Effort, Setting
from mealopt.singles.deal import deal_days, measure_days
from mealopt.singles.history import WholeDay, no_prices, price_week, rank_slots, recall_days, week_objective
from mealopt.singles.search import MenuSearch
from mealopt.tolerances import PROVED


@pytest.fixture(scope="module")
def setting(knowledge):
    average = solve_average(
        Person(35, "female", energy_kcal=2000), Rules(quality=80.0), 7, find_models(knowledge)
    )
    order = tuple(rank_slots(average.program, average.answer))
    return Setting(average.program, average.targets, average.rules, 7, average.quality, order), average


@pytest.fixture(scope="module")
def found(setting):
    """A first day, and what a search made of it."""
    setting, average = setting
    history = recall_days(setting.program, [], 7)
    prices = price_week(setting.program, average.answer, 7)
    slots = setting.pick_slots(history, 100)
    first = setting.solve_day(slots, history, prices, Effort(0.3, 1))
    day = setting.build_day(slots, history, prices, whole=False)
    search = MenuSearch(day.small, day.bounds, seed=1)
    places = {food: place for place, food in enumerate(day.foods)}
    start = search.hold({(places[f], meal): amount for (f, meal), amount in first.portions.items()})
    return first, start, search.finish(start, 300), search, day


def test_a_day_costs_the_search_what_it_cost_the_integer_program(found):
    first, start, *_ = found
    assert start.price == pytest.approx(first.price, abs=1e-6)


def test_a_day_is_solved_more_closely_than_it_is_checked(setting, monkeypatch):
    """As closely, rounding its counts broke a limit by 1.1e-6, and a vegan without soy had no week."""
    (setting, average), asked = setting, {}

    def stop(_, **options):
        asked.update(options)
        raise InterruptedError

    monkeypatch.setattr(days, "run_pulp", stop)
    history = recall_days(setting.program, [], 7)
    prices = price_week(setting.program, average.answer, 7)
    with pytest.raises(InterruptedError):
        setting.solve_day(setting.pick_slots(history, 100), history, prices, Effort(0.3, 1))
    assert asked["mip_feasibility_tolerance"] < PROVED / 2


def test_a_search_only_gets_better_and_stops_by_count(found):
    _, start, end, search, _ = found
    assert end.price <= start.price + 1e-9
    assert search.counts < 300 + 150 + 100


def test_what_a_search_ends_with_is_whole_and_sound(found):
    *_, end, search, day = found
    steps = end.portions / search.step
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)
    taken = end.portions[search.foods :] > 0
    assert (end.portions[search.foods :][taken] >= search.least[search.foods :][taken] - 1e-9).all()
    assert search.is_sound(end)
    for members, most in search.crowds:
        assert np.count_nonzero(end.portions[members]) <= most
    totals = np.bincount(search.slot_food, end.portions[search.foods :], search.foods)
    np.testing.assert_allclose(totals, end.portions[: search.foods], atol=1e-9)
    assert len(day.foods) == search.foods


def test_no_day_is_eaten_twice_and_no_main_dish_two_days_running(setting, monkeypatch):
    """Starting from the day before, the best next day was once the same day."""

    setting, average = setting
    monkeypatch.setattr(deal, "FIRST", 150)
    monkeypatch.setattr(deal, "NEXT", 150)
    monkeypatch.setattr(deal, "AGAIN", 60)
    dealt = deal_days(average.program, average.answer, average.targets, average.rules, 3, average.quality)
    for number, day in enumerate(dealt):
        assert all(day.portions != other.portions for other in dealt[:number])
    for day, after in pairwise(dealt):
        assert not setting.list_mains(day) & setting.list_mains(after)
    objective = measure_days(average.program, average.targets, dealt, average.quality)
    assert objective >= average.answer.objective - 1e-6  # the linear program bounds every week


def test_what_days_have_eaten_is_taken_from_the_week(setting, found):
    setting, _ = setting
    first, *_ = found
    history = recall_days(setting.program, [first], 7)
    table = setting.program.table
    for (food, _), portions in first.portions.items():
        assert history.eaten[food] >= portions
    left = setting.left_caps(history, weekly=True)
    assert (left <= table.max_day + 1e-9).all()
    assert (left <= table.max_week - history.eaten + 1e-9).all()
    prices = no_prices(setting.program)
    small, bounds, *_ = setting.build_day(list(first.portions), history, prices, whole=True)
    caps = bounds.column_upper[small.food_columns]
    foods = [setting.program.table.position(food) for food in small.table.ids]
    assert (caps <= np.maximum(left[foods], 0) + 1e-9).all()
    assert week_objective(setting.program, [first], 0.0) > 0


def test_a_main_dish_comes_on_two_days_of_a_week_at_most(setting):
    """A quarter of a cup of black beans once came every day: the cap of a week counts cups."""
    setting, _ = setting
    beans = setting.program.table.categories.index("Beans, peas, legumes")
    water = setting.program.table.categories.index("Tap water")
    half = setting.program.table.helping[beans] / 2
    day = WholeDay({(beans, "lunch"): half / 2, (beans, "dinner"): half / 2, (water, "lunch"): 1.0}, 0.0, 0.0)
    spoon = WholeDay({(beans, "lunch"): half / 2}, 0.0, 0.0)
    assert setting.list_tired([spoon] * 6) == set()
    assert setting.list_tired([day]) == set()
    assert setting.list_tired([day, day]) == {beans}

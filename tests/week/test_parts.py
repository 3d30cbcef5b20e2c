"""What most days should have at some meal, whichever."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.days import Place
from mealopt.week.items import find_kinds
from mealopt.week.parts import DayParts, find_parts
from mealopt.week.search import Search


@pytest.fixture
def greens(model):
    """Return the part of a day that is a vegetable or a salad, at lunch or dinner."""
    return model.parts[0]


def sitting(model, meal, foods):
    """Return a sitting of some foods, a portion each."""
    nothing, width = len(model.money) - 1, model.menus[meal].foods.shape[1]
    taken = np.array([*foods, *[nothing] * (width - len(foods))])
    return Place(meal, -1, taken, (taken != nothing).astype(float), 0.0)


def foods_of(model, kind):
    return np.flatnonzero(model.kind[:-1] == model.sittings.kitchen.names.index(kind)).tolist()


def test_days_are_counted_not_sittings(model, greens):
    """Salad and greens at one meal are one, two salads one day; a tomato at breakfast is none."""
    parts = DayParts(model.parts)
    green, salad, meat = (foods_of(model, kind)[0] for kind in ("vegetable", "salad", "eggs and omelets"))
    breakfast, lunch, dinner = range(3)
    assert [model.menus[m].meal for m in (lunch, dinner)] == ["lunch", "dinner"]
    both, bare = sitting(model, lunch, [green, salad, meat]), sitting(model, dinner, [meat])
    early = sitting(model, breakfast, [green])
    assert parts.count([both]).tolist() == [1.0]
    assert parts.count([both, sitting(model, dinner, [salad])]).tolist() == [2.0]
    assert parts.count([bare, early]).tolist() == [0.0]
    had = np.array([parts.count(day) for day in ([both, both], [bare], [early], [], [both], [], [])])
    assert parts.price(had) == pytest.approx((greens.days - 2) * greens.usd)


def test_a_sitting_is_worth_what_its_day_is_short_of(model, greens):
    parts, green = DayParts(model.parts), foods_of(model, "vegetable")[0]
    one, had = sitting(model, 1, [green]), np.zeros((7, 1))
    assert parts.worth(had, []).tolist() == [greens.usd]
    assert parts.worth(had, [one]).tolist() == [0.0]
    had[: int(greens.days)] = 1.0
    assert parts.worth(had, []).tolist() == [0.0]


def test_a_part_has_its_number_once_in_a_sitting(model, greens):
    green, salad = foods_of(model, "vegetable")[0], foods_of(model, "salad")[0]
    for meal, menu in enumerate(model.menus):
        found = find_kinds(model, meal, sitting(model, meal, [green, salad]).foods[None])[0].tolist()
        assert found.count(greens.number) == (menu.meal in {"lunch", "dinner"})


def test_a_day_by_itself_should_have_it(model):
    one = find_parts(model.goal, model.sittings, model.menus, 1)[0]
    assert (one.days, one.usd) == (1.0, model.parts[0].usd)


def test_a_week_says_what_its_days_have_whatever_changes_places(model, solved):
    """Sittings put in, taken out and exchanged between days leave the count as one made anew."""
    search, rng = Search(model, solved, 4.0), np.random.default_rng(3)
    week = search.start()
    search.sweep(week, rng)
    search.exchange_days(week)
    assert week.parts.tolist() == search.count(week.days).parts.tolist()
    assert (week.parts > 0).sum() >= model.parts[0].days


def test_a_dose_is_no_vegetable(knowledge, model, greens):
    """Mushrooms grown for vitamin D, on nine in ten days of vegans, stood for the vegetable of most."""
    mushrooms, onions = (knowledge.foods.position(food) for food in ("sr-11939", "75117020"))
    for food in (mushrooms, onions):
        assert food in foods_of(model, "vegetable")
        assert not greens.foods[food]
    alike = (model.category == model.category[mushrooms]) & greens.foods
    assert alike.any()


def test_no_day_is_short_of_what_its_meals_never_have(model):
    breakfasts = find_parts(model.goal, model.sittings, model.menus[:1], 7)
    assert [part.days for part in breakfasts] == [0.0]
    assert DayParts(breakfasts).price(np.zeros((7, 1))) == 0.0

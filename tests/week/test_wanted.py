"""What a week should not be without."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.sittings import ADULTS, WIDEST
from mealopt.request.rules import WEEK
from mealopt.week.habits import Habits
from mealopt.week.items import find_kinds
from mealopt.week.menus import SIZES
from mealopt.week.wanted import find_own, find_seldom, share_out


def test_no_week_is_short_of_what_the_person_never_has(model):
    """Who drinks no coffee is not asked to; who has much of it is, by as much less as others."""
    sittings, figures = model.sittings, model.figures
    kinds = np.zeros(len(sittings.kitchen.names))
    never = Habits(kinds, np.zeros(len(sittings.categories)))
    assert (find_seldom(sittings, model.menus, ADULTS, figures, never) == 0.0).all()
    always = never._replace(kinds=kinds + 13.0)
    found = find_seldom(sittings, model.menus, ADULTS, figures, always)
    coffee, milk = (sittings.kitchen.names.index(name) for name in ("coffee or tea", "milk"))
    assert found[:, coffee].sum() == pytest.approx(figures.seldom_times * 13.0 / figures.free_times)
    assert (found[:, milk] == 0.0).all()  # nobody need have it


def test_a_kind_is_wanted_at_the_meals_people_have_it_at(model):
    """Eggs were had at dinner, where they counted as much, and hardly a breakfast had any."""
    sittings, names = model.sittings, model.sittings.kitchen.names
    weeks, meals = sittings.kitchen.weeks[ADULTS], [menu.meal for menu in model.menus]
    for kind in ("eggs and omelets", "bread", "soups"):
        place = names.index(kind)
        wanted = model.seldom_at[:, place]
        offered = [(model.kind[menu.foods] == place).any() for menu in model.menus]  # no soup at breakfast
        had = weeks[[sittings.meals.index(meal) for meal in meals], place] * offered
        assert wanted == pytest.approx(wanted.sum() * had / had.sum())


def test_each_person_wants_the_dishes_they_have_a_habit_of(model):
    """Burgers and burritos were one kind, of which everybody had the cheapest, peanut butter sandwiches."""
    sittings, figures = model.sittings, model.figures
    tacos, apples = (sittings.categories.index(name) for name in ("Burritos and tacos", "Apples"))
    habits = np.zeros(len(sittings.categories))
    nobody = Habits(np.zeros(len(sittings.kitchen.names)), habits)
    assert (find_own(sittings, model.menus, ADULTS, figures, nobody) == 0.0).all()
    habits[[tacos, apples]] = 2.0
    found = find_own(sittings, model.menus, ADULTS, figures, nobody._replace(categories=habits))
    part = figures.seldom_times / figures.free_times
    wanted = {model.menus[place].meal: found[place, tacos] for place in range(len(model.menus))}
    assert wanted == pytest.approx({"breakfast": 0.0, "lunch": part, "dinner": part, "snack": 0.0})
    assert (found[:, apples] == 0.0).all()  # fruit is wanted as a kind


@given(st.integers(0, 9), st.lists(st.floats(0.01, 9.0), min_size=1, max_size=4))
def test_whole_things_are_shared_out_within_one_of_their_part(count, weights):
    found, due = share_out(count, np.array(weights)), count * np.array(weights) / sum(weights)
    assert found.sum() == count
    assert (found == np.round(found)).all()
    assert (found > due - 1.0 - 1e-9).all()
    assert (found >= 0.0).all()


def test_meals_are_as_large_as_people_have_them(model):
    """Three lunches in five were of two foods, the fewest there may be: the likeliest meal is a small one."""
    first, figures = len(model.sittings.kitchen.names) + 1, model.figures
    sizes = model.seldom_at[:, first : first + len(SIZES) * len(model.menus)].sum(axis=0)
    sizes = sizes.reshape(len(model.menus), -1)
    for menu, asked in zip(model.menus, sizes, strict=True):
        people = model.sittings.sizes[ADULTS][model.sittings.meals.index(menu.meal)]
        shares = np.array([people[size - 1] for size in SIZES]) / people[0]
        assert asked == pytest.approx((not menu.twice) * figures.sizes_times * WEEK * shares)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_a_meal_of_five_foods_is_one_of_three_or_more(model, count):
    """Every size up to its own counts, of its own meal."""
    first, nothing = len(model.sittings.kitchen.names) + 1, len(model.often) - 1
    for place in range(len(model.menus)):
        foods = np.full((1, WIDEST), len(model.money) - 1)
        foods[0, :count] = np.arange(count)
        found = set(find_kinds(model, place, foods)[0].tolist()) - {nothing}
        mine = {number for number in found if first <= number < first + len(SIZES) * len(model.menus)}
        reached = [number for number, size in enumerate(SIZES) if size <= count]
        assert mine == {first + len(SIZES) * place + number for number in reached}

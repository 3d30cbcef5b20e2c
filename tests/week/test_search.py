"""A search over the weeks of one person: what is tried, and what a step leaves as it was."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.items import charge_of
from mealopt.week.search import SITTING_ROOM, Search


@pytest.fixture(scope="module")
def search(model, solved):
    return Search(model, solved, 4.0)


def test_a_sitting_taken_out_and_put_back_leaves_the_week_as_it_was(search):
    week, rng = search.start(), np.random.default_rng(3)
    counted = search.count(week.days)
    for _ in range(30):
        day = int(rng.integers(len(week.days)))
        place = int(rng.integers(len(week.days[day])))
        search.put_in(week, day, place, search.take_out(week, day, place))
    for name in ("eaten", "served", "kinds"):
        assert getattr(week, name) == pytest.approx(getattr(counted, name), abs=1e-9)
    assert np.array(week.held) == pytest.approx(np.array(counted.held), abs=1e-6)


def test_every_day_has_every_meal_and_what_comes_twice_has_two_places(search):
    week = search.start()
    for day in week.days:
        meals = [place.meal for place in day]
        assert [meals.count(n) for n in range(len(search.model.menus))] == [
            2 if menu.twice else 1 for menu in search.model.menus
        ]


def test_what_is_tried_is_neither_a_bite_nor_a_feast(search):
    """But for what the program itself is made of, and a snack that is not had."""
    demand = search.model.demand
    mine = {(c.meal, int(c.template[0])) for c in search.answer.columns}
    for meal, menu in enumerate(search.model.menus):
        options, energy = search.options[meal].choice, search.options[meal].held[demand.energy]
        other = np.array([(meal, t) not in mine and t >= 0 for t in options.template.tolist()])
        assert (energy[other] <= SITTING_ROOM[1] * menu.most_kcal + 1e-9).all()
        if not menu.twice:
            assert (energy[other] >= SITTING_ROOM[0] * menu.least_kcal - 1e-9).all()


def test_a_neighbour_differs_in_one_food_or_one_portion_and_says_what_it_costs(search):
    model, one = search.model, max(search.start().days[0], key=lambda place: (place.portions > 0).sum())
    found = search.neighbours(one)
    menu = model.menus[one.meal]
    assert len(found.price) > 10
    for foods, portions, price in zip(found.foods[:40], found.portions[:40], found.price[:40], strict=True):
        differs = (foods != one.foods) | (portions != one.portions)
        assert differs.sum() == 1
        assert (model.category[foods] == model.category[one.foods]).all()
        money = float((portions * model.money[foods]).sum())
        assert price == pytest.approx(money + charge_of(model, menu, one.template, foods, portions))


def test_a_sweep_makes_no_week_dearer(search):
    week, rng = search.start(), np.random.default_rng(1)
    values = [search.value(week)]
    for _ in range(2):
        assert search.sweep(week, rng) > 0
        values.append(search.value(search.count(week.days)))
    assert values == sorted(values, reverse=True)


def test_places_that_are_not_free_stay(search):
    week, rng = search.start(), np.random.default_rng(1)
    before = [list(day) for day in week.days]
    search.sweep(week, rng, {(2, 0), (2, 1)})
    changed = {
        (day, n)
        for day, places in enumerate(week.days)
        for n, place in enumerate(places)
        if place is not before[day][n] and (place.foods != before[day][n].foods).any()
    }
    assert changed <= {(2, 0), (2, 1)}

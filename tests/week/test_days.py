"""A week while it is searched."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.days import Week, empty_choice, measure_excess, place_of
from mealopt.week.search import Search


def test_a_place_is_a_row_of_a_choice(model, solved):
    options = Search(model, solved, 4.0).options[0].choice
    row = len(options.price) // 2
    place = place_of(options, row)
    assert (place.meal, place.template, place.price) == (0, options.template[row], options.price[row])
    assert (place.foods == options.foods[row]).all()
    assert (place.portions == options.portions[row]).all()


def test_a_snack_that_is_not_had_holds_nothing_and_costs_nothing(model):
    meal = next(number for number, menu in enumerate(model.menus) if menu.twice)
    none = empty_choice(model, meal, rows=2)
    assert none.template.tolist() == [-1, -1]
    assert not none.portions.any()
    assert not model.demand.per_portion[none.foods].any()
    assert none.price.tolist() == [0.0, 0.0]


def test_a_week_becomes_another_one_whole():
    def week(value):
        return Week([[]], [np.full(2, value)], *(np.full(2, value) for _ in range(4)))

    mine, other = week(1.0), week(2.0)
    mine.become(other)
    assert all((getattr(mine, name) == 2.0).all() for name in ("eaten", "served", "kinds", "parts"))
    assert mine.held is other.held
    assert mine.days is other.days


@pytest.mark.parametrize(
    ("eaten", "most", "excess"),
    [([1.0, 2.0], [1.0, 4.0], 0.0), ([2.0, 2.0], [1.0, 4.0], 1.0), ([3.0, 5.0], [2.0, 4.0], 0.75)],
)
def test_what_passes_what_people_eat_is_measured_by_it(eaten, most, excess):
    assert measure_excess(np.array(eaten), np.array(most)) == pytest.approx(excess)

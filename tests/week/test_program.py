"""The linear program of the average day of sittings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.week.program import SittingProgram
from mealopt.week.tables import build_person

WOMAN = Person(35, "female", energy_kcal=2000)


def count_used(model):
    answer, used = SittingProgram(model).solve(), np.zeros(len(model.money))
    for column, value in zip(answer.columns, answer.amounts, strict=True):
        np.add.at(used, column.foods[0], value * column.portions[0])
    assert answer.missed == pytest.approx(0.0, abs=1e-9)
    assert answer.bound == pytest.approx(answer.value, rel=1e-4)
    return used


def test_an_answer_that_is_kept_keeps_nothing_else(model):
    """A view of one sitting kept those of the whole menu: 19 MB for each person, 100 of whom are kept."""
    answer = SittingProgram(model).solve()
    arrays = [answer.duals, answer.food_prices, answer.amounts]
    arrays += [array for c in answer.columns for array in (c.template, c.foods, c.portions, c.price)]
    assert all(array.base is None or array.base.nbytes <= 2 * array.nbytes for array in arrays)
    assert sum(array.nbytes for array in arrays) < 500_000


def test_the_program_has_no_more_of_a_food_than_people_eat(knowledge):
    """A vegan's vitamin D was met by more mushrooms than any day may have, and no week could follow."""
    rules = Rules(diet="vegan")
    average = solve_average(WOMAN, rules, WEEK, find_models(knowledge))
    vegan = build_person(average, rules)
    most = np.minimum(vegan.max_day, vegan.max_week / vegan.days)
    endless = replace(vegan, max_day=np.full_like(most, np.inf), max_week=np.full_like(most, np.inf))
    assert (count_used(endless) > most + 0.01).any()
    assert (count_used(vegan) <= most + 1e-6).all()

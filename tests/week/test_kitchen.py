"""What one kitchen keeps."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.week.days import Place
from mealopt.week.kitchen import choose_products, pour_sitting
from mealopt.week.program import SittingProgram
from mealopt.week.shares import count_most
from mealopt.week.tables import build_person


def test_no_kitchen_has_smaller_servings_than_the_bound_reckons_with(knowledge):
    """The bound is of the program over all products; what takes a food's place at home is served as there."""
    average = solve_average(Person(35, "female", energy_kcal=1500), Rules(), WEEK, find_models(knowledge))
    whole = build_person(average, Rules())
    bought = choose_products(whole, SittingProgram(whole).solve(0.05), np.zeros(len(knowledge.foods)))
    assert (bought != np.arange(len(bought))).any()
    house = build_person(average, Rules(), bought=bought)
    assert (count_most(house) <= count_most(whole)).all()


def test_a_week_that_moves_in_has_the_milk_of_its_kitchen(knowledge):
    """Two milks stood on one day in five: the milk had most stays, the other is poured from it."""
    average = solve_average(Person(35, "female", energy_kcal=2000), Rules(), WEEK, find_models(knowledge))
    whole, table = build_person(average, Rules()), knowledge.foods
    kitchen = whole.sittings.kitchen
    milks = np.flatnonzero((kitchen.kinds == kitchen.names.index("milk")) & whole.larder.served)
    mine, other = milks[np.argsort(-table.popularity[milks], kind="stable")[:2]].tolist()
    had = np.zeros(len(table))
    had[[mine, other]] = 3.0, 2.0
    bought = choose_products(whole, SittingProgram(whole).solve(0.05), had)
    house = build_person(average, Rules(), bought=bought)
    breads = whole.larder.served & (kitchen.kinds == kitchen.names.index("bread"))
    bread, nothing = int(np.argmax(breads)), len(table)
    place = Place(0, -1, np.array([other, bread, nothing]), np.array([1.0, 2.0, 0.0]), 0.0)
    poured = dict(pour_sitting(house, place))
    assert poured.keys() == {mine, bread}
    assert poured[bread] == 2.0
    assert poured[mine] * table.portion_g[mine] == pytest.approx(table.portion_g[other], rel=0.15)

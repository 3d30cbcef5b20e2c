"""What one kitchen keeps."""

from __future__ import annotations

import numpy as np

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.week.kitchen import choose_products
from mealopt.week.program import SittingProgram
from mealopt.week.shares import count_most
from mealopt.week.tables import build_person


def test_no_kitchen_has_smaller_servings_than_the_bound_reckons_with(knowledge):
    """The bound is of the program over all products; what takes a food's place at home is served as there."""
    average = solve_average(Person(35, "female", energy_kcal=1500), Rules(), WEEK, find_models(knowledge))
    whole = build_person(average, Rules())
    bought = choose_products(whole, SittingProgram(whole).solve(0.05))
    assert (bought != np.arange(len(bought))).any()
    house = build_person(average, Rules(), bought=bought)
    assert (count_most(house) <= count_most(whole)).all()

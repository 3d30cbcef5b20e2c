"""What a product costs by the week, shared out to sittings."""

from __future__ import annotations

import numpy as np

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.week.deal import build_person
from mealopt.week.kitchen import choose_products, count_most, share_products
from mealopt.week.program import SittingProgram


def test_a_product_costs_its_sittings_no_more_than_it_costs_the_week(model):
    """At no number of sittings it can have: so the bound of the program is one of every week."""
    share, most = share_products(model), count_most(model)
    for times in (1, 2, 3, 5, 8, 13, 21):
        can = most >= times
        paid = share_products(model, np.full(len(share), times))
        assert (share[can] <= paid[can] + 1e-9).all()


def test_a_food_people_have_little_of_a_week_costs_the_more_each_time(model):
    share, most = share_products(model), count_most(model)
    kept = np.arange(len(share) - 1)
    seldom, often = kept[most[kept] <= 2], kept[most[kept] >= 14]
    assert len(seldom) > 0
    assert share[seldom].min() > share[often].max()
    assert (most >= 1).all()


def test_no_kitchen_has_smaller_servings_than_the_bound_reckons_with(knowledge):
    """The bound is of the program over all products; what takes a food's place at home is served as there."""
    average = solve_average(Person(35, "female", energy_kcal=1500), Rules(), WEEK, find_models(knowledge))
    whole = build_person(average, Rules())
    bought = choose_products(whole, SittingProgram(whole).solve(0.05))
    assert (bought != np.arange(len(bought))).any()
    house = build_person(average, Rules(), bought=bought)
    assert (count_most(house) <= count_most(whole)).all()

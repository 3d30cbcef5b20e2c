"""The arrays of a large table price every food as a model of all of them would."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.large_table import make_large
from mealopt.average.candidates import build_candidates, build_template, find_meals, price_foods, read_prices
from mealopt.rules.build import build_program
from mealopt.rules.foods import eaten_at
from mealopt.rules.program import Shape


@pytest.fixture(scope="module")
def large(knowledge):
    return make_large(knowledge, len(knowledge.foods) + 300)


@pytest.fixture(scope="module")
def candidates(large):
    return build_candidates(large)


@pytest.mark.parametrize(("days", "quality"), [(1, True), (7, True), (7, False)])
def test_every_price_is_that_of_the_stated_model(large, candidates, days, quality):
    shape = Shape((), "balanced", days, quality, own=("caffeine_mg",))
    program = build_program(replace(shape, food_ids=large.foods.ids), large)
    layout, foods = program.layout, program.food_columns
    alone = ("total:", "again:")
    random = np.random.default_rng(days)
    duals = {name: float(random.normal()) for name in layout.row_names if not name.startswith(alone)}
    prices = read_prices(candidates, build_template(candidates, shape), duals)
    costs = candidates.costs(large.goals["balanced"], 0)
    total, best = price_foods(candidates, prices, costs)

    of_rows = np.array([duals.get(name, 0.0) for name in layout.row_names])
    reduced = program.costs - program.matrix.transposed_times(of_rows)
    np.testing.assert_allclose(total, reduced[foods], rtol=1e-9, atol=1e-9)
    stated = np.full(len(large.foods), np.inf)
    for column, food, _, unit in program.slots:
        stated[food] = min(stated[food], reduced[column] / unit)
    np.testing.assert_allclose(best, stated, rtol=1e-9, atol=1e-9)


def test_what_is_unknown_and_what_is_a_supplement_was_among_them(candidates):
    assert len(candidates.unknown_food) > 0
    assert len(candidates.supplements) > 0
    assert np.isfinite(candidates.table.imputed).all()


def test_foods_are_eaten_at_the_meals_the_rows_say(large, candidates):
    meals = large.meals
    for food in range(0, len(large.foods), 7):
        names = [meal.id for meal in eaten_at(large.foods, food, meals, large.habits)]
        assert [meal.id for meal, at in zip(meals, candidates.eaten[food], strict=True) if at] == names


def test_a_food_eaten_nowhere_much_has_its_likeliest_meal(large):
    shares = np.zeros_like(large.foods.meal_shares)
    shares[0, large.foods.meals.index("dinner")] = 1e-6
    foods = replace(large.foods, meal_shares=shares)
    eaten = find_meals(large, foods)
    assert (eaten.sum(axis=1) == 1).all()
    for food in (0, 1):
        first = eaten_at(foods, food, large.meals, large.habits)[0]
        assert large.meals.index(first) == eaten[food].argmax()


def test_a_template_has_every_row_that_counts_helpings(large, candidates):
    shape = Shape((), "balanced", 7, True)
    template = build_template(candidates, shape)
    program = build_program(replace(shape, food_ids=large.foods.ids), large)
    kinds = ("limit:", "pairing:")
    assert {n for n in program.layout.row_names if n.startswith(kinds)} <= set(template.row_names)

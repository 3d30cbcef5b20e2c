"""Foods of a day and where they stand: coefficients by hand on five made-up foods."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mealopt.knowledge.habits import Habits, Role
from mealopt.linear.layout import Layout
from mealopt.rules.foods import add_foods, add_slots, eaten_at

INF = math.inf


@pytest.mark.parametrize(
    ("food", "meals"),
    [
        ("bread", ["breakfast", "lunch", "dinner"]),  # 10 % as a snack is not enough
        ("cereal", ["breakfast"]),
        ("oats", ["dinner"]),  # nowhere often: where it is eaten most
    ],
)
def test_a_food_stands_where_people_eat_it(tiny, food, meals):
    found = eaten_at(tiny.foods, tiny.foods.position(food), tiny.meals)
    assert [meal.id for meal in found] == meals


def test_food_totals_are_the_sum_over_meals(parts, read_row):
    layout, slots = parts
    assert read_row(layout, "total:bread") == {
        "food:bread": -1, "portion:bread:breakfast": 1, "portion:bread:lunch": 1, "portion:bread:dinner": 1,
        "lower": 0, "upper": 0,
    }  # fmt: skip
    assert layout.column_bounds[layout.columns["portion:cereal:breakfast"]] == (0.0, 2.75)
    assert not layout.integers
    assert [layout.column_names[column] for column, _, _ in slots["dinner"]] == [
        "portion:bread:dinner", "portion:milk:dinner", "portion:oats:dinner", "portion:tablet:dinner",
    ]  # fmt: skip


def test_whole_portions_are_counted_in_steps(tiny, read_row):
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals["made-up"])
    add_slots(layout, tiny.foods, tiny.meals, whole=True)
    cereal = layout.columns["portion:cereal:breakfast"]
    assert cereal in layout.integers
    assert layout.column_bounds[cereal] == (0.0, 5.0)  # 2.75 cups are five and a half steps of a half
    assert read_row(layout, "total:cereal") == {
        "food:cereal": -1, "portion:cereal:breakfast": 0.5, "lower": 0, "upper": 0,
    }  # fmt: skip
    # half a helping is a cup: two steps; nobody serves one
    assert read_row(layout, "least:cereal:breakfast") == {
        "portion:cereal:breakfast": 1, "taken:cereal:breakfast": -2, "lower": 0, "upper": INF,
    }  # fmt: skip
    assert read_row(layout, "most:cereal:breakfast") == {
        "portion:cereal:breakfast": 1, "taken:cereal:breakfast": -5, "lower": -INF, "upper": 0,
    }  # fmt: skip
    assert layout.columns["taken:cereal:breakfast"] in layout.integers
    # half a helping of bread is one slice, the step itself: taken or not all the same
    assert read_row(layout, "least:bread:breakfast")["taken:bread:breakfast"] == -1


ROLE = Role("starch", "Starch", ("Bread", "Cereal"), ("snack",))


def test_a_role_is_left_out_of_meals_it_never_comes_at(tiny):
    habits = Habits({"starch": replace(ROLE, never_at=("breakfast",))}, (), ())
    found = eaten_at(tiny.foods, tiny.foods.position("bread"), tiny.meals, habits)
    assert [meal.id for meal in found] == ["lunch", "dinner"]

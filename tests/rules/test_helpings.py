"""How much and how many of a kind a meal may have: coefficients by hand on five made-up foods."""

from __future__ import annotations

import math

import pytest

from mealopt.linear.layout import Layout
from mealopt.rules.foods import add_foods, add_slots
from mealopt.rules.helpings import add_meal_limits

INF = math.inf


def test_whole_meals_have_few_different_foods(tiny, read_row):
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals["made-up"])
    slots = add_slots(layout, tiny.foods, tiny.meals, whole=True)
    add_meal_limits(layout, tiny.foods, tiny.meal_limits, slots, 1.0)
    assert read_row(layout, "foods:starch:breakfast") == {
        "taken:bread:breakfast": 1, "taken:cereal:breakfast": 1, "lower": -INF, "upper": 2,
    }  # fmt: skip
    assert read_row(layout, "foods:one kind:Milk:lunch")["upper"] == 1


@pytest.mark.parametrize("larger", [1.0, 1.5])
def test_meal_limits_count_helpings(parts, tiny, read_row, larger):
    layout, slots = parts
    add_meal_limits(layout, tiny.foods, tiny.meal_limits, slots, larger)
    # a helping is two slices of bread, two cups of cereal, half a cup of oats
    assert read_row(layout, "limit:starch:breakfast") == pytest.approx(
        {
            "portion:bread:breakfast": 0.5,
            "portion:cereal:breakfast": 0.5,
            "lower": -INF,
            "upper": 2.0 * larger,
        }
    )
    assert read_row(layout, "limit:starch:dinner") == pytest.approx(
        {"portion:bread:dinner": 0.5, "portion:oats:dinner": 2.0, "lower": -INF, "upper": 2.0 * larger}
    )
    assert read_row(layout, "limit:one kind:Milk:lunch") == pytest.approx(
        {"portion:milk:lunch": 1.0, "lower": -INF, "upper": 1.5 * larger}
    )
    assert "limit:one kind:Bread:snack" not in layout.rows

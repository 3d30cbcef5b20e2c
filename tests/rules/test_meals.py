"""The energy of a meal."""

from __future__ import annotations

import pytest

from mealopt.rules.meals import add_meals


def test_a_meals_energy_is_what_is_eaten_at_it(parts, tiny, read_row):
    layout, slots = parts
    add_meals(layout, tiny.foods, "energy_kcal", slots)
    assert read_row(layout, "meal:breakfast") == pytest.approx(
        {
            "portion:bread:breakfast": 100, "portion:cereal:breakfast": 160, "portion:milk:breakfast": 100,
            "meal:breakfast": -1, "lower": 0, "upper": 0,
        }
    )  # fmt: skip

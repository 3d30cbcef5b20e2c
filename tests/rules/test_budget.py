"""Money, counted alone."""

from __future__ import annotations

import math

import pytest

from mealopt.rules.budget import add_budget

INF = math.inf


def test_a_budget_counts_money_alone(parts, tiny, read_row):
    layout, _ = parts
    add_budget(layout, tiny.foods)
    assert read_row(layout, "budget") == pytest.approx(
        {
            "food:bread": 0.25, "food:cereal": 0.4, "food:milk": 0.2, "food:oats": 0.24, "food:tablet": 0.1,
            "miss:budget": -1, "lower": -INF, "upper": INF,
        }
    )  # fmt: skip

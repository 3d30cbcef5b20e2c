"""What a day holds, known and unknown: coefficients by hand on five made-up foods."""

from __future__ import annotations

import math

import pytest

from mealopt.rules.amounts import add_amounts
from mealopt.rules.build import build_program
from mealopt.rules.program import Shape

INF = math.inf


def test_unknown_counts_as_nothing_below_and_as_much_above(parts, tiny, read_row):
    layout, _ = parts
    add_amounts(layout, tiny.foods, ["magnesium_mg", "sodium_mg"])
    add_amounts(layout, tiny.foods, ["sodium_mg"], imputed=True)
    assert read_row(layout, "amount:magnesium_mg") == pytest.approx(
        {
            "food:bread": 20, "food:cereal": 40, "food:milk": 20, "food:oats": 120, "food:tablet": 100,
            "amount:magnesium_mg": -1, "lower": 0, "upper": 0,
        }
    )  # fmt: skip
    known = {"food:bread": 250, "food:cereal": 120, "food:milk": 80, "lower": 0, "upper": 0}
    assert read_row(layout, "amount:sodium_mg") == pytest.approx({**known, "amount:sodium_mg": -1})
    # the 90th percentile of the category: the cereal's 300 mg per 100 g
    assert read_row(layout, "amount:sodium_mg:imputed") == pytest.approx(
        {**known, "food:oats": 240, "amount:sodium_mg:imputed": -1}
    )
    assert layout.column_bounds[layout.columns["amount:sodium_mg"]] == (-INF, INF)


def test_a_limit_for_supplements_counts_supplements(tiny_program, read_row):
    layout = tiny_program.layout
    assert read_row(layout, "amount:magnesium_mg:supplements") == pytest.approx(
        {"food:tablet": 100, "amount:magnesium_mg:supplements": -1, "lower": 0, "upper": 0}
    )
    row = read_row(layout, "maximum:magnesium_mg:supplements")
    assert row["amount:magnesium_mg:supplements"] == 1


def test_without_supplements_there_is_no_such_row(tiny):
    ids = tuple(food for food in tiny.foods.ids if food != "tablet")
    layout = build_program(Shape(ids, "made-up", 7, quality=False), tiny).layout
    assert not [name for name in layout.row_names if name.endswith(":supplements")]


def test_maxima_use_what_unknowns_may_hold_and_minima_what_is_known(tiny_program, read_row):
    layout = tiny_program.layout
    assert "amount:sodium_mg:imputed" in read_row(layout, "maximum:sodium_mg")
    assert "amount:sodium_mg" in read_row(layout, "minimum:sodium_mg")
    # nothing unknown, nothing to double
    assert "amount:magnesium_mg:imputed" not in layout.columns


def test_energy_is_one_column_without_a_limit_row(tiny_program):
    assert "amount:energy_kcal" in tiny_program.layout.columns
    assert not [name for name in tiny_program.layout.row_names if name.startswith("minimum:energy")]

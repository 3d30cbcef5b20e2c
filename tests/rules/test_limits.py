"""Minimums and maximums, and what they are missed by."""

from __future__ import annotations

import math

from mealopt.rules.amounts import add_amounts
from mealopt.rules.limits import add_limit

INF = math.inf


def test_a_limit_may_be_missed_only_through_its_own_column(parts, tiny, read_row):
    layout, _ = parts
    add_amounts(layout, tiny.foods, ["sodium_mg"])
    amount = layout.columns["amount:sodium_mg"]
    add_limit(layout, "minimum:sodium_mg", amount, "minimum", 0.5)
    add_limit(layout, "maximum:sodium_mg", amount, "maximum", 0.5)
    low, high = read_row(layout, "minimum:sodium_mg"), read_row(layout, "maximum:sodium_mg")
    # both stand open until a person has a limit
    assert low == {"amount:sodium_mg": 1, "miss:minimum:sodium_mg": 1, "lower": -INF, "upper": INF}
    assert high == {"amount:sodium_mg": 1, "miss:maximum:sodium_mg": -1, "lower": -INF, "upper": INF}
    for side, cost in (("minimum", 0.5), ("maximum", 0.0)):
        column = layout.columns[f"miss:{side}:sodium_mg"]
        assert layout.column_bounds[column] == (0.0, 0.0)
        assert layout.costs[column] == cost

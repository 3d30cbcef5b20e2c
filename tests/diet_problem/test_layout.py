"""The linear program of any diet problem."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np

from mealopt.diet_problem.layout import LOOSE, build_diet_layout

INF = math.inf


def make_problem(**changes):
    limits = [
        SimpleNamespace(nutrient=name, minimum=low, maximum=high)
        for name, low, high in (("a", 1.0, INF), ("b", -INF, 5.0), ("c", 2.0, 3.0), ("d", 4.0, 4.0))
    ]
    plain = {
        "food_ids": ("bread", "milk"), "minimum": np.zeros(2), "maximum": np.array([INF, 9.0]),
        "prices": np.array([1.0, 2.0]), "whole": np.array([False, True]), "limits": limits,
        "amounts": np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 2.0, 2.0]]),
    }  # fmt: skip
    return SimpleNamespace(**{**plain, **changes})


def test_each_side_of_a_limit_is_a_row_and_an_equality_one():
    layout = build_diet_layout(make_problem())
    bounds = {name: layout.row_bounds[row] for name, row in layout.rows.items()}
    assert bounds == {
        "minimum:a": (1.0, INF), "maximum:b": (-INF, 5.0), "minimum:c": (2.0, INF), "maximum:c": (-INF, 3.0),
        "equal:d": (4.0, 4.0),
    }  # fmt: skip
    assert layout.row_pairs[layout.rows["maximum:b"]] == [(0, 1.0)]  # milk has none of it
    assert layout.costs == [1.0, 2.0]
    assert list(layout.integers) == [1]


def test_a_food_that_holds_nothing_keeps_its_place():
    layout = build_diet_layout(make_problem(amounts=np.array([[1.0] * 4, [0.0] * 4])))
    assert layout.row_pairs[layout.rows[LOOSE]] == [(1, 1.0)]
    assert layout.row_bounds[layout.rows[LOOSE]] == (-INF, INF)
    assert LOOSE not in build_diet_layout(make_problem()).rows

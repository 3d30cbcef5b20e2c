"""What a kind of rule has where it says nothing of itself, and how bounds are dropped."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mealopt.linear.layout import Layout
from mealopt.request.rules import Rules
from mealopt.rules.family import OTHER, Ask, Family, relax_column, relax_rows

INF = math.inf


class Nothing(Family):
    """A rule that only adds its rows."""

    id = "nothing"

    def add(self, stage):
        """Add none."""


def test_a_rule_that_says_nothing_has_nothing(tiny_program):
    rule, ask, bounds = Nothing(), Ask(None, Rules()), tiny_program.layout.bounds()
    before = [bounds.row_lower.copy(), bounds.row_upper.copy(), bounds.column_upper.copy()]
    rule.bind(tiny_program, bounds, ask)
    rule.enlarge(tiny_program, bounds, 2.0)
    rule.allow_beside(tiny_program, bounds, tiny_program.table)
    for was, now in zip(before, (bounds.row_lower, bounds.row_upper, bounds.column_upper), strict=True):
        assert np.array_equal(was, now)
    assert rule.list_members(tiny_program, ask) == rule.list_misses(tiny_program, ask) == []
    assert rule.list_changes(ask.rules, tiny_program.knowledge) == []
    assert rule.list_measures(tiny_program.knowledge, ask) == []
    assert rule.supply(tiny_program, 0, tiny_program.table) is None  # unclear, which is always safe
    assert rule.group is OTHER


@pytest.fixture
def bounds():
    layout = Layout()
    x = layout.add_column("x", lower=1.0, upper=2.0)
    for name in ("first", "second", "third"):
        layout.add_row(name, [(x, 1.0)], 1.0, 2.0)
    return layout.bounds()


def test_dropped_rows_bind_nobody_and_the_others_stay(bounds):
    relax_rows([0, 2])(bounds)
    assert bounds.row_lower.tolist() == [-INF, 1.0, -INF]
    assert bounds.row_upper.tolist() == [INF, 2.0, INF]


@pytest.mark.parametrize(("side", "left"), [("upper", (1.0, INF)), ("lower", (-INF, 2.0))])
def test_one_side_of_a_column_is_dropped(bounds, side, left):
    relax_column(0, side)(bounds)
    assert (bounds.column_lower[0], bounds.column_upper[0]) == left

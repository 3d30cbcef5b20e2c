"""The curve of a target."""

from __future__ import annotations

import pytest

from mealopt.explain.explanation import trace_target
from mealopt.linear.answer import Answer
from mealopt.request.limit import limit_name


def test_a_curve_is_convex_and_passes_through_today(vegan, others):
    limit = vegan.average.targets.limits[limit_name("minimum", "calcium_mg")]
    curve = trace_target(vegan.average, "calcium_mg")
    assert curve["at"].iloc[0] == pytest.approx(limit.value / 2)
    assert curve["at"].is_monotonic_increasing
    slopes = curve["slope"].dropna()
    assert (slopes.diff().dropna() > -1e-9).all()
    before = curve[curve["at"] <= limit.value].iloc[-1]
    here = before["cost"] + (before["slope"] * (limit.value - before["at"]))
    assert here == pytest.approx(vegan.answer.objective, rel=1e-8)
    # halfway along a segment the cost lies on it, solved elsewhere
    live = others.live(vegan.average.program.shape)
    middle = len(curve) // 2
    at = (curve["at"].iloc[middle - 1] + curve["at"].iloc[middle]) / 2
    bounds = vegan.average.bounds.copy()
    bounds.row_lower[vegan.average.program.layout.rows[limit.name]] = at
    found = live.solve(bounds)
    assert isinstance(found, Answer)
    cost = (curve["cost"].iloc[middle - 1] + curve["cost"].iloc[middle]) / 2
    assert found.objective == pytest.approx(cost, rel=1e-8)


def test_a_curve_ends_where_nothing_fits(vegan):
    curve = trace_target(vegan.average, "magnesium_mg", low=900.0, high=1e5)
    assert 500 < curve["at"].iloc[-1] < 5000
    with pytest.raises(KeyError):
        trace_target(vegan.average, "caffeine_mg")

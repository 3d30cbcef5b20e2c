"""What an answer says of itself."""

from __future__ import annotations

import pytest

from mealopt.linear.answer import safe_gap


@pytest.mark.parametrize(
    ("value", "bound", "gap"), [(1.1, 1.0, 0.1), (0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (-0.9, -1.0, 0.1)]
)
def test_the_gap_is_relative_to_the_bound(value, bound, gap):
    assert safe_gap(value, bound) == pytest.approx(gap)

"""What is eaten with something."""

from __future__ import annotations

import math

import pytest

from mealopt.rules.pairings import add_pairings

INF = math.inf


def test_what_is_eaten_with_something_comes_with_it(parts, tiny, read_row):
    layout, slots = parts
    add_pairings(layout, tiny.foods, tiny.pairings, slots)
    # a helping of cereal, two cups, needs half a helping of milk, half a cup; so do oats, half a cup
    assert read_row(layout, "pairing:cereal with milk:breakfast") == pytest.approx(
        {"portion:cereal:breakfast": 0.25, "portion:milk:breakfast": -1.0, "lower": -INF, "upper": 0}
    )
    assert read_row(layout, "pairing:cereal with milk:dinner") == pytest.approx(
        {"portion:oats:dinner": 1.0, "portion:milk:dinner": -1.0, "lower": -INF, "upper": 0}
    )
    assert "pairing:cereal with milk:lunch" not in layout.rows  # milk alone may be drunk

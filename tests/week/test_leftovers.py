"""Cooked once: days change places until a pot is eaten while it is good, and nothing else changes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.week.leftovers import order_days
from mealopt.week.served import Served

COOKED = np.array([True, True, False])
DAYS = 7


def serve(*pairs):
    return [Served(day, "dinner", food, 1.0) for day, food in pairs]


def waits(served):
    """Return for how many days the last of each pot waits."""
    found = {}
    for food in (0, 1):
        days = [one.day for one in served if one.food == food]
        if len(days) > 1:
            found[food] = max(days) - min(days)
    return found


@pytest.mark.parametrize(
    ("served", "wanted"),
    [
        (serve((0, 0), (6, 0)), {0: 1}),
        (serve((0, 0), (3, 0), (6, 0)), {0: 2}),
        (serve((0, 0), (6, 0), (1, 1), (5, 1)), {0: 1, 1: 1}),
        (serve((0, 0), (6, 0), (6, 1), (3, 1)), {0: 1, 1: 1}),  # one pot is opened when the other is finished
        (serve((0, 2), (6, 2)), {}),  # what is not cooked may wait
    ],
)
def test_a_pot_is_eaten_on_days_in_a_row(served, wanted):
    assert waits(order_days(served, DAYS, COOKED, 3)) == wanted


@given(st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, 2)), max_size=14, unique=True))
def test_days_change_places_and_nothing_of_a_day_changes(pairs):
    served = serve(*pairs)
    found = order_days(served, DAYS, COOKED, 3)

    def plates(rows):
        return Counter(
            frozenset((one.food, one.portions) for one in rows if one.day == d) for d in range(DAYS)
        )

    assert plates(found) == plates(served)
    assert [(one.meal, one.food, one.portions) for one in found] == [
        (one.meal, one.food, one.portions) for one in served
    ]
    assert sum(waits(found).values()) <= sum(waits(served).values())

"""Days change places: pots are eaten while good, main dishes come apart, and nothing else changes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.week.order import order_pots, spread_mains
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
    assert waits(order_pots(served, DAYS, COOKED, 3)) == wanted


@given(st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, 2)), max_size=14, unique=True))
def test_days_change_places_and_nothing_of_a_day_changes(pairs):
    served = serve(*pairs)
    found = order_pots(served, DAYS, COOKED, 3)
    assert_the_same_days(found, served)
    assert sum(waits(found).values()) <= sum(waits(served).values())


def assert_the_same_days(found, served):
    """Assert that nothing but the numbers of days is another."""

    def plates(rows):
        return Counter(
            frozenset((one.food, one.portions) for one in rows if one.day == d) for d in range(DAYS)
        )

    assert plates(found) == plates(served)
    assert [(one.meal, one.food, one.portions) for one in found] == [
        (one.meal, one.food, one.portions) for one in served
    ]


def main_of(food, meal):
    return None if food == 2 or meal == "breakfast" else f"dish {food}"


@pytest.mark.parametrize(
    ("served", "gaps"),
    [
        (serve((0, 0), (1, 0)), [6]),
        (serve((0, 0), (1, 0), (2, 0)), [3, 3]),
        (serve((0, 0), (1, 0), (2, 0), (3, 0)), [2, 2, 2]),
        (serve(*((day, 0) for day in range(5))), [1, 1, 2, 2]),  # five on seven days: two running at least
        (serve((0, 2), (1, 2)), [1]),  # what is no main dish may come the day after
        (
            [Served(0, "breakfast", 0, 1.0), Served(1, "breakfast", 0, 1.0)],
            [1],
        ),
        (
            [Served(0, "lunch", 0, 1.0), Served(0, "dinner", 0, 1.0), Served(1, "dinner", 0, 1.0)],
            [6],
        ),
    ],
)
def test_a_main_dish_that_comes_again_comes_some_days_later(served, gaps):
    days = sorted({one.day for one in spread_mains(served, DAYS, main_of)})
    assert sorted(np.diff(days).tolist()) == gaps


@given(st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, 2)), max_size=14, unique=True))
def test_days_apart_are_the_same_days(pairs):
    served = serve(*pairs)
    found = spread_mains(served, DAYS, main_of)
    assert_the_same_days(found, served)
    assert count_running(found) <= count_running(served)


def count_running(served):
    """Return on how many pairs of days running a main dish comes."""
    had = {(one.food, one.day) for one in served if main_of(one.food, one.meal)}
    return sum((food, day + 1) in had for food, day in had)

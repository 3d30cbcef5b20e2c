"""Sittings that change places between days."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.search import Search


def test_an_exchange_of_days_leaves_the_week_as_it_is(model, solved):
    search = Search(model, solved, 4.0)
    week = search.start()
    held, eaten, kinds = np.sum(week.held, axis=0), week.eaten.copy(), week.kinds.copy()
    value = search.value(week)
    assert search.exchange_days(week) > 0
    counted = search.count(week.days)
    assert np.array(week.held) == pytest.approx(np.array(counted.held))
    assert np.sum(week.held, axis=0) == pytest.approx(held)
    assert (counted.eaten == eaten).all()
    assert (counted.kinds == kinds).all()
    assert search.value(week) < value
    assert search.exchange_days(week) == 0

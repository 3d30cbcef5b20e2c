"""A whole search: starts, pairs and shakes."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.run import run_search, shake_week
from mealopt.week.search import Search


@pytest.fixture(scope="module")
def searched(model, solved):
    search = Search(model, solved, 4.0)
    return search, run_search(search, 1, 0)


def describe(week):
    return [[(p.meal, p.template, p.foods.tolist(), p.portions.tolist()) for p in day] for day in week.days]


def test_a_search_leaves_its_prices_as_they_were(searched, model):
    search, _ = searched
    assert (search.miss, search.cap, search.charges) == (model.miss, model.miss, None)


def test_the_same_seed_finds_the_same_week(searched, model, solved):
    _, week = searched
    assert describe(run_search(Search(model, solved, 4.0), 1, 0)) == describe(week)


def test_no_shake_makes_a_week_worse(searched):
    search, week = searched
    value, missed = search.value(week), search.count_misses(week)
    shaken = shake_week(search, search.count(week.days), np.random.default_rng(8))
    misses = search.count_misses(shaken)
    assert misses <= max(missed, 1e-7)
    assert misses < missed - 1e-7 or search.value(shaken) <= value + 1e-7

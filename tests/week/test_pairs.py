"""Two sittings of a day exchanged at once: never for a dearer week, and what a week holds stays counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mealopt.week.pairs import exchange_pairs, make_shortlist, price_pair
from mealopt.week.program import SittingProgram
from mealopt.week.search import Search

CLOSE = 0.02


@pytest.fixture(scope="module")
def search(model):
    return Search(model, SittingProgram(model).solve(CLOSE), 4.0)


@pytest.fixture(scope="module")
def swept(search):
    """A week that was swept once."""
    week = search.start()
    search.sweep(week, np.random.default_rng(1))
    return week


def test_pairs_better_a_week_and_it_stays_counted(search, swept):
    week, value = search.count(swept.days), search.value(swept)
    assert exchange_pairs(search, week, np.random.default_rng(2)) > 0
    assert search.value(week) < value
    counted = search.count(week.days)
    assert np.array(week.held) == pytest.approx(np.array(counted.held))
    assert week.eaten == pytest.approx(counted.eaten)
    assert (week.served == counted.served).all()
    assert (week.kinds == counted.kinds).all()
    assert [[p.meal for p in day] for day in week.days] == [[p.meal for p in day] for day in swept.days]


def test_what_may_not_change_stays(search, swept):
    week = search.count(swept.days)
    exchange_pairs(search, week, np.random.default_rng(2), {(3, 0), (3, 1)})
    for day, places in enumerate(swept.days):
        for n, place in enumerate(places):
            assert week.days[day][n] is place or (day, n) in {(3, 0), (3, 1)}


def test_a_pair_is_priced_as_the_whole_week_is(search, swept):
    week = search.count(swept.days)
    lists = [make_shortlist(search, week, 2, n) for n in (0, 2)]
    search.take_out(week, 2, 2)
    search.take_out(week, 2, 0)
    priced, values = [], []
    for row in (0, -1):
        pair = lists[0].take(row % (len(lists[0].choice.price) + 1)), lists[1].take(0)
        priced.append(price_pair(search, week, 2, 0, pair))
        tried = [list(day) for day in week.days]
        tried[2].insert(0, pair[0])
        tried[2].insert(2, pair[1])
        values.append(search.value(search.count(tried)))
    assert priced[1] - priced[0] == pytest.approx(values[1] - values[0], abs=1e-9)
    assert replace(lists[0], one=pair[0]).take(len(lists[0].choice.price)) is pair[0]

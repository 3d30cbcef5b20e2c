"""A whole search: starts, pairs and shakes."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week import run
from mealopt.week.run import run_search, shake_week
from mealopt.week.search import FAR, SETTLED, Search


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


@pytest.mark.parametrize(
    ("after_sweeps", "after_pressing", "steps"),
    [
        (FAR + 0.1, 0.0, []),  # too far from every must
        (FAR - 0.1, SETTLED + 0.1, ["settle"]),
        (FAR - 0.1, 0.0, ["settle", "shake"]),
    ],
)
def test_a_single_start_is_given_up_far_from_its_musts_alone(
    model, solved, monkeypatch, after_sweeps, after_pressing, steps
):
    """Guests were sent to tables of their own before what they missed had been pressed."""
    search, done = Search(model, solved, 4.0), list[str]()
    monkeypatch.setattr(search, "count_misses", lambda _: after_pressing if done else after_sweeps)
    monkeypatch.setattr(run, "sweep_week", lambda *_: None)
    monkeypatch.setattr(run, "settle_week", lambda *_: done.append("settle"))
    monkeypatch.setattr(run, "shake_week", lambda _, week, __: done.append("shake") or week)
    run_search(search, 1, 0)
    assert done == steps


@pytest.mark.parametrize(("still", "shaken"), [(None, True), (0.1, False), (0.01, True)])
def test_what_moves_on_is_not_shaken_unless_it_misses_too_much(model, solved, monkeypatch, still, shaken):
    search, done = Search(model, solved, 4.0), list[str]()
    monkeypatch.setattr(search, "count_misses", lambda _: 0.05)
    monkeypatch.setattr(run, "sweep_week", lambda *_: None)
    monkeypatch.setattr(run, "settle_week", lambda *_: None)
    monkeypatch.setattr(run, "shake_week", lambda _, week, __: done.append("shake") or week)
    run_search(search, 1, 0, still=still)
    assert bool(done) == shaken


@pytest.mark.parametrize(("attempt", "dear"), [(0, [False, True, False]), (1, [True, False, False])])
def test_what_a_cheap_must_leaves_missed_is_searched_at_its_full_price_from_the_program(
    model, solved, monkeypatch, attempt, dear
):
    """Three starts of a vegan's search had all begun with musts cheap, and missed them for good."""
    search, asked, begun = Search(model, solved, 4.0), list[bool](), list[bool]()
    schedule, start = search.schedule, search.start
    monkeypatch.setattr(search, "count_misses", lambda _: 1.0)
    monkeypatch.setattr(search, "schedule", lambda *, dear=False: asked.append(dear) or schedule(dear=dear))
    monkeypatch.setattr(search, "start", lambda: begun.append(True) or start())
    for step in ("sweep_week", "settle_week"):
        monkeypatch.setattr(run, step, lambda *_: None)
    monkeypatch.setattr(run, "shake_week", lambda _, week, __: week)
    run_search(search, 3, 0, attempt)
    assert (asked, len(begun)) == (dear, 2)

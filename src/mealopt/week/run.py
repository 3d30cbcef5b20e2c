"""A whole search: a few starts at rising prices of what is missed, pairs, shakes out of the local optimum.

Sittings are exchanged one by one, and two by two once no must is missed: then none may be, however cheap. A
shake searches some days at prices that are off, then at the true ones: every food is dearer or cheaper by
chance for one sweep, so that sittings and products change together where no single exchange pays. What comes
of it is kept where it misses less, or nothing more and is cheaper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.exchange import merge_products
from mealopt.week.judge import SMALL
from mealopt.week.pairs import exchange_pairs
from mealopt.week.search import FAR, MENDED, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.week.days import Week
    from mealopt.week.pairs import Free
    from mealopt.week.search import Search

PAIRED = 2  # times at most that sittings are exchanged two by two
STEEP = 8.0  # how much dearer a must is meanwhile: at its price pairs would leave a little of each
SHAKES, SHAKEN_DAYS = 2, 3  # how often, and how many days each time
VAIN, NEARER = 1, 0.7  # shakes of a week that misses a must, unless they bring what it misses down to so much
SHAKEN_USD = 1.5  # a week, by how much a food is dearer or cheaper at most
SETTLING = 2  # sweeps at the true prices
SKETCHED = 1000  # past every attempt: the luck of a sketch is its own


def run_search(
    search: Search, starts: int, seed: int, attempt: int = 0, *, still: float | None = None
) -> Week:
    """Return the best week of some starts: the program's twice, then the best one with two days dealt anew.

    Once a must is cheap at first, for ways lead through bad weeks, and once dear from the beginning: where
    there is little to choose from (vegans), what is cheap is missed for good.

    A week that misses no must, beyond what the last step mends, needs no other start; a single start that
    is far from that is given up, before it is pressed or after. The best one is shaken, but where it misses
    no more than `still`: it is then not the last word.
    """
    rng = np.random.default_rng([seed, attempt])
    best: tuple[float, Week] | None = None
    for start in range(starts):
        if best is None or start == 1:
            week = search.start()
        else:
            days = [list(day) for day in best[1].days]
            for day in rng.choice(search.model.days, min(2, search.model.days), replace=False).tolist():
                days[day] = [search.pick(place, (day, n), rng) for n, place in enumerate(days[day])]
            week = search.count(days)
        sweep_week(search, week, rng, search.schedule(dear=start == (0 if attempt else 1)))
        if starts == 1 and search.count_misses(week) > FAR:
            return week
        settle_week(search, week, rng)
        if starts == 1 and search.count_misses(week) > SETTLED:
            return week
        value = search.value(week)
        if best is None or value < best[0] - SMALL:
            best = value, search.count(week.days)
        if search.count_misses(best[1]) < MENDED:
            break
    assert best is not None
    if still is not None and search.count_misses(best[1]) <= still:
        return best[1]
    return shake_week(search, best[1], rng)


def sketch_week(search: Search, seed: int) -> Week:
    """Return the program's week after a sweep at each price of a must: what a house would buy shows in it."""
    week, rng = search.start(), np.random.default_rng([seed, SKETCHED])
    sweep_week(search, week, rng, [(miss, 1) for miss, _ in search.schedule()])
    return week


def sweep_week(
    search: Search, week: Week, rng: np.random.Generator, steps: Iterable[tuple[float, int]]
) -> None:
    """Sweep a week so many times at each price of what is missed, or until nothing changes."""
    for search.miss, sweeps in steps:
        for _ in range(sweeps):
            if not search.exchange_days(week) + search.sweep(week, rng):
                break


def settle_week(search: Search, week: Week, rng: np.random.Generator) -> None:
    """Let products give way to others, press what is missed, and exchange sittings two by two."""
    if merge_products(search, week) + search.exchange_days(week):
        search.sweep(week, rng)
    search.press(week, rng)
    pair_places(search, week, rng)


def pair_places(search: Search, week: Week, rng: np.random.Generator, free: Free | None = None) -> None:
    """Exchange the sittings of each day two by two, and then one by one, until neither pays."""
    search.miss = search.cap = STEEP * search.model.miss
    for _ in range(PAIRED):
        if not exchange_pairs(search, week, rng, free) or not search.sweep(week, rng, free):
            break
    search.miss = search.cap = search.model.miss


def shake_week(search: Search, week: Week, rng: np.random.Generator) -> Week:
    """Return the best week of some shakes, the one given among them."""
    days, value, missed = search.model.days, search.value(week), search.count_misses(week)
    vain = 0
    for _ in range(SHAKES if days > 1 else 0):
        if missed > SMALL and vain == VAIN:
            break
        shaken = search.count(week.days)
        free = {
            (day, n)
            for day in rng.choice(days, min(SHAKEN_DAYS, days), replace=False).tolist()
            for n in range(len(shaken.days[day]))
        }
        search.charges = SHAKEN_USD * rng.uniform(-1.0, 1.0, len(search.model.money))
        search.charges[-1] = 0.0
        search.sweep(shaken, rng, free)
        search.charges = None
        for _ in range(SETTLING):
            if not search.sweep(shaken, rng, free):
                break
        if missed > SMALL:
            search.press(shaken, rng, free)
        pair_places(search, shaken, rng, free)
        tried, misses = search.value(shaken), search.count_misses(shaken)
        if misses < missed - SMALL or (misses <= max(SMALL, missed) and tried < value - SMALL):
            vain = 0 if misses < NEARER * missed else vain + 1
            week, value, missed = shaken, tried, misses
        else:
            vain += 1
    return week

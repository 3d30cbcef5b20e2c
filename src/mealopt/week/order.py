"""The days of a week in an order: nothing of a day changes but its number.

What was cooked once is eaten while it is good, and what comes again does not come the day after.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.menus import Bools
    from mealopt.week.served import Served

Food = TypeVar("Food", int, str)  # by number, or a main dish by name


def order_pots(served: Iterable[Served], days: int, cooked: Bools, keeps: int) -> list[Served]:
    """Return servings with their days in the order in which pots are eaten up soonest.

    `cooked` says which foods are cooked for several days, `keeps` for how many more they are good. Of all
    orders the one that waits least past that for the last of a pot, then the one with the shortest waits.
    """
    rows = list(served)
    shared = list_days({(one.food, one.day) for one in rows if cooked[one.food]})
    if not shared:
        return rows
    orders = list_orders(days)
    waits: Floats = np.stack([np.ptp(orders[:, on], axis=1) for on in shared], axis=1).astype(float)
    late = np.maximum(0.0, waits - keeps).sum(axis=1)
    return renumber(rows, orders[np.lexsort((np.arange(len(orders)), waits.sum(axis=1), late))[0]])


def spread_mains(
    served: Iterable[Served], days: int, main_of: Callable[[int, str], str | None]
) -> list[Served]:
    """Return servings with their days in the order in which main dishes that come again are furthest apart.

    `main_of` says of a food at a meal which main dish it is one of, `None` where it is none. Of all orders
    the one with the fewest on two days running, then the one whose gaps [d] are widest: those of which the
    sum of reciprocals is the least.
    """
    rows = list(served)
    mains = {(main, one.day) for one in rows if (main := main_of(one.food, one.meal))}
    pairs = [pair for on in list_days(mains) for pair in combinations(on, 2)]
    if not pairs:
        return rows
    orders = list_orders(days)
    first, second = np.array(pairs).T
    gaps: Floats = np.abs(orders[:, first] - orders[:, second]).astype(float)
    running = (gaps == 1.0).sum(axis=1)
    near = np.round((1.0 / gaps).sum(axis=1), 9)  # what is equal is equal on every machine
    return renumber(rows, orders[np.lexsort((np.arange(len(orders)), near, running))[0]])


def list_days(had: set[tuple[Food, int]]) -> list[list[int]]:
    """Return the days of each that is had on more than one, of pairs of what is had and a day."""
    found: dict[Food, list[int]] = {}
    for what, day in sorted(had):
        found.setdefault(what, []).append(day)
    return [days for days in found.values() if len(days) > 1]


def list_orders(days: int) -> Ints:
    """Return all orders of so many days, a row each: the new number of each day. The first changes none."""
    return np.array(list(permutations(range(days))))


def renumber(served: list[Served], order: Ints) -> list[Served]:
    """Return servings with their days renumbered."""
    return [replace(one, day=int(order[one.day])) for one in served]

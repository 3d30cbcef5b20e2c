"""Dishes cooked once: the days of a week in the order in which what was cooked is eaten while it is good."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.linear.layout import Floats
    from mealopt.week.menus import Bools
    from mealopt.week.served import Served


def order_days(served: Iterable[Served], days: int, cooked: Bools, keeps: int) -> list[Served]:
    """Return servings with their days in another order: nothing of a day changes but its number.

    `cooked` says which foods are cooked for several days, `keeps` for how many more they are good. Of all
    orders the one that waits least past that for the last of a pot, then the one with the shortest waits.
    """
    rows = list(served)
    pots: dict[int, set[int]] = {}
    for one in rows:
        if cooked[one.food]:
            pots.setdefault(one.food, set()).add(one.day)
    shared = [sorted(on) for on in pots.values() if len(on) > 1]
    if not shared:
        return rows
    orders = np.array(list(permutations(range(days))))  # orders[k][d] is the new place of day d
    waits: Floats = np.stack([np.ptp(orders[:, on], axis=1) for on in shared], axis=1).astype(float)
    late = np.maximum(0.0, waits - keeps).sum(axis=1)
    best = orders[int(np.lexsort((np.arange(len(orders)), waits.sum(axis=1), late))[0])]
    return [replace(one, day=int(best[one.day])) for one in rows]

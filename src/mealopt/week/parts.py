"""What most days should have at some meal, whichever: a vegetable or a salad at lunch or dinner.

It is days that are counted, not sittings: two salads on one day are one day with a salad.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from mealopt.week.menus import SIZES
from mealopt.week.model import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.sittings import Sittings
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.days import Place
    from mealopt.week.menus import Menu


class DayParts:
    """Counts and prices what days have of such parts."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.numbers: Ints = np.array([part.number for part in parts], dtype=np.int64)
        self.days, self.usd = np.array([(part.days, part.usd) for part in parts]).reshape(-1, 2).T
        self.had: WeakKeyDictionary[Place, Floats] = WeakKeyDictionary()

    def count(self, day: list[Place]) -> Floats:
        """Return how many sittings of a day have each part."""
        found = np.zeros(len(self.parts))
        for place in day:
            if place not in self.had:
                has = [place.meal in p.menus and p.foods[place.foods].any() for p in self.parts]
                self.had[place] = np.array(has, dtype=np.float64)
            found += self.had[place]
        return found

    def price(self, had: Floats) -> float:
        """Return what the days a week is short of cost [$ a week]; `had` is days × parts."""
        return float((self.usd * np.maximum(0.0, self.days - (had > 0).sum(axis=0))).sum())

    def worth(self, had: Floats, day: list[Place]) -> Floats:
        """Return what the first sitting of a day that has each part is worth there [$ a week]."""
        found: Floats = self.usd * ((self.count(day) == 0) & ((had > 0).sum(axis=0) < self.days))
        return found


def find_parts(goal: Goal, sittings: Sittings, menus: Sequence[Menu], days: int) -> tuple[Part, ...]:
    """Return what so many of some days should have at any of some meals, numbered after the sizes.

    None of them where no sitting has it. What is made for who leaves something out counts for none: mushrooms
    for their vitamin D are a dose.
    """
    dose = np.array([bool(tags) for tags in sittings.kitchen.made_for])
    first, found = len(sittings.kitchen.names) + 1 + len(SIZES) * len(menus), list[Part]()
    for number, part in enumerate(sittings.day_parts, start=first):
        at = frozenset(place for place, menu in enumerate(menus) if menu.meal in part.meals)
        foods, usd = np.append(part.has[sittings.category] & ~dose, [False]), goal.sittings.bare * part.weight
        offered = any(foods[menus[place].foods].any() for place in at)
        found.append(Part(number, at, foods, min(part.days, float(days)) * offered, usd))
    return tuple(found)

"""What one more sitting costs beside the rest of a week for its habits, all of it worked out by food.

Thousands of sittings are tried in a place that is open: what a food or a kind costs there is the same for
all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.week.trials import add_up

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.menus import Bools
    from mealopt.week.trials import Trials


class Limits(NamedTuple):
    """What limits how much there is of each food, a row each.

    `most` is how much is free, endless where more costs nothing, `price` what a portion past it costs [$ a
    week].
    """

    most: Floats
    price: Floats


class Beside(NamedTuple):
    """What foods and kinds cost in a place that is open [$ a week], by number, and what limits portions.

    `had` is how much there is of each food already, a row for each limit; `room` the largest portion that
    passes none.
    """

    foods: Floats
    kinds: Floats
    limits: Limits
    had: Floats
    room: Floats

    def price(self, trials: Trials) -> Floats:
        """Return what sittings cost there for which foods and kinds they have, and how much [$ a week]."""
        found = trials.add_foods(self.foods[trials.foods]) + trials.add_kinds(self.kinds)
        past = self.room[:, trials.foods] < trials.largest  # few foods are near a limit
        for number in np.flatnonzero(past.any(axis=1)).tolist():
            found += self.price_past(number, past[number], trials)
        return found

    def price_past(self, number: int, near: Bools, trials: Trials) -> Floats:
        """Return what sittings cost for portions past a limit [$ a week]; `near` are foods that may be."""
        had, most, price = (
            of[number][trials.foods] for of in (self.had, self.limits.most, self.limits.price)
        )
        at = np.flatnonzero(near[trials.item])
        item, amount = trials.item[at], trials.portion[at]
        past = np.maximum(0.0, had[item] + amount - most[item])
        past -= np.maximum(0.0, had - most)[item]
        return add_up(trials.row[at], price[item] * past, len(trials.choice.price))


def limit_portions(limits: list[tuple[Floats, Floats]]) -> Limits:
    """Return limits, each the most there may be of each food, and what a portion past it costs."""
    most, price = (np.array(of) for of in zip(*limits, strict=True))
    return Limits(np.where(price > 0, most, np.inf), price)


def mark(count: int, places: Ints) -> Bools:
    """Return which of so many are named."""
    found = np.zeros(count, dtype=np.bool_)
    found[places] = True
    return found

"""Two sittings of a day exchanged for two others at once.

A week that meets its musts meets them closely: whatever takes one sitting's place alone misses some, so that
no single exchange pays long before the week is a good one. What two places of a day hold together can stay
as it is. Of each place the sittings that are worth most at the program's prices are tried, each with each.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.week.days import place_of
from mealopt.week.items import find_least
from mealopt.week.judge import SMALL

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.days import Place, Week
    from mealopt.week.items import Choice
    from mealopt.week.search import Search

WORTH = 10  # sittings of a place, for each price of energy, that are tried in pairs
ENERGY_USD = (0.0, 0.3, -0.3, 0.8, -0.8)  # $ per kcal: what is small goes with what is large
LOOKED_AT = 8  # pairs that are priced whole, each with what the other brings into the day
Free = set[tuple[int, int]]  # places, by their days, that may be changed


@dataclass(frozen=True)
class Shortlist:
    """The sittings of a place worth trying, the one at hand last; what each holds, what it costs beside.

    `held` has a column for each.
    """

    choice: Choice
    held: Floats
    price: Floats
    one: Place

    def take(self, row: int) -> Place:
        """Return a sitting of the list."""
        return self.one if row == len(self.choice.price) else place_of(self.choice, row)


def exchange_pairs(search: Search, week: Week, rng: np.random.Generator, free: Free | None = None) -> int:
    """Exchange sittings of each day two by two where that is better; returns how many pairs changed."""
    changed = 0
    for day in rng.permutation(search.model.days).tolist():
        places = [n for n in range(len(week.days[day])) if free is None or (day, n) in free]
        pairs = list(itertools.combinations(places, 2))
        rng.shuffle(pairs)
        lists = {n: make_shortlist(search, week, day, n) for n in places}
        for first, second in pairs:
            if exchange_pair(search, week, day, (first, second), lists):
                changed += 1
                lists = {n: make_shortlist(search, week, day, n) for n in places}
    return changed


def make_shortlist(search: Search, week: Week, day: int, n: int) -> Shortlist:
    """Return the sittings of a place that are worth most beside the rest of the week."""
    one = search.take_out(week, day, n)
    options = search.trials_at(day, n, one.meal)
    used = search.list_used(week, one.meal)
    beside = search.look_beside(week, week.days[day], one.meal)
    price = search.price_alone(options, used, beside)
    days, kcal = search.model.days, options.held[search.model.demand.energy]
    worth = price - multiply(search.answer.duals, options.held) / days
    rows = np.unique(np.concatenate([find_least(worth + usd / days * kcal, WORTH) for usd in ENERGY_USD]))
    mine = search.try_place(one)
    own = search.price_alone(mine, used, beside)
    search.put_in(week, day, n, one)
    held = np.hstack([options.held[:, rows], mine.held])
    return Shortlist(options.choice.take(rows), held, np.append(price[rows], own), one)


def exchange_pair(
    search: Search, week: Week, day: int, pair: tuple[int, int], lists: dict[int, Shortlist]
) -> bool:
    """Put the best two sittings of two lists into their places of a day; says whether they are others."""
    (a, b), first, second = pair, lists[pair[0]], lists[pair[1]]
    search.take_out(week, day, b)
    search.take_out(week, day, a)
    held = (first.held[:, :, None] + second.held[:, None]).reshape(len(first.held), -1)
    price = (first.price[:, None] + second.price[None]).ravel()
    beside = week.held[day], np.sum(week.held, axis=0)
    now = float(search.add_missed(price[-1:], *beside, held[:, -1:])[0]) - SMALL
    cost = search.add_missed(price, *beside, held, below=now)
    better = np.flatnonzero(cost < now)
    chosen = first.one, second.one
    if len(better):
        least = price_pair(search, week, day, a, chosen)
        for row in better[find_least(cost[better], LOOKED_AT)].tolist():
            i, j = divmod(row, len(second.price))
            tried = first.take(i), second.take(j)
            whole = price_pair(search, week, day, a, tried)
            if whole < least - SMALL:
                least, chosen = whole, tried
    search.put_in(week, day, a, chosen[0])
    search.put_in(week, day, b, chosen[1])
    return chosen[0] is not first.one or chosen[1] is not second.one


def price_pair(search: Search, week: Week, day: int, place: int, pair: tuple[Place, Place]) -> float:
    """Return what two sittings cost in a day that lacks both [$ a day], the first in its place."""
    one, other = pair
    used, beside = search.list_used(week, one.meal), search.look_beside(week, week.days[day], one.meal)
    price = search.price_alone(search.try_place(one), used, beside)[0]
    search.put_in(week, day, place, one)
    used, beside = search.list_used(week, other.meal), search.look_beside(week, week.days[day], other.meal)
    price += search.judge(search.try_place(other), week, day, used, beside)[0]
    search.take_out(week, day, place)
    return float(price)

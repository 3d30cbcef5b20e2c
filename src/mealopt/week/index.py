"""The HEI-2020 of weeks while they are searched: of one week, or of a week with each of many sittings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.model import SittingModel


class Score(NamedTuple):
    """What a week is scored by with one sitting more, a value for each component of the index.

    `above` and `below` are what its days hold of what is counted and of what that is measured by, `first` and
    `last` the points at the ends of what the sittings hold, `most` the most points any may bring it to.
    """

    above: Floats
    below: Floats
    first: Floats
    last: Floats
    most: float


class IndexScore:
    """Scores the weeks of one person, per energy asked for."""

    def __init__(self, model: SittingModel) -> None:
        demand = model.demand
        scored = list(model.knowledge.eating_index) if demand.quality else []
        self.asked, self.kcal = demand.quality or 0.0, demand.kcal
        self.missed_usd = model.figures.quality_times * model.figures.quality_usd
        self.up = [[demand.places[n] for n in c.numerator] for c in scored]
        self.down = [[demand.places[n] for n in c.denominator] if c.per == "ratio" else [] for c in scored]
        self.counted = np.concatenate([np.empty(0, dtype=np.int64), *self.up]).astype(np.int64)
        self.starts = np.cumsum([0, *map(len, self.up)])[:-1]  # of each component in what is counted
        self.ratio = np.array([c.per == "ratio" for c in scored], dtype=np.bool_)
        per = {"1000_kcal": 1000.0 / demand.kcal, "ratio": 1.0}
        by = np.array([c.scale * per.get(c.per, 100.0 / demand.kcal) for c in scored])
        zero_at, full_at, self.most = (
            np.array([getattr(c, name) for c in scored]) for name in ("zero_at", "full_at", "max_points")
        )
        self.days = model.days
        each = self.most / (full_at - zero_at)  # points for each of what a component is scored by
        self.slope = each * by / np.where(self.ratio, 1.0, model.days)  # for what a week holds
        self.start = -each * zero_at

    def price(self, points: Floats | float) -> Floats:
        """Return what it costs to be short of the points asked for [$ a day]."""
        short = np.maximum(0.0, self.asked - np.asarray(points))
        found: Floats = self.missed_usd * short * self.kcal / 1000.0
        return found

    def score(self, weeks: Floats) -> Floats:
        """Return the points of average days (a row each)."""
        held = (weeks * self.days).T
        return self.score_beside(self.lay(np.zeros(len(held)), held.min(axis=1), held.max(axis=1)), held)

    def lay(self, total: Floats, least: Floats, most: Floats) -> Score:
        """Return what the `total` of a week's days is scored by with one sitting more, of some.

        `least` and `most` are of what they hold.
        """
        sums = np.add.reduceat(np.array([total, least, most])[:, self.counted], self.starts, axis=1)
        ends, below = sums[0] + sums[1:], np.zeros(len(self.up))
        for number in np.flatnonzero(self.ratio).tolist():
            down = self.down[number]
            below[number] = total[down].sum()
            for row, end in enumerate((most, least)):
                ends[row, number] /= max(below[number] + end[down].sum(), TRACE)
        first, last = (self.slope * ends + self.start).clip(0.0, self.most)
        return Score(sums[0], below, first, last, float(np.maximum(first, last).sum()))

    def score_beside(self, week: Score, held: Floats) -> Floats:
        """Return the points of a week with what sittings hold (a column each) beside its days.

        A component that is full or at nothing with every one of them is counted once.
        """
        fixed = week.first == week.last
        found = np.full(held.shape[1], float(week.first[fixed].sum()))
        for number in np.flatnonzero(~fixed).tolist():
            points = sum_rows(held, self.up[number], float(week.above[number]))
            if self.ratio[number]:
                under = sum_rows(held, self.down[number], float(week.below[number]))
                points /= np.maximum(under, TRACE, out=under)
            points *= self.slope[number]
            points += self.start[number]
            np.maximum(points, 0.0, out=points)
            found += np.minimum(points, self.most[number], out=points)
        return found


def sum_rows(held: Floats, rows: list[int], beside: float) -> Floats:
    """Return the sum of some rows, column by column, and of what is beside them."""
    found: Floats = held[rows[0]] + beside
    for row in rows[1:]:
        found += held[row]
    return found

"""The HEI-2020 of weeks while they are searched: of one week, or of a week with each of many sittings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.model import SittingModel



class IndexScore:
    """Scores the weeks of one person, per energy asked for."""

    def __init__(self, model: SittingModel) -> None:
        demand = model.demand
        scored = list(model.knowledge.eating_index) if demand.quality else []
        self.asked, self.kcal = demand.quality or 0.0, demand.kcal
        self.missed_usd = model.figures.quality_times * model.figures.quality_usd
        self.up = [[demand.places[n] for n in c.numerator] for c in scored]
        self.down = [[demand.places[n] for n in c.denominator] if c.per == "ratio" else [] for c in scored]
        self.above, self.below = (np.zeros((len(scored), len(demand.names))) for _ in range(2))
        for number, (up, down) in enumerate(zip(self.up, self.down, strict=True)):
            self.above[number, up], self.below[number, down] = 1.0, 1.0
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

    def price(self, points: Floats) -> Floats:
        """Return what it costs to be short of the points asked for [$ a day]."""
        short = np.maximum(0.0, self.asked - points)
        found: Floats = self.missed_usd * short * self.kcal / 1000.0
        return found

    def score(self, weeks: Floats) -> Floats:
        """Return the points of average days (a row each)."""
        held = (weeks * self.days).T
        return self.score_with(np.zeros(len(held)), held, held.min(axis=1), held.max(axis=1))

    def score_with(self, total: Floats, held: Floats, least: Floats, most: Floats) -> Floats:
        """Return the points of a week with what sittings hold (a column each) beside the `total` of its days.

        `least` and `most` are of what they hold. A component that is full or at nothing with every row is
        counted once.
        """
        above, below = multiply(self.above, total), multiply(self.below, total)
        fewest, lot = (above + multiply(self.above, end) for end in (least, most))
        small, large = (
            np.where(self.ratio, np.maximum(below + multiply(self.below, end), TRACE), 1.0)
            for end in (least, most)
        )
        first, last = self.points(fewest / large), self.points(lot / small)
        fixed = first == last
        found = np.full(held.shape[1], float(first[fixed].sum()))
        for number in np.flatnonzero(~fixed).tolist():
            points = sum_rows(held, self.up[number], float(above[number]))
            if self.ratio[number]:
                under = sum_rows(held, self.down[number], float(below[number]))
                points /= np.maximum(under, TRACE, out=under)
            points *= self.slope[number]
            points += self.start[number]
            np.maximum(points, 0.0, out=points)
            found += np.minimum(points, self.most[number], out=points)
        return found

    def points(self, density: Floats) -> Floats:
        """Return the points of each component at a density, of a week or of the ratio of two sums."""
        found: Floats = (self.slope * density + self.start).clip(0.0, self.most)
        return found


def sum_rows(held: Floats, rows: list[int], beside: float) -> Floats:
    """Return the sum of some rows, column by column, and of what is beside them."""
    found: Floats = held[rows[0]] + beside
    for row in rows[1:]:
        found += held[row]
    return found

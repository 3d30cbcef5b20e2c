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
        self.by = np.array([c.scale * per.get(c.per, 100.0 / demand.kcal) for c in scored])
        self.zero_at, full_at, self.most = (
            np.array([getattr(c, name) for c in scored]) for name in ("zero_at", "full_at", "max_points")
        )
        self.span, self.days = full_at - self.zero_at, model.days

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
        found = np.zeros(held.shape[1])
        above, below = multiply(self.above, total), multiply(self.below, total)
        days = np.where(self.ratio, 1.0, self.days)
        fewest, lot = ((above + multiply(self.above, end)) / days for end in (least, most))
        small, large = (
            np.where(self.ratio, np.maximum(below + multiply(self.below, end), TRACE), 1.0)
            for end in (least, most)
        )
        first, last = (self.share(density) for density in (self.by * fewest / large, self.by * lot / small))
        fixed = first == last
        found += float((self.most * first)[fixed].sum())
        for number in np.flatnonzero(~fixed).tolist():
            density = self.by[number] * (sum_rows(held, self.up[number]) + above[number]) / days[number]
            if self.ratio[number]:
                density /= np.maximum(sum_rows(held, self.down[number]) + below[number], TRACE)
            share = (density - self.zero_at[number]) / self.span[number]
            found += self.most[number] * share.clip(0.0, 1.0)
        return found

    def share(self, density: Floats) -> Floats:
        """Return the share of its points that each component has at a density."""
        found: Floats = ((density - self.zero_at) / self.span).clip(0.0, 1.0)
        return found


def sum_rows(held: Floats, rows: list[int]) -> Floats:
    """Return the sum of some rows, column by column."""
    found: Floats = held[rows[0]].copy()
    for row in rows[1:]:
        found += held[row]
    return found

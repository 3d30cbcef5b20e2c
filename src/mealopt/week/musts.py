"""What days and their week are held to, as flat lists: musts of a day and of the week, aims of the week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.demand import Demand
    from mealopt.week.menus import Bools


@dataclass(frozen=True)
class Musts:
    """Musts and aims, each the least of a measure (`sign` 1) or the most (−1), of a day or the week's mean.

    A must is measured by its own size, `scale`; an aim has a price of its own, `aim_usd` [$ per unit a day],
    which is 0 for musts. `days` are those a bound is counted over: one, or where it is `weekly` all.
    """

    index: Ints
    bound: Floats
    sign: Floats
    scale: Floats
    aim_usd: Floats
    weekly: Bools
    days: Floats

    def weigh(self, missed: float) -> Floats:
        """Return what a unit short costs, with the sign, where a must `missed` whole costs so much."""
        found: Floats = self.sign * np.where(self.aim_usd > 0, self.aim_usd, missed / self.scale)
        return found

    def price(self, rows: Floats, missed: float, *, weekly: bool) -> Floats:
        """Return what days, or means of weeks, (a row each) cost for what they miss, priced [$]."""
        some = self.weekly == weekly
        short = self.sign[some] * (self.bound[some] - rows[:, self.index[some]])
        found: Floats = (np.maximum(0.0, short) * np.abs(self.weigh(missed)[some])).sum(axis=1)
        return found

    def find_missed(self, days: Floats) -> Bools:
        """Say which musts some of the days (a row each), or their mean, miss."""
        held = days[:, self.index]
        worst = np.where(self.sign > 0, held.min(axis=0), held.max(axis=0))
        short = self.sign * (self.bound - np.where(self.weekly, held.mean(axis=0), worst))
        found: Bools = (short > 0) & (self.aim_usd == 0)
        return found

    def press(self, which: Bools, times: float) -> Musts:
        """Return the same with some musts so many times as dear."""
        return replace(self, scale=np.where(which, self.scale / times, self.scale))


def list_musts(demand: Demand, days: int, margin: float) -> Musts:
    """Return the musts of so many days and their week, each a `margin` of itself inside, and the aims.

    Energy has room of its own.
    """
    parts = []
    for bounds, scale, sign, weekly in (
        (demand.day_lower, demand.day_scale[0], 1.0, False),
        (demand.day_upper, demand.day_scale[1], -1.0, False),
        (demand.week_lower, demand.week_scale[0], 1.0, True),
        (demand.week_upper, demand.week_scale[1], -1.0, True),
    ):
        index = np.flatnonzero(np.isfinite(bounds))
        inside = bounds[index] + sign * margin * np.abs(bounds[index])
        parts.append((index, inside, np.full(len(index), sign), scale[index], np.zeros(len(index)), weekly))
    aims = np.array([aim for aim in demand.aims if aim[2] > 0]).reshape(-1, 3)
    one = np.ones(len(aims))
    parts.append((aims[:, 0].astype(np.int64), aims[:, 1], one, one, aims[:, 2], True))
    index, bound, sign_of, scale_of, aim_usd = (np.concatenate([p[n] for p in parts]) for n in range(5))
    weekly_of = np.concatenate([np.full(len(p[0]), p[5]) for p in parts])
    return Musts(
        index, bound, sign_of, scale_of, aim_usd, weekly_of, np.where(weekly_of, float(days), 1.0)
    )

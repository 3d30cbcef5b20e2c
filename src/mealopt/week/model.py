"""A person's week made of sittings: which sittings they can have, and what the days and the week must hold.

Columns of the linear program are sittings; its rows are those of the average day. The skeleton (amounts,
limits, HEI-2020, one sitting a meal) is stated by PuLP, sittings come in as they pay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from mealopt.arithmetic import multiply
from mealopt.linear.layout import Bounds, Floats, Ints, Layout
from mealopt.request.rules import WEEK
from mealopt.rules.amounts import amount_name
from mealopt.rules.quality import add_eating_index, bind_quality
from mealopt.tolerances import TRACE

if TYPE_CHECKING:

    from mealopt.knowledge.figures import Figures
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.sittings import Sittings
    from mealopt.week.demand import Demand
    from mealopt.week.menus import Larder, Menu

Bools = npt.NDArray[np.bool_]
MUSTS = "musts"  # whose the columns are by which musts of the week are missed
FORCED = 6.0  # how much dearer than in the search: at twice, a must was missed for what people hardly have
SNACKS = (1.0, 2.0)  # sittings a day of a meal that may come twice


class Part(NamedTuple):
    """What so many of the `days` should have at any of some meals: one of `foods`.

    `number` is its place among the kinds; `usd` what each day short of that costs [$ a week].
    """

    number: int
    menus: frozenset[int]
    foods: Bools
    days: float
    usd: float


@dataclass(frozen=True)
class SittingModel:
    """Everything a week of sittings is made with, or a day."""

    days: int
    knowledge: Knowledge
    goal: Goal
    sittings: Sittings
    demand: Demand
    larder: Larder
    menus: tuple[Menu, ...]
    money: Floats  # $ per portion, weighed
    repeats: Floats
    free: Floats  # portions a week that cost no repeat
    rarity: Floats  # $ for each food of a sitting, by how rarely it is eaten and how much it is liked
    low: Floats
    usual: Floats
    high: Floats
    odd: Floats  # $ for each portion that a serving is above the usual one
    short: Floats  # $ for each portion that it is short of it
    step: Floats
    max_day: Floats
    max_week: Floats
    category: Ints
    kind: Ints
    often: Floats  # by kind, then by size and category: sittings of a week from which on another one costs
    often_usd: Floats  # by the same: $ a week for each of those
    had_usd: Floats  # by the same: $ a week that each sitting of it pays of a product
    let_off_usd: Floats  # by the same: $ a week of that by which one past `often` costs less
    often_at: Floats  # meals × the same: at each meal
    seldom_at: Floats  # meals × the same: sittings of the days up to which one that is not had costs
    seldom_usd: Floats  # by the same: $ a week for each
    sizes: tuple[Ints, ...]  # by menu and number of foods: which of the same a sitting of so many is one of
    parts: tuple[Part, ...]  # what days should have at any of some meals, each with a number among the kinds
    single: Floats  # by kind: $ a week for a food of it that is had at one sitting alone
    last: Floats  # by food: sittings of a week from which on another one costs
    pinned: Floats  # portions every day, by food
    water: int | None  # tap water: free, and poured as the water of a day asks
    capped: Floats  # foods × nutrients with a maximum at a meal: amounts of a portion, the unknown high
    most: Floats  # menus × those nutrients: what the foods of a meal may hold beside what is pinned at it
    dearer: float  # how many times its price what people eat counts as, with what the goal prices besides

    @property
    def figures(self) -> Figures:
        """Return the figures that hold for everybody."""
        return self.knowledge.figures

    @property
    def day_times(self) -> float:
        """Return how many times as dear what a day has twice is as on one day of a week.

        A day planned by itself is all there is, and needs in it what a week has on some of its days.
        """
        return WEEK * self.figures.single_day_times if self.days == 1 else 1.0

    @property
    def miss(self) -> float:
        """Return what a must missed by 100 % costs [$ a day]."""
        weight = self.goal.sittings.past_thrifty * self.dearer
        return max(self.figures.must_usd, self.figures.must_times * weight)

    @property
    def forced(self) -> float:
        """Return what a must missed by 100 % costs on the average day [$ a day]: no price is worth one."""
        return FORCED * self.miss

    def passes_most(self, meal: int, foods: Ints, portions: Floats) -> Bools:
        """Say which sittings of a meal (a row each) pass a maximum of a meal; of two a day each has half."""
        share = SNACKS[1] if self.menus[meal].twice else 1.0
        passed = np.zeros(len(foods), dtype=np.bool_)
        for number, most in enumerate(self.most[meal].tolist()):
            held = (self.capped[:, number][foods] * portions).sum(axis=1)
            passed |= held * share > most * (1.0 + TRACE)
        return passed


def pad(values: Any, last: float = 0.0) -> Any:
    """Return values by food, or by kind, with one more for nothing."""
    return np.append(values, [last])


def state_average(model: SittingModel) -> tuple[Layout, Bounds]:
    """Return the average day without any sitting: amounts, limits and HEI-2020, and a row for each meal.

    A must may be missed at a price no sitting is worth, so that there always is an optimum to price from.
    """
    demand, layout = model.demand, Layout()
    state_measures(layout, model, model.forced, multiply(model.pinned, demand.per_portion))
    for menu in model.menus:
        none = layout.add_column(f"skip:{menu.meal}", cost=5 * model.miss)
        upper = SNACKS[1] if menu.twice else 1.0
        more = layout.add_column(f"more:{menu.meal}", upper=upper - 1.0)
        layout.add_row(f"meal:{menu.meal}", [(none, 1.0), (more, -1.0)], 1.0, 1.0)
    bounds = layout.bounds()
    if demand.quality:
        bind_quality(layout, model.knowledge.eating_index, bounds, demand.kcal, demand.quality)
        bounds.column_upper[layout.columns["miss:quality"]] = math.inf
        layout.costs[layout.columns["miss:quality"]] *= model.figures.quality_times
        for component in model.knowledge.eating_index:
            if component.per == "ratio":
                bounds.column_upper[layout.columns[f"miss:score:{component.id}"]] = math.inf
                layout.costs[layout.columns[f"miss:score:{component.id}"]] = 0.05
    return layout, bounds


def state_measures(
    layout: Layout, model: SittingModel, missed: float, fixed: Floats | None = None
) -> None:
    """Add a column for each measure, its musts and aims, and HEI-2020.

    A must `missed` by 100 % costs so much [$]. Where the days are not in the layout themselves, rows say what
    the columns hold beside what is `fixed`.
    """
    demand = model.demand
    for name in demand.names:
        layout.add_column(amount_name(name) if ":" not in name else name, -math.inf, math.inf)
    for number, held in enumerate(() if fixed is None else fixed.tolist()):
        layout.add_row(f"holds:{demand.names[number]}", [(number, -1.0)], -held, -held)
    add_musts(layout, demand, missed)
    if demand.quality:
        add_eating_index(layout, model.knowledge.eating_index, model.figures.quality_usd)


def add_musts(layout: Layout, demand: Demand, missed: float) -> None:
    """Add the musts of the week, each with what it is `missed` by at that price [$], and the aims."""
    low, high = demand.week_scale
    for number, name in enumerate(demand.names):
        for side, value, scale, sign in (
            ("least", demand.week_lower[number], low[number], 1.0),
            ("most", demand.week_upper[number], high[number], -1.0),
        ):
            if math.isfinite(value):
                with layout.owned_by(MUSTS):
                    miss = layout.add_column(f"miss:{side}:{name}", cost=missed / float(scale))
                lower, upper = (float(value), math.inf) if sign > 0 else (-math.inf, float(value))
                layout.add_row(f"{side}:{name}", [(number, 1.0), (miss, sign)], lower, upper)
    for number, value, price in demand.aims:
        miss = layout.add_column(f"miss:aim:{demand.names[number]}", cost=price)
        layout.add_row(f"aim:{demand.names[number]}", [(number, 1.0), (miss, 1.0)], lower=value)

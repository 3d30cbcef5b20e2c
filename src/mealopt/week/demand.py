"""What a person's days and week of sittings must hold, as bounds over measures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.rules.amounts import TOTAL, amount_name
from mealopt.rules.build import FAMILIES
from mealopt.rules.family import Ask
from mealopt.rules.objective import aim_costs

if TYPE_CHECKING:
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats
    from mealopt.request.limit import Limit
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

DAY_SLACK, WEEK_SLACK = 0.05, 0.02  # how far energy may be from its target on a day, and over the week
MONEY = "money"  # dollars a day
SPENT = ("money:thrifty", "money:dear")  # the same with the sign turned, for each weight money has


@dataclass(frozen=True)
class Demand:
    """What a person's days and week must hold, over measures: nutrients, some of them imputed, and money.

    `per_portion` is foods (one more, of nothing) × measures. Bounds are infinite where there is none.
    `aims` are (measure, value, $ per unit); `places` the measure of each nutrient as it is counted.
    """

    names: tuple[str, ...]
    per_portion: Floats
    day_lower: Floats
    day_upper: Floats
    week_lower: Floats
    week_upper: Floats
    aims: tuple[tuple[int, float, float], ...]
    places: dict[str, int]
    energy: int
    kcal: float
    quality: float | None

    @property
    def day_scale(self) -> tuple[Floats, Floats]:
        """Return by what a miss of a day is measured, of lower and upper bounds."""
        return scale_of(self.day_lower), scale_of(self.day_upper)

    @property
    def week_scale(self) -> tuple[Floats, Floats]:
        """Return by what a miss of the week is measured, of lower and upper bounds."""
        return scale_of(self.week_lower), scale_of(self.week_upper)


def scale_of(bounds: Floats) -> Floats:
    """Return the size of each bound, one where there is none or it is zero."""
    return np.where(np.isfinite(bounds) & (bounds != 0.0), np.abs(bounds), 1.0)


@dataclass(frozen=True)
class Sides:
    """What is held at least and at most of each measure, on each day and by the week; infinite at first."""

    day_lower: Floats
    day_upper: Floats
    week_lower: Floats
    week_upper: Floats

    def set_day(self, measure: int, lower: float, upper: float) -> None:
        """Set what each day must hold of a measure."""
        self.day_lower[measure], self.day_upper[measure] = lower, upper

    def set_week(self, measure: int, lower: float, upper: float) -> None:
        """Set what the week must hold of a measure, a day."""
        self.week_lower[measure], self.week_upper[measure] = lower, upper


def open_sides(size: int) -> Sides:
    """Return the sides of so many measures that hold nothing yet."""
    low, high = np.full(size, -math.inf), np.full(size, math.inf)
    return Sides(low.copy(), high.copy(), low, high)


def build_demand(
    knowledge: Knowledge,
    goal: Goal,
    targets: Targets,
    rules: Rules,
    quality: float | None,
    *,
    every_day: bool = False,
) -> Demand:
    """Return what days and week must hold, or what `every_day` must, as a single one must.

    Maximums count unknown values as high, minimums as nothing.
    """
    table, energy = knowledge.foods, targets.energy.kcal
    quality = cap_quality(goal, rules, quality)
    limits = [limit for limit in targets.limits.values() if limit.scope == TOTAL]
    plain, imputed = choose_measures(knowledge, limits, scored=bool(quality))
    ask = Ask(targets, rules, quality)
    others = [one for family in FAMILIES for one in family.list_measures(knowledge, ask)]
    high = {nutrient: amount_name(nutrient, imputed=True) for nutrient in imputed}
    names = [*plain, *high.values(), MONEY, *SPENT, *(f"rule:{one.name}" for one in others)]
    place = {name: number for number, name in enumerate(names)}
    due = np.array([food not in rules.ate for food in table.ids]) * table.cost_per_portion
    held = [table.filled[:, [table.nutrient_ids.index(n) for n in plain]]]
    held.append(table.imputed[:, [table.nutrient_ids.index(n) for n in imputed]])
    nutrients = np.column_stack(held) * table.portion_g[:, None] / 100.0
    money = [due, *(-due for _ in SPENT)]
    per_portion = np.column_stack([nutrients, *money, *(one.per_portion for one in others)])
    sides, costs, aims = open_sides(len(names)), aim_costs(knowledge, goal), []
    for limit in limits:
        if limit.nutrient == knowledge.energy_id:
            continue
        if limit.side == "maximum":
            if limit.must is not None:
                number = place[high.get(limit.nutrient, limit.nutrient)]
                sides.week_upper[number] = sides.day_upper[number] = limit.must
            continue
        number = place[limit.nutrient]
        if limit.must is not None:
            daily = limit.must if every_day else limit.daily
            sides.week_lower[number], sides.day_lower[number] = limit.must, daily or -math.inf
        if limit.must is None or limit.value > limit.must:
            price = costs.get(limit.nutrient, goal.aim_usd_per_percent)
            aims.append((number, limit.value, knowledge.figures.aim_times * price))
    kcal, slack = place[knowledge.energy_id], WEEK_SLACK if every_day else DAY_SLACK
    sides.set_day(kcal, energy * (1 - slack), energy * (1 + slack))
    sides.set_week(kcal, energy * (1 - WEEK_SLACK), energy * (1 + WEEK_SLACK))
    if rules.budget is not None:
        sides.week_upper[place[MONEY]] = rules.budget
    for one in others:
        sides.set_day(place[f"rule:{one.name}"], *one.day)
        sides.set_week(place[f"rule:{one.name}"], *one.week)
    for name, (usd, weight) in zip(SPENT, goal.sittings.money_steps, strict=True):
        if weight > 0:  # to spend less is an aim: what is beyond costs more than what is not
            aims.append((place[name], -usd * energy / 1000.0, weight))
    return Demand(
        tuple(names), np.vstack([per_portion, np.zeros(len(names))]),
        sides.day_lower, sides.day_upper, sides.week_lower, sides.week_upper, tuple(aims),
        {n: place[n] for n in plain}, kcal, energy, quality,
    )  # fmt: skip


def cap_quality(goal: Goal, rules: Rules, quality: float | None) -> float | None:
    """Return the HEI-2020 score past which nothing is paid for more points; what is asked by name stays.

    The last points are the dearest in food that people eat, and as long as 98 were paid for, whoever could
    have them had.
    """
    if not quality or rules.quality is not None:
        return quality
    return min(quality, goal.sittings.hei or quality)


def choose_measures(
    knowledge: Knowledge, limits: list[Limit], *, scored: bool
) -> tuple[list[str], list[str]]:
    """Return the nutrients that are counted as measured, and those whose unknown values count as high."""
    table = knowledge.foods
    counted = {knowledge.energy_id, *(limit.nutrient for limit in limits if limit.side == "minimum")}
    if scored:
        counted |= {n for c in knowledge.eating_index for n in (*c.numerator, *c.denominator)}
    blank = {n for n in table.nutrient_ids if np.isnan(table.column(n)).any() and n != knowledge.energy_id}
    capped = {limit.nutrient for limit in limits if limit.side == "maximum"}
    counted |= capped - blank
    return (
        [n for n in table.nutrient_ids if n in counted],
        [n for n in table.nutrient_ids if n in capped & blank],
    )

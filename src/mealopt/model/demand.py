"""What a person's days and week of sittings must hold, as bounds over measures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model import rows
from mealopt.model.objective import aim_costs

if TYPE_CHECKING:
    from mealopt.knowledge.choices import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.model.layout import Floats
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

DAY_SLACK, WEEK_SLACK = 0.05, 0.02  # how far energy may be from its target on a day, and over the week
# against single foods: meals have other prices beside money, behind which aims and HEI-2020 stood back
AIM_WEIGHT, QUALITY_WEIGHT = 15.0, 40.0
MONEY, SPENT = "money", "money:spent"  # dollars a day; the same with the sign turned


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
    limits = [limit for limit in targets.limits.values() if limit.scope == "total"]
    counted = {knowledge.energy_id, *(limit.nutrient for limit in limits if limit.side == "minimum")}
    if quality:
        counted |= {n for c in knowledge.eating_index for n in (*c.numerator, *c.denominator)}
    blank = {n for n in table.nutrient_ids if np.isnan(table.column(n)).any() and n != knowledge.energy_id}
    capped = {limit.nutrient for limit in limits if limit.side == "maximum"}
    counted |= capped - blank
    plain = [n for n in table.nutrient_ids if n in counted]
    imputed = [n for n in table.nutrient_ids if n in capped & blank]
    names = [*plain, *(rows.amount_name(n, imputed=True) for n in imputed), MONEY, SPENT]
    index = [table.nutrient_ids.index(n) for n in plain]
    high = [table.nutrient_ids.index(n) for n in imputed]
    due = np.array([food not in rules.ate for food in table.ids]) * table.cost_per_portion
    per_100g = np.column_stack([np.nan_to_num(table.amounts[:, index]), table.imputed[:, high]])
    per_portion = np.column_stack([per_100g * table.portion_g[:, None] / 100.0, due, -due])
    per_portion = np.vstack([per_portion, np.zeros(len(names))])
    place = {name: number for number, name in enumerate(names)}
    size = len(names)
    day_lower, week_lower = np.full(size, -math.inf), np.full(size, -math.inf)
    day_upper, week_upper = np.full(size, math.inf), np.full(size, math.inf)
    costs, aims = aim_costs(knowledge, goal), []
    for limit in limits:
        if limit.nutrient == knowledge.energy_id:
            continue
        if limit.side == "minimum":
            number = place[limit.nutrient]
            if limit.must is not None:
                daily = limit.must if every_day else limit.daily
                week_lower[number], day_lower[number] = limit.must, daily or -math.inf
            if limit.must is None or limit.value > limit.must:
                price = costs.get(limit.nutrient, goal.aim_usd_per_percent)
                aims.append((number, limit.value, AIM_WEIGHT * price))
        elif limit.must is not None:
            name = (
                limit.nutrient
                if limit.nutrient not in blank
                else rows.amount_name(limit.nutrient, imputed=True)
            )
            week_upper[place[name]] = day_upper[place[name]] = limit.must
    kcal = place[knowledge.energy_id]
    slack = WEEK_SLACK if every_day else DAY_SLACK
    day_lower[kcal], day_upper[kcal] = energy * (1 - slack), energy * (1 + slack)
    week_lower[kcal], week_upper[kcal] = energy * (1 - WEEK_SLACK), energy * (1 + WEEK_SLACK)
    if rules.budget is not None:
        week_upper[place[MONEY]] = rules.budget
    if goal.sittings.beyond > 0:
        # to spend less than a thrifty household is an aim: what is beyond costs more than what is not
        aims.append((place[SPENT], -goal.sittings.thrifty_usd * energy / 1000.0, goal.sittings.beyond))
    return Demand(
        tuple(names), per_portion, day_lower, day_upper, week_lower, week_upper, tuple(aims),
        {n: place[n] for n in plain}, kcal, energy, quality,
    )  # fmt: skip

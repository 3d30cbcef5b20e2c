"""What a week of whole days knows of itself: what was eaten, what the rest is worth, what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model.program import WEEK, Program

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.model.layout import Floats
    from mealopt.solve.live import Answer


@dataclass(frozen=True)
class WholeDay:
    """One day of whole portions: portions of each food of the table at each meal.

    `missed` is the price of the day's aims missed, `price` what the day cost when it was chosen [$].
    """

    portions: dict[tuple[int, str], float]
    missed: float
    price: float


@dataclass(frozen=True)
class WeekPrices:
    """What the linear program pays for one portion of a food within the week [$], by food.

    `cap` is the price of its weekly cap, `again` that of its free repeats: what today eats is not
    there tomorrow.
    """

    cap: Floats
    again: Floats


@dataclass
class History:
    """What the days so far have eaten: portions by food of the full table, amounts by nutrient."""

    eaten: Floats
    amounts: dict[str, float]
    days: int = 0


def price_week(program: Program, answer: Answer, days: int) -> WeekPrices:
    """Return the linear program's prices of weekly caps and repeats; a single day has none."""
    table = program.table
    again = np.zeros(len(table))
    if days == 1:
        return WeekPrices(again, again)
    weekly = table.max_week / WEEK < table.max_day
    cap = np.where(weekly, np.maximum(0.0, -answer.reduced[program.food_columns]), 0.0)
    for food, food_id in enumerate(table.ids):
        row = program.layout.rows.get(f"again:{food_id}")
        if row is not None:
            again[food] = max(0.0, -float(answer.duals[row]))
    return WeekPrices(cap, again)


def rank_foods(program: Program, answer: Answer) -> list[int]:
    """Return the foods by what a helping of each adds to the optimum: the least reduced cost first.

    A food outside the plan enters at its total's reduced cost plus that of its best meal.
    """
    table = program.table
    best = np.full(len(table), np.inf)
    for column, food, _, unit in program.slots:
        best[food] = min(best[food], answer.reduced[column] / unit)
    price = (answer.reduced[program.food_columns] + best) * table.helping
    eaten = answer.columns[program.food_columns]
    price = np.where(eaten > 1e-9, np.minimum(price, 0.0), price)
    return sorted(range(len(table)), key=lambda food: (round(float(price[food]), 9), food))


def week_objective(program: Program, dealt: list[WholeDay], quality_missed: float) -> float:
    """Return the mean objective of the days [$ per day], in the terms of the linear program.

    Food costs are linear and repeats convex in the week's totals, so that the linear program's optimum
    is below this for any days at all. `quality_missed` is in points × 1,000 kcal a day.
    """
    table, layout, costs = program.table, program.layout, program.costs
    eaten = np.zeros(len(table))
    for day in dealt:
        for (food, _), portions in day.portions.items():
            eaten[food] += portions / len(dealt)
    total = float(costs[program.food_columns] @ eaten) + sum(day.missed for day in dealt) / len(dealt)
    for food, food_id in enumerate(table.ids):
        row = layout.rows.get(f"again:{food_id}")
        if row is not None and eaten[food] > 0:
            beyond = eaten[food] - layout.row_bounds[row][1]
            total += costs[layout.columns[f"again:{food_id}"]] * max(0.0, float(beyond))
    if "miss:quality" in layout.columns:
        total += float(costs[layout.columns["miss:quality"]]) * quality_missed
    return total


def remember(history: History, day: WholeDay, table: FoodTable) -> None:
    """Add a day to what the week has eaten."""
    values = np.nan_to_num(table.amounts)
    for (food, _), portions in day.portions.items():
        history.eaten[food] += portions
        grams = portions * table.portion_g[food]
        for index, nutrient in enumerate(table.nutrient_ids):
            history.amounts[nutrient] = (
                history.amounts.get(nutrient, 0.0) + values[food, index] * grams / 100.0
            )
    history.days += 1

"""What a week of whole days knows of itself: what was eaten, what the rest is worth, what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.rules import WEEK
from mealopt.rules.habits import list_weekly
from mealopt.rules.limits import miss_column
from mealopt.rules.quality import missed_column
from mealopt.rules.repeats import list_repeats
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.linear.answer import Answer
    from mealopt.linear.layout import Floats
    from mealopt.request.limit import Limit
    from mealopt.rules.program import Program


@dataclass(frozen=True)
class WholeDay:
    """One day of whole portions: portions of each food of the table at each meal.

    `missed` is the price of the habits of its meals missed, `price` what the day cost when it was chosen [$].
    """

    portions: dict[tuple[int, str], float]
    missed: float
    price: float


@dataclass(frozen=True)
class WeekPrices:
    """What the linear program pays for what days share [$]: by food per portion, and by weekly habit.

    `food` is the price of its weekly cap and of its free repeats, `again` the latter alone: what today eats
    is not there tomorrow. `habits` are the duals of the weekly rows.
    """

    food: Floats
    again: Floats
    habits: dict[str, float]


@dataclass
class History:
    """What other days have eaten: portions by food of the full table, amounts by nutrient, weekly habits.

    `days` are the days eaten, of `week` in all; `rested` the foods
    that were a main dish on the day before or after.
    """

    eaten: Floats
    amounts: dict[str, float]
    habits: dict[str, float]
    days: int
    week: int
    rested: frozenset[int] = frozenset()

    @property
    def to_come(self) -> int:
        """Return how many days are still to be made, the one in question among them."""
        return self.week - self.days


def recall_days(program: Program, days: list[WholeDay], week: int) -> History:
    """Return what some days have eaten together."""
    table = program.table
    eaten = np.zeros(len(table))
    for day in days:
        for (food, _), portions in day.portions.items():
            eaten[food] += portions
    sums = multiply(eaten * table.portion_g / 100.0, table.filled)
    foods = program.food_columns
    layout = program.layout
    habits = {
        layout.row_names[row]: sum(
            value * eaten[column - foods.start]
            for column, value in layout.row_pairs[row]
            if foods.start <= column < foods.stop
        )
        for row, _ in list_weekly(program)
    }
    return History(
        eaten, dict(zip(table.nutrient_ids, map(float, sums), strict=True)), habits, len(days), week
    )


def price_week(program: Program, answer: Answer, days: int) -> WeekPrices:
    """Return the linear program's prices of weekly caps, repeats and habits; a single day has none."""
    table = program.table
    again = np.zeros(len(table))
    if days == 1:
        return WeekPrices(again, again, {})
    weekly = table.max_week / WEEK < table.max_day
    cap = np.where(weekly, np.maximum(0.0, -answer.reduced[program.food_columns]), 0.0)
    for food, row, _ in list_repeats(program):
        again[food] = max(0.0, -float(answer.duals[row]))
    names = program.layout.row_names
    habits = {names[row]: float(answer.duals[row]) for row, _ in list_weekly(program)}
    return WeekPrices(cap + again, again, habits)


def no_prices(program: Program) -> WeekPrices:
    """Return the prices of a day that every other day of the week is known for: nothing is left to guess."""
    nothing = np.zeros(len(program.table))
    return WeekPrices(nothing, nothing, {})


def rank_slots(program: Program, answer: Answer) -> list[tuple[int, str]]:
    """Return foods at meals by what a helping of each adds to the optimum: the least reduced cost first.

    A food at a meal outside the plan enters at its total's reduced cost plus that of the meal.
    """
    table = program.table
    totals = answer.reduced[program.food_columns]
    eaten = answer.columns[program.food_columns] > TRACE
    ranked = []
    for column, food, meal, unit in program.slots:
        price = float(min(totals[food], 0.0) if eaten[food] else totals[food])
        price = (price + float(answer.reduced[column]) / unit) * float(table.helping[food])
        inside = answer.columns[column] > TRACE
        ranked.append((not inside, round(price, 9), -round(float(answer.columns[column]), 9), food, meal))
    return [(food, meal) for *_, food, meal in sorted(ranked)]


def week_objective(
    program: Program, dealt: list[WholeDay], quality_missed: float, aims: Iterable[Limit] = ()
) -> float:
    """Return the mean objective of the days [$ per day], in the terms of the linear program.

    Food costs are linear and repeats convex in the week's totals, so that the linear program's optimum
    is below this for any days at all. `quality_missed` is in points × 1,000 kcal a day,
    `aims` are asked of the days together.
    """
    table, layout, costs = program.table, program.layout, program.costs
    eaten = np.zeros(len(table))
    for day in dealt:
        for (food, _), portions in day.portions.items():
            eaten[food] += portions / len(dealt)
    total = float(multiply(costs[program.food_columns], eaten))
    total += sum(day.missed for day in dealt) / len(dealt)
    for food, row, again in list_repeats(program):
        if eaten[food] > 0:
            beyond = eaten[food] - layout.row_bounds[row][1]
            total += costs[again] * max(0.0, float(beyond))
    first, last = program.food_columns.start, program.food_columns.stop
    for row, miss in list_weekly(program):
        amount = sum(v * eaten[c - first] for c, v in layout.row_pairs[row] if first <= c < last)
        low, high = layout.row_bounds[row]
        total += costs[miss] * max(0.0, low - amount, amount - high)
    amounts = recall_days(program, dealt, len(dealt)).amounts
    for limit in aims:
        short = limit.value - amounts[limit.nutrient] / len(dealt)
        total += float(costs[miss_column(program, limit)]) * max(0.0, short)
    missed = missed_column(layout)
    if missed is not None:
        total += float(costs[missed]) * quality_missed
    return total

"""Habits that have a price: what makes food a meal, and what a week wants of some kinds of food."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.request.rules import WEEK
from mealopt.rules.family import MEALS, REPEATS, Family, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.habits import Habits
    from mealopt.linear.layout import Layout
    from mealopt.rules.program import Program, Slot


class MealNeeds(Family):
    """So many helpings of a role at a meal, or the price of what is missing."""

    id = "needs"
    group = MEALS

    def add(self, stage: Stage) -> None:
        """Add a row for each need that the table has foods for."""
        add_needs(stage.layout, stage.foods, stage.knowledge.habits, stage.slots, stage.goal.habits)


class WeeklyHabits(Family):
    """What a week wants of a role and what is enough of it, or the price of the difference."""

    id = "weekly"
    group = REPEATS

    def add(self, stage: Stage) -> None:
        """Add the rows of an average day's share of a week."""
        if stage.shape.days == WEEK:
            add_weekly(stage.layout, stage.foods, stage.knowledge.habits, WEEK, stage.goal.habits)


def add_needs(
    layout: Layout, table: FoodTable, habits: Habits, slots: dict[str, list[Slot]], weight: float
) -> None:
    """Add what makes food a meal: so many helpings of a role at a meal, or its price for what is missing.

    A table without such foods at that meal has no such row. `weight` is that of habits in the goal.
    """
    for need in habits.needs:
        pairs = [
            (column, unit / float(table.helping[food]))
            for column, food, unit in slots.get(need.meal, ())
            if table.categories[food] in need.role.categories
        ]
        if pairs:
            miss = layout.add_column(f"miss:need:{need.id}", cost=weight * need.usd)
            row = layout.add_row(f"need:{need.id}", [*pairs, (miss, 1.0)], lower=need.helpings)
            layout.misses[miss] = row


def add_weekly(layout: Layout, table: FoodTable, habits: Habits, days: float, weight: float) -> None:
    """Add what a week wants and what is enough of a role, spread over `days` days, with its price."""
    first = layout.columns[f"food:{table.ids[0]}"]
    for habit in habits.weekly:
        pairs = [
            (first + food, 1.0 / float(table.helping[food]))
            for food, category in enumerate(table.categories)
            if category in habit.role.categories
        ]
        if pairs and habit.at_least > 0:
            name = f"weekly:least:{habit.id}"
            miss = layout.add_column(f"miss:{name}", cost=weight * habit.usd)
            layout.misses[miss] = layout.add_row(name, [*pairs, (miss, 1.0)], lower=habit.at_least / days)
        if pairs and math.isfinite(habit.at_most):
            name = f"weekly:most:{habit.id}"
            more = layout.add_column(f"miss:{name}", cost=weight * habit.usd)
            layout.misses[more] = layout.add_row(name, [*pairs, (more, -1.0)], upper=habit.at_most / days)


def list_weekly(program: Program) -> Iterator[tuple[int, int]]:
    """Yield the row of each habit of a week, with the column of what is missing or too much."""
    misses = program.layout.misses
    return ((misses[column], column) for column in program.layout.columns_of(WeeklyHabits.id))

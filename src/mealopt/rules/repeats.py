"""Eating the same again in the week: a convex surcharge beyond what is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.request.rules import WEEK
from mealopt.rules.family import REPEATS, Family, Stage
from mealopt.rules.objective import repeat_costs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.linear.layout import Floats, Layout
    from mealopt.rules.program import Program


class Repeats(Family):
    """What the week has of a food beyond its free helpings."""

    id = "repeats"
    group = REPEATS

    def add(self, stage: Stage) -> None:
        """Add the surcharge to the average day of a week, where the goal has one."""
        if stage.goal.repeat_usd > 0 and stage.shape.days == WEEK:
            add_repeats(stage.layout, stage.foods, stage.goal, WEEK)

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return nothing: no other food stands in the repeats of one."""
        return np.zeros(len(table))


def add_repeats(layout: Layout, table: FoodTable, goal: Goal, days: float) -> None:
    """Add the convex surcharge for eating the same again beyond the goal's free helpings of a week.

    `days` is the number of days the breakpoints of a week are spread over.
    """
    costs = repeat_costs(table, goal)
    for food, food_id in enumerate(table.ids):
        if costs[food] == 0.0:
            continue
        again = layout.add_column(f"again:{food_id}", cost=float(costs[food]))
        free = goal.repeats_free * float(table.helping[food]) / days
        layout.add_row(
            f"again:{food_id}", [(layout.columns[f"food:{food_id}"], 1.0), (again, -1.0)], upper=free
        )


def list_repeats(program: Program) -> Iterator[tuple[int, int, int]]:
    """Yield each food that has a surcharge, with its row and the column of what is too often."""
    layout, first = program.layout, program.food_columns.start
    for row, column in zip(layout.rows_of(Repeats.id), layout.columns_of(Repeats.id), strict=True):
        yield layout.row_pairs[row][0][0] - first, row, column

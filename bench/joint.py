"""The week as one model of seven days, tied by what holds over the week: what a planner would build first.

Its optimum is seven times that of the average day, because every day has the same convex rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mealopt.linear.highs import run_pulp
from mealopt.linear.layout import Bounds, Layout
from mealopt.linear.statement import state_problem
from mealopt.request.rules import WEEK
from mealopt.rules.build import bind_person, build_program

if TYPE_CHECKING:
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program


@dataclass(frozen=True)
class Joint:
    """The seven days' layout and one person's bounds on it."""

    layout: Layout
    bounds: Bounds


def build_joint(program: Program, daily: Program, bounds: Bounds, day_bounds: Bounds) -> Joint:
    """Build seven days from a week's average day: rows and columns a single day lacks are the week's own.

    What holds over the week is asked of the seven days together; each food is held to its cap of a day,
    and in a row to its cap of the week. Costs are per day.
    """
    week, layout = program.layout, Layout()
    lower: list[float] = []
    upper: list[float] = []
    row_lower: list[float] = []
    row_upper: list[float] = []

    def add(name: str, low: float, high: float, cost: float) -> int:
        lower.append(low)
        upper.append(high)
        return layout.add_column(name, low, high, cost / WEEK)

    def require(name: str, pairs: list[tuple[int, float]], low: float, high: float) -> None:
        row_lower.append(low)
        row_upper.append(high)
        layout.add_row(name, pairs, low, high)

    places: list[list[int]] = []  # of each of the average day's columns: seven, or one
    for column, name in enumerate(week.column_names):
        cost, low, high = week.costs[column], bounds.column_lower[column], bounds.column_upper[column]
        if name in daily.layout.columns:
            own = daily.layout.columns[name]
            low, high = day_bounds.column_lower[own], day_bounds.column_upper[own]
            places.append([add(f"{name}:{day}", low, high, cost) for day in range(WEEK)])
        else:
            places.append([add(name, low * WEEK, high * WEEK, cost)])
    for row, name in enumerate(week.row_names):
        pairs, low, high = week.row_pairs[row], bounds.row_lower[row], bounds.row_upper[row]
        if name in daily.layout.rows:
            for day in range(WEEK):
                require(f"{name}:{day}", [(places[column][day], value) for column, value in pairs], low, high)
        else:
            spread = [(place, value) for column, value in pairs for place in places[column]]
            require(name, spread, low * WEEK, high * WEEK)
    first = program.food_columns.start
    for food, most in enumerate(bounds.column_upper[program.food_columns] * WEEK):
        if most < sum(upper[place] for place in places[first + food]):
            pairs = [(place, 1.0) for place in places[first + food]]
            require(f"week:{program.table.ids[food]}", pairs, -np.inf, float(most))
    return Joint(layout, Bounds(np.array(lower), np.array(upper), np.array(row_lower), np.array(row_upper)))


def solve_joint(
    program: Program, daily: Program, targets: Targets, rules: Rules, quality: float | None
) -> Any:
    """Build the seven days for one person, from the tables on, solve them cold, and return HiGHS.

    `daily` only tells which rows are a day's. Presolve is off: with it the solver takes longer.
    """
    again = build_program(program.shape, program.knowledge)
    bounds = bind_person(again, targets, rules, quality=quality)
    joint = build_joint(again, daily, bounds, bind_person(daily, targets, rules, quality=quality))
    return run_pulp(state_problem(joint.layout, joint.bounds), presolve="off")

"""The money of a day, at most a budget."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.rules.family import MUST, Ask, Family, Group, Member, Miss, Stage, relax_rows
from mealopt.rules.foods import pinned_portions

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Bounds, Floats, Layout
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program

MONEY = "budget"  # the row that counts dollars


class Budget(Family):
    """What a day may cost; what was eaten already is spent, and counts nowhere."""

    id = "budget"
    group = Group("budget", "Your budget", 6)

    def add(self, stage: Stage) -> None:
        """Add the row of money."""
        add_budget(stage.layout, stage.foods)

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set what may be spent."""
        if ask.rules.budget is not None:
            spent = ate_cost(program.table, ask.rules)
            bounds.row_upper[money_row(program)] = ask.rules.budget + spent

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return the budget."""
        if ask.rules.budget is None:
            return []
        label = f"at most ${ask.rules.budget:.2f} a day"
        return [Member("budget", label, "budget", relax_rows([money_row(program)]))]

    def list_misses(self, program: Program, ask: Ask) -> list[Miss]:
        """Return the column of what is spent above it."""
        limit = math.inf
        if ask.rules.budget is not None:
            limit = ask.rules.budget + ate_cost(program.table, ask.rules)
        column = program.layout.columns["miss:budget"]

        def say(missing: float) -> str:
            return f"Budget: ${missing:.2f} a day above ${limit:.2f}"

        return [Miss(column, MUST, max(1.0, limit), self.id, "maximum", limit, say=say)]

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return what a portion of other foods costs."""
        return table.cost_per_portion


def add_budget(layout: Layout, table: FoodTable) -> None:
    """Add the money of a day as a row, to be kept within the budget."""
    first = layout.columns[f"food:{table.ids[0]}"]
    miss = layout.add_column("miss:budget", 0.0, 0.0)
    pairs = [(first + food, float(cost)) for food, cost in enumerate(table.cost_per_portion)]
    layout.misses[miss] = layout.add_row(MONEY, [*pairs, (miss, -1.0)], upper=math.inf)


def money_row(program: Program) -> int:
    """Return the row of the money of a day."""
    return program.layout.rows[MONEY]


def ate_cost(table: FoodTable, rules: Rules) -> float:
    """Return the money of what was eaten already [$ a day]: it is spent, and counts nowhere."""
    portions = pinned_portions(table, rules)
    return sum(portions[food] * float(table.cost_per_portion[table.position(food)]) for food in rules.ate)

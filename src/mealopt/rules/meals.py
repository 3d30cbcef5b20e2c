"""Meals: the share of the day's energy that each of them holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.arithmetic import multiply
from mealopt.rules.family import MEALS, SHARES, Ask, Family, Member, Stage

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Bounds, Layout
    from mealopt.rules.program import Program, Slot


class Meals(Family):
    """The energy of each meal, within its usual share of the day."""

    id = "meals"
    group = MEALS

    def add(self, stage: Stage) -> None:
        """Add the energy of each meal."""
        add_meals(stage.layout, stage.foods, stage.knowledge.energy_id, stage.slots)

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set the least and the most energy of each meal."""
        energy = ask.targets.energy.kcal
        for meal in program.knowledge.meals:
            column = meal_column(program, meal.id)
            bounds.column_lower[column] = meal.energy_share_min * energy
            bounds.column_upper[column] = meal.energy_share_max * energy

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return the shares of all meals together."""
        columns = meal_columns(program)

        def relax(bounds: Bounds) -> None:
            bounds.column_lower[columns], bounds.column_upper[columns] = 0.0, math.inf

        return [Member("meals", "the usual shares of the meals", "meals", relax, rank=SHARES)]

    def allow_beside(self, program: Program, bounds: Bounds, table: FoodTable) -> None:
        """Lower the least energy of each meal by what supplements hold."""
        energy = table.per_portion(program.knowledge.energy_id)
        bounds.column_lower[meal_columns(program)] -= float(multiply(energy, table.max_day))


def add_meals(layout: Layout, table: FoodTable, energy_id: str, slots: dict[str, list[Slot]]) -> None:
    """Add the energy of each meal as a column, to be kept in its usual share of the day."""
    kcal = table.per_portion(energy_id)
    for meal, found in slots.items():
        energy = layout.add_column(energy_name(meal))
        pairs = [(column, unit * float(kcal[food])) for column, food, unit in found]
        layout.add_row(energy_name(meal), [*pairs, (energy, -1.0)], 0.0, 0.0)


def energy_name(meal: str) -> str:
    """Return the column and the row of a meal's energy."""
    return f"meal:{meal}"


def meal_column(program: Program, meal: str) -> int:
    """Return the column of a meal's energy."""
    return program.layout.columns[energy_name(meal)]


def meal_columns(program: Program) -> list[int]:
    """Return the columns of the meals' energy."""
    return [meal_column(program, meal.id) for meal in program.knowledge.meals]

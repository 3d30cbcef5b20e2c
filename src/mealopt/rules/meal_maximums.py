"""The most of a nutrient at each meal, where a person asks for it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from mealopt.rules.family import Ask, Concession, Family, Group, Member, Stage, relax_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds, Layout
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program, Slot


class MealMaximums(Family):
    """At most so much of a nutrient at each meal."""

    id = "meal_maximums"
    group = Group("meal_maximums", "The most you want at a meal", 3)

    def add(self, stage: Stage) -> None:
        """Add a row for each meal and each nutrient that is asked of them."""
        add_meal_maximums(stage.layout, stage.foods, stage.shape.per_meal, stage.slots)

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set the most of each nutrient."""
        for nutrient in program.shape.per_meal:
            most = ask.rules.meal_maximums.get(nutrient, math.inf)
            bounds.row_upper[find_rows(program, nutrient)] = most

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return the most of each nutrient, at all meals together."""
        members = []
        for nutrient, value in ask.rules.meal_maximums.items():
            info = program.knowledge.nutrients[nutrient]
            label = f"at most {info.show(value)} {info.inside} at a meal"
            drop = relax_rows(find_rows(program, nutrient))
            name = f"meal_maximum:{nutrient}:"
            members.append(Member(name, label, "meal_maximum", drop, nutrient))
        return members

    def list_changes(self, rules: Rules, knowledge: Knowledge) -> list[Concession]:
        """Return the rules without each of them."""
        found = []
        for nutrient in rules.meal_maximums:
            most = {other: value for other, value in rules.meal_maximums.items() if other != nutrient}
            label = f"let a meal hold as much {knowledge.nutrients[nutrient].inside} as it does"
            found.append(Concession(f"meal:{nutrient}", label, replace(rules, meal_maximums=most)))
        return found


def add_meal_maximums(
    layout: Layout, table: FoodTable, nutrients: Iterable[str], slots: dict[str, list[Slot]]
) -> None:
    """Add Σ_f a_nf · x_fm ≤ maximum of each nutrient at each meal; unknown values count as high."""
    for nutrient in nutrients:
        values = table.most_per_portion(nutrient)
        for meal, found in slots.items():
            pairs = [(column, unit * float(values[food])) for column, food, unit in found]
            layout.add_row(row_name(nutrient, meal), pairs, upper=math.inf)


def row_name(nutrient: str, meal: str) -> str:
    """Return the row of the most of a nutrient at a meal."""
    return f"meal_maximum:{nutrient}:{meal}"


def find_rows(program: Program, nutrient: str) -> list[int]:
    """Return the rows of the most of a nutrient, a meal each."""
    return [program.layout.rows[row_name(nutrient, meal.id)] for meal in program.knowledge.meals]

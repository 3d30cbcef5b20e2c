"""How much of some kinds of food one meal takes together: no three breads, no two margarines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.rules.family import CAPS, Family, Stage
from mealopt.rules.foods import HELPINGS, taken_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.knowledge.choices import MealLimit
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Bounds, Layout
    from mealopt.rules.program import Program, Slot

PLATES = "plates"  # the rows that count different foods: a fuller plate may do without them


class Helpings(Family):
    """At most so many helpings, and so many different foods, of some kinds together at a meal."""

    id = HELPINGS
    group = CAPS

    def add(self, stage: Stage) -> None:
        """Add the limits of meals, wider for who has larger portions."""
        limits, larger = stage.knowledge.meal_limits, stage.shape.larger
        add_meal_limits(stage.layout, stage.foods, limits, stage.slots, larger)

    def enlarge(self, program: Program, bounds: Bounds, factor: float) -> None:
        """Loosen the limits of helpings."""
        bounds.row_upper[program.layout.rows_of(HELPINGS)] *= factor


def add_meal_limits(
    layout: Layout,
    table: FoodTable,
    limits: tuple[MealLimit, ...],
    slots: dict[str, list[Slot]],
    larger: float,
) -> None:
    """Allow at most so much of some categories together at one meal: no three breads, no two margarines.

    Helpings are limited in every model, the number of different foods where portions are counted.
    """
    for limit in limits:
        for (group, meal), found in sorted(group_slots(table, limit, slots).items()):
            helpings = [(column, unit / float(table.helping[food])) for column, food, unit in found]
            if math.isfinite(limit.helpings):
                row = layout.add_row(f"limit:{group}:{meal}", helpings, upper=limit.helpings * larger)
                layout.giving_way.add(row)
            names = [taken_column(layout, table.ids[food], meal) for _, food, _ in found]
            taken = [(column, 1.0) for column in names if column is not None]
            if math.isfinite(limit.foods) and taken:
                with layout.owned_by(PLATES):
                    layout.add_row(f"foods:{group}:{meal}", taken, upper=limit.foods)


def group_slots(
    table: FoodTable, limit: MealLimit, slots: Mapping[str, list[Slot]]
) -> dict[tuple[str, str], list[Slot]]:
    """Return the foods at a meal that a limit counts together, by group and meal.

    `*` makes a group of each category, `**` one of the whole meal.
    """
    groups: dict[tuple[str, str], list[Slot]] = {}
    for meal, found in slots.items():
        for slot in found:
            category = table.categories[slot[1]]
            if "*" in limit.categories:
                groups.setdefault((f"{limit.id}:{category}", meal), []).append(slot)
            elif "**" in limit.categories or category in limit.categories:
                groups.setdefault((limit.id, meal), []).append(slot)
    return groups

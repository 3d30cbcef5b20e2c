"""Foods and the meals they are eaten at: how much of each, what is pinned and what is left out."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from mealopt.request.rules import WEEK
from mealopt.rules.family import AMOUNTS, CAPS, MANY, Ask, Concession, Family, Member, Relaxation, Stage
from mealopt.rules.objective import food_costs
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.habits import Habits
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds, Floats, Layout
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program, Slot

HELPINGS = "helpings"  # the family that caps foods together: amounts are dropped with it


class Foods(Family):
    """The total of each food and its portions at meals, within what people eat; pins and exclusions."""

    id = "foods"
    group = CAPS

    def add(self, stage: Stage) -> None:
        """Add the foods, and the foods at their meals."""
        shape = stage.shape
        add_foods(stage.layout, stage.foods, stage.goal, shape.seed)
        stage.slots = add_slots(
            stage.layout, stage.foods, stage.knowledge.meals, whole=shape.whole, pins=dict(shape.pins),
            only=shape.slots, habits=stage.knowledge.habits,
        )  # fmt: skip

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set caps, pins and single exclusions. A pin is exact, and lifts the caps that would forbid it."""
        layout, table = program.layout, program.table
        bounds.column_upper[program.food_columns] = food_caps(table, program.shape.days)
        for food_id in ask.rules.exclude:
            if food_id in table:
                bounds.column_upper[food_column(program, food_id)] = 0.0
        for food_id, portions in pinned_portions(table, ask.rules).items():
            column = food_column(program, food_id)
            bounds.column_lower[column] = bounds.column_upper[column] = portions
            taken_whole = dict(program.shape.pins).get(food_id)
            for meal in program.knowledge.meals:
                slot = layout.columns.get(f"portion:{food_id}:{meal.id}")
                if slot is not None:
                    lift_slot(program, bounds, slot, 1.0 if taken_whole else portions)

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return the amounts of each food, and each pin and exclusion."""
        table, rules = program.table, ask.rules
        drop = relax_amounts(program)
        members = [Member("amounts", "the amounts of each food people eat", "amounts", drop, rank=AMOUNTS)]
        for food_id in (*rules.include, *rules.ate):
            label = f"{table.names[table.position(food_id)]} as asked"
            members.append(Member(f"pin:{food_id}", label, "pin", relax_pin(program, food_id)))
        for food_id in rules.exclude:
            if food_id in table:
                label = f"no {table.names[table.position(food_id)]}"
                drop = relax_pin(program, food_id)
                members.append(Member(f"exclude:{food_id}", label, "exclusion", drop))
        return members

    def list_changes(self, rules: Rules, knowledge: Knowledge) -> list[Concession]:
        """Return the rules without each pin and exclusion.

        What was eaten already cannot be given up: only what is still to come can.
        """
        table, found = knowledge.foods, []
        for food_id in rules.include:
            pins = {key: grams for key, grams in rules.include.items() if key != food_id}
            label = f"let the plan choose how much of this: {table.names[table.position(food_id)]}"
            found.append(Concession(f"drop:{food_id}", label, replace(rules, include=pins)))
        for food_id in rules.exclude:
            kept = tuple(other for other in rules.exclude if other != food_id)
            label = f"allow {table.names[table.position(food_id)]}"
            found.append(Concession(f"allow:{food_id}", label, replace(rules, exclude=kept)))
        return found

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return nothing: no other food stands in the total of one."""
        return np.zeros(len(table))

    def enlarge(self, program: Program, bounds: Bounds, factor: float) -> None:
        """Loosen the caps of foods, on the day and at each meal."""
        bounds.column_upper[[column for column, *_ in program.slots]] *= factor
        bounds.column_upper[program.food_columns] *= factor


def add_foods(layout: Layout, table: FoodTable, goal: Goal, seed: int = 0) -> None:
    """Add y_f [portions a day], the total of each food, at its price and surcharges."""
    for food_id, cost in zip(table.ids, food_costs(table, goal, seed), strict=True):
        layout.add_column(f"food:{food_id}", cost=float(cost))


def add_slots(
    layout: Layout,
    table: FoodTable,
    meals: tuple[Meal, ...],
    *,
    whole: bool,
    pins: Mapping[str, float] = MappingProxyType({}),
    only: frozenset[tuple[str, str]] | None = None,
    habits: Habits | None = None,
) -> dict[str, list[Slot]]:
    """Add x_fm [portions], a food at a meal, where people eat it then; y_f = Σ_m x_fm.

    A food belongs to a meal that holds at least the meal's least share of its occasions; one that
    reaches it nowhere belongs to the meal of its largest share. In whole mode a column counts steps,
    and what is taken at all is at least half a helping; a pinned food (`pins`, portions by id) is taken
    as given, whatever its step, at one of its meals. `only` leaves foods some of their meals.
    """
    slots: dict[str, list[Slot]] = {meal.id: [] for meal in meals}
    for food, food_id in enumerate(table.ids):
        places = eaten_at(table, food, meals, habits)
        if only is not None and food_id not in pins:
            places = [meal for meal in places if (food_id, meal.id) in only]
        pin = pins.get(food_id, 0.0) if whole else 0.0
        unit = pin or (float(table.step[food]) if whole else 1.0)
        most = pin or float(table.max_meal[food])
        pairs = [(layout.columns[f"food:{food_id}"], -1.0)]
        for meal in places:
            top = float(math.floor(most / unit + TRACE)) if whole else most
            column = layout.add_column(f"portion:{food_id}:{meal.id}", 0.0, top, whole=whole)
            slots[meal.id].append((column, food, unit))
            pairs.append((column, unit))
            least = max(1, math.ceil(table.least[food] / unit - TRACE))
            if whole and not pin and least <= top:
                add_least(layout, column, f"{food_id}:{meal.id}", least, int(top))
        layout.add_row(f"total:{food_id}", pairs, 0.0, 0.0)
    return slots


def add_least(layout: Layout, column: int, name: str, least: float, most: float) -> None:
    """Let a counted column be zero or lie between `least` and `most`: nobody serves a crumb."""
    taken = layout.add_column(f"taken:{name}", 0.0, 1.0, whole=True)
    layout.add_row(f"least:{name}", [(column, 1.0), (taken, -least)], lower=0.0)
    layout.add_row(f"most:{name}", [(column, 1.0), (taken, -most)], upper=0.0)


def taken_column(layout: Layout, food_id: str, meal: str) -> int | None:
    """Return the column that says whether a food is taken at a meal at all, where portions are counted."""
    return layout.columns.get(f"taken:{food_id}:{meal}")


def food_column(program: Program, food_id: str) -> int:
    """Return the column of the total of a food."""
    return program.layout.columns[f"food:{food_id}"]


def eaten_at(
    table: FoodTable, food: int, meals: tuple[Meal, ...], habits: Habits | None = None
) -> list[Meal]:
    """Return the meals a food is eaten at, those left out at which its kind is out of place."""
    shares, kind = table.meal_shares[food], table.categories[food]
    found = [
        meal
        for meal in meals
        if shares[table.meals.index(meal.id)] >= meal.least_share
        and not (habits and habits.is_out_of_place(kind, meal.id))
    ]
    if not found:
        found = [max(meals, key=lambda meal: (shares[table.meals.index(meal.id)], -meal.place))]
    return found


def food_caps(table: FoodTable, days: int) -> Floats:
    """Return the most portions of each food on a day; on the average day of a week, a seventh of its cap."""
    if days == WEEK:
        return np.minimum(table.max_day, table.max_week / WEEK)
    return table.max_day.copy()


def pinned_portions(table: FoodTable, rules: Rules) -> dict[str, float]:
    """Return the portions a day of each pinned food; a pin without grams is one helping."""
    pins = {}
    for food_id, grams in (*rules.include.items(), *rules.ate.items()):
        food = table.position(food_id)
        pins[food_id] = float(table.helping[food]) if grams is None else grams / float(table.portion_g[food])
    return pins


def lift_slot(program: Program, bounds: Bounds, slot: int, portions: float) -> None:
    """Make room for a pin at one meal: in its own cap and in every limit of the meal it counts in."""
    bounds.column_upper[slot] = max(bounds.column_upper[slot], portions)
    for row, coefficient in program.slot_rows.get(slot, ()):
        bounds.row_upper[row] += coefficient * portions


def relax_amounts(program: Program) -> Relaxation:
    """Return how to drop the caps of foods, those of pins and exclusions left in place."""
    rows = program.layout.rows_of(HELPINGS)
    slots = [column for column, *_ in program.slots]
    foods = program.food_columns

    def relax(bounds: Bounds) -> None:
        bounds.row_upper[rows] = math.inf
        bounds.column_upper[slots] = MANY
        lower, upper = bounds.column_lower[foods], bounds.column_upper[foods]
        free = (lower == 0.0) & (upper > 0.0)
        upper[free] = MANY

    return relax


def relax_pin(program: Program, food_id: str) -> Relaxation:
    """Return how to drop a pin or an exclusion of one food."""
    column = food_column(program, food_id)
    food = program.table.position(food_id)

    def relax(bounds: Bounds) -> None:
        bounds.column_lower[column] = 0.0
        bounds.column_upper[column] = max(float(program.table.max_day[food]), 0.0)

    return relax

"""A whole model for one shape of rules, and one person's numbers on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model import rows
from mealopt.model.layout import Bounds, Floats, Layout, Matrix
from mealopt.model.objective import aim_costs
from mealopt.request.limit import Limit, limit_name
from mealopt.request.rules import Rules, supplement_mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mealopt.knowledge.choices import Goal
    from mealopt.knowledge.eating_index import Component
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.targets import Targets

WEEK = 7


@dataclass(frozen=True)
class Shape:
    """What changes the matrix: the foods allowed, the goal, the days, quality, and own limits.

    `slots` leaves foods (by id) only some of their meals; `per_meal` are nutrients with a maximum at a meal.

    People who share a shape share a model; everything else about them is a bound.
    """

    food_ids: tuple[str, ...]
    goal: str
    days: int
    quality: bool
    own: tuple[str, ...] = ()
    whole: bool = False
    slots: frozenset[tuple[str, str]] | None = None
    larger: float = 1.0
    pins: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    per_meal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Program:
    """A layout with the table and goal it was built for."""

    shape: Shape
    table: FoodTable
    goal: Goal
    layout: Layout
    knowledge: Knowledge

    @cached_property
    def matrix(self) -> Matrix:
        """Return the coefficients as arrays."""
        return self.layout.matrix()

    @cached_property
    def costs(self) -> Floats:
        """Return the objective as an array over columns [$]."""
        return np.array(self.layout.costs)

    @cached_property
    def food_columns(self) -> slice:
        """Return where the food totals y stand: one run of columns, in table order."""
        first = self.layout.columns[f"food:{self.table.ids[0]}"]
        return slice(first, first + len(self.table))

    @cached_property
    def slots(self) -> tuple[tuple[int, int, str, float], ...]:
        """Return every food at a meal: its column, the food, the meal, portions per unit of the column."""
        found = []
        pins = dict(self.shape.pins)
        for food, food_id in enumerate(self.table.ids):
            unit = pins.get(food_id) or (float(self.table.step[food]) if self.shape.whole else 1.0)
            for meal in self.knowledge.meals:
                column = self.layout.columns.get(f"portion:{food_id}:{meal.id}")
                if column is not None:
                    found.append((column, food, meal.id, unit))
        return tuple(found)

    @cached_property
    def slot_of(self) -> dict[int, tuple[int, int, str, float]]:
        """Return the food at a meal of each column that is one."""
        return {slot[0]: slot for slot in self.slots}

    def find_slots(self, columns: Iterable[int]) -> Iterator[tuple[int, int, str, float]]:
        """Yield which foods at meals some columns are; those that are none are left out."""
        return (self.slot_of[column] for column in columns if column in self.slot_of)

    @cached_property
    def column_rows(self) -> dict[int, list[tuple[int, float]]]:
        """Return the rows each column stands in, with its coefficients."""
        found: dict[int, list[tuple[int, float]]] = {}
        for row, pairs in enumerate(self.layout.row_pairs):
            for column, value in pairs:
                found.setdefault(column, []).append((row, value))
        return found

    @cached_property
    def slot_rows(self) -> dict[int, list[tuple[int, float]]]:
        """Return the meal limits and pairings each food at a meal counts in, with its coefficient."""
        found: dict[int, list[tuple[int, float]]] = {}
        for name, row in self.layout.rows.items():
            if name.startswith(("limit:", "pairing:")):
                for column, value in self.layout.row_pairs[row]:
                    if value > 0:
                        found.setdefault(column, []).append((row, value))
        return found

    def limit_place(self, limit: Limit) -> tuple[str, int]:
        """Return where a limit stands: (`row`, index), or (`column`, index) for energy."""
        if limit.name in self.layout.rows:
            return "row", self.layout.rows[limit.name]
        return "column", self.layout.columns[rows.amount_name(limit.nutrient)]


def build_program(shape: Shape, knowledge: Knowledge, table: FoodTable | None = None) -> Program:
    """Build the model of a shape: food totals, meals, nutrients, quality, repeats, budget.

    A `table` given is one that another program of the shape has taken its foods from.
    """
    source = knowledge.foods.enlarge(shape.larger) if table is None else table
    foods = source.take([source.position(food_id) for food_id in shape.food_ids])
    goal = knowledge.goals[shape.goal]
    layout = Layout()
    rows.add_foods(layout, foods, goal, shape.seed)
    slots = rows.add_slots(
        layout, foods, knowledge.meals, whole=shape.whole, pins=dict(shape.pins), only=shape.slots,
        habits=knowledge.habits,
    )
    nutrients = rows.nutrients_of(knowledge, foods, shape.own, quality=shape.quality)
    rows.add_amounts(layout, foods, nutrients)
    blanks = [n for n in nutrients if np.isnan(foods.column(n)).any() and n != knowledge.energy_id]
    rows.add_amounts(layout, foods, blanks, imputed=True)
    add_limits(layout, foods, knowledge, goal, shape, set(blanks))
    rows.add_meals(layout, foods, knowledge.energy_id, slots)
    rows.add_meal_maximums(layout, foods, shape.per_meal, slots)
    rows.add_meal_limits(layout, foods, knowledge.meal_limits, slots, shape.larger)
    rows.add_pairings(layout, foods, knowledge.pairings, slots)
    rows.add_needs(layout, foods, knowledge.habits, slots, goal.habits)
    if shape.days == WEEK:
        rows.add_weekly(layout, foods, knowledge.habits, WEEK, goal.habits)
    if goal.repeat_usd > 0 and shape.days == WEEK:
        rows.add_repeats(layout, foods, goal, WEEK)
    if shape.quality:
        rows.add_eating_index(layout, knowledge.eating_index)
    rows.add_budget(layout, foods)
    return Program(shape, foods, goal, layout, knowledge)


def limit_sides(knowledge: Knowledge) -> set[tuple[str, str, str]]:
    """Return the side, nutrient and scope of every limit anybody may have that the food table can measure."""
    known = knowledge.foods.nutrient_ids
    turned = {n for c in knowledge.conditions.values() for n in c.at_most if n in known}
    return {("maximum", nutrient, "total") for nutrient in turned} | {
        (side, row.measured_as, "supplements" if row.applies_to == "supplements" else "total")
        for row in knowledge.intakes
        for side, value in (("minimum", row.minimum), ("maximum", row.maximum))
        if value is not None and row.strength != "report" and row.measured_as in known
    }


def add_limits(
    layout: Layout, foods: FoodTable, knowledge: Knowledge, goal: Goal, shape: Shape, blanks: set[str]
) -> None:
    """Add a row for every side of every nutrient that anybody has a limit for.

    Energy has none: its limits are the bounds of its amount, one number on both sides in exact mode.
    """
    prices = aim_costs(knowledge, goal)
    mask = supplement_mask(foods).astype(np.float64)
    wanted = limit_sides(knowledge)
    wanted |= {(side, nutrient, "total") for nutrient in shape.own for side in ("minimum", "maximum")}
    for side, nutrient, scope in sorted(wanted):
        if nutrient == knowledge.energy_id:
            continue
        if scope == "supplements":
            if not mask.any():
                continue
            if rows.amount_name(nutrient, scope) not in layout.columns:
                rows.add_scoped_amount(layout, foods, nutrient, scope, mask)
        imputed = side == "maximum" and scope == "total" and nutrient in blanks
        amount = layout.columns[rows.amount_name(nutrient, scope, imputed=imputed)]
        rows.add_limit(layout, limit_name(side, nutrient, scope), amount, side, prices.get(nutrient, 0.0))


def bind_person(
    program: Program,
    targets: Targets,
    rules: Rules,
    *,
    quality: float | None = None,
    energy_slack: float = 0.0,
    soft_quality: bool = False,
) -> Bounds:
    """Return one person's bounds on a program.

    `quality` is the HEI-2020 score asked (`None`: none), `energy_slack` the share by which energy may
    differ from the target (0 in exact mode), `soft_quality` whether points may be missed at a price.
    Supplements' limits do not bind where there are none; raises LookupError where the program lacks the row
    of another, because a target must not be dropped in silence.
    """
    layout, table = program.layout, program.table
    lacking = [x.name for x in targets.limits.values() if x.scope == "total" and not limit_known(program, x)]
    if lacking:
        raise LookupError(lacking)
    bounds = layout.bounds()
    energy = targets.energy.kcal
    for limit in targets.limits.values():
        place, index = program.limit_place(limit) if limit_known(program, limit) else ("", 0)
        if place == "column":
            side = bounds.column_lower if limit.side == "minimum" else bounds.column_upper
            side[index] = limit.value * (1 - energy_slack if limit.side == "minimum" else 1 + energy_slack)
        elif place == "row" and limit.side == "minimum":
            bounds.row_lower[index] = limit.value
            bounds.column_upper[layout.columns[f"miss:{limit.name}"]] = (
                math.inf if limit.must is None else limit.value - limit.must
            )
        elif place == "row":
            bounds.row_upper[index] = limit.value
    for meal in program.knowledge.meals:
        column = layout.columns[f"meal:{meal.id}"]
        bounds.column_lower[column] = meal.energy_share_min * energy
        bounds.column_upper[column] = meal.energy_share_max * energy
        for nutrient in program.shape.per_meal:
            row = layout.rows[rows.meal_maximum_name(nutrient, meal.id)]
            bounds.row_upper[row] = rules.meal_maximums.get(nutrient, math.inf)
    if program.shape.quality:
        bind_quality(layout, program.knowledge.eating_index, bounds, energy, quality)
        if soft_quality:
            bounds.column_upper[layout.columns["miss:quality"]] = math.inf
    if rules.budget is not None:
        bounds.row_upper[layout.rows["budget"]] = rules.budget + ate_cost(table, rules)
    bounds.column_upper[program.food_columns] = food_caps(table, program.shape.days)
    bind_foods(program, bounds, rules)
    return bounds


def limit_known(program: Program, limit: Limit) -> bool:
    """Say whether the program can express a limit (a supplements' limit needs supplements)."""
    return limit.name in program.layout.rows or limit.nutrient == program.knowledge.energy_id


def food_caps(table: FoodTable, days: int) -> Floats:
    """Return the most portions of each food on a day; on the average day of a week, a seventh of its cap."""
    if days == WEEK:
        return np.minimum(table.max_day, table.max_week / WEEK)
    return table.max_day.copy()


def bind_quality(
    layout: Layout, components: Sequence[Component], bounds: Bounds, energy: float, quality: float | None
) -> None:
    """Set the right-hand sides of HEI-2020 for an energy target [kcal]; `None` asks for no score."""
    for component in components:
        full = component.max_points * energy / 1000.0
        column, row = layout.columns[f"score:{component.id}"], layout.rows[f"score:{component.id}"]
        bounds.column_upper[column] = full
        if component.per == "ratio":
            bounds.column_lower[column] = full
            bounds.row_lower[row] = 0.0 if quality else -math.inf
        else:
            bounds.row_upper[row] = score_line(component, energy) if quality else math.inf
    bounds.row_lower[layout.rows["quality"]] = quality * energy / 1000.0 if quality else -math.inf


def score_line(component: Component, energy: float) -> float:
    """Return the right-hand side of a component's line for an energy [kcal]: −k · zero · E / 1000."""
    return -component.slope * component.zero_at * energy / 1000.0


def bind_foods(program: Program, bounds: Bounds, rules: Rules) -> None:
    """Set pins and single exclusions. A pin is exact, and lifts the caps that would forbid it."""
    layout, table = program.layout, program.table
    for food_id in rules.exclude:
        if food_id in table:
            bounds.column_upper[layout.columns[f"food:{food_id}"]] = 0.0
    for food_id, portions in pinned_portions(table, rules).items():
        column = layout.columns[f"food:{food_id}"]
        bounds.column_lower[column] = bounds.column_upper[column] = portions
        taken_whole = dict(program.shape.pins).get(food_id)
        for meal in program.knowledge.meals:
            slot = layout.columns.get(f"portion:{food_id}:{meal.id}")
            if slot is not None:
                lift_slot(program, bounds, slot, 1.0 if taken_whole else portions)


def pinned_portions(table: FoodTable, rules: Rules) -> dict[str, float]:
    """Return the portions a day of each pinned food; a pin without grams is one helping."""
    pins = {}
    for food_id, grams in (*rules.include.items(), *rules.ate.items()):
        food = table.position(food_id)
        pins[food_id] = float(table.helping[food]) if grams is None else grams / float(table.portion_g[food])
    return pins


def ate_cost(table: FoodTable, rules: Rules) -> float:
    """Return the money of what was eaten already [$ a day]: it is spent, and counts nowhere."""
    portions = pinned_portions(table, rules)
    return sum(portions[food] * float(table.cost_per_portion[table.position(food)]) for food in rules.ate)


def lift_slot(program: Program, bounds: Bounds, slot: int, portions: float) -> None:
    """Make room for a pin at one meal: in its own cap and in every limit of the meal it counts in."""
    bounds.column_upper[slot] = max(bounds.column_upper[slot], portions)
    for row, coefficient in program.slot_rows.get(slot, ()):
        bounds.row_upper[row] += coefficient * portions

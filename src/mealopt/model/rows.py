"""The rows of the model, a function for each kind; every one says what must hold and why."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model.objective import food_costs, repeat_costs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mealopt.knowledge.choices import Goal, Meal, MealLimit, Pairing
    from mealopt.knowledge.eating_index import Component
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.habits import Habits
    from mealopt.knowledge.library import Knowledge
    from mealopt.model.layout import Floats, Layout

QUALITY_USD = 0.1  # what whole portions pay per HEI-2020 point missed on a day of 1,000 kcal
MEAL_MAXIMUM = "meal_maximum:"  # what the rows of a nutrient's maximum at each meal begin with
Slot = tuple[int, int, float]  # column of x, food, portions per unit of the column


def amount_name(nutrient: str, scope: str = "total", *, imputed: bool = False) -> str:
    """Return the column that holds a plan's amount of a nutrient."""
    scope = "imputed" if imputed else scope
    return f"amount:{nutrient}" + ("" if scope == "total" else f":{scope}")


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
            top = float(math.floor(most / unit + 1e-9)) if whole else most
            column = layout.add_column(f"portion:{food_id}:{meal.id}", 0.0, top, whole=whole)
            slots[meal.id].append((column, food, unit))
            pairs.append((column, unit))
            least = max(1, math.ceil(table.least[food] / unit - 1e-9))
            if whole and not pin and least <= top:
                add_least(layout, column, f"{food_id}:{meal.id}", least, int(top))
        layout.add_row(f"total:{food_id}", pairs, 0.0, 0.0)
    return slots


def add_least(layout: Layout, column: int, name: str, least: float, most: float) -> None:
    """Let a counted column be zero or lie between `least` and `most`: nobody serves a crumb."""
    taken = layout.add_column(f"taken:{name}", 0.0, 1.0, whole=True)
    layout.add_row(f"least:{name}", [(column, 1.0), (taken, -least)], lower=0.0)
    layout.add_row(f"most:{name}", [(column, 1.0), (taken, -most)], upper=0.0)


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


def add_amounts(layout: Layout, table: FoodTable, nutrients: Iterable[str], *, imputed: bool = False) -> None:
    """Add A_n = Σ_f a_nf · y_f, the plan's amount of each nutrient.

    Unknown values count as zero, or, `imputed`, as their category's 90th percentile: the first for
    minima, the second for maxima.
    """
    values = table.imputed if imputed else table.filled
    first = layout.columns[f"food:{table.ids[0]}"]
    for nutrient in nutrients:
        per_portion = values[:, table.nutrient_ids.index(nutrient)] * table.portion_g / 100.0
        name = amount_name(nutrient, imputed=imputed)
        amount = layout.add_column(name, -math.inf, math.inf)
        layout.add_row(name, [*food_pairs(first, per_portion), (amount, -1.0)], 0.0, 0.0)


def food_pairs(first: int, per_portion: Floats) -> list[tuple[int, float]]:
    """Return the coefficients of the food totals, which start at column `first`; zeros left out."""
    foods = np.flatnonzero(per_portion)
    return list(zip((first + foods).tolist(), per_portion[foods].tolist(), strict=True))


def add_scoped_amount(layout: Layout, table: FoodTable, nutrient: str, scope: str, mask: Floats) -> None:
    """Add the amount of a nutrient that comes from some of the foods only (the supplements)."""
    per_portion = np.nan_to_num(table.column(nutrient)) * table.portion_g / 100.0 * mask
    first = layout.columns[f"food:{table.ids[0]}"]
    name = amount_name(nutrient, scope)
    amount = layout.add_column(name, -math.inf, math.inf)
    layout.add_row(name, [*food_pairs(first, per_portion), (amount, -1.0)], 0.0, 0.0)


def add_limit(layout: Layout, name: str, amount: int, side: str, shortfall_cost: float) -> None:
    """Add a limit row with the column by which it may be missed.

    minimum: A_n + short ≥ value; maximum: A_n − over ≤ value. The column stands at zero unless the
    limit is an aim, or the search for the best there is opens it.
    """
    miss = layout.add_column(f"miss:{name}", 0.0, 0.0, shortfall_cost if side == "minimum" else 0.0)
    if side == "minimum":
        layout.add_row(name, [(amount, 1.0), (miss, 1.0)], lower=-math.inf)
    else:
        layout.add_row(name, [(amount, 1.0), (miss, -1.0)], upper=math.inf)


def add_meals(layout: Layout, table: FoodTable, energy_id: str, slots: dict[str, list[Slot]]) -> None:
    """Add the energy of each meal as a column, to be kept in its usual share of the day."""
    kcal = table.per_portion(energy_id)
    for meal, found in slots.items():
        energy = layout.add_column(f"meal:{meal}")
        pairs = [(column, unit * float(kcal[food])) for column, food, unit in found]
        layout.add_row(f"meal:{meal}", [*pairs, (energy, -1.0)], 0.0, 0.0)


def meal_maximum_name(nutrient: str, meal: str) -> str:
    """Return the row of the most of a nutrient at a meal."""
    return f"{MEAL_MAXIMUM}{nutrient}:{meal}"


def add_meal_maximums(
    layout: Layout, table: FoodTable, nutrients: Iterable[str], slots: dict[str, list[Slot]]
) -> None:
    """Add Σ_f a_nf · x_fm ≤ maximum of each nutrient at each meal; unknown values count as high."""
    for nutrient in nutrients:
        values = table.most_per_portion(nutrient)
        for meal, found in slots.items():
            pairs = [(column, unit * float(values[food])) for column, food, unit in found]
            layout.add_row(meal_maximum_name(nutrient, meal), pairs, upper=math.inf)


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
                layout.add_row(f"limit:{group}:{meal}", helpings, upper=limit.helpings * larger)
            names = [layout.columns.get(f"taken:{table.ids[food]}:{meal}") for _, food, _ in found]
            taken = [(column, 1.0) for column in names if column is not None]
            if math.isfinite(limit.foods) and taken:
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


def add_pairings(
    layout: Layout, table: FoodTable, pairings: tuple[Pairing, ...], slots: dict[str, list[Slot]]
) -> None:
    """Let what is only eaten with something come with it, helping for helping, at the same meal."""
    names = [{kind, food_id} for kind, food_id in zip(table.categories, table.ids, strict=True)]
    for pairing in pairings:
        dependents, bases = set(pairing.dependents), set(pairing.bases)
        for meal, found in slots.items():
            pairs = []
            for column, food, unit in found:
                if not dependents.isdisjoint(names[food]):
                    pairs.append((column, pairing.helpings_per_helping * unit / float(table.helping[food])))
                elif not bases.isdisjoint(names[food]):
                    pairs.append((column, -unit / float(table.helping[food])))
            if any(value > 0 for _, value in pairs):
                layout.add_row(f"pairing:{pairing.id}:{meal}", pairs, upper=0.0)


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
            layout.add_row(f"need:{need.id}", [*pairs, (miss, 1.0)], lower=need.helpings)


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
            layout.add_row(name, [*pairs, (miss, 1.0)], lower=habit.at_least / days)
        if pairs and math.isfinite(habit.at_most):
            name = f"weekly:most:{habit.id}"
            more = layout.add_column(f"miss:{name}", cost=weight * habit.usd)
            layout.add_row(name, [*pairs, (more, -1.0)], upper=habit.at_most / days)


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


def add_eating_index(layout: Layout, components: tuple[Component, ...]) -> None:
    """Add HEI-2020: S_c = points × energy target / 1000, each below its line and its full marks.

    S_c ≤ k (s · Σ A − zero · E / 1000) with k = points / (full − zero), so that the person's energy E
    stands on the right-hand side only. The ratio component is asked at full marks: one linear row.
    """
    for component in components:
        score = layout.add_column(f"score:{component.id}")
        amounts = [layout.columns[amount_name(nutrient)] for nutrient in component.numerator]
        if component.per == "ratio":
            others = [layout.columns[amount_name(nutrient)] for nutrient in component.denominator]
            miss = layout.add_column(f"miss:score:{component.id}", 0.0, 0.0)
            layout.add_row(
                f"score:{component.id}",
                [
                    *((a, component.scale) for a in amounts),
                    *((o, -component.full_at) for o in others),
                    (miss, 1.0),
                ],
                lower=0.0,
            )
            continue
        layout.add_row(
            f"score:{component.id}", [(score, 1.0), *((a, -component.weight) for a in amounts)], upper=0.0
        )
    scores = [(layout.columns[f"score:{component.id}"], 1.0) for component in components]
    miss = layout.add_column("miss:quality", 0.0, 0.0, QUALITY_USD)
    layout.add_row("quality", [*scores, (miss, 1.0)], lower=0.0)


def add_budget(layout: Layout, table: FoodTable) -> None:
    """Add the money of a day as a row, to be kept within the budget."""
    first = layout.columns[f"food:{table.ids[0]}"]
    miss = layout.add_column("miss:budget", 0.0, 0.0)
    pairs = [(first + food, float(cost)) for food, cost in enumerate(table.cost_per_portion)]
    layout.add_row("budget", [*pairs, (miss, -1.0)], upper=math.inf)


def nutrients_of(knowledge: Knowledge, table: FoodTable, extra: Iterable[str], *, quality: bool) -> list[str]:
    """Return the nutrients the model needs amounts of: limited ones, HEI-2020's, and a person's own."""
    wanted = {row.measured_as for row in knowledge.intakes if row.strength != "report"}
    wanted |= {knowledge.energy_id, *extra}
    if quality:
        for component in knowledge.eating_index:
            wanted |= {*component.numerator, *component.denominator}
    return [nutrient for nutrient in table.nutrient_ids if nutrient in wanted]

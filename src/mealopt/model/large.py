"""A large food table as arrays that prices run over: no names, no pairs, nothing per food but numbers.

A model of some of the foods, stated like any other, holds every shared row of the whole table's; what a
food left out would bring to those rows is worked out here. Nutrients, money and the energy of meals are
the table's own columns. All other rows count helpings by what kind of food it is (a limit of a meal, what
is eaten together, what a week wants): a template holds one food of each kind, stated by the same code as
any model, and its coefficients serve the whole kind.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mealopt.model import rows
from mealopt.model.objective import food_costs
from mealopt.model.program import Shape, build_program
from mealopt.request.rules import supplement_mask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.knowledge.choices import Goal
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.model.layout import Floats, Ints

Bools = npt.NDArray[np.bool_]
CHUNK = 1 << 15  # foods priced together: what they hold stays near the processor


@dataclass
class Candidates:
    """A table's foods as arrays: `kinds` code the kind of food, `eaten` is foods × meals.

    `unknown_food` and `unknown_nutrient` are the cells that were never measured: they count as zero
    towards a minimum, and as the table's `imputed` says towards a maximum.
    """

    knowledge: Knowledge
    table: FoodTable
    kinds: Ints
    examples: Ints  # one food of each kind
    eaten: Bools
    energy: Floats  # [kcal per portion]
    supplements: Ints
    unknown_food: Ints
    unknown_nutrient: Ints
    _costs: dict[tuple[str, int], Floats]

    def __len__(self) -> int:
        return len(self.kinds)

    def costs(self, goal: Goal, seed: int) -> Floats:
        """Return what a portion of each food costs in the objective [$]; kept, for ids take time to mark."""
        key = (goal.id, seed)
        if key not in self._costs:
            self._costs[key] = food_costs(self.table, goal, seed)
        return self._costs[key]


def build_candidates(knowledge: Knowledge) -> Candidates:
    """Build the arrays of the food table of some knowledge: part of loading it, and done once."""
    table = knowledge.foods
    named = {name for pairing in knowledge.pairings for name in (*pairing.dependents, *pairing.bases)}
    names = list(table.categories)
    for food_id in named:
        if food_id in table:
            names[table.position(food_id)] = food_id
    codes: dict[str, int] = {}
    kinds = np.fromiter((codes.setdefault(name, len(codes)) for name in names), np.int64, len(names))
    _, examples = np.unique(kinds, return_index=True)
    unknown_food, unknown_nutrient = np.nonzero(np.isnan(table.amounts))
    return Candidates(
        knowledge, table, kinds, examples, find_meals(knowledge, table),
        table.per_portion(knowledge.energy_id), np.flatnonzero(supplement_mask(table)), unknown_food,
        unknown_nutrient, {},
    )  # fmt: skip


def find_meals(knowledge: Knowledge, table: FoodTable) -> Bools:
    """Say for each food and meal whether it is eaten then: `rows.eaten_at` for a whole table."""
    shares = table.meal_shares[:, [table.meals.index(meal.id) for meal in knowledge.meals]]
    eaten: Bools = shares >= np.array([meal.least_share for meal in knowledge.meals])
    order = np.argsort([meal.place for meal in knowledge.meals], kind="stable")
    nowhere = np.flatnonzero(~eaten.any(axis=1))
    eaten[nowhere, order[np.argmax(shares[nowhere][:, order], axis=1)]] = True
    return eaten


@dataclass(frozen=True)
class Template:
    """The rows that count helpings by kind: coefficients per helping, row × kind and row × meal × kind.

    `wanted` are rows that do not allow zero: some food of theirs must stand in every model.
    """

    row_names: tuple[str, ...]
    totals: Floats
    meals: Floats
    wanted: Ints


def build_template(candidates: Candidates, shape: Shape) -> Template:
    """State a model of two foods of each kind, a helping a portion, eaten at every meal; read its rows.

    Two, because a row of one food alone is that food's own and has no price outside its block. They hold
    nothing and cost nothing, so that only rows that count helpings have coefficients.
    """
    knowledge, meals = candidates.knowledge, [meal.id for meal in candidates.knowledge.meals]
    twins = build_twins(candidates.table.take(candidates.examples))
    program = build_program(replace(shape, food_ids=twins.ids), knowledge, twins)
    order = candidates.kinds[np.sort(candidates.examples)]  # of the foods as `take` leaves them
    first = program.food_columns.start
    owner = {column: food for column, food, _, _ in program.slots}
    owner |= {first + food: food for food in range(len(twins))}
    slots = {column: meals.index(meal) for column, _, meal, _ in program.slots}
    names: list[str] = []
    totals: list[Floats] = []
    at_meals: list[Floats] = []
    wanted: list[int] = []
    layout = program.layout
    for name, pairs, (low, high) in zip(layout.row_names, layout.row_pairs, layout.row_bounds, strict=True):
        if len({owner[column] for column, _ in pairs if column in owner}) < 2:
            continue
        total, at_meal = np.zeros(len(order)), np.zeros((len(meals), len(order)))
        for column, value in pairs:
            if owner.get(column, 1) % 2 == 0:  # the first of each pair of twins bears the kind's own id
                kind = order[owner[column] // 2]
                if column in slots:
                    at_meal[slots[column], kind] += value
                else:
                    total[kind] += value
        if not low <= 0.0 <= high:
            wanted.append(len(names))
        names.append(name)
        totals.append(total)
        at_meals.append(at_meal)
    size = (len(names), len(meals), len(order))
    return Template(
        tuple(names), np.array(totals).reshape(size[0], size[2]), np.array(at_meals).reshape(size),
        np.array(wanted, dtype=np.int64),
    )  # fmt: skip


def build_twins(table: FoodTable) -> FoodTable:
    """Return every food twice, alike in kind, without anything in it and with a helping to the portion."""
    per_food = [f.name for f in fields(table) if f.name not in {"nutrient_ids", "meals", "digest"}]

    def twice(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return np.repeat(value, 2, axis=0)
        if isinstance(value, tuple):
            return tuple(item for item in value for _ in range(2))
        return {key: twice(item) for key, item in value.items()}

    twins = replace(table, **{name: twice(getattr(table, name)) for name in per_food})
    ones = np.ones(len(twins))
    return replace(
        twins, ids=tuple(f"{food_id}'" if place % 2 else food_id for place, food_id in enumerate(twins.ids)),
        helping=ones, portion_g=ones, price=0.0 * ones, meal_shares=np.ones_like(twins.meal_shares),
        amounts=np.zeros_like(twins.amounts), imputed=np.zeros_like(twins.imputed),
    )  # fmt: skip


@dataclass(frozen=True)
class Prices:
    """What one unit of everything a food brings is worth at some duals [$].

    `least` and `most` are of nutrients [per unit], for cells unknown as zero and as imputed;
    `supplements` of nutrients from supplements alone; `money` of a dollar, `energy` of a kcal at each meal,
    `totals` and `meals` of a helping by kind, and by meal and kind.
    """

    least: Floats
    most: Floats
    supplements: Floats
    money: float
    energy: Floats
    totals: Floats
    meals: Floats


def read_prices(candidates: Candidates, template: Template, duals: Mapping[str, float]) -> Prices:
    """Sort the duals of a model's shared rows by what they price; rows no food stands in have no place."""
    knowledge, nutrients = candidates.knowledge, candidates.table.nutrient_ids

    def of(names: list[str]) -> Floats:
        return np.array([duals.get(name, 0.0) for name in names])

    by_kind = of(list(template.row_names))
    return Prices(
        of([rows.amount_name(n) for n in nutrients]),
        of([rows.amount_name(n, imputed=True) for n in nutrients]),
        of([rows.amount_name(n, "supplements") for n in nutrients]),
        duals.get("budget", 0.0),
        of([f"meal:{meal.id}" for meal in knowledge.meals]),
        np.einsum("r,rk->k", by_kind, template.totals),
        np.einsum("r,rmk->mk", by_kind, template.meals),
    )


def price_foods(candidates: Candidates, prices: Prices, costs: Floats) -> tuple[Floats, Floats]:
    """Return the reduced cost of each food's total, and of it at its best meal [$ per portion].

    Both at the shared rows' prices; the second is the least over the meals it is eaten at. Chunk by
    chunk, in one thread and one order: the same bytes everywhere.
    """
    table, size = candidates.table, len(candidates)
    total, best = np.empty(size), np.empty(size)
    nutrients = prices.least + prices.most
    for start in range(0, size, CHUNK):
        part = slice(start, start + CHUNK)
        kinds, helping = candidates.kinds[part], table.helping[part]
        held = np.einsum("fn,n->f", table.imputed[part], nutrients) * table.portion_g[part] / 100.0
        money = table.price[part] * table.portion_g[part] / 100.0
        total[part] = costs[part] - held - prices.money * money - prices.totals[kinds] / helping
        at_meals = -prices.meals[:, kinds] / helping - np.outer(prices.energy, candidates.energy[part])
        best[part] = np.min(np.where(candidates.eaten[part].T, at_meals, np.inf), axis=0)
    # a cell never measured counts as nothing towards a minimum
    food, nutrient = candidates.unknown_food, candidates.unknown_nutrient
    extra = prices.least[nutrient] * table.imputed[food, nutrient] * table.portion_g[food] / 100.0
    total += np.bincount(food, extra, size)
    if prices.supplements.any():
        chosen = candidates.supplements
        amounts = np.nan_to_num(table.amounts[chosen]) * table.portion_g[chosen, None] / 100.0
        total[chosen] -= np.einsum("fn,n->f", amounts, prices.supplements)
    return total, best

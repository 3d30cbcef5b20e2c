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

from mealopt.request.allowed import supplement_mask
from mealopt.rules.amounts import amount_name
from mealopt.rules.budget import MONEY
from mealopt.rules.build import build_program
from mealopt.rules.foods import eaten_at
from mealopt.rules.meals import energy_name
from mealopt.rules.objective import food_costs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats, Ints
    from mealopt.rules.program import Shape

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
    kind_eaten: Bools  # kinds × meals: whether any food of the kind is
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
    eaten = find_meals(knowledge, table)
    kind_eaten = np.array([np.bincount(kinds, at, len(codes)) > 0 for at in eaten.T]).T
    return Candidates(
        knowledge, table, kinds, examples, eaten, kind_eaten,
        table.per_portion(knowledge.energy_id), np.flatnonzero(supplement_mask(table)), unknown_food,
        unknown_nutrient, {},
    )  # fmt: skip


def find_meals(knowledge: Knowledge, table: FoodTable) -> Bools:
    """Say for each food and meal whether it is eaten then.

    The rows decide for one food of each sort: what they look at is the category, the meals that hold
    enough of a food's occasions, and the meal that holds most.
    """
    meals = knowledge.meals
    shares = table.meal_shares[:, [table.meals.index(meal.id) for meal in meals]]
    enough = shares >= np.array([meal.least_share for meal in meals])
    order = np.argsort([meal.place for meal in meals], kind="stable")
    likeliest = order[np.argmax(shares[:, order], axis=1)]
    codes: dict[str, int] = {}
    category = np.fromiter((codes.setdefault(c, len(codes)) for c in table.categories), np.int64, len(table))
    sort = (category * len(meals) + likeliest) * 2 ** len(meals)
    sort += (enough * 2 ** np.arange(len(meals))).sum(axis=1)
    _, examples, sorts = np.unique(sort, return_index=True, return_inverse=True)
    eaten = np.zeros((len(examples), len(meals)), dtype=np.bool_)
    for number, food in enumerate(examples.tolist()):
        for meal in eaten_at(table, food, meals, knowledge.habits):
            eaten[number, meals.index(meal)] = True
    return eaten[sorts]


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
    twins, kinds, extra = build_twins(candidates)
    program = build_program(replace(shape, food_ids=twins.ids), knowledge, twins)
    first = program.food_columns.start
    owner = {column: food for column, food, _, _ in program.slots}
    owner |= {first + food: food for food in range(len(twins))}
    slots = {column: meals.index(meal) for column, _, meal, _ in program.slots}
    count = len(candidates.examples)
    names: list[str] = []
    totals: list[Floats] = []
    at_meals: list[Floats] = []
    wanted: list[int] = []
    layout = program.layout
    for name, pairs, (low, high) in zip(layout.row_names, layout.row_pairs, layout.row_bounds, strict=True):
        if len({owner[column] for column, _ in pairs if column in owner}) < 2:
            continue
        total, at_meal = np.zeros(count), np.zeros((len(meals), count))
        for column, value in pairs:
            food = owner.get(column, 1)
            if food % 2 == 0:  # the first of each pair of twins bears the kind's own id
                if column in slots:
                    at_meal[slots[column], kinds[food]] += value
                elif not extra[food]:
                    total[kinds[food]] += value
        if not low <= 0.0 <= high:
            wanted.append(len(names))
        names.append(name)
        totals.append(total)
        at_meals.append(at_meal)
    size = (len(names), len(meals), count)
    return Template(
        tuple(names), np.array(totals).reshape(size[0], size[2]), np.array(at_meals).reshape(size),
        np.array(wanted, dtype=np.int64),
    )  # fmt: skip


def build_twins(candidates: Candidates) -> tuple[FoodTable, Ints, Bools]:
    """Return two foods of each kind that hold nothing, their kinds, and which are extra.

    A portion of them is a helping, and they are eaten at every meal. Where the rows keep a kind from a
    meal and some food of it is eaten there all the same, an extra pair is eaten at that meal alone.
    """
    knowledge, meals = candidates.knowledge, candidates.knowledge.meals
    foods = candidates.table.take(candidates.examples)
    kinds = candidates.kinds[np.sort(candidates.examples)]  # of the foods as `take` leaves them
    everywhere = replace(foods, meal_shares=np.ones_like(foods.meal_shares))
    source, only = list(range(len(foods))), [-1] * len(foods)
    for food, kind in enumerate(kinds.tolist()):
        there = eaten_at(everywhere, food, meals, knowledge.habits)
        eaten = candidates.kind_eaten[kind]
        for meal in (meal for meal, at in zip(meals, eaten, strict=True) if at and meal not in there):
            source.append(food)
            only.append(foods.meals.index(meal.id))
    twice = np.repeat(source, 2)
    twins = replace(
        foods,
        **{
            field.name: pick(getattr(foods, field.name), twice)
            for field in fields(foods)
            if field.name not in {"nutrient_ids", "meals", "digest", "priced"}
        },
    )
    bare, alone = np.ones(len(twins)), np.repeat(only, 2)
    shares = np.where(alone[:, None] < 0, 1.0, np.arange(len(foods.meals)) == alone[:, None])
    own = [place % 2 == 0 and alone[place] < 0 for place in range(len(twins))]
    ids = (food if mine else f"{food}'{n}" for n, (food, mine) in enumerate(zip(twins.ids, own, strict=True)))
    twins = replace(
        twins, ids=tuple(ids), helping=bare, portion_g=bare, price=0.0 * bare, meal_shares=shares,
        amounts=np.zeros_like(twins.amounts), imputed=np.zeros_like(twins.imputed),
    )  # fmt: skip
    return twins, kinds[twice], alone >= 0


def pick(value: Any, places: Ints) -> Any:
    """Return what a table holds by food, for the foods at some places."""
    if isinstance(value, np.ndarray):
        return value[places]
    if isinstance(value, tuple):
        return tuple(value[place] for place in places)
    return {key: pick(item, places) for key, item in value.items()}


@dataclass(frozen=True)
class RowPrices:
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


def name_rows(candidates: Candidates) -> tuple[list[str], list[str], list[str], list[str]]:
    """Name the rows of nutrients (unknown as zero, as imputed, from supplements alone) and of meals."""
    nutrients = candidates.table.nutrient_ids
    return (
        [amount_name(nutrient) for nutrient in nutrients],
        [amount_name(nutrient, imputed=True) for nutrient in nutrients],
        [amount_name(nutrient, "supplements") for nutrient in nutrients],
        [energy_name(meal.id) for meal in candidates.knowledge.meals],
    )


def find_priced(candidates: Candidates, template: Template) -> set[str]:
    """Return the names of all rows that `read_prices` finds a place for."""
    return {MONEY, *template.row_names, *(name for names in name_rows(candidates) for name in names)}


def read_prices(candidates: Candidates, template: Template, duals: Mapping[str, float]) -> RowPrices:
    """Sort the duals of a model's rows by what they price; rows that price no food have no place."""

    def read(names: Iterable[str]) -> Floats:
        return np.array([duals.get(name, 0.0) for name in names])

    least, most, supplements, energy = (read(names) for names in name_rows(candidates))
    by_kind = read(template.row_names)
    return RowPrices(
        least, most, supplements, duals.get(MONEY, 0.0), energy,
        np.einsum("r,rk->k", by_kind, template.totals),
        np.einsum("r,rmk->mk", by_kind, template.meals),
    )  # fmt: skip


def price_foods(candidates: Candidates, prices: RowPrices, costs: Floats) -> tuple[Floats, Floats]:
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

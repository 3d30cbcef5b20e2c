"""What a week can be made from: a person's model and its optimum, of all there is or of one kitchen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.knowledge.sittings import find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.rules.foods import pinned_portions
from mealopt.week.build import build_model
from mealopt.week.demand import Demand, build_demand
from mealopt.week.kitchen import choose_products, measure_use
from mealopt.week.shares import solve_shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mealopt.average.average import Average
    from mealopt.linear.layout import Floats, Ints
    from mealopt.request.rules import Rules
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.menus import Bools
    from mealopt.week.model import SittingModel

HOPELESS = 0.01  # musts a kitchen misses on average, as shares: other products are needed, not more search
FORLORN = 0.2  # the same of all there is: what may join the meals of a day brings in no more
UNMET = 0.003  # the same by the week, where joining brought in nothing: as much as the optimum leaves open


@dataclass(frozen=True)
class Table:
    """What a search sits down to: the model and its optimum, the bound [$ a day], whether one kitchen has it.

    The bound is always that of all there is. `tempered` says whether what everybody's plans together have
    too often is held back.
    """

    model: SittingModel
    answer: SittingAnswer
    bound: float
    kitchen: bool
    tempered: bool = True


def lay_table(
    average: Average,
    rules: Rules,
    charges: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
    *,
    tempered: bool = True,
) -> Table | None:
    """Return all there is to search; `None` where its average day misses a must already."""
    model = build_person(average, rules, charges=charges, shared=shared, tempered=tempered)
    if model is None:
        return None
    plain = charges is None and not shared
    answer = solve_first(average, rules, model, tempered=tempered) if plain else solve_shared(model)
    last = FORLORN if rules.every_day or average.days == 1 else UNMET
    found = Table(model, answer, answer.bound, kitchen=False, tempered=tempered)
    return None if answer.missed > last else found


def lay_kitchen(
    average: Average,
    rules: Rules,
    table: Table,
    had: Floats,
    charges: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> Table | None:
    """Return what one kitchen has of a table, with the products that are `had` at most sittings.

    `None` where the goal asks for no such kitchen, or its average day misses a must.
    """
    if not asks_kitchen(table.model):
        return None
    bought = choose_products(table.model, table.answer, had)
    model = build_person(
        average, rules, charges=charges, bought=bought, shared=shared, tempered=table.tempered
    )
    if model is None:
        return None
    if charges is None and not shared:
        answer = solve_kitchen(average, rules, model, bought, table)
    else:
        answer = solve_shared(model, model.days * measure_use(model, table.answer), table.answer.duals)
    return None if answer.missed > HOPELESS else replace(table, model=model, answer=answer, kitchen=True)


def lay_tables(average: Average, rules: Rules, had: Floats) -> Iterator[Table]:
    """Yield what days are dealt again from: the kitchen that has what is `had` already, then all there is."""
    table = lay_table(average, rules) or lay_table(average, rules, tempered=False)
    if table is not None:
        kitchen = lay_kitchen(average, rules, table, had)
        yield from (table,) if kitchen is None else (kitchen, table)


def asks_kitchen(model: SittingModel) -> bool:
    """Say whether the goal asks for one kitchen; where every cent counts it matters little what is bought."""
    return model.goal.sittings.one_kitchen > 0


def solve_first(
    average: Average, rules: Rules, model: SittingModel, *, tempered: bool
) -> SittingAnswer:
    """Return the optimum over the sittings of a person's model, kept for the changes of their week."""
    key = repr((average.person, rules, average.days, average.quality, tempered))
    return average.models.recall(key, lambda: solve_shared(model))


def solve_kitchen(
    average: Average, rules: Rules, model: SittingModel, bought: Ints, table: Table
) -> SittingAnswer:
    """Return the optimum over what one kitchen of a table has, kept for the changes of its week."""
    house = hashlib.sha256(bought.tobytes()).hexdigest()
    key = repr((average.person, rules, average.days, average.quality, table.tempered, house))
    times = model.days * measure_use(model, table.answer)
    return average.models.recall(key, lambda: solve_shared(model, times, table.answer.duals))


@dataclass(frozen=True)
class DayNeeds:
    """What days are held to, without the sittings they are made of."""

    days: int
    demand: Demand
    pinned: Floats


def build_needs(average: Average) -> DayNeeds:
    """Return what the days of an average day's person are held to."""
    knowledge, rules = average.program.knowledge, average.rules
    pins = pinned_portions(knowledge.foods, rules)
    pinned = np.array([*(pins.get(food, 0.0) for food in knowledge.foods.ids), 0.0])
    every_day = rules.every_day or average.days == 1
    goal = knowledge.goals[rules.goal]
    demand = build_demand(
        knowledge, goal, average.targets, rules, average.quality, every_day=every_day
    )
    return DayNeeds(average.days, demand, pinned)


def build_person(
    average: Average,
    rules: Rules,
    *,
    charges: Floats | None = None,
    bought: Ints | None = None,
    shared: Mapping[str, Bools] | None = None,
    tempered: bool = True,
) -> SittingModel | None:
    """Return the model of an average day's person, foods charged [$ per portion]; `None` as build_model."""
    knowledge = average.program.knowledge
    allowed = allow_foods(average.person, rules, knowledge)
    sittings = find_sittings(knowledge.foods)
    if not tempered:
        sittings = replace(sittings, overused=0.0 * sittings.overused, together=0.0 * sittings.together)
    model = build_model(
        average.person, rules, knowledge, average.targets, allowed, average.quality, sittings,
        days=average.days, bought=bought, shared=shared,
    )  # fmt: skip
    if model is None or charges is None:
        return model
    return replace(model, money=model.money + np.append(charges, [0.0]))

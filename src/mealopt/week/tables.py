"""What a week can be made from: models of a person with more freedom each time, and the optimum of each."""

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

# the freedom given, in this order: foods hardly anybody had, and more products than one kitchen keeps
FREEDOMS = ((False, True), (True, True), (True, False))
ROOMY = ((False, False), (True, False))  # the same for goals to which it matters little what is bought
HOPELESS = 0.01  # musts missed on average, as shares: more freedom is needed, not more search
FORLORN = 0.2  # the same where there is none left: what may join the meals of a day brings in no more
UNMET = 0.003  # the same by the week, where joining brought in nothing: as much as the optimum leaves open


@dataclass(frozen=True)
class Table:
    """What a search sits down to: the model and its optimum, the bound [$ a day], how much freedom it has."""

    model: SittingModel
    answer: SittingAnswer
    bound: float
    kitchen: bool


def lay_tables(
    average: Average,
    rules: Rules,
    charges: Floats | None = None,
    had: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> Iterator[Table]:
    """Yield what can be searched, with more freedom each time; `had` is how often the house has each food."""
    one_kitchen = average.program.knowledge.goals[rules.goal].sittings.one_kitchen > 0
    for novel, kitchen in FREEDOMS if one_kitchen else ROOMY:
        model = build_person(average, rules, novel=novel, charges=charges, shared=shared)
        if model is None:
            continue
        answer = solve_first(average, rules, model, novel=novel) if charges is None and not shared else None
        answer = answer or solve_shared(model)
        bound = answer.bound
        if kitchen:
            bought = choose_products(model, answer, had)
            model = build_person(average, rules, novel=novel, charges=charges, bought=bought, shared=shared)
            if model is None:
                continue
            answer = (
                solve_kitchen(average, rules, model, bought, answer, novel=novel)
                if charges is None and not shared
                else solve_shared(model, model.days * measure_use(model, answer), answer.duals)
            )
        last = FORLORN if rules.every_day or average.days == 1 else UNMET
        if answer.missed > (HOPELESS if kitchen else last):
            continue
        yield Table(model, answer, bound, kitchen)


def solve_first(average: Average, rules: Rules, model: SittingModel, *, novel: bool) -> SittingAnswer:
    """Return the optimum over the sittings of a person's model, kept for the changes of their week."""
    key = repr((average.person, rules, average.days, average.quality, novel))
    return average.models.recall(key, lambda: solve_shared(model))


def solve_kitchen(
    average: Average, rules: Rules, model: SittingModel, bought: Ints, first: SittingAnswer, *, novel: bool
) -> SittingAnswer:
    """Return the optimum over what one kitchen has, kept for the changes of its week; `first` is over all."""
    house = hashlib.sha256(bought.tobytes()).hexdigest()
    key = repr((average.person, rules, average.days, average.quality, novel, house))
    times = model.days * measure_use(model, first)
    return average.models.recall(key, lambda: solve_shared(model, times, first.duals))


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
    novel: bool = False,
    charges: Floats | None = None,
    bought: Ints | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> SittingModel | None:
    """Return the model of an average day's person, foods charged [$ per portion]; `None` as build_model."""
    knowledge = average.program.knowledge
    allowed = allow_foods(average.person, rules, knowledge)
    model = build_model(
        average.person, rules, knowledge, average.targets, allowed, average.quality,
        find_sittings(knowledge.foods), days=average.days, novel=novel, bought=bought, shared=shared,
    )  # fmt: skip
    if model is None or charges is None:
        return model
    return replace(model, money=model.money + np.append(charges, [0.0]))

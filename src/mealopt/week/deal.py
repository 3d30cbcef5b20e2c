"""A whole week of sittings: the linear program, the search from its sittings, whole portions, and the check.

A week that misses a must does not leave here: first foods may join sittings, then there is no such week.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.knowledge.sittings import find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.rules.foods import pinned_portions
from mealopt.week.build import build_model
from mealopt.week.days import Place, Week
from mealopt.week.demand import Demand, build_demand
from mealopt.week.items import find_kinds
from mealopt.week.judge import SMALL
from mealopt.week.kitchen import choose_products, measure_use
from mealopt.week.leftovers import order_days
from mealopt.week.polish import polish_week
from mealopt.week.run import run_search
from mealopt.week.search import Search
from mealopt.week.served import Served, find_misses, hold_days, keeps_caps, misses, misses_day
from mealopt.week.shares import solve_shared
from mealopt.week.water import POURED

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
STARTS, ATTEMPTS = 3, 4  # weeks a search starts from where there is no more freedom to give, and searches
SHORT = 2  # searches that miss a must over the week, from which on the kitchen lacks something
NEAR = 0.1  # musts missed by days and week, as shares, together, that whole portions may still bring in
HOPELESS = 0.01  # musts missed on average, as shares: more freedom is needed, not more search
FORLORN = 0.2  # the same where there is none left: what may join meals brings in no more than that


@dataclass(frozen=True)
class SittingWeek:
    """Seven days of servings. `objective` and `bound` are those of the program over sittings [$ a day].

    The bound is over every week of sittings alone; `joined` counts foods that had to join one.
    """

    served: tuple[Served, ...]
    objective: float
    bound: float
    joined: int


@dataclass(frozen=True)
class Table:
    """What a search sits down to: the model and its optimum, the bound [$ a day], how much freedom it has."""

    model: SittingModel
    answer: SittingAnswer
    bound: float
    kitchen: bool


def deal_sittings(
    average: Average,
    rules: Rules | None = None,
    charges: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> SittingWeek | None:
    """Return a week of sittings for an average day that was solved; `None` where none meets every must.

    `rules` stand in for those of the average day; `charges` [$ per portion] by food lead the search to other
    foods and are no part of what is reported; `shared` says of meals which foods everybody may eat.
    """
    rules = rules or average.rules
    for table in lay_tables(average, rules, charges, shared=shared):
        found = deal_table(table, rules.seed, charges)
        if found is not None and rules.cook_once:
            kitchen, keeps = table.model.sittings.kitchen, round(table.model.figures.leftovers_days)
            order = order_days(found.served, average.days, kitchen.cooked[kitchen.kinds], keeps)
            return replace(found, served=tuple(order))
        if found is not None:
            return found
    return None


def lay_tables(
    average: Average,
    rules: Rules,
    charges: Floats | None = None,
    had: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> Iterator[Table]:
    """Yield what can be searched, with more freedom each time; `had` is how often the house has each food."""
    for novel, kitchen in FREEDOMS:
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
        if answer.missed > (HOPELESS if kitchen else FORLORN):
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


def deal_table(table: Table, seed: int, charges: Floats | None) -> SittingWeek | None:
    """Return a week of what is on a table; `None` where every attempt misses a must."""
    search, short = Search(table.model, table.answer, POURED), 0
    for attempt in range(ATTEMPTS):
        week = run_search(search, 1 if table.kitchen else STARTS, seed, attempt)
        found = None
        if search.count_misses(week) <= NEAR:
            found = finish_week(search, week, find_loose_days(table.model, week.held), table)
        if found is not None:
            return found if charges is None else uncharge(search, found, charges)
        short += search.miss_week(week) > SMALL
        if table.kitchen and short == SHORT:
            break
    return None


def finish_week(
    search: Search,
    week: Week,
    choices: tuple[frozenset[int], ...],
    table: Table,
    poured: Floats | None = None,
    stays: frozenset[tuple[int, int, int]] = frozenset(),
    *,
    joining: bool = True,
) -> SittingWeek | None:
    """Return a week in whole portions, foods `joining` it where they must; `None` where a must is missed.

    `choices` are the days whose portions may change, those first that are to be tried first.
    """
    model = table.model
    for sides in (False, True) if joining else (False,):
        for free in choices:
            served = polish_week(
                model, week.days, table.answer.food_prices, sides=sides, free=free, poured=poured, stays=stays
            )
            if served and keeps_caps(model, served) and not find_misses(model, hold_days(model, served)):
                final = take_portions(model, week, served)
                tests, search.tests = search.tests, search.build_tests(0.0)
                objective = search.value(final)
                search.tests = tests
                return SittingWeek(tuple(served), objective, table.bound, count_joined(week, final))
    return None


def uncharge(search: Search, week: SittingWeek, charges: Floats) -> SittingWeek:
    """Return a week without what its foods were charged; its bound stays that of the charged program."""
    charged = sum(float(charges[one.food]) * one.portions for one in week.served) / search.model.days
    return replace(week, objective=week.objective - charged)


def find_loose_days(model: SittingModel, held: list[Floats]) -> tuple[frozenset[int], ...]:
    """Return the days whose portions the last step may change: those that miss, and after them all."""
    demand, mean = model.demand, np.sum(held, axis=0) / model.days
    whole = frozenset(range(model.days))
    if misses(mean, demand.week_lower, demand.week_upper).any():
        return (whole,)
    return frozenset(day for day, row in enumerate(held) if misses_day(model, row).any()), whole


def take_portions(model: SittingModel, week: Week, served: list[Served]) -> Week:
    """Return a week with the portions that are served; what joined is a sitting of its own beside them."""
    left: dict[tuple[int, str, int], list[float]] = {}
    for one in served:
        left.setdefault((one.day, one.meal, one.food), []).append(one.portions)
    days: list[list[Place]] = []
    for number, places in enumerate(week.days):
        day = []
        for place in places:
            portions = place.portions.copy()
            for item in np.flatnonzero(place.portions > 0).tolist():
                key = (number, model.menus[place.meal].meal, int(place.foods[item]))
                portions[item] = left[key].pop(0)
            moved = multiply(portions - place.portions, model.money[place.foods])
            day.append(Place(place.meal, place.template, place.foods, portions, place.price + float(moved)))
        days.append(day)
    meals = [menu.meal for menu in model.menus]
    nothing = len(model.money) - 1
    for (number, meal, food), rest in left.items():
        for portions_left in rest if food != model.water else ():
            width = model.menus[0].foods.shape[1]
            foods, amounts = np.full(width, nothing), np.zeros(width)
            foods[0], amounts[0] = food, portions_left
            price = float(model.money[food]) * portions_left + model.figures.side_usd
            days[number].append(Place(meals.index(meal), -1, foods, amounts, price))
    none = np.zeros(len(model.money))
    final = Week(days, hold_days(model, served), none, none.copy(), np.zeros_like(model.often_at))
    for places in days:
        for place in places:
            np.add.at(final.eaten, place.foods, place.portions)
            np.add.at(final.served, place.foods, (place.portions > 0).astype(float))
            np.add.at(final.kinds[place.meal], find_kinds(model, place.meal, place.foods[None])[0], 1.0)
    return final


def count_joined(before: Week, after: Week) -> int:
    """Return how many foods joined sittings."""
    return sum(len(day) for day in after.days) - sum(len(day) for day in before.days)

"""A whole week of sittings: the linear program, the search from its sittings, whole portions, and the check.

A week that misses a must does not leave here: first foods may join sittings, then there is no such week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.knowledge.sittings import find_sittings
from mealopt.model.sittings import SIDE_USD, WEEK, SittingModel, build_model
from mealopt.request.rules import allow_foods
from mealopt.solve.sittings import SittingProgram
from mealopt.solve.sittings_kitchen import choose_products
from mealopt.solve.sittings_polish import Served, polish_week
from mealopt.solve.sittings_search import Place, Search, Week

if TYPE_CHECKING:
    from mealopt.model.layout import Floats, Ints
    from mealopt.solve.average import Average

STARTS, ATTEMPTS = 1, 2  # weeks a search starts from; searches, each polished without and with sides
POURED = 4.0  # portions of tap water a day the search counts on; the last step pours what is needed
HOPELESS = 0.01  # musts missed on average, as shares: more freedom is needed, not more search
TOLERANCE = 1e-6


@dataclass(frozen=True)
class SittingWeek:
    """Seven days of servings. `objective` and `bound` are those of the program over sittings [$ a day].

    The bound is over every week of sittings alone; `joined` counts foods that had to join one.
    """

    served: tuple[Served, ...]
    objective: float
    bound: float
    joined: int


def deal_sittings(average: Average) -> SittingWeek | None:
    """Return a week of sittings for an average day that was solved; `None` where none meets every must."""
    for novel, kitchen in ((False, True), (True, True), (True, False)):
        found = deal_model(average, novel=novel, kitchen=kitchen)
        if found is not None:
            return found
    return None


def deal_model(average: Average, *, novel: bool, kitchen: bool) -> SittingWeek | None:
    """Return a week with more or less freedom: foods hardly anybody had, and more than one kitchen keeps."""
    knowledge = average.program.knowledge
    allowed = allow_foods(average.person, average.rules, knowledge)

    def build(bought: Ints | None) -> SittingModel | None:
        return build_model(
            average.person, average.rules, knowledge, average.targets, allowed, average.quality,
            find_sittings(knowledge.foods), novel=novel, bought=bought,
        )  # fmt: skip

    model = build(None)
    if model is None:
        return None
    answer = SittingProgram(model).solve()
    bound = answer.bound
    if kitchen:
        model = build(choose_products(model, answer))
        if model is None:
            return None
        answer = SittingProgram(model).solve()
        if answer.missed > HOPELESS:
            return None
    search = Search(model, answer, POURED)
    for attempt in range(ATTEMPTS * 2):
        if attempt % 2 == 0:
            week = search.run(STARTS, average.rules.seed, attempt)
        served = polish_week(model, week.days, answer.food_prices, sides=attempt % 2 == 1)
        if served and not find_misses(model, hold_days(model, served)):
            final = take_portions(model, week, served)
            return SittingWeek(tuple(served), search.value(final), bound, count_joined(week, final))
    return None


def hold_days(model: SittingModel, served: list[Served]) -> list[Floats]:
    """Return what each day holds of every measure, pins among it."""
    held = [model.pinned @ model.demand.per_portion for _ in range(WEEK)]
    for one in served:
        held[one.day] = held[one.day] + one.portions * model.demand.per_portion[one.food]
    return held


def find_misses(model: SittingModel, held: list[Floats]) -> list[str]:
    """Return the measures whose musts are missed, on a day or over the week."""
    demand, mean = model.demand, np.sum(held, axis=0) / WEEK
    missed = set()
    for lower, upper, rows in (
        (demand.day_lower, demand.day_upper, held),
        (demand.week_lower, demand.week_upper, [mean]),
    ):
        for row in rows:
            short = row < lower - TOLERANCE * np.maximum(1.0, np.abs(lower))
            over = row > upper + TOLERANCE * np.maximum(1.0, np.abs(upper))
            missed |= {demand.names[number] for number in np.flatnonzero(short | over)}
    return sorted(missed)


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
            moved = portions @ model.money[place.foods] - place.portions @ model.money[place.foods]
            day.append(Place(place.meal, place.template, place.foods, portions, place.price + float(moved)))
        days.append(day)
    meals = [menu.meal for menu in model.menus]
    nothing = len(model.money) - 1
    for (number, meal, food), rest in left.items():
        for portions_left in rest if food != model.water else ():
            width = model.menus[0].foods.shape[1]
            foods, amounts = np.full(width, nothing), np.zeros(width)
            foods[0], amounts[0] = food, portions_left
            price = float(model.money[food]) * portions_left + SIDE_USD
            days[number].append(Place(meals.index(meal), -1, foods, amounts, price))
    final = Week(days, hold_days(model, served), np.zeros(len(model.money)), np.zeros(len(model.money)))
    for places in days:
        for place in places:
            np.add.at(final.eaten, place.foods, place.portions)
            np.add.at(final.served, place.foods, (place.portions > 0).astype(float))
    return final


def count_joined(before: Week, after: Week) -> int:
    """Return how many foods joined sittings."""
    return sum(len(day) for day in after.days) - sum(len(day) for day in before.days)

"""The last step of a week: whole portions, foods that join, and the check that no must is missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.week.days import Place, Week
from mealopt.week.items import find_kinds
from mealopt.week.musts import list_musts
from mealopt.week.polish import polish_week
from mealopt.week.served import Served, find_misses, hold_days, keeps_caps, misses, misses_day

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.model import SittingModel
    from mealopt.week.search import Search
    from mealopt.week.tables import Table


@dataclass(frozen=True)
class SittingWeek:
    """Seven days of servings. `objective` and `bound` are those of the program over sittings [$ a day].

    The bound is over every week of sittings alone; `joined` counts foods that had to join one.
    """

    served: tuple[Served, ...]
    objective: float
    bound: float
    joined: int


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
                inside, search.musts = search.musts, list_musts(model.demand, model.days, 0.0)
                objective = search.value(final)
                search.musts = inside
                return SittingWeek(tuple(served), objective, table.bound, count_joined(week, final))
    return None


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
    none, parts = np.zeros(len(model.money)), np.zeros((model.days, len(model.parts)))
    final = Week(days, hold_days(model, served), none, none.copy(), np.zeros_like(model.often_at), parts)
    for places in days:
        for place in places:
            np.add.at(final.eaten, place.foods, place.portions)
            np.add.at(final.served, place.foods, (place.portions > 0).astype(float))
            np.add.at(final.kinds[place.meal], find_kinds(model, place.meal, place.foods[None])[0], 1.0)
    return final


def count_joined(before: Week, after: Week) -> int:
    """Return how many foods joined sittings."""
    return sum(len(day) for day in after.days) - sum(len(day) for day in before.days)

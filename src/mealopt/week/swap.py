"""Another food in the place of one at a meal of a week that stands: as little else as can be gives way.

First it is all that changes, then the portions of its day move too, then the meal becomes another one, then
the day does: the first week that meets every must is taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.knowledge.foods import shorten_name
from mealopt.request.rules import WEEK
from mealopt.week.again import CHANGES_USD, LUCK_USD, TRIED, DayAgain, Redealer
from mealopt.week.polish import list_joining
from mealopt.week.search import Search
from mealopt.week.tables import lay_tables
from mealopt.week.trials import lay_trials
from mealopt.week.water import POURED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.average.average import Average
    from mealopt.week.days import Place
    from mealopt.week.finish import SittingWeek
    from mealopt.week.reading import Day

# a week: skim milk for whole; tea for coffee; an egg for milk
SAME_NAME_USD, OTHER_KIND_USD, OTHER_ROLE_USD = 80.0, 100.0, 600.0


def swap_in_week(
    average: Average, days: Sequence[Day], day: int, meal: str, food: int, seed: int
) -> SittingWeek | None:
    """Return the week with another food in the place of one at a meal; `None` where no such week is found.

    `days` are seven, without pins; all but that day are served as they were, to the portion. What is pinned
    every day, and tap water, which is poured as a day needs it, give their place to nothing.
    """
    if (food, meal) not in days[day]:
        return None
    had = np.zeros(len(average.program.knowledge.foods))
    for number, slots in enumerate(days):
        for one, at in slots:
            had[one] += (number, at, one) != (day, meal, food)
    others = frozenset(of.id for of in average.program.knowledge.meals) - {meal}
    plain = DayAgain(gone=frozenset({food}), gentle=True, only=meal)
    closed, kept = replace(plain, closed=others), replace(plain, kept=others)
    for table in lay_tables(average, average.rules, had=had):
        if food == table.model.water:
            return None
        search = Search(table.model, table.answer, POURED)
        for change, alone, joining in (
            (closed, True, False), (kept, True, False), (kept, True, True),
            (closed, False, True), (kept, False, True), (plain, False, True),
        ):  # fmt: skip
            swapper = Swapper(table, days, {day: change}, search)
            found = (
                swapper.replace_food(day, food, seed, joining=joining) if alone
                else swapper.deal(seed, CHANGES_USD[0])
            )  # fmt: skip
            if found is not None and (day, meal, food) not in {(s.day, s.meal, s.food) for s in found.served}:
                return found
    return None


class Swapper(Redealer):
    """Puts another food in the place of one at a meal, or deals the meal again."""

    def replace_food(self, day: int, food: int, seed: int, *, joining: bool) -> SittingWeek | None:
        """Return the week with another food in the place of one, what else its meal has staying."""
        search, meal = self.search, self.changes[day].only
        week = search.count(self.standing)
        n = next(
            n for n, place in enumerate(week.days[day])
            if self.model.menus[place.meal].meal == meal and food in place.foods[place.portions > 0]
        )  # fmt: skip
        one = search.take_out(week, day, n)
        others = self.list_others(one, food)
        if not others:
            return None
        trials = lay_trials(self.model, search.as_choice([place for _, place in others]))
        beside = search.look_beside(week, week.days[day], one.meal)
        costs = search.judge(trials, week, day, search.list_used(week, one.meal), beside)
        costs += np.array([self.price_change(food, other) for other, _ in others]) / WEEK
        costs += LUCK_USD * np.random.default_rng([seed, day]).random(len(costs)) / WEEK
        places = [others[row][1] for row in np.argsort(costs, kind="stable")[:TRIED].tolist()]
        found = self.seat_first(week, day, n, places, joining=joining)
        return None if found is None else self.keep_others(found)

    def price_change(self, was: int, other: int) -> float:
        """Return what it costs that a food is hardly another one, or comes for something else [$ a week]."""
        model, table = self.model, self.model.knowledge.foods
        if shorten_name(table.names[was]) == shorten_name(table.names[other]):
            return SAME_NAME_USD
        if model.kind[was] == model.kind[other]:
            return 0.0
        mine, its = (table.categories[food] for food in (was, other))
        roles = model.knowledge.habits.roles.values()
        both = any(mine in role.categories and its in role.categories for role in roles)
        return OTHER_KIND_USD if both else OTHER_ROLE_USD

    def list_others(self, one: Place, food: int) -> list[tuple[int, Place]]:
        """Return the foods that go with what is left of a sitting, each with the sitting it becomes.

        That is one people had, or, where a food comes for the same, this one.
        """
        model, menu = self.model, self.model.menus[one.meal]
        some = (one.portions > 0) & (one.foods != food)
        held = list(zip(one.foods[some].tolist(), one.portions[some].tolist(), strict=True))
        found = []
        for other in list_joining(model, menu, one.foods[some]).tolist():
            if other == food:
                continue
            amount = float(model.usual[other])
            place = self.reader.take(one.meal, [*held, (other, amount)])
            if place is None and self.price_change(food, other) < OTHER_ROLE_USD:
                gone = one.foods == food
                foods, portions = np.where(gone, other, one.foods), np.where(gone, amount, one.portions)
                dearer = multiply(portions, model.money[foods])
                dearer -= multiply(one.portions, model.money[one.foods])
                place = replace(one, foods=foods, portions=portions, price=one.price + float(dearer))
            if place is not None:
                found.append((other, place))
        return found

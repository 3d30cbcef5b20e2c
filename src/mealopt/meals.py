"""What people do with a week of meals: some days again, another week of other foods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import BadInputError, Problem
from mealopt.planner import assemble_sittings
from mealopt.request.allowed import supplement_mask
from mealopt.rules.foods import pinned_portions
from mealopt.week.again import DayAgain, deal_again, find_broken_days
from mealopt.week.deal import deal_sittings
from mealopt.week.swap import swap_in_week

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.plan.plan import Plan
    from mealopt.request.rules import Rules
    from mealopt.singles.day import FoodAtMeal
    from mealopt.week.reading import Day

Locks = tuple["Mapping[tuple[str, str], float]", "frozenset[str]"]
# what a helping of the weeks so far costs the search; less where that made it too dear, at last none
CHARGES_USD = (40.0, 15.0, 5.0)
STANDS_NOT = "This day does not meet the targets and rules given. Plan it again too."


def keep_tablets(portions: pd.DataFrame, rules: Rules, knowledge: Knowledge) -> Rules:
    """Return the rules of a plan with its supplements pinned, where they are allowed and on every day.

    A plan that is read from a file has them because no meals met every must without (see `make_plan`).
    """
    if not rules.supplements:
        return rules
    table, days = knowledge.foods, portions["day"].astype(str)
    tablets = {table.ids[food] for food in np.flatnonzero(supplement_mask(table)).tolist()}
    on = days.groupby(portions["food_id"].astype(str)).nunique()
    every = {str(food) for food in on.index[on == days.nunique()]} - {*rules.exclude, *rules.ate}
    return replace(rules, include={**dict.fromkeys(sorted(tablets & every)), **rules.include})


def change_meals(
    average: Average,
    answer: Answer,
    days: Sequence[Mapping[FoodAtMeal, float]],
    changes: Mapping[int, tuple[Locks, bool]],
    gone: Collection[int],
    seed: int,
    where: str,
    *,
    new: Collection[int] = (),
    loose: bool = False,
) -> Plan | None:
    """Return a week of meals with some days dealt again, `None` where no such week meets every must.

    `days` and `gone` are of the program's table; `changes` are the days dealt again, with what is locked
    there and whether they keep what they can; in a `loose` change meals that are locked keep their foods, not
    their portions. Days that are `new` already may stay as they are given. Raises BadInputError for days that
    stand and miss a must.
    """
    table, foods = average.program.table, average.program.knowledge.foods
    pins = pinned_portions(foods, average.rules)
    plain = list_plain_days(average, days, where, changes)
    away = frozenset(foods.position(table.ids[food]) for food in gone)
    asked = {}
    for number, ((held, closed), gentle) in changes.items():
        stays = {
            (foods.position(food), meal): amount
            for (food, meal), amount in held.items() if food not in pins and not (loose and meal in closed)
        }  # fmt: skip
        whole, kept = (frozenset[str](), closed) if loose else (closed, frozenset[str]())
        asked[number] = DayAgain(stays, whole, away, gentle, kept=kept, new=number in new)
    week = deal_again(average, plain, asked, seed)
    return None if week is None else assemble_sittings(average, answer, week)


def swap_at_meal(
    average: Average,
    answer: Answer,
    days: Sequence[Mapping[FoodAtMeal, float]],
    day: int,
    meal: str,
    food: int,
    seed: int,
    where: str,
) -> Plan | None:
    """Return a week of meals with another food in the place of one, `None` where no such week is found.

    `days` and `food` are of the program's table. Raises BadInputError for other days that miss a must.
    """
    plain = list_plain_days(average, days, where, {day})
    gone = average.program.knowledge.foods.position(average.program.table.ids[food])
    week = swap_in_week(average, plain, day, meal, gone, seed)
    return None if week is None else assemble_sittings(average, answer, week)


def list_plain_days(
    average: Average, days: Sequence[Mapping[FoodAtMeal, float]], where: str, changed: Collection[int]
) -> list[Day]:
    """Return days of the program's table without pins, of the food table.

    Raises BadInputError for days that miss a must, but for those to be `changed`.
    """
    table, foods = average.program.table, average.program.knowledge.foods
    pins = pinned_portions(foods, average.rules)
    place = [foods.position(food) for food in table.ids]
    plain = [
        {(place[f], meal): amount for (f, meal), amount in day.items() if table.ids[f] not in pins}
        for day in days
    ]
    broken = [day for day in find_broken_days(average, plain) if day not in changed]
    if broken:
        raise BadInputError([Problem(where, STANDS_NOT, column="day", value=str(day + 1)) for day in broken])
    return plain


def deal_other_meals(
    average: Average, answer: Answer, plan: Plan, known: Sequence[Plan], most: float, seed: int
) -> Plan | None:
    """Return a week of meals of other foods than those of the weeks `known`, for at most `most` [$ a day].

    `plan` is of meals, and its bound is theirs too.
    """
    foods = average.program.knowledge.foods
    budget = most if average.rules.budget is None else min(most, average.rules.budget)
    rules = replace(average.rules, budget=budget, seed=seed)
    had = {foods.position(str(food)) for other in known for food in other.portions["food_id"]}
    for usd in CHARGES_USD:
        charges = np.zeros(len(foods))
        charges[list(had)] = usd / foods.helping[list(had)]
        week = deal_sittings(average, rules, charges)
        if week is not None:
            return assemble_sittings(average, answer, replace(week, bound=plan.proof.bound))
    return None

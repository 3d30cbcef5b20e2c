"""Other plans beside one: of other foods, at nearly the same cost, and how much of each is new."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.changes import check_days, read_days
from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.library import load_knowledge
from mealopt.meals import deal_other_meals
from mealopt.planner import assemble_plan, find_average, require_meals, serve_days
from mealopt.singles.history import WholeDay
from mealopt.singles.redeal import deal_other_days, make_setting
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.plan.plan import Plan

# what a helping of the weeks so far costs the search; less where that made it too dear, at last only chance
CHARGES_USD = (0.25, 0.1, 0.04, 0.0)


@dataclass(frozen=True)
class Alternative:
    """Another week: how much dearer it is [share of the cost], and how much of it is new.

    `new_foods` of `foods` are in none of the weeks before; `new_servings` is the share of servings (a food
    at a meal) on days that the first week does not have on the same day.
    """

    plan: Plan
    dearer: float
    new_foods: int
    foods: int
    new_servings: float


def find_alternatives(
    plan: Plan, count: int = 3, within: float = 0.03, knowledge: Knowledge | None = None
) -> list[Alternative]:
    """Return up to `count` other plans that cost at most `within` more, each of other foods than before.

    Fewer come back where fewer were found. Raises BadInputError for a plan of exact portions.
    """
    knowledge = knowledge or load_knowledge()
    problems = check_days(plan.days, (), {}, plan.rules)
    if not knowledge.foods.priced:
        text = "The food table has no prices: which other plans cost nearly the same is not known."
        problems.append(Problem("alternatives", text))
    if problems:
        raise BadInputError(problems)
    average, answer = find_average(plan.person, plan.rules, knowledge, plan.span)
    if plan.meals:
        return find_other_weeks(plan, average, answer, count, within)
    require_meals(plan.rules)
    setting = make_setting(average, answer)
    most = plan.cost_per_day * (1 + within)
    known = [WholeDay(dict(day), 0.0, 0.0) for day in read_days(plan.portions, average, plan.days)]
    found: list[Alternative] = []
    for number in range(1, count + 1):
        for charge in CHARGES_USD:
            dealt = deal_other_days(setting, answer, known, plan.rules.seed + number, charge)
            other = assemble_plan(average, answer, *serve_days(average, dealt))
            if other.cost_per_day <= most + TRACE and any(
                day.portions not in [d.portions for d in known] for day in dealt
            ):
                found.append(compare_plans(plan, [a.plan for a in found], other))
                known += dealt
                break
        else:
            break
    return found


def find_other_weeks(
    plan: Plan, average: Average, answer: Answer, count: int, within: float
) -> list[Alternative]:
    """Return other weeks of meals, each of other foods than those before."""
    found: list[Alternative] = []
    most = plan.cost_per_day * (1 + within)
    for number in range(1, count + 1):
        known = [plan, *(one.plan for one in found)]
        other = deal_other_meals(average, answer, plan, known, most, plan.rules.seed + number)
        if other is None or other.cost_per_day > most + TRACE:
            break
        found.append(compare_plans(plan, known[1:], other))
    return found


def compare_cost(first: Plan, other: Plan) -> float:
    """Return how much dearer a plan is than the first, as a share of it; a first plan may cost nothing."""
    if first.cost_per_day == 0:
        return 0.0 if other.cost_per_day == 0 else math.inf
    return other.cost_per_day / first.cost_per_day - 1.0


def compare_plans(first: Plan, between: Sequence[Plan], other: Plan) -> Alternative:
    """Return how another plan differs from the first, and which of its foods none before it has."""
    before = {food for plan in (first, *between) for food in plan.portions["food_id"]}
    foods = set(other.portions["food_id"])

    def servings(plan: Plan) -> set[tuple[str, str, str]]:
        columns = plan.portions[["day", "meal", "food_id"]]
        return {(str(d), str(m), str(f)) for d, m, f in columns.itertuples(index=False)}

    mine = servings(other)
    return Alternative(
        other, compare_cost(first, other), len(foods - before), len(foods),
        len(mine - servings(first)) / len(mine),
    )  # fmt: skip

"""Reasons behind answers: drivers, swaps, curves and repairs of the exact linear program, kept like plans.

What takes tens of milliseconds is found at once; what takes seconds is found in the background, on models
of its own, and firms up what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mealopt.average.average import solve_average
from mealopt.desk.answers import plan_work
from mealopt.desk.jobs import Cache, Workers
from mealopt.desk.question import compare_requests
from mealopt.explain.explanation import Explanation, explain_answer, trace_target
from mealopt.explain.nothing_fits import explain_nothing_fits
from mealopt.explain.repairs import try_request
from mealopt.explain.swaps import ban_food, money_of, price_restrictions
from mealopt.explain.worth import find_sources
from mealopt.knowledge.nutrients import lower_first
from mealopt.planner import require_average
from mealopt.rules.program import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    import pandas as pd

    from mealopt.average.average import Average
    from mealopt.average.models import Models
    from mealopt.desk.question import Question
    from mealopt.explain.driver import Driver
    from mealopt.explain.repairs import Repair
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.request.rules import Rules

OUTSIDE = 6  # foods just outside whose entry price is measured
TRIED = 10  # foods of the plan whose swap is tried, the dearest first
NARROW = 0.1  # how far the curve of energy runs: every kilocalorie moves everything, and a corner is a solve


@dataclass(frozen=True)
class Reasons:
    """Why a plan is as it is; prices without ranges and no entries where they are not measured yet."""

    bars: tuple[Driver, ...]
    drivers: pd.DataFrame
    worth: pd.DataFrame
    entries: pd.DataFrame


@dataclass(frozen=True)
class Swap:
    """What a day costs more without a food [$], and what changes then, the most energy first."""

    food_id: str
    food: str
    more: float
    changes: pd.DataFrame


@dataclass(frozen=True)
class Move:
    """One thing to choose otherwise: what a day would cost less [$], and the panel's answers that do it."""

    label: str
    saves: float
    answers: dict[str, Any]
    allergen: bool


_quick, _measured = Cache[Reasons](), Cache[Reasons]()
_swaps, _all_swaps = Cache[tuple["Swap | None"]](), Cache[list[Swap]]()
_moves, _curves = Cache[list[Move]](), Cache["pd.DataFrame"]()
_sources = Cache["pd.DataFrame"]()
_repairs = Cache[list["Repair"]]()
why_work = Workers("why")


def solve_exact(question: Question, workers: Workers) -> tuple[Average, Answer]:
    """Return the exact linear program of a question and its answer."""
    models = workers.models_of(question)
    return require_average(question.person, question.rules("exact"), WEEK, models, repairs=False)


def keep_reasons(explanation: Explanation) -> Reasons:
    """Return what there is to show of an explanation, without its models."""
    return Reasons(explanation.bars, explanation.drivers, explanation.worth, explanation.entries)


def find_reasons(question: Question) -> Reasons:
    """Return the drivers and what foods are bought for; ranges only where they were measured before."""
    known = _measured.get(question) or _quick.get(question)
    if known is not None:
        return known
    with plan_work.looked_on:
        explanation = explain_answer(*solve_exact(question, plan_work), ranges=False, entries=0)
    reasons = keep_reasons(explanation)
    _quick.put(question, reasons)
    return reasons


def find_swap(question: Question, food_id: str) -> Swap | None:
    """Return what a food of the plan is replaced by; `None` where nothing fits without it."""
    key = (question, food_id)
    known = _swaps.get(key)
    if known is None:
        with plan_work.looked_on:
            average, answer = solve_exact(question, plan_work)
            known = (try_swap(average, answer, food_id, plan_work.models_of(question)),)
        _swaps.put(key, known)
    return known[0]


def try_swap(average: Average, answer: Answer, food_id: str, models: Models) -> Swap | None:
    """Try a plan without one food, an amount of it that was locked let go."""
    rules = average.rules
    kept = {food: grams for food, grams in rules.include.items() if food != food_id}
    open_average = replace(average, rules=replace(rules, include=kept))
    found = ban_food(open_average, answer, food_id, models)
    if found is None:
        return None
    more, changes = found
    knowledge = average.program.knowledge
    foods = knowledge.foods
    kcal = foods.column(knowledge.energy_id)[[foods.position(food) for food in changes["food_id"]]]
    energy = np.abs(np.nan_to_num(kcal) * changes["change"].to_numpy())
    # by energy, not by weight: a glass of juice is not what takes the place of chips
    sized = changes.assign(energy=energy).sort_values("energy", ascending=False, kind="stable")
    return Swap(food_id, foods.names[foods.position(food_id)], more, sized.drop(columns="energy"))


def find_day_sources(question: Question, portions: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return where each nutrient of some days comes from; `key` tells the days of a question apart."""
    known = _sources.get((question, key))
    if known is None:
        with plan_work.looked_on:
            average, _ = solve_exact(question, plan_work)
            known = find_sources(portions, average)
        _sources.put((question, key), known)
    return known


def recall_measured(question: Question) -> Reasons | None:
    """Return the reasons with ranges and entry prices where they are known."""
    return _measured.get(question)


def start_measured(question: Question) -> Future[Reasons]:
    """Start on the ranges of the prices, and on the prices at which foods outside come in."""

    def work() -> Reasons:
        explanation = explain_answer(*solve_exact(question, why_work), entries=OUTSIDE)
        return keep_reasons(explanation)

    return start(_measured, question, work)


def recall_swaps(question: Question) -> list[Swap] | None:
    """Return the swaps of the plan's dearest foods where they are known."""
    return _all_swaps.get(question)


def start_swaps(question: Question) -> Future[list[Swap]]:
    """Start on the swaps of the plan's dearest foods, the one that costs least first."""

    def work() -> list[Swap]:
        average, answer = solve_exact(question, why_work)
        table = average.program.table
        money = answer.columns[average.program.food_columns] * table.cost_per_portion
        dearest = sorted(range(len(table)), key=lambda food: (-money[food], table.ids[food]))[:TRIED]
        eaten = [table.ids[food] for food in dearest if money[food] > 0]
        models = why_work.models_of(question)
        tried = [try_swap(average, answer, food_id, models) for food_id in eaten]
        return sorted(filter(None, tried), key=lambda swap: (swap.more, swap.food_id))

    return start(_all_swaps, question, work)


def recall_moves(question: Question) -> list[Move] | None:
    """Return what could be chosen otherwise, where it is known."""
    return _moves.get(question)


def start_moves(question: Question) -> Future[list[Move]]:
    """Start on what each restriction costs, and what other choices would save; the most first."""

    def work() -> list[Move]:
        average, answer = solve_exact(question, why_work)
        moves = [*restriction_moves(question, average, answer), *other_moves(question, average, answer)]
        return sorted(moves, key=lambda move: (-move.saves, move.label))

    return start(_moves, question, work)


def restriction_moves(question: Question, average: Average, answer: Answer) -> Iterator[Move]:
    """Yield each restriction with what a day costs less without it."""
    knowledge, rules = why_work.knowledge_of(question), average.rules
    for row in price_restrictions(average, answer, why_work.models_of(question)).to_dict("records"):
        name = str(row["restriction"])
        if name in knowledge.exclusions:
            freed = replace(rules, without=tuple(tag for tag in rules.without if tag != name))
            allergen = name in list_allergens(knowledge)
            verb = "without" if allergen else "allow"  # what an allergen costs is said, not offered
            label = f"{verb} {lower_first(knowledge.exclusions[name].label)}"
        elif name in knowledge.foods:
            freed = replace(rules, exclude=tuple(food for food in rules.exclude if food != name))
            label, allergen = f"allow {knowledge.foods.names[knowledge.foods.position(name)]}", False
        else:
            free = next(diet for diet, entry in knowledge.diets.items() if not entry.column)
            freed = replace(rules, diet=free, allow_unknown=())
            mine = knowledge.diets[rules.diet]
            label, allergen = f"eat {lower_first(knowledge.diets[free].label)}", mine.belief
            label = f"without {lower_first(mine.label)}" if mine.belief else label
        answers = compare_requests(question, question.person, freed, knowledge)
        yield Move(label, float(row["difference"]), answers, allergen)


def other_moves(question: Question, average: Average, answer: Answer) -> Iterator[Move]:
    """Yield other choices a person has, with what a day costs less with them."""
    knowledge, person = why_work.knowledge_of(question), question.person
    now = money_of(average.program, answer)
    for label, rules in list_choices(average.rules, knowledge):
        cost = try_request(person, rules, WEEK, why_work.models_of(question))
        if cost is not None:
            answers = compare_requests(question, person, rules, knowledge)
            yield Move(label, now - cost, answers, allergen=False)


def list_choices(rules: Rules, knowledge: Knowledge) -> Iterator[tuple[str, Rules]]:
    """Yield choices that restrict nobody's diet: goals, supplements, what may be, what was locked."""
    for name, goal in knowledge.goals.items():
        if name != rules.goal:
            yield f"the goal “{goal.label}”", replace(rules, goal=name)
    if not rules.supplements:
        yield "supplements", replace(rules, supplements=True)
    diet = knowledge.diets[rules.diet]
    if diet.column and diet.column not in rules.allow_unknown:
        label = f"foods that may not be {lower_first(diet.label)}"
        yield label, replace(rules, allow_unknown=(*rules.allow_unknown, diet.column))
    for food_id in rules.include:
        kept = {food: grams for food, grams in rules.include.items() if food != food_id}
        name = knowledge.foods.names[knowledge.foods.position(food_id)]
        yield f"{name} left open", replace(rules, include=kept)


def list_allergens(knowledge: Knowledge) -> frozenset[str]:
    """Return the exclusions that may be an allergy."""
    return frozenset(tag for tag, entry in knowledge.exclusions.items() if entry.allergen)


def recall_curve(question: Question, limit: str) -> pd.DataFrame | None:
    """Return the curve of a target where it is known."""
    return _curves.get((question, limit))


def start_curve(question: Question, limit: str) -> Future[pd.DataFrame]:
    """Start on the cost of a day as one target moves."""

    def work() -> pd.DataFrame:
        average, _ = solve_exact(question, why_work)
        target = average.targets.limits[limit]
        if target.nutrient != average.program.knowledge.energy_id:
            return trace_target(average, target.nutrient, target.side)
        low, high = target.value * (1 - NARROW), target.value * (1 + NARROW)
        return trace_target(average, target.nutrient, target.side, low, high)

    return start(_curves, (question, limit), work)


def recall_repairs(question: Question) -> list[Repair] | None:
    """Return the repairs of a question that nothing fits where they are known."""
    return _repairs.get(question)


def start_repairs(question: Question) -> Future[list[Repair]]:
    """Start on the repairs of a question that nothing fits; each is tried."""

    def work() -> list[Repair]:
        models = why_work.models_of(question)
        average = solve_average(question.person, question.rules("exact"), WEEK, models)
        return list(explain_nothing_fits(average, models).repairs)

    return start(_repairs, question, work)


def start(cache: Cache[Any], key: Any, work: Callable[[], Any]) -> Future[Any]:
    """Start on some work unless its result is kept by then, and keep it."""

    def once() -> Any:
        known = cache.get(key)
        if known is None:
            known = work()
            cache.put(key, known)
        return known

    return why_work.start((cache, key), once)

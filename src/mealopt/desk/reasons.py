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
from mealopt.explain.explanation import Explanation, explain_answer, trace_target
from mealopt.explain.nothing_fits import explain_nothing_fits
from mealopt.explain.swaps import ban_food
from mealopt.explain.worth import find_sources
from mealopt.planner import require_average
from mealopt.request.rules import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    import pandas as pd

    from mealopt.average.average import Average
    from mealopt.average.models import Models
    from mealopt.desk.question import Question
    from mealopt.explain.driver import Driver
    from mealopt.explain.repairs import Repair
    from mealopt.linear.answer import Answer

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


_quick, _measured = Cache[Reasons](), Cache[Reasons]()
_curves = Cache["pd.DataFrame"]()
_swaps, _all_swaps = Cache[tuple["Swap | None"]](), Cache[list[Swap]]()
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

"""Swaps: the price at which a food outside would come in, and what replaces one that is banned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mealopt.arithmetic import multiply
from mealopt.average.average import Average, solve_average
from mealopt.explain.repairs import try_request
from mealopt.linear.answer import Answer
from mealopt.rules.budget import money_row
from mealopt.tolerances import ROUNDING, TRACE

if TYPE_CHECKING:
    from mealopt.average.models import Models
    from mealopt.linear.layout import Floats
    from mealopt.rules.program import Program

TRIES = 30  # re-solves for one entry price: the curve over a price has few corners
NUDGE = 1e-6  # relative distance at which a price counts as just above or just below
ENTRY_COLUMNS = (
    "food_id", "food", "price_per_100g", "entry_price_per_100g", "change_percent", "portions_then", "portion",
)  # fmt: skip
CHANGE_COLUMNS = ("food_id", "food", "grams_before", "grams_after", "change")


@dataclass(frozen=True)
class EntryPrice:
    """The price at which a food outside the plan would come in, and how much of it then.

    Prices are $ per 100 g of money; a negative one says that the food would not come in even for nothing.
    """

    food_id: str
    price: float
    entry: float
    portions: float


def rank_outside(average: Average, answer: Answer) -> list[int]:
    """Return the foods outside the plan by how little is missing for a helping to come in."""
    program = average.program
    gaps = entry_gaps(program, answer) * program.table.helping
    eaten = answer.columns[program.food_columns]
    outside = [food for food in range(len(program.table)) if eaten[food] <= TRACE and np.isfinite(gaps[food])]
    return sorted(outside, key=lambda food: (round(float(gaps[food]), 9), program.table.ids[food]))


def entry_gaps(program: Program, answer: Answer) -> Floats:
    """Return what one portion of each food costs too much, at these duals: its total plus its best meal."""
    best = np.full(len(program.table), np.inf)
    for column, food, _, unit in program.slots:
        best[food] = min(best[food], float(answer.reduced[column]) / unit)
    gaps: Floats = answer.reduced[program.food_columns] + best
    return gaps


def find_entry(average: Average, answer: Answer, food: int) -> EntryPrice | None:
    """Return the price at which a food outside comes in, confirmed by re-solving just below it.

    The optimum is a concave function of one food's price, flat above the entry price. A price at which
    the food is bought gives a line that meets the flat part at or below the entry price; the least price
    at which some optimal duals refuse it is met after a few such steps. `None` where nothing moves it
    (it is excluded, or no amount of it is allowed).
    """
    program = average.program
    column = program.food_columns.start + food
    if average.bounds.column_upper[column] <= 0:
        return None
    own = float(program.costs[column])
    flat = answer.objective

    def solve_at(cost: float) -> tuple[float, float]:
        costs = program.costs.copy()
        costs[column] = cost
        found = average.live.solve(average.bounds, costs, "a swap", here=True)
        if not isinstance(found, Answer):
            return flat, 0.0
        return found.objective, float(found.columns[column])

    gap = float(entry_gaps(program, answer)[food])
    cost = own - gap - NUDGE * max(1.0, abs(own - gap))
    value, amount = solve_at(cost)
    if amount <= TRACE or flat - value <= ROUNDING * (1.0 + abs(flat)):
        # the duals at hand refuse it at a higher price than others would: come from below
        cost = own - 4.0 * abs(gap) - 1.0
        value, amount = solve_at(cost)
        if amount <= TRACE:
            return None
        for _ in range(TRIES):
            meeting = cost + (flat - value) / amount
            value, found = solve_at(meeting)
            cost = meeting
            if flat - value <= ROUNDING * (1.0 + abs(flat)) or found <= TRACE:
                break
            amount = found
    entry_cost = cost + (flat - value) / amount
    grams = float(program.table.portion_g[food])
    price = float(program.table.price[food])
    money = program.goal.money or 1.0
    # under a budget that binds a price counts twice: in the objective, and in what may be spent
    budget = -float(answer.duals[money_row(program)])
    entry = price - (own - entry_cost) / (money + budget) * 100.0 / grams
    return EntryPrice(program.table.ids[food], price, entry, amount)


def take_food(average: Average, entry: EntryPrice) -> pd.DataFrame:
    """Return what a food outside would replace when its price falls just below its entry price.

    The frame has CHANGE_COLUMNS, largest change first; both plans are solved anew.
    """
    program = average.program
    food = program.table.position(entry.food_id)
    per_100g = (program.goal.money or 1.0) * float(program.table.portion_g[food]) / 100.0
    costs = program.costs.copy()
    costs[program.food_columns.start + food] += (entry.entry - entry.price) * per_100g - 2 * NUDGE
    before = average.live.solve(average.bounds, None, "a swap")
    after = average.live.solve(average.bounds, costs, "a swap", here=True)
    if not (isinstance(before, Answer) and isinstance(after, Answer)):
        return pd.DataFrame([], columns=list(CHANGE_COLUMNS))
    return compare_foods(program, before, after, least=0.1)


def find_entries(average: Average, answer: Answer, foods: list[int]) -> pd.DataFrame:
    """Return entry prices of some foods outside the plan, as rows of ENTRY_COLUMNS."""
    table = average.program.table
    records = []
    for food in foods:
        entry = find_entry(average, answer, food)
        if entry is not None:
            change = 100.0 * (entry.entry / entry.price - 1.0) if entry.price > 0 else float("nan")
            records.append(
                (entry.food_id, table.names[food], entry.price, entry.entry, change, entry.portions,
                 table.portions[food])
            )  # fmt: skip
    return pd.DataFrame(records, columns=list(ENTRY_COLUMNS))


def ban_food(
    average: Average, answer: Answer, food_id: str, models: Models
) -> tuple[float, pd.DataFrame] | None:
    """Return what a day costs more without a food [$ of money], and what replaces it; re-solved.

    The frame has CHANGE_COLUMNS, largest change first. `None` where nothing fits without the food.
    """
    rules = replace(average.rules, exclude=(*average.rules.exclude, food_id))
    changed = solve_average(average.person, rules, average.days, models)
    if changed.answer is None:
        return None
    more = money_of(changed.program, changed.answer) - money_of(average.program, answer)
    return more, compare_foods(average.program, answer, changed.answer)


def money_of(program: Program, answer: Answer) -> float:
    """Return the money of an answer's day [$]."""
    return float(multiply(answer.columns[program.food_columns], program.table.cost_per_portion))


def compare_foods(program: Program, before: Answer, after: Answer, least: float = 1.0) -> pd.DataFrame:
    """Return the foods whose grams a day change by at least `least`, largest change first."""
    table = program.table
    grams = table.portion_g
    first = np.maximum(before.columns[program.food_columns] * grams, 0.0)
    second = np.maximum(after.columns[program.food_columns] * grams, 0.0)
    changed = np.flatnonzero(np.abs(second - first) >= least)
    records = [
        (table.ids[f], table.names[f], float(first[f]), float(second[f]), float(second[f] - first[f]))
        for f in sorted(changed, key=lambda f: (-abs(second[f] - first[f]), table.ids[f]))
    ]
    return pd.DataFrame(records, columns=list(CHANGE_COLUMNS))


def price_restrictions(average: Average, answer: Answer, models: Models) -> pd.DataFrame:
    """Return what each restriction of a person costs [$ of money a day], by re-solving without it.

    Columns: restriction, label, cost_with, cost_without, difference. The diet is compared with eating
    everything, each exclusion with leaving it out.
    """
    knowledge = average.program.knowledge
    rules, person = average.rules, average.person
    now = money_of(average.program, answer)
    candidates = []
    if knowledge.diets[rules.diet].column:
        free = next(name for name, diet in knowledge.diets.items() if not diet.column)
        candidates.append((rules.diet, knowledge.diets[rules.diet].label, replace(rules, diet=free)))
    for tag in rules.without:
        kept = tuple(other for other in rules.without if other != tag)
        label = f"Without {knowledge.exclusions[tag].label.lower()}"
        candidates.append((tag, label, replace(rules, without=kept)))
    for food_id in rules.exclude:
        kept = tuple(other for other in rules.exclude if other != food_id)
        name = knowledge.foods.names[knowledge.foods.position(food_id)]
        candidates.append((food_id, f"Without {name}", replace(rules, exclude=kept)))
    records = []
    for key, label, changed in candidates:
        cost = try_request(person, changed, average.days, models)
        if cost is not None:
            records.append((key, label, now, cost, now - cost))
    columns = ["restriction", "label", "cost_with", "cost_without", "difference"]
    return pd.DataFrame(records, columns=columns)

"""What no week of sittings meets, and which tablets would let one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.allowed import allow_foods, supplement_mask
from mealopt.rules.budget import ate_cost
from mealopt.rules.foods import pinned_portions
from mealopt.tolerances import TRACE
from mealopt.week.demand import MONEY
from mealopt.week.tables import UNMET, build_person, solve_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.average.average import Average
    from mealopt.request.rules import Rules
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.model import SittingModel

AT_PRICE = 0.99  # of what a must missed costs: one that is worth as much is missed
DEARER = 1.1  # times the average day's least cost that a budget has to be so that money is not what is short


def find_unmet(average: Average) -> tuple[str, ...]:
    """Return what no average day of sittings meets with all the freedom there is, in words.

    Nothing where there is such a day, and the search found no week.
    """
    found = solve_freest(average)
    if found is None:
        return ()
    (model, answer), demand = found, found[0].demand
    low, high = (
        np.where(np.isfinite(bound), sign * answer.duals * scale, 0.0)
        for bound, scale, sign in (
            (demand.week_lower, demand.week_scale[0], 1.0), (demand.week_upper, demand.week_scale[1], -1.0),
        )
    )  # fmt: skip
    unmet = np.maximum(low, high) >= AT_PRICE * model.forced
    if MONEY in demand.names and unmet.any():  # what else is missed may be so for want of money
        unmet[demand.names.index(MONEY)] |= bool(high[demand.names.index(MONEY)] > 0)
    words = {MONEY: "the budget", **{info.id: info.label for info in average.program.knowledge.nutrients}}
    named = (demand.names[number] for number in np.flatnonzero(unmet).tolist())
    return tuple(words[name] for name in named if name in words)


def find_least_cost(average: Average) -> float | None:
    """Return what an average day of sittings costs at least that meets every must [$], about.

    Of the goals the one counts to which money matters most beside what people eat, and no budget. `None`
    where none was asked, where it is ample, and where there is no such day at any price. Whole days cost
    a little more.
    """
    budget = average.rules.budget
    if budget is None:
        return None
    knowledge, goals = average.program.knowledge, average.program.knowledge.goals.items()
    _, thrifty = max((of.sittings.money / max(of.sittings.strange, TRACE), name) for name, of in goals)
    rules = replace(average.rules, budget=None, goal=thrifty)
    found = solve_freest(replace(average, rules=rules, quality=None))
    if found is None or found[1].missed > UNMET:
        return None
    (model, answer), cost = found, np.append(knowledge.foods.cost_per_portion, [0.0])
    eaten = model.pinned.copy()  # what is taken every day is paid for too, but what was eaten already
    for one, amount in zip(answer.columns, answer.amounts.tolist(), strict=True):
        np.add.at(eaten, one.foods[0], amount * one.portions[0])
    least = float(multiply(eaten, cost)) - ate_cost(knowledge.foods, rules)
    return None if budget > DEARER * least else least


def choose_tablets(average: Average) -> tuple[str, ...]:
    """Return the supplements (ids) that would let there be a week of sittings, one of each every day.

    Food comes first: each is worth `tablet_usd` at least at the prices of an average day of sittings, which
    few foods hold what it holds. Of those that hold the same the one that is worth most.
    """
    found = solve_freest(average)
    if found is None:
        return ()
    (model, answer), table, rules = found, average.program.knowledge.foods, average.rules
    may = allow_foods(average.person, replace(rules, supplements=True), average.program.knowledge)
    pins = pinned_portions(table, rules)
    may &= supplement_mask(table) & ~np.isin(table.ids, [*pins, *rules.exclude])
    worth = -answer.food_prices[:-1] * table.helping
    may &= worth >= model.figures.tablet_usd
    chosen, held = list[str](), np.zeros(len(table.nutrient_ids), dtype=np.bool_)
    for food in sorted(np.flatnonzero(may).tolist(), key=lambda food: (-worth[food], food)):
        holds = table.filled[food] > 0
        if (holds & ~held).any():
            chosen.append(table.ids[food])
            held |= holds
    return tuple(chosen)


def pin_tablets(rules: Rules, tablets: Iterable[str]) -> Rules:
    """Return rules by which some supplements are taken every day, one helping of each."""
    return replace(rules, include={**rules.include, **dict.fromkeys(tablets)})


def solve_freest(average: Average) -> tuple[SittingModel, SittingAnswer] | None:
    """Return the average day of sittings with all the freedom there is, as it was solved for the week."""
    model = build_person(average, average.rules, tempered=False)
    return None if model is None else (model, solve_first(average, average.rules, model, tempered=False))

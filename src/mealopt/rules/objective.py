"""What a plan costs: money, and surcharges in dollars for the unfamiliar, for repeats and for aims missed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import find_log

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats

LEAST_POPULARITY = 1e-4  # below one adult day in ten thousand the survey cannot tell foods apart
TIE_USD = 1e-4  # the second cost: at most a hundredth of a cent a portion, by the id alone


def money_costs(table: FoodTable, goal: Goal) -> Floats:
    """Return what a portion of each food counts as money [$]: its price, and what the goal prices besides.

    An unknown amount of that counts as high.
    """
    if not goal.priced:
        return table.cost_per_portion
    return table.cost_per_portion + goal.priced_usd * table.most_per_portion(goal.priced)


def unfamiliar_costs(table: FoodTable, goal: Goal) -> Floats:
    """Return the surcharge of one portion for being rarely eaten [$]: weight × ln(familiar / popularity).

    It is per helping, and nothing for what is eaten on at least the goal's familiar share of days.
    """
    share = np.clip(table.popularity, LEAST_POPULARITY, 1.0)
    rarity = np.maximum(0.0, find_log(goal.familiar_share / share))
    return goal.unfamiliar_usd * rarity / table.helping


def repeat_costs(table: FoodTable, goal: Goal) -> Floats:
    """Return the surcharge of one portion eaten again in the week [$].

    It fades with familiarity: nobody tires of water, coffee or milk as of the same casserole.
    """
    fades = np.clip(1.0 - table.popularity / goal.familiar_share, 0.0, 1.0)
    return goal.repeat_usd * fades / table.helping


def tie_costs(table: FoodTable, seed: int = 0) -> Floats:
    """Return a tiny cost per portion [$] that decides between equal foods, fixed by id and seed."""
    marks = [hashlib.sha256(f"{seed}:{food_id}".encode()).digest()[:6] for food_id in table.ids]
    return TIE_USD * np.array([int.from_bytes(mark, "big") / 2**48 for mark in marks])


def food_costs(table: FoodTable, goal: Goal, seed: int = 0) -> Floats:
    """Return what one portion of each food costs in the objective, repeats and aims left out [$]."""
    return goal.money * money_costs(table, goal) + unfamiliar_costs(table, goal) + tie_costs(table, seed)


def aim_costs(knowledge: Knowledge, goal: Goal) -> dict[str, float]:
    """Return the price of missing one unit of each nutrient's aim [$ per unit].

    One per cent is of the largest published minimum of the nutrient, so that the price does not change
    with the person and the matrix and costs stay one model's.
    """
    largest: dict[str, float] = {}
    for row in knowledge.intakes:
        if row.minimum and row.basis == "day" and row.measured_as:
            largest[row.measured_as] = max(largest.get(row.measured_as, 0.0), row.minimum)
    return {nutrient: goal.aim_usd_per_percent * 100.0 / value for nutrient, value in largest.items()}

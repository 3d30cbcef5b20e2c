"""What is eaten: one row per food at a meal of a day, in household portions, grams, energy and dollars."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.tables.frames import Records, list_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pandas as pd

    from mealopt.knowledge.foods import Floats, FoodTable
    from mealopt.knowledge.library import Knowledge

COLUMNS = ("day", "meal", "food_id", "food", "portions", "portion", "grams", "energy_kcal", "cost")


@dataclass(frozen=True)
class Serving:
    """So many portions of one food at one meal of one day (`1` … `7`, or `average`)."""

    day: str
    meal: str
    food_id: str
    portions: float


def list_portions(
    servings: Iterable[Serving],
    knowledge: Knowledge,
    eaten: Collection[str] = (),
    marks: Mapping[str, str] | None = None,
) -> Records:
    """Return the rows of servings, sorted by day, the order of meals, and energy.

    Columns: day, meal, food_id, food, portions, portion, grams [g], energy_kcal [kcal], cost [$]. What was
    `eaten` already costs nothing; where the table has no prices a cost is unknown. Foods with a mark have it
    behind their name: `Bagel, plain (vegan)`.
    """
    table = knowledge.foods
    places = {meal.id: meal.place for meal in knowledge.meals}
    kcal = np.nan_to_num(table.column(knowledge.energy_id))
    records = []
    for serving in servings:
        food = table.position(serving.food_id)
        grams = serving.portions * float(table.portion_g[food])
        energy = grams * float(kcal[food]) / 100.0
        cost = 0.0 if serving.food_id in eaten else grams * float(table.price[food]) / 100.0
        cost = cost if table.priced else math.nan
        name = mark_name(table.names[food], (marks or {}).get(serving.food_id))
        order = (serving.day, places[serving.meal], -energy, serving.food_id)
        row = (
            serving.day, serving.meal, serving.food_id, name, round(serving.portions, 6),
            table.portions[food], grams, energy, cost,
        )  # fmt: skip
        records.append((order, row))
    records.sort(key=lambda record: record[0])
    return Records(COLUMNS, [row for _, row in records])


def mark_name(name: str, mark: str | None) -> str:
    """Return the name of a food with what it has to be for this plan."""
    return f"{name} ({mark})" if mark else name


def read_mark(food: str, name: str) -> str:
    """Return the mark behind a food's name in a plan, empty where there is none."""
    marked = food.startswith(f"{name} (") and food.endswith(")")
    return food[len(name) + 2 : -1] if marked else ""


def grams_by_food(portions: Records | pd.DataFrame, table: FoodTable, day: str | None = None) -> Floats:
    """Return the grams of each food of the table, on one day or on all of them."""
    ids = list_column(portions, "food_id")
    amounts = np.array(list_column(portions, "grams"), dtype=np.float64)
    foods = np.array([table.position(food_id) for food_id in ids], dtype=np.int64)
    if day is not None:
        mine = np.array(list_column(portions, "day"), dtype=object) == day
        foods, amounts = foods[mine], amounts[mine]
    return np.bincount(foods, amounts, len(table)).astype(np.float64, copy=False)

"""What is eaten: one row per food at a meal of a day, in household portions, grams, energy and dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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


def build_portions(
    servings: Iterable[Serving],
    knowledge: Knowledge,
    eaten: Collection[str] = (),
    marks: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the frame of servings, sorted by day, the order of meals, and energy.

    Columns: day, meal, food_id, food, portions, portion, grams [g], energy_kcal [kcal], cost [$]. What was
    `eaten` already costs nothing. Foods with a mark have it behind their name: `Bagel, plain (vegan)`.
    """
    table = knowledge.foods
    places = {meal.id: meal.place for meal in knowledge.meals}
    kcal = np.nan_to_num(table.column(knowledge.energy_id))
    records = []
    for serving in servings:
        food = table.position(serving.food_id)
        grams = serving.portions * float(table.portion_g[food])
        records.append(
            {
                "day": serving.day,
                "meal": serving.meal,
                "food_id": serving.food_id,
                "food": mark_name(table.names[food], (marks or {}).get(serving.food_id)),
                "portions": round(serving.portions, 6),
                "portion": table.portions[food],
                "grams": grams,
                "energy_kcal": grams * float(kcal[food]) / 100.0,
                "cost": 0.0 if serving.food_id in eaten else grams * float(table.price[food]) / 100.0,
            }
        )
    records.sort(
        key=lambda r: (r["day"], places[str(r["meal"])], -float(str(r["energy_kcal"])), r["food_id"])
    )
    return pd.DataFrame(records, columns=list(COLUMNS))


def mark_name(name: str, mark: str | None) -> str:
    """Return the name of a food with what it has to be for this plan."""
    return f"{name} ({mark})" if mark else name


def read_mark(food: str, name: str) -> str:
    """Return the mark behind a food's name in a plan, empty where there is none."""
    marked = food.startswith(f"{name} (") and food.endswith(")")
    return food[len(name) + 2 : -1] if marked else ""


def grams_by_food(portions: pd.DataFrame, table: FoodTable, day: str | None = None) -> Floats:
    """Return the grams of each food of the table, on one day or on all of them."""
    chosen = portions if day is None else portions[portions["day"] == day]
    grams = np.zeros(len(table))
    for food_id, amount in zip(chosen["food_id"], chosen["grams"], strict=True):
        grams[table.position(food_id)] += amount
    return grams

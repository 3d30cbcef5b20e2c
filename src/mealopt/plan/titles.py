"""The title of a meal of a plan: `Scrambled eggs with whole wheat toast, banana and coffee`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.knowledge.titles import Course

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge


def title_meal(rows: pd.DataFrame, meal: Meal, knowledge: Knowledge) -> str:
    """Return what a menu calls a meal, from the rows of its portions; blank where there are none.

    Snacks are no plate: their foods stand one after the other.
    """
    table = knowledge.foods
    of = [table.categories[table.position(str(food))] for food in rows["food_id"]]
    courses = map(Course, rows["food"], of, rows["energy_kcal"])
    return knowledge.titles.name_meal(courses, listed=meal.twice)

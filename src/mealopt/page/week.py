"""The week as a compact grid: a row a day, a cell a meal, two cells side by side on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.knowledge.foods import shorten_name
from mealopt.page.dates import say_day
from mealopt.page.words import escape_markdown, name_day
from mealopt.week.build import is_free_water

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

CELL_WIDTH = 140  # pixels: two cells on a phone, four on anything wider


def show_week(plan: Plan, knowledge: Knowledge) -> None:
    """Show every day of the plan at a glance; the glass of water that goes with each meal goes unsaid."""
    eaten = plan.portions["food_id"].unique()
    water = {food for food in eaten if is_free_water(knowledge, knowledge.foods.position(food))}
    told = plan.portions[~plan.portions["food_id"].isin(water)]
    for day in plan.days:
        rows = told[told["day"] == day]
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{name_day(day)}** :small[:gray[{say_day(day, rows)}]]")
            show_day_row(rows, knowledge)


def show_day_row(rows: pd.DataFrame, knowledge: Knowledge) -> None:
    """Show a day as a row of its meals."""
    with st.grid(len(knowledge.meals), min_column_width=CELL_WIDTH, gap="xsmall"):
        for meal in knowledge.meals:
            st.markdown(say_meal(meal, rows[rows["meal"] == meal.id]))


def say_meal(meal: Meal, rows: pd.DataFrame) -> str:
    """Write a meal in a cell: its name, then short names of its foods, each once."""
    foods = dict.fromkeys(shorten_name(str(food)) for food in rows["food"])
    listed = escape_markdown(", ".join(foods) or "–")
    return f":small[:gray[{escape_markdown(meal.label)}]]  \n:small[{listed}]"

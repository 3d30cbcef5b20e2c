"""The week as a compact grid: a row a day, a cell a meal, two cells side by side on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.dates import say_day
from mealopt.page.words import escape_markdown, name_day
from mealopt.plan.titles import title_meal

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

CELL_WIDTH = 140  # pixels: two cells on a phone, four on anything wider


def show_week(plan: Plan, knowledge: Knowledge) -> None:
    """Show every day of the plan at a glance."""
    for day in plan.days:
        rows = plan.portions[plan.portions["day"] == day]
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{name_day(day)}** :small[:gray[{say_day(day, rows)}]]")
            show_day_row(rows, knowledge)


def show_day_row(rows: pd.DataFrame, knowledge: Knowledge) -> None:
    """Show a day as a row of its meals."""
    with st.grid(len(knowledge.meals), min_column_width=CELL_WIDTH, gap="xsmall"):
        for meal in knowledge.meals:
            st.markdown(say_meal(meal, rows[rows["meal"] == meal.id], knowledge))


def say_meal(meal: Meal, rows: pd.DataFrame, knowledge: Knowledge) -> str:
    """Write a meal in a cell: which it is, then what a menu calls it."""
    listed = escape_markdown(title_meal(rows, meal, knowledge) or "–")
    return f":small[:gray[{escape_markdown(meal.label)}]]  \n:small[{listed}]"

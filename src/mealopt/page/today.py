"""One day: its meals as cards, with the foods in household words and what can be done about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.actions import Actions
from mealopt.page.dates import say_day
from mealopt.page.had import show_had, show_had_button
from mealopt.page.turns import show_meal_turns, show_new_day
from mealopt.page.words import escape_markdown, name_day, say_food, show_money
from mealopt.plan.titles import title_meal

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.desk.question import Question
    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

CARD_WIDTH = 215  # pixels below which a card moves to the next row: four beside each other on a laptop
A_LITTLE = 0.5  # of the smallest step people take: exact amounts below it are named, not measured out


def pick_day(label: str, days: tuple[str, ...], key: str) -> str:
    """Let a person choose among several days; one needs no choice."""
    if len(days) == 1:
        return days[0]
    chosen = st.segmented_control(
        label, days, default=days[0], required=True, key=key, label_visibility="collapsed",
        format_func=lambda day: day if day.isdigit() and day != days[0] else name_day(day),
    )  # fmt: skip
    return chosen if chosen in days else days[0]


def show_today(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show the meals of a day the person picks, each food with what can be done about it."""
    day = pick_day("Day", plan.days, "day")
    rows = plan.portions[plan.portions["day"] == day]
    turns = day if plan.meals and len(plan.days) > 1 else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{name_day(day)}** :gray[· {say_day(day, rows)} · {rows['food_id'].nunique()} foods]")
        if turns:
            show_new_day(turns, knowledge)
    show_meals(rows, knowledge, Actions(question, plan, knowledge, day), turns)


def show_meals(
    rows: pd.DataFrame, knowledge: Knowledge, actions: Actions | None = None, turns: str | None = None
) -> None:
    """Show the meals of a day as cards, in pairs; `turns` is the day whose meals can be asked for again."""
    meals = [meal for meal in knowledge.meals if (rows["meal"] == meal.id).any()]
    with st.grid("auto", min_column_width=2 * CARD_WIDTH):  # pairs, so that four never stand as three and one
        for pair in (meals[place : place + 2] for place in range(0, len(meals), 2)):
            with st.grid(2, min_column_width=CARD_WIDTH):
                for meal in pair:
                    show_meal(meal, rows[rows["meal"] == meal.id], knowledge, actions, turns)


def show_meal(
    meal: Meal, rows: pd.DataFrame, knowledge: Knowledge, actions: Actions | None, turns: str | None
) -> None:
    """Show one meal as a card; what an exact answer holds only a trace of stands in one line at its end."""
    table = knowledge.foods
    traces = rows["portions"] < A_LITTLE * table.step[[table.position(food) for food in rows["food_id"]]]
    with st.container(border=True, gap="xsmall"):
        st.header(escape_markdown(meal.label), anchor=False)
        st.markdown(f"**{escape_markdown(title_meal(rows, meal, knowledge))}**")
        st.caption(f"{rows['energy_kcal'].sum():,.0f} kcal · {show_money(rows['cost'].sum())}")
        if turns:
            show_meal_turns(turns, meal, knowledge)
            show_had_button(turns, meal)
            if actions is not None:
                show_had(actions.plan, turns, meal, knowledge)
        for row in rows[~traces].to_dict("records"):
            if actions is None:
                st.markdown(say_food(row))
            else:
                actions.show_food(row)
        if traces.any():
            names = "; ".join(escape_markdown(str(name)) for name in rows[traces]["food"])
            st.markdown(f":small[:gray[A little of: {names}]]")

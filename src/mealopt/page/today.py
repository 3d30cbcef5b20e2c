"""One day: its meals as cards, with the foods in household words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.words import escape_markdown, name_day, show_money
from mealopt.plan.words import show_portion

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

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


def show_today(plan: Plan, knowledge: Knowledge) -> None:
    """Show the meals of a day the person picks."""
    day = pick_day("Day", plan.days, "day")
    rows = plan.portions[plan.portions["day"] == day]
    st.markdown(
        f"**{name_day(day)}** :gray[· {rows['energy_kcal'].sum():,.0f} kcal · "
        f"{show_money(rows['cost'].sum())} · {rows['food_id'].nunique()} foods]"
    )
    meals = [meal for meal in knowledge.meals if (rows["meal"] == meal.id).any()]
    with st.grid("auto", min_column_width=2 * CARD_WIDTH):  # pairs, so that four never stand as three and one
        for pair in (meals[place : place + 2] for place in range(0, len(meals), 2)):
            with st.grid(2, min_column_width=CARD_WIDTH):
                for meal in pair:
                    show_meal(meal.label, rows[rows["meal"] == meal.id], knowledge)


def show_meal(label: str, rows: pd.DataFrame, knowledge: Knowledge) -> None:
    """Show one meal as a card; what an exact answer holds only a trace of stands in one line at its end."""
    table = knowledge.foods
    traces = rows["portions"] < A_LITTLE * table.step[[table.position(food) for food in rows["food_id"]]]
    lines = [say_food(row) for row in rows[~traces].to_dict("records")]
    if traces.any():
        names = "; ".join(escape_markdown(str(name)) for name in rows[traces]["food"])
        lines.append(f":small[:gray[A little of: {names}]]")
    with st.container(border=True, gap="xsmall"):
        st.subheader(escape_markdown(label), anchor=False)
        st.caption(f"{rows['energy_kcal'].sum():,.0f} kcal · {show_money(rows['cost'].sum())}")
        st.markdown("\n\n".join(lines))


def say_food(row: Mapping[Hashable, object]) -> str:
    """Write one food on two lines: how much of what, then grams, energy and cost."""
    amount = show_portion(float(str(row["portions"])), str(row["portion"]))
    grams, kcal, cost = (float(str(row[name])) for name in ("grams", "energy_kcal", "cost"))
    weight = f"{grams:,.0f} g" if grams >= 1 else f"{grams:.1g} g"
    return (
        f"{say_amount(amount, str(row['food']))}  \n"
        f":small[:gray[{weight} · {kcal:,.0f} kcal · {show_money(cost)}]]"
    )


def say_amount(amount: str, food: str) -> str:
    """Write how much of what, without saying a word twice: `1 egg, fried`, not `1 egg Egg, fried`."""
    head, comma, rest = food.partition(",")
    unit = amount.rsplit(" ", maxsplit=1)[-1].casefold()
    if unit in {head.casefold(), f"{head.casefold()}s", f"{head.casefold()}es"}:
        return f"**{escape_markdown(amount)}**{comma}{escape_markdown(rest) and ' '}{escape_markdown(rest)}"
    return f"**{escape_markdown(amount)}** {escape_markdown(food)}"

"""I ate something else: what it was, and how much; the rest of the day makes up for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.turns import ask_eaten, find_kept
from mealopt.page.words import escape_markdown
from mealopt.plan.words import show_portion
from mealopt.request.allowed import allow_foods
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

OPENED = "had"  # the meal (day, meal) of which it is asked


def show_had_button(day: str, meal: Meal) -> None:
    """Show the button that asks what was eaten at a meal instead."""
    st.button(
        ":small[I ate something else]", key=f"had-{day}-{meal.id}", icon=":material/edit_note:",
        type="tertiary", on_click=open_had, args=(day, meal.id),
        help=f"Say what this {meal.label.lower()} was: the rest of the day makes up for it",
    )  # fmt: skip


def open_had(day: str, meal: str) -> None:
    """Ask for one meal, and for no other."""
    st.session_state[OPENED] = (day, meal)


def close_had() -> None:
    """Ask no longer."""
    st.session_state.pop(OPENED, None)


def show_had(plan: Plan, day: str, meal: Meal, knowledge: Knowledge) -> None:
    """Ask what was eaten at a meal, where its button was pressed."""
    if st.session_state.get(OPENED) != (day, meal.id):
        return
    table = knowledge.foods
    allowed = allow_foods(plan.person, plan.rules, knowledge)
    foods = [food for food, fine in zip(table.ids, allowed, strict=True) if fine]
    with st.container(border=True, gap="xsmall"):
        chosen = st.multiselect(
            f"What did you have for {meal.label.lower()}?", sorted(foods, key=name_of(knowledge)),
            format_func=name_of(knowledge), key=f"had-foods-{day}-{meal.id}", placeholder="Type a food",
            filter_mode="contains", help="Foods your diet and allergies allow.",
        )  # fmt: skip
        eaten = {food: ask_amount(food, day, meal.id, knowledge) for food in chosen}
        with st.container(horizontal=True, gap="xsmall"):
            st.button(
                "That is what I had", key=f"had-done-{day}-{meal.id}", disabled=not eaten, type="primary",
                on_click=take_eaten, args=(day, meal.id, eaten),
            )  # fmt: skip
            st.button("Close", key=f"had-close-{day}-{meal.id}", type="tertiary", on_click=close_had)


def name_of(knowledge: Knowledge) -> Callable[[str], str]:
    """Return what names a food."""
    table = knowledge.foods
    return lambda food: table.names[table.position(food)]


def ask_amount(food: str, day: str, meal: str, knowledge: Knowledge) -> float:
    """Ask how many portions of a food it was, in its steps; a usual helping to begin with."""
    table = knowledge.foods
    place = table.position(food)
    step, usual, most = (float(of[place]) for of in (table.step, table.helping, table.max_day))
    most = max(step, math.floor(most / step + TRACE) * step)
    usual = min(most, max(step, round(usual / step) * step))
    name, portion = table.names[place], table.portions[place]
    grams = float(table.portion_g[place])
    return float(
        st.number_input(
            escape_markdown(f"{name}: times {show_portion(1.0, portion)} ({grams:,.0f} g)"), step, most,
            usual, step, key=f"had-much-{day}-{meal}-{food}",
        )
    )  # fmt: skip


def take_eaten(day: str, meal: str, eaten: dict[str, float]) -> None:
    """Have the rest of the day make up for what was eaten."""
    close_had()
    ask_eaten(day, meal, eaten, find_kept(day))

"""What is known of a nutrient, in words: what it does, how too little and too much show, what holds most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mealopt.knowledge.guide import load_guide
from mealopt.page.words import escape_markdown
from mealopt.request.allowed import allow_foods

if TYPE_CHECKING:
    from mealopt.desk.question import Question
    from mealopt.knowledge.guide import Guide
    from mealopt.knowledge.library import Knowledge

RICHEST = 5  # foods a guide names as the richest
KNOWN = 0.002  # of people on a day, from which on a food is worth naming
BY_KCAL_FROM, BY_USD_FROM = 10.0, 0.02  # kcal and $ per 100 g from which on a ratio says something


def show_about(question: Question, knowledge: Knowledge) -> None:
    """Offer the words on every nutrient there are words on, in the order of the table."""
    guide = load_guide()
    told = [info.id for info in knowledge.nutrients if info.id in guide]
    # a choice draws the page anew: who made one wants to read on
    with st.expander("About a nutrient", expanded=st.session_state.get("about") is not None):
        chosen = st.selectbox(
            "Nutrient", told, index=None, placeholder="Iron, folate, iodine, vitamin K …",
            format_func=lambda nutrient: knowledge.nutrients[nutrient].label, key="about",
        )  # fmt: skip
        if chosen is not None:
            show_guide(guide[chosen], question, knowledge)


def show_guide(guide: Guide, question: Question, knowledge: Knowledge) -> None:
    """Show the words on a nutrient, and the foods of this person's diet that hold most of it."""
    parts = (
        ("", guide.role), ("Too little", guide.too_little), ("Too much", guide.too_much),
        ("It depends on", guide.depends_on), ("See a doctor", guide.see_a_doctor), ("Know", guide.note),
    )  # fmt: skip
    said = [f"**{head}.** {escape_markdown(text)}" if head else escape_markdown(text) for head, text in parts]
    st.markdown("\n\n".join(said))
    for head, foods in find_richest(guide.nutrient, question, knowledge).items():
        st.markdown(f"**Most {head}:** {escape_markdown('; '.join(foods))}")
    st.caption(f"Source: [{escape_markdown(guide.source)}]({guide.link})")


def find_richest(nutrient: str, question: Question, knowledge: Knowledge) -> dict[str, list[str]]:
    """Return the foods a person may eat that hold most: a serving, per 100 kcal and per dollar, with amounts.

    Foods hardly anybody has are left out.
    """
    table, info = knowledge.foods, knowledge.nutrients[nutrient]
    may = allow_foods(question.person, question.rules("exact"), knowledge) & (table.popularity >= KNOWN)
    may &= np.array([food not in question.exclude for food in table.ids])
    per_100g = np.nan_to_num(table.column(nutrient))
    kcal, usd = np.nan_to_num(table.column(knowledge.energy_id)), table.price
    measures = {
        "in a serving": (per_100g * table.helping * table.portion_g / 100, may),
        "per 100 kcal": (100 * per_100g / np.maximum(kcal, BY_KCAL_FROM), may & (kcal >= BY_KCAL_FROM)),
        "per dollar": (per_100g / np.maximum(usd, BY_USD_FROM), may & (usd >= BY_USD_FROM)),
    }
    found = {}
    for head, (amount, counted) in measures.items():
        order = np.argsort(-np.where(counted, amount, -1.0), kind="stable")[:RICHEST]
        found[head] = [
            f"{knowledge.titles.name_food(table.names[food])} {info.show(float(amount[food]))}"
            for food in order.tolist()
            if counted[food] and amount[food] > 0
        ]
    return found

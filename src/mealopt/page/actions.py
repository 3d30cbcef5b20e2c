"""What can be done about a food of the day: keep it, swap it for what would replace it, or ban it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.reasons import find_swap
from mealopt.knowledge.foods import shorten_name
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.clicks import ban_foods, forget_liking, like_food, lock_food, read_answer, unlock_food
from mealopt.page.turns import ask_swap
from mealopt.page.words import escape_markdown, say_food, say_more
from mealopt.plan.ingredients import find_recipe, say_recipe

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from mealopt.desk.question import Question
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

SWAPPED = "swap"  # the food whose swap is shown
OPENED = "dish"  # the food whose ingredients are shown
SWAP, LOCK, UNLOCK, BAN, OPEN = "Swap …", "Lock this amount", "Unlock", "Ban", "What is in it"
LIKE, LIKE_NO_MORE = "Have it often", "Have it as often as anybody"
SHOWN = 2  # foods named on each side of a swap


@dataclass(frozen=True)
class Actions:
    """The actions on the foods of one day of a plan."""

    question: Question
    plan: Plan
    knowledge: Knowledge
    day: str

    def show_food(self, row: Mapping[Hashable, object]) -> None:
        """Show a food with its menu and, where its swap was asked for, what would replace it."""
        food_id, food = str(row["food_id"]), str(row["food"])
        locked = food_id in dict(self.question.include)
        recipe = find_recipe(food_id, food, self.knowledge.foods)
        # exact and whole amounts may stand here in one run, one after the other: each has its own keys
        meal = str(row["meal"])
        key = f"{self.plan.rules.portions}-{meal}-{food_id}"
        with st.container(horizontal=True, wrap=False, vertical_alignment="top", gap=None):
            st.markdown(
                f"{say_food(row)}{' :small[:material/lock: locked]' if locked else ''}", width="stretch"
            )
            family = find_family(self.knowledge.foods, food_id)
            whole = [say_family(food, family)] if len(family) > 1 else []
            liked = LIKE_NO_MORE if food_id in read_answer("like") else LIKE
            choices = [SWAP, UNLOCK if locked else LOCK, liked, BAN, *whole, *([OPEN] if recipe else [])]
            st.menu_button(
                f"Swap, lock or ban: {escape_markdown(food)}", choices, key=f"do-{key}", type="tertiary",
                icon=":material/edit:",
                on_click=self.act, args=(f"do-{key}", meal, food_id, food),
            )  # fmt: skip
        if recipe and st.session_state.get(OPENED) == (self.day, meal, food_id):
            show_recipe(say_recipe(recipe, float(str(row["grams"]))), key)
        if st.session_state.get(SWAPPED) == (self.day, meal, food_id):
            show_swap(self.question, food_id, food, key)

    def act(self, key: str, meal: str, food_id: str, food: str) -> None:
        """Do what was picked from a food's menu."""
        picked = st.session_state[key]
        rows = self.plan.portions[self.plan.portions["food_id"] == food_id]
        today = rows[rows["day"] == self.day]
        if picked == SWAP and self.plan.meals and len(self.plan.days) > 1:
            ask_swap(self.day, meal, food_id)
        elif picked == SWAP:
            st.session_state[SWAPPED] = (self.day, meal, food_id)
        elif picked == LOCK:
            lock_food(food_id, food, round(float(today["grams"].sum()), 4))
        elif picked == UNLOCK:
            unlock_food(food_id, food)
        elif picked == LIKE:
            like_food(food_id, food)
        elif picked == LIKE_NO_MORE:
            forget_liking(food_id, food)
        elif picked == BAN:
            ban_foods((food_id,), food)
        elif picked == OPEN:
            st.session_state[OPENED] = (self.day, meal, food_id)
        else:
            family = find_family(self.knowledge.foods, food_id)
            ban_foods(family, lower_first(shorten_name(food)))


def find_family(table: FoodTable, food_id: str) -> tuple[str, ...]:
    """Return the foods that are called like one up to the first comma: every salmon, every oatmeal."""
    head = shorten_name(table.names[table.position(food_id)]).casefold()
    return tuple(
        other
        for other, name in zip(table.ids, table.names, strict=True)
        if shorten_name(name).casefold() == head
    )


def say_family(food: str, family: Sequence[str]) -> str:
    """Write what bans a family of foods: `Ban all oatmeal (12 foods)`."""
    return f"Ban all {lower_first(shorten_name(food))} ({len(family)} foods)"


def show_recipe(made_of: str, key: str) -> None:
    """Show what a dish is made of, until it is closed."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":small[**What is in it:** {escape_markdown(made_of)}]")
        st.button("Close", key=f"close-{key}", type="tertiary", on_click=close_recipe)


def close_recipe() -> None:
    """Close what is shown of a dish."""
    st.session_state.pop(OPENED, None)


def show_swap(question: Question, food_id: str, food: str, key: str) -> None:
    """Show what replaces a food and what that costs, with one click to have it so."""
    swap = find_swap(question, food_id)
    with st.container(border=True, gap="xsmall"):
        if swap is None:
            st.markdown(
                "**Nothing fits without it.** :small[:gray[It has to stay, or another wish has to go.]]"
            )
        else:
            st.markdown(f"**Without it: {say_more(swap.more)}**")
            st.markdown(say_changes(swap.changes, food_id))
        with st.container(horizontal=True, gap="xsmall"):
            if swap is not None:
                st.button(
                    "Swap it", key=f"swap-{key}", on_click=apply_swap, args=(food_id, food),
                    help=f"Leaves out {escape_markdown(food)} from now on; it can be undone",
                )  # fmt: skip
            st.button("Keep it", key=f"keep-{key}", type="tertiary", on_click=close_swap)


def apply_swap(food_id: str, food: str) -> None:
    """Leave the food out, and close what was shown of its swap."""
    close_swap()
    ban_foods((food_id,), food)


def close_swap() -> None:
    """Close what is shown of a swap."""
    st.session_state.pop(SWAPPED, None)


def say_changes(changes: pd.DataFrame, food_id: str) -> str:
    """Write what comes in its place and what else goes, the most energy first."""
    others = changes[changes["food_id"] != food_id]
    lines = []
    more, less = others[others["change"] > 0], others[others["change"] < 0]
    for word, part in (("In its place", more), ("Less of", less)):
        named = [
            f"{escape_markdown(str(row['food']))} {abs(float(str(row['change']))):,.0f} g"
            for row in part.head(SHOWN).to_dict("records")
        ]
        if named:
            lines.append(f":gray[{word}:] {'; '.join(named)}")
    return ":small[" + "  \n".join(lines) + "]" if lines else ""

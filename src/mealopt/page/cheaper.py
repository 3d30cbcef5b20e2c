"""What would make a plan cheaper: swaps that were tried, the price of each choice, and foods just outside."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.moves import recall_moves, start_moves
from mealopt.desk.reasons import recall_swaps, start_swaps
from mealopt.knowledge.nutrients import start_large
from mealopt.page.clicks import apply_change, ban_foods, lock_food
from mealopt.page.waiting import Task
from mealopt.page.words import escape_markdown, say_more

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from mealopt.desk.moves import Move
    from mealopt.desk.question import Question
    from mealopt.desk.reasons import Swap

SWAPS = 6  # swaps shown, the cheapest first
NOTHING = 0.005  # dollars a day that are not worth a line
CARD_WIDTH = 320  # pixels below which the two cards stand below each other


def show_cheaper(question: Question) -> list[Task]:
    """Show which choices and which swaps would change the cost, and return what is still being tried."""
    tasks = []
    with st.grid(2, min_column_width=CARD_WIDTH, gap="small"):
        with st.container(border=True, gap="xsmall"):
            st.header("What would make it cheaper", anchor=False)
            place, said = st.container(gap="xsmall"), st.empty()
            moves = recall_moves(question)
            if moves is not None:
                show_moves(place, moves)
            else:
                show = partial(show_moves, place)
                tasks.append(Task(start_moves(question), said, "Trying other choices …", show))
        with st.container(border=True, gap="xsmall"):
            st.header("Swaps", anchor=False)
            place, said = st.container(gap="xsmall"), st.empty()
            swaps = recall_swaps(question)
            if swaps is not None:
                show_swaps(place, swaps)
            else:
                show = partial(show_swaps, place)
                tasks.append(Task(start_swaps(question), said, "Trying the plan without each food …", show))
    return tasks


def show_moves(place: DeltaGenerator, moves: list[Move] | None) -> None:
    """Show what each other choice would save, the most first; what an allergen costs is said, not offered."""
    saving = [move for move in moves or () if move.saves >= NOTHING and not move.allergen]
    allergens = [move for move in moves or () if move.allergen]
    idle = [move.label for move in moves or () if move.saves < NOTHING and not move.allergen]
    with place:
        st.caption("Each was tried: the whole plan was solved again.")
        for move in saving:
            offer(
                f"**{escape_markdown(start_large(move.label))}**  \n:small[{say_more(-move.saves)}]",
                "Try it", f"move-{move.label}", (apply_change, (move.label, move.answers)),
            )  # fmt: skip
        if not saving:
            st.markdown("None of your choices makes it dearer.")
        for move in allergens:
            cost = say_more(move.saves) if move.saves >= NOTHING else "costs nothing"
            st.markdown(f":small[{escape_markdown(start_large(move.label))}: {cost}.]")
        if idle:
            said = escape_markdown("; ".join(idle))
            st.markdown(f":small[:gray[Would save nothing: {said}.]]")


def show_swaps(place: DeltaGenerator, swaps: list[Swap] | None) -> None:
    """Show what the day costs without each of its dearest foods, the cheapest first."""
    with place:
        st.caption(
            "Without one of its dearest foods: what would come in its place, and the difference in money."
        )
        for swap in (swaps or [])[:SWAPS]:
            comes = swap.changes[(swap.changes["change"] > 0) & (swap.changes["food_id"] != swap.food_id)]
            instead = escape_markdown(str(comes["food"].iloc[0]) if len(comes) else "more of the rest")
            offer(
                f"**{escape_markdown(swap.food)}** → {instead}  \n:small[{say_more(swap.more)}]",
                "Swap", f"why-swap-{swap.food_id}", (ban_foods, ((swap.food_id,), swap.food)),
            )  # fmt: skip
        if not swaps:
            st.markdown("Nothing fits without any of them.")


def show_outside(place: DeltaGenerator, entries: pd.DataFrame) -> None:
    """Show the foods just outside the plan, and the price at which each would come in."""
    if entries.empty:
        return
    with place:
        st.header("Just outside", anchor=False)
        st.caption("Foods the plan does without, and the price at which they would come in.")
        for row in entries.to_dict("records"):
            food_id, food = str(row["food_id"]), str(row["food"])
            price, entry = float(row["price_per_100g"]), float(row["entry_price_per_100g"])
            offer(
                f"**{escape_markdown(food)}**  \n:small[{say_entry(price, entry)}]",
                "Have it", f"have-{food_id}", (lock_food, (food_id, food, None)),
            )  # fmt: skip


def say_entry(price: float, entry: float) -> str:
    """Write at which price a food comes in."""
    if entry <= 0:
        return "not even for nothing"
    cheaper = 100 * (1 - entry / price) if price > 0 else math.nan
    said = f"at {entry * 100:.1f} ¢ per 100 g instead of {price * 100:.1f} ¢: {cheaper:.1f} % cheaper"
    return escape_markdown(said)


def offer(said: str, label: str, key: str, action: tuple[object, tuple[object, ...]]) -> None:
    """Draw a line with a button at its end."""
    callback, args = action
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(said, width="stretch")
        st.button(label, key=key, on_click=callback, args=args)  # type: ignore[arg-type]

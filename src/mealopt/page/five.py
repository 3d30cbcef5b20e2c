"""The five nutrients people come for, first of all: how much of each, on how many days, from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mealopt.knowledge.guide import load_guide
from mealopt.page.words import escape_markdown, shorten_name, start_small
from mealopt.request.rules import allow_foods

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.guide import Guide
    from mealopt.knowledge.library import Knowledge
    from mealopt.page.question import Question
    from mealopt.plan.plan import Plan

TILE_WIDTH = 165  # pixels: two beside each other on a phone
NAMED, RICHEST = 2, 5  # foods a tile names as the sources, and a guide as the richest
KNOWN = 0.002  # of people on a day, from which on a food is worth naming
BY_KCAL_FROM, BY_USD_FROM = 10.0, 0.02  # kcal and $ per 100 g from which on a ratio says something


@dataclass(frozen=True)
class Tile:
    """One nutrient of a plan: `share` of its target [1 = met], days that reach it (`None`: one day)."""

    nutrient: str
    label: str
    amount: str
    share: float
    days: int | None
    of_days: int
    sources: tuple[str, ...]


def build_tiles(plan: Plan, knowledge: Knowledge) -> list[Tile]:
    """Return the core nutrients of a plan that have a target, in the order of the table."""
    totals, days = plan.totals, [day for day in plan.days if day.isdigit()]
    span = totals["day"].iloc[-1]
    tiles = []
    for info in sorted(knowledge.nutrients, key=lambda known: knowledge.nutrients.rank(known.id)):
        mine = totals[totals["nutrient"] == info.id]
        whole = mine[mine["day"] == span]
        if info.kind != "core" or whole.empty or not whole["minimum"].iloc[0] > 0:
            continue
        amount, target = float(whole["amount"].iloc[0]), float(whole["minimum"].iloc[0])
        daily = mine[mine["day"].isin(days)]["amount"]
        tiles.append(
            Tile(
                info.id, info.label, info.show(amount), amount / target,
                int((daily >= target * (1 - 1e-6)).sum()) if len(days) > 1 else None, len(days),
                name_sources(plan.portions, info.id, knowledge),
            )
        )  # fmt: skip
    return tiles


def name_sources(portions: pd.DataFrame, nutrient: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the names of the foods that give most of a nutrient, the most first."""
    table = knowledge.foods
    per_100g = np.nan_to_num(table.column(nutrient))
    places = [table.position(food) for food in portions["food_id"]]
    given = (portions["grams"] * per_100g[places]).groupby(portions["food_id"]).sum()
    best = given[given > 0].sort_values(ascending=False, kind="stable").index[:NAMED]
    names = (
        start_small(shorten_name(table.names[table.position(str(food))]).split(" with ")[0]) for food in best
    )
    return tuple(dict.fromkeys(names))


def say_tile(tile: Tile) -> str:
    """Write a tile as Markdown: the amount, how much of the target, on how many days, from what."""
    mark = ":green[✓]" if tile.share >= 1 - 1e-6 else ":orange[▽]"
    lines = [
        f"**{escape_markdown(tile.label)}**", f"**{tile.amount}** {mark}",
        f":gray[{tile.share:.0%} of the target]",
    ]  # fmt: skip
    if tile.days is not None:
        lines.append(f":gray[on {tile.days} of {tile.of_days} days]")
    if tile.sources:
        lines.append(f":gray[mostly {escape_markdown(' and '.join(tile.sources))}]")
    return "  \n".join(lines)


def show_five(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show a tile for each core nutrient; it opens to what is known of it."""
    tiles, guide = build_tiles(plan, knowledge), load_guide()
    if not tiles:
        return
    with st.grid(len(tiles), min_column_width=TILE_WIDTH, gap="small"):
        for tile in tiles:
            with st.container(border=True, gap="xsmall"):
                st.markdown(say_tile(tile))
                if tile.nutrient in guide:
                    with st.popover(f"About {start_small(tile.label)}"):
                        show_guide(guide[tile.nutrient], question, knowledge)


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
            f"{start_small(shorten_name(table.names[food]))} {info.show(float(amount[food]))}"
            for food in order.tolist()
            if counted[food] and amount[food] > 0
        ]
    return found

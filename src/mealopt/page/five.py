"""The five nutrients people come for, first of all: how much of each, on how many days, from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mealopt.knowledge.guide import load_guide
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.about import show_guide
from mealopt.page.words import escape_markdown
from mealopt.tolerances import PROVED

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

TILE_WIDTH = 165  # pixels: two beside each other on a phone
NAMED = 2  # foods a tile names as the sources


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
                int((daily >= target * (1 - PROVED)).sum()) if len(days) > 1 else None, len(days),
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
    names = (knowledge.titles.name_head(table.names[table.position(str(food))]) for food in best)
    return tuple(dict.fromkeys(names))


def say_tile(tile: Tile) -> str:
    """Write a tile as Markdown: the amount, how much of the target, on how many days, from what."""
    mark = ":green[✓]" if tile.share >= 1 - PROVED else ":orange[▽]"
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
    unmeasured = [name for name in plan.targets.unmeasured if knowledge.nutrients[name].kind == "core"]
    with st.grid(len(tiles) + len(unmeasured), min_column_width=TILE_WIDTH, gap="small"):
        for tile in tiles:
            with st.container(border=True, gap="xsmall"):
                st.markdown(say_tile(tile))
                if tile.nutrient in guide:
                    with st.popover(f"About {lower_first(tile.label)}"):
                        show_guide(guide[tile.nutrient], question, knowledge)
        for name in unmeasured:
            label = escape_markdown(knowledge.nutrients[name].label)
            with st.container(border=True, gap="xsmall"):
                st.markdown(f"**{label}**  \n:red[not measured]  \n:gray[the food table has no column of it]")

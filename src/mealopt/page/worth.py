"""What each food is bought for: a heat map of cents, and the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from mealopt.knowledge.foods import shorten_name
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.charts import pick_palette
from mealopt.page.words import show_percent

if TYPE_CHECKING:
    from mealopt.page.charts import Palette

FOODS, ITEMS = 10, 6  # rows and columns drawn; the other items are added up
REST = "All else"
CELL, HEAD = 30, 96  # pixels: a row, and the slanting names above the columns
STRONG = 0.55  # of the strongest cell: from here on its figure is written in the background's colour
INVISIBLE = "\u200b"  # a space without width
NAMED = 3  # items named for each food in the table
NAME_LENGTH = 18  # letters of a food's name a phone has room for


def show_worth(worth: pd.DataFrame) -> None:
    """Show what the cost of each food is for."""
    st.header("What each food is bought for", anchor=False)
    cells = build_cells(worth)
    if cells.empty:
        return
    st.caption(
        "Cents a day of each food's cost, surcharges included, by what they pay for. A minus is what the "
        "food spoils: it is worth that much less because of it."
    )
    draw_cells(cells)
    with st.expander("Every food, in words"):
        st.dataframe(
            build_table(worth), hide_index=True, alt="Every food with its cost and what it is bought for",
            column_config={"Cents a day": st.column_config.NumberColumn(format="%.1f")},
        )  # fmt: skip


def build_cells(worth: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of the heat map: columns food, item, cents, in the order they are drawn."""
    costs = (
        worth.groupby("food_id", sort=False)["worth_usd"].sum().sort_values(ascending=False, kind="stable")
    )
    drawn = worth[worth["food_id"].isin(list(costs.index[:FOODS]))]
    sizes = drawn["worth_usd"].abs().groupby(drawn["label"], sort=False).sum()
    items = list(sizes.sort_values(ascending=False, kind="stable").index[:ITEMS])
    drawn = drawn.assign(item=drawn["label"].where(drawn["label"].isin(items), REST))
    records = []
    for food_id in costs.index[:FOODS]:
        rows = drawn[drawn["food_id"] == food_id]
        for item in [*items, REST]:
            cents = 100 * float(rows[rows["item"] == item]["worth_usd"].sum())
            records.append((food_id, str(rows["food"].iloc[0]), item, cents))
    return pd.DataFrame(records, columns=["food_id", "food", "item", "cents"])


def build_table(worth: pd.DataFrame) -> pd.DataFrame:
    """Return each food with its cost and what most of it is for."""
    records = []
    for _, rows in worth.groupby("food_id", sort=False):
        lead = rows[rows["share"] > 0].sort_values("share", ascending=False, kind="stable").head(NAMED)
        said = [
            f"{lower_first(str(row['label']))} {show_percent(float(row['share'])).removeprefix('+')}"
            for row in lead.to_dict("records")
        ]
        records.append((rows["food"].iloc[0], 100 * float(rows["worth_usd"].sum()), ", ".join(said)))
    frame = pd.DataFrame(records, columns=["Food", "Cents a day", "Bought for"])
    return frame.sort_values("Cents a day", ascending=False, kind="stable")


def draw_cells(cells: pd.DataFrame) -> None:
    """Draw the heat map; each cell says its cents, so that colour is not the only signal."""
    palette = pick_palette()
    strongest = float(cells["cents"].abs().max()) or 1.0
    drawn = cells.assign(
        said=[say_cents(cents) for cents in cells["cents"]],
        fill=[mix_colours(palette, cents / strongest) for cents in cells["cents"]],
        ink=[pick_ink(palette, cents / strongest) for cents in cells["cents"]],
    )
    names = name_rows(cells)
    drawn["row"] = [names[food_id] for food_id in cells["food_id"]]
    base = alt.Chart(drawn).encode(
        x=alt.X(
            "item:N", sort=list(dict.fromkeys(drawn["item"])), title=None,
            axis=alt.Axis(orient="top", labelAngle=-40, labelFontSize=12, labelColor=palette.text,
                          domain=False, ticks=False, labelLimit=130, labelOverlap=False),
        ),
        y=alt.Y(
            "row:N", sort=list(names.values()), title=None,
            axis=alt.Axis(labelFontSize=12, labelColor=palette.text, domain=False, ticks=False,
                          labelLimit=140, labelOverlap=False),
        ),
        tooltip=[alt.Tooltip("food:N", title="Food"), alt.Tooltip("item:N", title="For"),
                 alt.Tooltip("cents:Q", title="Cents a day", format=".1f")],
    )  # fmt: skip
    chart = alt.layer(
        base.mark_rect(cornerRadius=3).encode(color=alt.Color("fill:N", scale=None)),
        base.mark_text(fontSize=12).encode(text="said:N", color=alt.Color("ink:N", scale=None)),
    ).properties(height=HEAD + CELL * len(names))
    st.altair_chart(chart.configure_view(stroke=None), width="stretch", alt=say_cells(cells))


def shorten(name: str) -> str:
    """Return a food's name as it fits beside its row."""
    short = shorten_name(name)
    return short if len(short) <= NAME_LENGTH else short[: NAME_LENGTH - 1].rstrip() + "…"


def name_rows(cells: pd.DataFrame) -> dict[str, str]:
    """Return what the row of each food is called; foods of one short name differ in what nobody sees."""
    names: dict[str, str] = {}
    for food_id, food in cells.drop_duplicates("food_id")[["food_id", "food"]].itertuples(index=False):
        name = shorten(str(food))
        while name in names.values():
            name += INVISIBLE
        names[str(food_id)] = name
    return names


def say_cents(cents: float) -> str:
    """Write the cents of a cell; what rounds to nothing stays blank."""
    return "" if abs(cents) < 0.5 else f"{cents:.0f}".replace("-", "−")


def mix_colours(palette: Palette, strength: float) -> str:
    """Return the colour of a cell between that of the page (0) and the full colour of its sign (±1)."""
    full = palette.good if strength >= 0 else palette.saving
    channels = [(int(palette.ground[i : i + 2], 16), int(full[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * min(1.0, abs(strength))):02x}" for a, b in channels)


def pick_ink(palette: Palette, strength: float) -> str:
    """Return the colour of a cell's figure: that of the page on strong colours."""
    return palette.ground if abs(strength) >= STRONG else palette.text


def say_cells(cells: pd.DataFrame) -> str:
    """Say the heat map for who cannot see it: the greatest worth of each food."""
    lead = cells.loc[cells.groupby("food_id", sort=False)["cents"].idxmax()]
    said = [f"{row['food']} {row['cents']:.0f} cents for {row['item']}" for row in lead.to_dict("records")]
    return "What each food is bought for, its greatest part: " + "; ".join(said)

"""Where a nutrient comes from: the foods that give most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from mealopt.page.charts import BAR_DOWN, ROW, label_rows, pick_palette, rows_axis

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge

NAME_LENGTH = 34  # letters of a food's name that fit above a bar on a phone
REST = "All other foods"


def show_sources(sources: pd.DataFrame, knowledge: Knowledge) -> None:
    """Let a person pick a nutrient, and show which foods it comes from."""
    labels = dict(zip(sources["nutrient"], sources["label"], strict=True))
    if not labels:
        return
    st.header("Where it comes from", anchor=False)
    nutrient = st.selectbox("Nutrient", labels, key="source", format_func=lambda name: labels.get(name, name))
    draw_sources(build_sources(sources[sources["nutrient"] == nutrient], nutrient, knowledge))


def build_sources(rows: pd.DataFrame, nutrient: str, knowledge: Knowledge) -> pd.DataFrame:
    """Return the bars: columns label, said, share; the foods not named are added up at the end."""
    info = knowledge.nutrients[nutrient]
    records = [
        (shorten(str(row["food"])), f"{info.show(row['amount'])} · {row['share']:.0%}", float(row["share"]))
        for row in rows.to_dict("records")
    ]
    left = 1.0 - float(rows["share"].sum())
    if left > 0.005:
        records.append((REST, f"{left:.0%}", left))
    return pd.DataFrame(records, columns=["label", "said", "share"])


def shorten(name: str) -> str:
    """Return a food's name as it fits above a bar."""
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip(" ,") + "…"


def draw_sources(frame: pd.DataFrame) -> None:
    """Draw a bar for each food, as long as its share."""
    palette = pick_palette()
    frame = frame.assign(row=[f"{place:02d}" for place in range(len(frame))], start=0.0, full=1.0)
    base = alt.Chart(frame)
    axis = rows_axis(list(frame["row"]))
    across = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    chart = alt.layer(
        base.mark_bar(height=10, yOffset=BAR_DOWN, cornerRadius=5, color=palette.track).encode(
            y=axis, x=across, x2="full:Q"
        ),
        base.mark_bar(height=10, yOffset=BAR_DOWN, cornerRadius=5, color=palette.good).encode(
            y=axis, x=across, x2="share:Q"
        ),
        *label_rows(base, axis, palette, "label:N", "said:N"),
    ).properties(height=ROW * len(frame))
    told = "; ".join(f"{row['label']} {row['said']}" for row in frame.to_dict("records"))
    st.altair_chart(chart.configure_view(stroke=None), width="stretch", alt=f"Where it comes from: {told}")

"""Every nutrient against its minimum and maximum, the core five first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from mealopt.desk.reasons import find_day_sources
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.about import show_about
from mealopt.page.charts import BAR_DOWN, ROW, label_rows, pick_palette, rows_axis
from mealopt.page.sources import show_sources
from mealopt.page.today import pick_day
from mealopt.page.words import escape_markdown
from mealopt.plan.totals import ABOVE, BELOW, BELOW_AIM, MET, NO_LIMIT

if TYPE_CHECKING:
    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.nutrients import Nutrient
    from mealopt.plan.plan import Plan

GROUPS = (
    ("core", "The core five", "Muscles and nerves run on these."),
    ("companion", "Their companions", "They work beside the five, and too much of some does harm."),
)
SYMBOLS = {MET: "✓", BELOW_AIM: "▽", BELOW: "▼", ABOVE: "▲", NO_LIMIT: ""}
CHART_WIDTH = 300  # pixels: one below the other on a phone, side by side on anything wider
MIDDLE = 0.5  # where the minimum stands on every bar
FULLY_MEASURED = 0.995


@dataclass(frozen=True)
class Bar:
    """One nutrient on a common scale: zero at 0, the minimum at ½, the upper limit at 1.

    Without an upper limit 1 is twice the minimum; without a minimum (or with both the same) the limit
    is all there is, and stands at 1.
    """

    end: float
    minimum_at: float
    maximum_at: float


def place_bar(amount: float, minimum: float, maximum: float) -> Bar:
    """Return where an amount and its limits stand; NaN is a limit there is not."""
    has_floor = not math.isnan(minimum) and minimum > 0
    has_ceiling = not math.isnan(maximum)
    if has_ceiling and (not has_floor or maximum <= minimum):
        return Bar(min(1.0, amount / maximum if maximum else float(amount > 0)), math.nan, 1.0)
    if not has_floor:
        return Bar(math.nan, math.nan, math.nan)
    top = maximum if has_ceiling else 2 * minimum
    if amount <= minimum:
        end = MIDDLE * amount / minimum
    else:
        end = min(1.0, MIDDLE + (1 - MIDDLE) * (amount - minimum) / (top - minimum))
    return Bar(end, MIDDLE, 1.0 if has_ceiling else math.nan)


def say_limits(info: Nutrient, minimum: float, maximum: float) -> str:
    """Write what an amount is held to: `at least 320 mg`, `320 to 350 mg`."""
    low = "" if math.isnan(minimum) else f"{minimum:,.{info.decimals}f}"
    high = "" if math.isnan(maximum) else f"{maximum:,.{info.decimals}f}"
    if low and high:
        return f"goal {low}" if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else "no limit"


def say_status(status: str) -> str:
    """Write a status as symbol and word."""
    return f"{SYMBOLS.get(status, '')} {status}".strip()


def show_nutrients(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show the nutrients of a day, or of the average day of the week."""
    days = tuple(dict.fromkeys(plan.totals["day"]))
    day = pick_day("Days", (days[-1], *days[:-1]), "nutrient_day")
    totals = plan.totals[plan.totals["day"] == day]
    limited = totals[totals["status"] != NO_LIMIT]
    kinds = limited["nutrient"].map(lambda nutrient: knowledge.nutrients[nutrient].kind)
    met = int((limited["status"] == MET).sum())
    st.markdown(
        f"**{met} of {len(limited)} targets met.** :gray[Each bar runs from zero past its minimum, the line "
        "in the middle, to its upper limit, the line at the end.]"
    )
    with st.grid(len(GROUPS), min_column_width=CHART_WIDTH, gap="medium"):
        for kind, label, why in GROUPS:
            with st.container(gap="xsmall"):
                st.header(label, anchor=False)
                st.caption(why)
                show_bars(limited[kinds == kind], knowledge, label)
    rest = limited[~kinds.isin([kind for kind, _, _ in GROUPS])]
    with st.expander(f"Everything else: {len(rest)} more"):
        half = (len(rest) + 1) // 2
        with st.grid(2, min_column_width=CHART_WIDTH, gap="medium"):
            show_bars(rest[:half], knowledge, "Everything else, first half")
            show_bars(rest[half:], knowledge, "Everything else, second half")
    eaten = plan.portions if day == days[-1] else plan.portions[plan.portions["day"] == day]
    show_sources(find_day_sources(question, eaten, f"{plan.rules.portions}-{day}"), knowledge)
    show_table(totals, knowledge)
    show_quality(plan)
    show_about(question, knowledge)


def show_bars(rows: pd.DataFrame, knowledge: Knowledge, what: str) -> None:
    """Draw a bar for each nutrient, its name and amount above it."""
    if rows.empty:
        return
    palette = pick_palette()
    colours = {MET: palette.good, BELOW_AIM: palette.short, BELOW: palette.bad, ABOVE: palette.bad}
    records = []
    for row in rows.to_dict("records"):
        info = knowledge.nutrients[row["nutrient"]]
        bar = place_bar(row["amount"], row["minimum"], row["maximum"])
        status = "" if row["status"] == MET else f"{row['status']}, "
        records.append(
            {
                "row": row["nutrient"],
                "start": 0.0,
                "full": 1.0,
                "end": bar.end,
                "minimum": bar.minimum_at,
                "maximum": bar.maximum_at,
                "colour": colours[row["status"]],
                "label": f"{info.label}  {info.show(row['amount'])}",
                "amount": f"{SYMBOLS[row['status']]} {status}"
                f"{say_limits(info, row['minimum'], row['maximum'])}",
            }
        )
    frame = pd.DataFrame(records)
    base = alt.Chart(frame)
    axis = rows_axis(list(frame["row"]))
    scale = alt.Scale(domain=[0, 1], nice=False)
    across = alt.X("start:Q", scale=scale, axis=None)
    chart = alt.layer(
        base.mark_bar(height=10, yOffset=BAR_DOWN, cornerRadius=5, color=palette.track).encode(
            y=axis, x=across, x2="full:Q"
        ),
        base.mark_bar(height=10, yOffset=BAR_DOWN, cornerRadius=5).encode(
            y=axis, x=across, x2="end:Q", color=alt.Color("colour:N", scale=None)
        ),
        *(
            base.mark_tick(thickness=2, size=20, yOffset=BAR_DOWN, color=palette.text).encode(
                y=axis, x=alt.X(f"{side}:Q", scale=scale, axis=None)
            )
            for side in ("minimum", "maximum")
        ),
        *label_rows(base, axis, palette, "label:N", "amount:N"),
    ).properties(height=ROW * len(frame))
    st.altair_chart(
        chart.configure_view(stroke=None), width="stretch",
        alt=f"{what}: " + "; ".join(f"{r['label']}, {r['amount']}" for r in records),
    )  # fmt: skip


def show_table(totals: pd.DataFrame, knowledge: Knowledge) -> None:
    """Show every figure, and how much of each was measured."""
    records = [
        {
            "Nutrient": knowledge.nutrients[row["nutrient"]].label,
            "Amount": knowledge.nutrients[row["nutrient"]].show(row["amount"]),
            "Target": say_limits(knowledge.nutrients[row["nutrient"]], row["minimum"], row["maximum"]),
            "Status": say_status(row["status"]),
            "Measured": row["measured_share"],
        }
        for row in totals.to_dict("records")
    ]
    guesses = [
        f"{lower_first(str(r['Nutrient']))} {float(str(r['Measured'])):.0%}"
        for r in records
        if float(str(r["Measured"])) < FULLY_MEASURED
    ]
    with st.expander("All figures, and how much was measured"):
        st.caption(
            "Measured is the share of the food, by weight, whose value is known. What is unknown counts as "
            "nothing towards a minimum and as much towards a maximum."
            + (f" Not all known: {escape_markdown(', '.join(guesses))}." if guesses else "")
        )
        st.dataframe(
            pd.DataFrame(records), hide_index=True, alt="Every nutrient with its amount, target and status",
            column_config={"Measured": st.column_config.NumberColumn(format="percent")},
        )  # fmt: skip


def show_quality(plan: Plan) -> None:
    """Show the points of each component of the HEI-2020, where the table can score it."""
    if plan.score is None:
        return
    with st.expander(f"Diet quality: HEI-2020 {plan.score:.0f} of 100"):
        st.caption("The Healthy Eating Index 2020 says how near a diet comes to the US dietary guidelines.")
        st.dataframe(
            plan.quality[["label", "points", "max_points"]], hide_index=True,
            alt="Points of each component of the Healthy Eating Index 2020",
            column_config={
                "label": "Component",
                "points": st.column_config.NumberColumn("Points", format="%.1f"),
                "max_points": st.column_config.NumberColumn("Of", format="%d"),
            },
        )  # fmt: skip

"""The cost of a day as one target moves: an exact curve of straight pieces, with today's target marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from mealopt.desk.reasons import recall_curve, start_curve
from mealopt.page.charts import pick_palette
from mealopt.page.waiting import Task

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan
    from mealopt.request.limit import Limit

HEIGHT = 260  # pixels
CHOSEN = "curve"


def list_targets(plan: Plan, knowledge: Knowledge) -> list[Limit]:
    """Return the targets a curve can be drawn for: what makes the plan dear first."""
    limits = plan.targets.limits
    drivers = plan.drivers[plan.drivers["limit"] != "group"]
    binding = [
        limit
        for nutrient, side in zip(drivers["nutrient"], drivers["limit"], strict=True)
        for limit in limits.values()
        if (limit.nutrient, limit.side, limit.scope) == (nutrient, side, "total")
    ]
    binding.sort(key=lambda limit: limit.nutrient == knowledge.energy_id)
    others = [
        limit
        for limit in limits.values()
        if limit.scope == "total" and limit not in binding and limit.nutrient != knowledge.energy_id
        and knowledge.nutrients[limit.nutrient].kind == "core"
    ]  # fmt: skip
    return [*binding, *others]


def name_target(limit: Limit, knowledge: Knowledge) -> str:
    """Return what a target is called where one is picked."""
    info = knowledge.nutrients[limit.nutrient]
    if limit.nutrient == knowledge.energy_id:
        return f"{info.label}: {info.show(limit.value)}"
    return f"{info.label}: at {'least' if limit.side == 'minimum' else 'most'} {info.show(limit.value)}"


def show_curve(question: Question, plan: Plan, knowledge: Knowledge) -> list[Task]:
    """Let a person pick a target, and show what the plan costs as it moves."""
    st.header("If a target moved", anchor=False)
    targets = {limit.name: limit for limit in list_targets(plan, knowledge)}
    name = st.selectbox(
        "Target", targets, key=CHOSEN, format_func=lambda name: name_target(targets[name], knowledge)
    )
    if name not in targets:
        return []
    limit = targets[name]
    place = st.container()
    show = partial(draw_curve, place, limit, knowledge)
    known = recall_curve(question, limit.name)
    if known is not None:
        show(known)
        return []
    return [Task(start_curve(question, limit.name), st.empty(), "Moving the target …", show)]


def draw_curve(place: DeltaGenerator, limit: Limit, knowledge: Knowledge, frame: pd.DataFrame | None) -> None:
    """Draw the curve with today's target marked."""
    with place:
        if frame is None or len(frame) < 2:
            st.markdown("This target cannot be moved: nothing fits on either side of it.")
            return
        info = knowledge.nutrients[limit.nutrient]
        palette = pick_palette()
        now = read_cost(frame, limit.value)
        today = pd.DataFrame({"at": [limit.value], "cost": [now], "said": ["today"]})
        scale = alt.Scale(domain=[float(frame["at"].min()), float(frame["at"].max())], nice=False)
        across = alt.X(
            "at:Q", scale=scale, title=f"{info.label}, {info.unit} a day",
            axis=alt.Axis(grid=False, tickCount=5, labelColor=palette.faint, titleColor=palette.faint),
        )  # fmt: skip
        up = alt.Y(
            "cost:Q", scale=alt.Scale(zero=False, domain=frame_costs(frame), nice=False), title=None,
            axis=alt.Axis(format="$.2f", tickCount=5, gridColor=palette.track, domain=False,
                          labelColor=palette.faint),
        )  # fmt: skip
        tip = [
            alt.Tooltip("at:Q", title=info.unit, format=f",.{info.decimals}f"),
            alt.Tooltip("cost:Q", title="$ a day", format=".3f"),
        ]
        line = alt.Chart(frame).encode(x=across, y=up)
        mark = alt.Chart(today).encode(x=across)
        chart = alt.layer(
            mark.mark_rule(color=palette.faint, strokeDash=[4, 4]),
            line.mark_line(color=palette.good, strokeWidth=2.5, interpolate="linear"),
            line.mark_circle(color=palette.good, size=22, opacity=1).encode(tooltip=tip),
            mark.mark_circle(color=palette.text, size=90, opacity=1).encode(y=up, tooltip=tip),
            mark.mark_text(align="left", dx=6, color=palette.text, fontSize=13, fontWeight=600).encode(
                y=alt.value(8), text="said:N"
            ),
        ).properties(height=HEIGHT)
        said = say_curve(frame, limit, knowledge)
        st.altair_chart(chart.configure_view(stroke=None), width="stretch", alt=said)
        st.caption(f"{said} Dollars a day with surcharges, solved again at every corner.".replace("$", "\\$"))


def frame_costs(frame: pd.DataFrame) -> list[float]:
    """Return the costs the axis shows: a flat curve is drawn flat, not as noise."""
    low, high = float(frame["cost"].min()), float(frame["cost"].max())
    room = max(high - low, 0.1) * 0.08
    return [low - room, max(high, low + 0.1) + room]


def read_cost(frame: pd.DataFrame, at: float) -> float:
    """Return the cost at a value of the target, on the straight piece it lies on."""
    after = int(frame["at"].searchsorted(at).clip(1, len(frame) - 1))
    left, right = frame.iloc[after - 1], frame.iloc[after]
    width = float(right["at"] - left["at"])
    part = (at - float(left["at"])) / width if width else 0.0
    return float(left["cost"] + part * (right["cost"] - left["cost"]))


def say_curve(frame: pd.DataFrame, limit: Limit, knowledge: Knowledge) -> str:
    """Say where the curve begins, where the target stands, and where it ends."""
    info = knowledge.nutrients[limit.nutrient]
    first, last = frame.iloc[0], frame.iloc[-1]
    return (
        f"{info.label}: ${first['cost']:.2f} a day at {info.show(float(first['at']))}, "
        f"${read_cost(frame, limit.value):.2f} at today's {info.show(limit.value)}, "
        f"${last['cost']:.2f} at {info.show(float(last['at']))}."
    )

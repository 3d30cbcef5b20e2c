"""Why this plan: what makes it dear, what would make it cheaper, and the reasons one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from mealopt.desk.reasons import find_reasons, recall_measured, start_measured
from mealopt.page import cheaper, curve, worth
from mealopt.page.charts import BAR_DOWN, ROW, label_rows, pick_palette, rows_axis
from mealopt.page.prices import say_price
from mealopt.page.waiting import Task
from mealopt.page.words import escape_markdown, show_money, show_percent
from mealopt.rules.build import list_groups
from mealopt.rules.family import OTHER

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from mealopt.desk.question import Question
    from mealopt.desk.reasons import Reasons
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

SHOWN = 8  # bars drawn one by one; the small ones behind them are added up
TOLD = 0.005  # a share that shows as nothing needs no sentence


def show_why(asked: Question, exact: Plan, knowledge: Knowledge, *, meals: bool) -> list[Task]:
    """Show why a plan is as it is, and return what is still to be waited for; all about the exact plan.

    `meals` says of the plan shown that it is made of meals people had.
    """
    question = asked.exact
    if meals:
        st.caption(
            "Your meals were chosen from those people had. The prices here are of the proved optimum behind "
            "them: single foods in exact amounts for the same targets. Which targets are dear is the same "
            "question; foods and cents may differ from your meals."
        )
    tasks = cheaper.show_cheaper(question)
    st.header("What makes up the cost", anchor=False)
    st.markdown(
        "Every target that is just met has a price. **The bars add up to the whole cost:** a bar to the "
        "right makes the plan dearer, one to the left makes it cheaper."
    )
    if asked.portions == "whole" and not meals:
        st.caption(
            "Whole portions have no such prices: these are those of the linear program behind them, the "
            "average day in exact amounts."
        )
    draw_waterfall(build_waterfall(exact, knowledge))
    st.header("In words", anchor=False)
    words, saying = st.empty(), st.empty()
    measured = recall_measured(question)
    reasons = measured or find_reasons(question)
    show_sentences(words, reasons)
    worth.show_worth(reasons.worth)
    outside = st.container()
    if measured is not None:
        cheaper.show_outside(outside, measured.entries)
    else:
        show = partial(show_measured, words, outside)
        tasks.append(Task(start_measured(question), saying, "Measuring how far each price holds …", show))
    return [*tasks, *curve.show_curve(question, exact, knowledge)]


def show_measured(words: DeltaGenerator, outside: DeltaGenerator, measured: Reasons | None) -> None:
    """Put what was measured in the place of what was said at once."""
    if measured is not None:
        show_sentences(words, measured)
        cheaper.show_outside(outside, measured.entries)


def show_sentences(place: DeltaGenerator, reasons: Reasons) -> None:
    """Say each driver in a sentence, with its price under it."""
    lines = [
        f"- {escape_markdown(str(sentence))}  \n  :small[:gray[{say_price(driver)}]]"
        for driver, sentence in zip(reasons.bars, reasons.drivers["sentence"], strict=True)
        if not driver.is_group and abs(driver.share) >= TOLD
    ]
    place.markdown("\n".join(lines[:SHOWN]))


def name_driver(row: Mapping[Hashable, object], knowledge: Knowledge) -> str:
    """Return what a bar of the waterfall is called."""
    name = str(row["nutrient"])
    if row["limit"] == "group":
        return {group.id: group.label for group in list_groups()}.get(name, OTHER.label)
    label = knowledge.nutrients[name].label
    # energy has one target, not a range: which of its two sides binds tells nobody anything
    return f"{label}, at most" if row["limit"] == "maximum" and name != knowledge.energy_id else label


def build_waterfall(plan: Plan, knowledge: Knowledge) -> pd.DataFrame:
    """Return the bars in order: columns label, share, start, end; the last is the whole."""
    drivers = sorted(plan.drivers.to_dict("records"), key=lambda row: -abs(row["share"]))
    bars = [(name_driver(row, knowledge), float(row["share"])) for row in drivers[:SHOWN]]
    left = [float(row["share"]) for row in drivers[SHOWN:]]
    if left:
        bars.append((f"{len(left)} smaller ones", sum(left)))
    records, level = [], 0.0
    for label, share in bars:
        records.append({"label": label, "share": share, "start": level, "end": level + share})
        level += share
    records.append({"label": "The whole cost", "share": level, "start": 0.0, "end": level})
    return pd.DataFrame(records, columns=["label", "share", "start", "end"])


def draw_waterfall(frame: pd.DataFrame) -> None:
    """Draw the signed waterfall."""
    palette = pick_palette()
    frame = frame.assign(row=[f"{place:02d}" for place in range(len(frame))])
    frame["amount"] = [show_percent(share) for share in frame["share"]]
    frame.loc[frame.index[-1], "amount"] = "100 %"
    frame["colour"] = [palette.good if share >= 0 else palette.saving for share in frame["share"]]
    frame.loc[frame.index[-1], "colour"] = palette.faint
    frame["zero"] = 0.0
    low, high = min(0.0, *frame["start"], *frame["end"]), max(*frame["start"], *frame["end"])
    base = alt.Chart(frame)
    axis = rows_axis(list(frame["row"]))
    scale = alt.Scale(domain=[low, high], nice=False)
    across = alt.X("start:Q", scale=scale, axis=None)
    chart = alt.layer(
        base.mark_rule(color=palette.track, strokeWidth=1.5).encode(
            x=alt.X("zero:Q", scale=scale, axis=None)
        ),
        base.mark_bar(height=12, yOffset=BAR_DOWN, cornerRadius=2).encode(
            y=axis, x=across, x2="end:Q", color=alt.Color("colour:N", scale=None)
        ),
        *label_rows(base, axis, palette, "label:N", "amount:N"),
    ).properties(height=ROW * len(frame))
    told = "; ".join(f"{row['label']} {row['amount']}" for row in frame.to_dict("records"))
    st.altair_chart(
        chart.configure_view(stroke=None), width="stretch", alt=f"What each target adds to the cost: {told}"
    )


def show_proof(plan: Plan, knowledge: Knowledge) -> None:
    """Show how well the plan is proved."""
    st.header("How sure is this?", anchor=False)
    st.markdown(say_proof(plan, knowledge))


def say_proof(plan: Plan, knowledge: Knowledge) -> str:
    """Say what was proved about the plan."""
    goal = escape_markdown(knowledge.goals[plan.rules.goal].label.lower())
    start = (
        f"The cost here is money and, for the goal “{goal}”, small surcharges for foods that few people eat "
        "and for repeats. "
    )
    if plan.rules.portions == "exact":
        return f"{start}No other amounts of these foods meet the targets for less. That is proved."
    if plan.meals:
        return start + (
            "These meals were found by a search, and every must is checked; that no other such meals are "
            "better is not proved. The proved optimum over single foods in broken portions costs "
            f"{show_money(plan.proof.money_bound)} a day: the rest is what meals cost."
        )
    return start + (
        f"No week that meets the targets can cost less than {100 / (1 + plan.proof.gap):.0f} % of this one: "
        "that bound is proved. The rest is the price of whole portions and of days that differ."
    )

"""The line at the top that says the whole plan, and whom it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.explain.drivers import name_lead
from mealopt.explain.sentences import say_first
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.words import escape_markdown, show_money

if TYPE_CHECKING:
    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

GROWN_UP = 18
WHO = {True: {"female": "woman", "male": "man"}, False: {"female": "girl", "male": "boy"}}
STAGES = {"pregnancy": ", pregnant", "lactation": ", breastfeeding"}


def show_headline(plan: Plan, exact: Plan, knowledge: Knowledge) -> None:
    """Show what a day costs, that the targets are met, how good the diet is, and what drives the cost.

    What drives the cost is read from the exact plan, like everything the page says about why.
    """
    span = "day" if len(plan.days) == 1 else "week"
    st.caption(f"Real food around your nutrient targets, {plan.energy_per_day:,.0f} kcal a day")
    st.title(f"Your {span} for muscles and nerves: {show_money(plan.cost_per_day)} a day", anchor=False)
    every = " over the week" if plan.by_period else " every day" if len(plan.days) > 1 else ""
    unmeasured = plan.targets.unmeasured
    what = f"every {'must' if len(plan.missed) else 'target'}{' it can measure' if unmeasured else ''}"
    badges = [f":green-badge[:material/check: {what} met{every}]"]
    if unmeasured:
        named = [knowledge.nutrients[nutrient].label for nutrient in unmeasured]
        badges.insert(0, f":red-badge[:material/help: not measured: {escape_markdown(say_first(named))}]")
    if len(plan.missed):
        aims = plan.missed["nutrient"].nunique()
        badges.append(f":orange-badge[:material/trending_down: {aims} aim{'s'[: aims > 1]} missed]")
    if plan.score is not None:
        badges.append(f":gray-badge[diet quality {plan.score:.0f} of 100 (HEI-2020)]")
    lead = name_lead(exact.driver_rows, knowledge)
    if lead:
        badges.append(f":violet-badge[{escape_markdown(lead)}]")
    st.markdown(" ".join(badges))


def say_missed(plan: Plan, knowledge: Knowledge) -> str:
    """Say which aims a plan falls short of, and how much of each is reached; blank where none."""
    if not len(plan.missed):
        return ""
    days = plan.missed[plan.missed["day"].isin(plan.days)]
    whole = plan.missed[~plan.missed["day"].isin(plan.days)]
    rows = whole if len(whole) else days.sort_values("percent").drop_duplicates("nutrient")
    names = ", ".join(
        f"{lower_first(knowledge.nutrients[str(row['nutrient'])].label)} {say_reached(float(row['percent']))}"
        for row in rows.to_dict("records")
    )
    on = "on the week’s average" if len(whole) else "on some day" if len(plan.days) > 1 else "on the day"
    return f"Of the aim, {on}: {names}."


def say_reached(percent: float) -> str:
    """Write how much of an aim is reached: 96 %, and 99.7 % rather than all of it."""
    return f"{percent:.0f} %" if percent < 99.5 else f"{min(percent, 99.9):.1f} %"


def show_person(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show whom the plan is for, and what they should know about how it was made."""
    person = question.person
    words = [
        f"For a {WHO[person.age >= GROWN_UP][person.sex]} of {person.age:.0f}"
        + STAGES.get(person.life_stage, ""),
        lower_first(knowledge.diets[question.diet].label),
        *(f"no {lower_first(knowledge.exclusions[tag].label)}" for tag in question.without),
        f"{plan.energy_per_day:,.0f} kcal a day",
    ]
    notes = [note for note in plan.notes if note not in plan.targets.warnings]
    missed = say_missed(plan, knowledge)
    st.caption(
        f"{escape_markdown(', '.join(words))}. Not you? Change it in the panel (») on the left."
        + (f"  \n{escape_markdown(missed)}" if missed else "")
    )
    if notes:
        count = f"{len(notes)} things" if len(notes) > 1 else "One thing"
        with st.expander(f"{count} to know", icon=":material/info:"):
            st.markdown("\n".join(f"- {escape_markdown(note)}" for note in notes))

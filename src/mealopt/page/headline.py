"""The line at the top that says the whole plan, and whom it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.words import escape_markdown, show_money, start_small

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.page.question import Question
    from mealopt.plan.plan import Plan

GROWN_UP = 18
WHO = {True: {"female": "woman", "male": "man"}, False: {"female": "girl", "male": "boy"}}
STAGES = {"pregnancy": ", pregnant", "lactation": ", breastfeeding"}


def find_lead(plan: Plan, knowledge: Knowledge) -> str:
    """Return the label of the nutrient that drives the cost, energy aside; blank where none does."""
    frame = plan.drivers
    lead = frame[
        (frame["limit"] != "group") & (frame["share"] > 0) & (frame["nutrient"] != knowledge.energy_id)
    ]
    return "" if lead.empty else knowledge.nutrients[lead["nutrient"].iloc[0]].label


def show_headline(plan: Plan, exact: Plan, knowledge: Knowledge) -> None:
    """Show what a day costs, that the targets are met, how good the diet is, and what drives the cost.

    What drives the cost is read from the exact plan, like everything the page says about why.
    """
    span = "day" if len(plan.days) == 1 else "week"
    st.caption(f"Real food around your nutrient targets, {plan.energy_per_day:,.0f} kcal a day")
    st.title(f"Your {span} for muscles and nerves: {show_money(plan.cost_per_day)} a day", anchor=False)
    every = " over the week" if plan.by_period else " every day" if len(plan.days) > 1 else ""
    badges = [f":green-badge[:material/check: every {'must' if len(plan.missed) else 'target'} met{every}]"]
    if len(plan.missed):
        aims = plan.missed["nutrient"].nunique()
        badges.append(f":orange-badge[:material/trending_down: {aims} aim{'s'[: aims > 1]} just missed]")
    if plan.score is not None:
        badges.append(f":gray-badge[diet quality {plan.score:.0f} of 100 (HEI-2020)]")
    lead = find_lead(exact, knowledge)
    if lead:
        badges.append(f":violet-badge[{escape_markdown(start_small(lead))} drives the cost]")
    st.markdown(" ".join(badges))


def say_missed(plan: Plan, knowledge: Knowledge) -> str:
    """Say which aims a plan falls a little short of, and on how many days; blank where none."""
    if not len(plan.missed):
        return ""
    nutrients = dict.fromkeys(plan.missed["nutrient"])
    names = ", ".join(start_small(knowledge.nutrients[nutrient].label) for nutrient in nutrients)
    days = len({*plan.missed["day"]} & {*plan.days})
    when = " over the week" if plan.by_period else ""
    if not plan.by_period and len(plan.days) > 1:
        when = f" on {days} of {len(plan.days)} days"
    return f"A little short of the aim{when}: {names}."


def show_person(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show whom the plan is for, and what they should know about how it was made."""
    person = question.person
    words = [
        f"For a {WHO[person.age >= GROWN_UP][person.sex]} of {person.age:.0f}"
        + STAGES.get(person.life_stage, ""),
        start_small(knowledge.diets[question.diet].label),
        *(f"no {start_small(knowledge.exclusions[tag].label)}" for tag in question.without),
        f"{plan.energy_per_day:,.0f} kcal a day",
    ]
    notes = [
        note
        for note in (say_missed(plan, knowledge), *plan.notes)
        if note and note not in plan.targets.warnings
    ]
    st.caption(
        f"{escape_markdown(', '.join(words))}. Not you? Change it in the panel (») on the left.  \n"
        + "  \n".join(escape_markdown(note) for note in notes)
    )

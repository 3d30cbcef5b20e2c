"""The line at the top that says the whole plan, and whom it is for."""

from __future__ import annotations

import streamlit as st

from mealopt.knowledge.library import Knowledge
from mealopt.page.question import Question
from mealopt.page.words import escape_markdown, show_money, start_small
from mealopt.plan.plan import Plan

STAGES = {"pregnancy": ", pregnant", "lactation": ", breastfeeding"}


def find_lead(plan: Plan, knowledge: Knowledge) -> str:
    """Return the label of the nutrient that drives the cost, energy aside; blank where none does."""
    frame = plan.drivers
    lead = frame[
        (frame["limit"] != "group") & (frame["share"] > 0) & (frame["nutrient"] != knowledge.energy_id)
    ]
    return "" if lead.empty else knowledge.nutrients[lead["nutrient"].iloc[0]].label


def show_headline(plan: Plan, knowledge: Knowledge) -> None:
    """Show what a day costs, that the targets are met, how good the diet is, and what drives the cost."""
    st.title(f"{show_money(plan.cost_per_day)} a day", anchor=False)
    short = sorted({*plan.missed["nutrient"]})
    every = " every day" if len(plan.days) > 1 else ""
    if short:
        names = ", ".join(start_small(knowledge.nutrients[nutrient].label) for nutrient in short)
        met = f":green-badge[:material/check: every must met{every}] "
        met += f":orange-badge[:material/trending_down: just short of the aim: {escape_markdown(names)}]"
    else:
        met = f":green-badge[:material/check: every target met{every}]"
    badges = [met, f":gray-badge[HEI-2020 {plan.score:.0f} of 100]"]
    lead = find_lead(plan, knowledge)
    if lead:
        badges.append(f":violet-badge[{escape_markdown(start_small(lead))} drives the cost]")
    st.markdown(" ".join(badges))


def show_person(question: Question, plan: Plan, knowledge: Knowledge) -> None:
    """Show whom the plan is for and how its energy was found."""
    person = question.person
    words = [
        f"For a {'person' if person.sex not in {'female', 'male'} else person.sex} of {person.age:.0f}"
        + STAGES.get(person.life_stage, ""),
        start_small(knowledge.diets[question.diet].label),
        *(f"no {start_small(knowledge.exclusions[tag].label)}" for tag in question.without),
        f"{plan.energy_per_day:,.0f} kcal a day",
    ]
    st.caption(f"{escape_markdown(', '.join(words))}. Not you? Change it in the panel on the left.")

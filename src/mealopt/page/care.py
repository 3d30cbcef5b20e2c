"""What a person must be told: warnings, why there is no plan, and when to see somebody who can help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.errors import RefusedError
from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    from mealopt.errors import BadInputError, NoPlanError
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

EMERGENCY = "emergency"


def show_warnings(plan: Plan) -> None:
    """Show the warnings that belong to this person."""
    for warning in plan.targets.warnings:
        st.warning(escape_markdown(warning), icon=":material/health_and_safety:")


def show_bad_input(error: BadInputError) -> None:
    """Ask for what is missing or cannot be so."""
    st.title("One more thing", anchor=False)
    for problem in error.problems:
        said = problem.message if problem.value is None else f"{problem.value}: {problem.message}"
        st.info(escape_markdown(said), icon=":material/edit:")


def show_no_plan(error: NoPlanError) -> None:
    """Say kindly why none may be given."""
    refused = isinstance(error, RefusedError)
    st.title("No plan, for your safety" if refused else "No plan for this", anchor=False)
    icon = ":material/favorite:" if refused else ":material/search_off:"
    st.warning(escape_markdown(str(error)), icon=icon)


def show_misfit_title() -> None:
    """Say that nothing fits; what would, follows."""
    st.title("Nothing fits all of this", anchor=False)


def lay_out_lines(text: str) -> str:
    """Return lines of a message as Markdown: indented ones as a list, the others as paragraphs."""
    return "\n".join(
        f"- {escape_markdown(line)}" if line.startswith(" ") else f"\n{escape_markdown(line)}\n"
        for line in text.splitlines()
    ).strip()


def show_disclaimer(knowledge: Knowledge) -> None:
    """Say once that this is no medical advice, and when to seek care at once."""
    urgent = knowledge.conditions.get(EMERGENCY)
    text = (
        "**Not medical advice.** mealopt computes; it does not know you. Talk to a doctor or a dietitian "
        "before you change how you eat if you are ill, pregnant, or take medicine."
    )
    if urgent is not None:
        text += f"\n\n**{escape_markdown(urgent.label)}.** {escape_markdown(urgent.message)}"
        if urgent.link:
            text += f" :small[[{escape_markdown(urgent.source)}]({urgent.link})]"
    with st.container(border=True):
        st.markdown(text)
    st.caption(
        f"Foods and nutrients: USDA FNDDS 2017–18. Prices: {escape_markdown(knowledge.price_note)}. "
        "Nothing you enter leaves this machine."
    )

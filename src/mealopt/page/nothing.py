"""When nothing fits: the best there is, what fights what, and repairs at a click."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.moves import list_allergens
from mealopt.desk.question import compare_requests
from mealopt.desk.reasons import recall_repairs, start_repairs
from mealopt.explain.nothing_fits import SHOWN_REPAIRS, say_repair
from mealopt.knowledge.nutrients import start_large
from mealopt.page.care import lay_out_lines
from mealopt.page.clicks import apply_change
from mealopt.page.today import show_meals
from mealopt.page.waiting import Task
from mealopt.page.week import show_day_row
from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from mealopt.desk.misfit import Misfit
    from mealopt.desk.question import Question
    from mealopt.explain.repairs import Repair
    from mealopt.knowledge.library import Knowledge


def show_misfit(question: Question, misfit: Misfit, knowledge: Knowledge) -> list[Task]:
    """Show why nothing fits, and return the search for repairs where it is still to be waited for."""
    st.warning(lay_out_lines(misfit.misses), icon=":material/search_off:")
    if misfit.portions is not None:
        show_best(misfit.portions, knowledge)
    if misfit.conflict:
        st.header("What cannot be had together", anchor=False)
        st.markdown("\n".join(f"- {escape_markdown(label)}" for label in misfit.conflict))
        if len(misfit.conflict) > 1:
            st.caption("Without any one of them something fits.")
    st.header("What would make it work", anchor=False)
    place, said = st.container(), st.empty()
    known = recall_repairs(question)
    if known is not None:
        show_repairs(place, question, knowledge, known)
        return []
    show = partial(show_repairs, place, question, knowledge)
    return [Task(start_repairs(question), said, "Trying one change after the other …", show)]


def show_best(portions: pd.DataFrame, knowledge: Knowledge) -> None:
    """Show the day that misses least, marked as one that does not meet the targets."""
    with st.container(border=True, gap="xsmall"):
        st.markdown("**The best there is** :orange-badge[:material/warning: does not meet your targets]")
        show_day_row(portions, knowledge)
        with st.expander("Its exact amounts, on an average day"):
            show_meals(portions, knowledge)


def show_repairs(
    place: DeltaGenerator, question: Question, knowledge: Knowledge, repairs: list[Repair] | None
) -> None:
    """Show each repair as a button; what brings an allergen back comes last, and is never the only one."""
    harmful = {f"allow:{tag}" for tag in list_allergens(knowledge)}
    harmless = [repair for repair in repairs or () if repair.id not in harmful][:SHOWN_REPAIRS]
    last = [repair for repair in repairs or () if repair.id in harmful]
    with place:
        if not harmless and not last:
            st.markdown("No single change does. Give up two or three of your wishes in the panel.")
        if harmless:
            st.caption("Each was tried. A click applies it; it can be undone.")
        for repair in harmless:
            offer_repair(question, repair, knowledge)
        for repair in last:
            if harmless:
                offer_repair(question, repair, knowledge)
            else:
                st.markdown(escape_markdown(start_large(say_repair(repair))))


def offer_repair(question: Question, repair: Repair, knowledge: Knowledge) -> None:
    """Draw the button of one repair."""
    answers = compare_requests(question, repair.person, repair.rules, knowledge)
    st.button(
        escape_markdown(start_large(say_repair(repair))), key=f"repair-{repair.id}", wrap=True,
        on_click=apply_change, args=(repair.label, answers),
    )  # fmt: skip

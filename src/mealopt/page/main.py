"""The page from top to bottom: ask, answer at once in exact amounts, then firm up to whole portions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.errors import BadInputError, NoPlanError, SolverLimitError
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.page import care
from mealopt.page.answers import find_exact, recall_whole, start_whole
from mealopt.page.downloads import show_downloads
from mealopt.page.headline import show_headline, show_person
from mealopt.page.nutrients import show_nutrients
from mealopt.page.sidebar import ask_question
from mealopt.page.today import show_today
from mealopt.page.week import show_week
from mealopt.page.why import show_why

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from mealopt.page.question import Question
    from mealopt.plan.plan import Plan

ICON = Path(__file__).with_name("icon.png")
PANEL_WIDTH = 340  # pixels; on a phone the panel is closed at first
GLANCE = 0.2  # seconds between two looks at the background job: the longest a changed input waits for it
VIEWS = {"Today": show_today, "Week": show_week, "Nutrients": show_nutrients, "Why": show_why}


@dataclass(frozen=True)
class Places:
    """The places of the page in their order.

    What the last answer left there stays until the next one is ready: nothing moves, nothing flashes.
    """

    top: DeltaGenerator
    status: DeltaGenerator
    views: DeltaGenerator
    downloads: DeltaGenerator


def show_page() -> None:
    """Show the whole page."""
    st.set_page_config("mealopt", str(ICON), "wide", PANEL_WIDTH)
    st.logo(str(ICON), size="large")
    knowledge = load_knowledge()
    places = Places(st.container(), st.empty(), st.container(), st.container())
    with st.container():  # before the answer: nobody waits for what they must be told
        care.show_disclaimer(knowledge)
    question = ask_question(knowledge)
    try:
        with places.status, st.spinner("Looking for your plan …"):  # shown only where it takes a while
            exact = find_exact(question)
    except BadInputError as error:
        with places.top:
            care.show_bad_input(error)
    except NoPlanError as error:
        with places.top:
            care.show_no_plan(error)
    else:
        show_answer(question, exact, places, knowledge)


def show_answer(question: Question, exact: Plan, places: Places, knowledge: Knowledge) -> None:
    """Show the exact answer at once; where whole portions are wanted, put them in its place when ready."""
    top = places.top.empty()
    tabs = places.views.tabs(list(VIEWS), key="view")
    slots = dict(zip(VIEWS, [tab.empty() for tab in tabs], strict=True))

    def show(plan: Plan) -> None:
        with top.container():
            show_headline(plan, knowledge)
            show_person(question, plan, knowledge)
            care.show_warnings(plan)
        for name, view in VIEWS.items():
            with slots[name].container():
                view(plan, knowledge)

    final = exact
    if question.portions == "whole":
        whole = recall_whole(question)
        if whole is None:
            show(exact)
            whole = wait_for_whole(question, places.status)
        final = whole or exact
    show(final)
    with places.downloads:
        show_downloads(final)


def wait_for_whole(question: Question, status: DeltaGenerator) -> Plan | None:
    """Wait for the whole portions; a changed input ends the wait and takes the job from the queue."""
    job = start_whole(question)
    try:
        while True:
            # every message to the browser is where Streamlit notices that an input has changed
            status.markdown(":shimmer[Turning it into seven days of whole portions …]")
            try:
                plan = job.result(timeout=GLANCE)
            except TimeoutError:
                continue
            status.empty()
            return plan
    except (NoPlanError, SolverLimitError):
        status.info("No week of whole portions was found this time. These are the exact amounts.")
        return None
    finally:
        job.cancel()

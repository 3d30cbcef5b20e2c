"""The page from top to bottom: ask, answer at once in exact amounts, then firm up to whole portions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mealopt.errors import BadInputError, NoPlanError, SolverLimitError
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.page import care
from mealopt.page.answers import find_exact, recall_whole, start_whole
from mealopt.page.downloads import show_downloads
from mealopt.page.headline import show_headline, show_person
from mealopt.page.nutrients import show_nutrients
from mealopt.page.question import Question
from mealopt.page.sidebar import ask_question
from mealopt.page.today import show_today
from mealopt.page.week import show_week
from mealopt.page.why import show_why
from mealopt.plan.plan import Plan

ICON = Path(__file__).with_name("icon.png")
PANEL_WIDTH = 340  # pixels; on a phone the panel is closed at first
GLANCE = 0.2  # seconds between two looks at the background job: the longest a changed input waits for it
VIEWS = {"Today": show_today, "Week": show_week, "Nutrients": show_nutrients, "Why": show_why}


@dataclass(frozen=True)
class Places:
    """The places of the page, reserved in their order: an answer fills them, nothing moves."""

    top: DeltaGenerator
    status: DeltaGenerator
    views: DeltaGenerator
    downloads: DeltaGenerator
    foot: DeltaGenerator


def show_page() -> None:
    """Show the whole page."""
    st.set_page_config("mealopt", str(ICON), "wide", PANEL_WIDTH)
    st.logo(str(ICON), size="large")
    knowledge = load_knowledge()
    places = Places(st.empty(), st.empty(), st.container(), st.empty(), st.empty())
    question = ask_question(knowledge)
    with explain_errors(places):
        show_answer(question, places, knowledge)
    with places.foot.container():
        care.show_disclaimer(knowledge)


@contextmanager
def explain_errors(places: Places) -> Iterator[None]:
    """Say what kept a plan from being made."""
    try:
        yield
    except BadInputError as error:
        with places.top.container():
            care.show_bad_input(error)
    except NoPlanError as error:
        with places.top.container():
            care.show_no_plan(error)


def show_answer(question: Question, places: Places, knowledge: Knowledge) -> None:
    """Show the exact answer at once; where whole portions are wanted, put them in its place when ready."""
    exact = find_exact(question)
    whole = recall_whole(question) if question.portions == "whole" else None
    tabs = places.views.tabs(list(VIEWS), key="view")
    slots = dict(zip(VIEWS, [tab.empty() for tab in tabs], strict=True))
    if question.portions == "exact":
        show_plan(question, exact, places, slots, knowledge)
    elif whole is None:
        show_plan(question, exact, places, slots, knowledge)
        try:
            whole = wait_for_whole(question, places.status)
        except SolverLimitError as error:
            places.status.info(str(error))
    if whole is not None:
        show_plan(question, whole, places, slots, knowledge)
    with places.downloads.container():
        show_downloads(whole or exact)


def wait_for_whole(question: Question, status: DeltaGenerator) -> Plan:
    """Wait for the whole portions; a changed input ends the wait and takes the job from the queue."""
    job: Future[Plan] = start_whole(question)
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
    finally:
        job.cancel()


def show_plan(
    question: Question,
    plan: Plan,
    places: Places,
    slots: dict[str, DeltaGenerator],
    knowledge: Knowledge,
) -> None:
    """Fill every place with a plan."""
    with places.top.container():
        show_headline(plan, knowledge)
        show_person(question, plan, knowledge)
        care.show_warnings(plan)
    for name, show in VIEWS.items():
        with slots[name].container():
            show(plan, knowledge)

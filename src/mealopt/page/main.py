"""The page from top to bottom: ask, answer at once in exact amounts, then firm up to whole portions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.answers import find_exact, recall_guests, recall_whole, start_guests, start_whole
from mealopt.desk.misfit import MisfitError
from mealopt.errors import BadInputError, MealoptError, NoPlanError
from mealopt.page import care
from mealopt.page.clicks import show_changes
from mealopt.page.downloads import show_downloads
from mealopt.page.five import show_five
from mealopt.page.guests import gather_plans, show_guests
from mealopt.page.headline import show_headline, show_person
from mealopt.page.nothing import show_misfit
from mealopt.page.nutrients import show_nutrients
from mealopt.page.profile import show_profile
from mealopt.page.sidebar import ask_question
from mealopt.page.tables import ask_tables
from mealopt.page.today import show_today
from mealopt.page.turns import drop_turn, show_turn, turn_question
from mealopt.page.waiting import Task, wait_for
from mealopt.page.week import show_week
from mealopt.page.why import show_proof, show_why
from mealopt.planner import has_meals
from mealopt.request.allowed import serve_meals

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

ICON = Path(__file__).with_name("icon.png")
# a food's menu is a pencil to look at and has its name for who listens
SPOKEN = (
    "[class*='st-key-do-'] button [data-testid='stMarkdownContainer'] "
    "{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}"
)
# what is typed has a line of its own: a field that is higher while it is typed in moves the button below from
# under the finger that lets go of it
STEADY = "[class*='st-key-had-foods-'] input {flex: 1 0 100% !important; max-width: none !important}"
PANEL_WIDTH = 340  # pixels; on a phone the panel is closed at first
TODAY, WEEK, NUTRIENTS, WHY = VIEWS = ("Today", "Week", "Nutrients", "Why")


@dataclass(frozen=True)
class Places:
    """The places of the page in their order.

    What the last answer left there stays until the next one is ready: nothing moves, nothing flashes.
    """

    top: DeltaGenerator
    changes: DeltaGenerator
    turn: DeltaGenerator
    status: DeltaGenerator
    views: DeltaGenerator
    guests: DeltaGenerator
    downloads: DeltaGenerator


def show_page() -> None:
    """Show the whole page."""
    st.set_page_config("mealopt", str(ICON), "wide", PANEL_WIDTH)
    st.html(f"<style>{SPOKEN} {STEADY}</style>")
    st.logo(str(ICON), size="large")
    panel, tables = st.sidebar.container(), st.sidebar.container()
    with tables:  # the tables before the questions: their answers are theirs
        knowledge = ask_tables()
    above = (st.container(), st.container(), st.container())
    places = Places(*above, st.empty(), st.container(), st.empty(), st.container())
    with st.container():  # before the answer: nobody waits for what they must be told
        care.show_disclaimer(knowledge)
    question = turn_question(ask_question(panel, knowledge), knowledge)
    with st.sidebar:  # once every answer is in the address
        show_profile()
    knowledge = serve_meals(question.rules("exact"), knowledge)
    with places.changes:
        show_changes()
    try:
        with places.status, st.spinner("Looking for your plan …"):  # shown only where it takes a while
            exact = find_exact(question.exact)
    except BadInputError as error:
        with places.top:
            care.show_bad_input(error)
    except MisfitError as error:
        with places.top:
            care.show_misfit_title()
        with places.views:
            tasks = show_misfit(question.exact, error.misfit, knowledge)
        wait_for(tasks)
    except NoPlanError as error:
        with places.top:
            care.show_no_plan(error)
    else:
        show_answer(question, exact, places, knowledge)


def show_answer(question: Question, exact: Plan, places: Places, knowledge: Knowledge) -> None:
    """Show the exact answer at once; where whole portions are wanted, put them in its place when ready.

    What takes charts or solves is drawn when its view is opened: a changed input is answered sooner.
    """
    top = places.top.empty()
    tabs = dict(zip(VIEWS, places.views.tabs(VIEWS, key="view", on_change="rerun"), strict=True))
    slots = {name: tabs[name].empty() for name in (TODAY, WEEK, NUTRIENTS)}
    tasks: list[Task] = []
    with tabs[WHY]:
        if tabs[WHY].open:
            meals = has_meals(question.rules(question.portions), knowledge)
            tasks = show_why(question, exact, knowledge, meals=meals)
        proof = st.empty()

    def show(plan: Plan) -> None:
        with top.container():
            show_headline(plan, exact, knowledge)
            show_five(question, plan, knowledge)
            show_person(question, plan, knowledge)
            care.show_warnings(plan)
        with slots[TODAY].container():
            show_today(question.exact, plan, knowledge)
        if tabs[WEEK].open:
            with slots[WEEK].container():
                show_week(plan, knowledge)
        if tabs[NUTRIENTS].open:
            with slots[NUTRIENTS].container():
                show_nutrients(question.exact, plan, knowledge)
        if tabs[WHY].open:
            with proof.container():
                show_proof(plan, knowledge)

    def finish(plan: Plan | None) -> None:
        if plan is None:
            places.status.info("No week of whole portions was found this time. These are the exact amounts.")
        else:
            show(plan)
        with places.downloads:
            show_downloads(plan or exact, knowledge)

    tasks = [*show_whole(question, places, knowledge, exact, show, finish), *tasks]
    wait_for(tasks)


def show_whole(
    question: Question,
    places: Places,
    knowledge: Knowledge,
    exact: Plan,
    show: Callable[[Plan], None],
    finish: Callable[[Plan | None], None],
) -> list[Task]:
    """Show the answer that is known, or what stands in for it while it is found; returns what finds it."""
    whole = recall_whole(question) if question.portions == "whole" else exact
    before = recall_whole(question.before) if question.turns else None
    if whole is not None:
        show(whole)
        with places.turn:
            show_turn(question, whole, before, knowledge)
        return seat_guests(question, whole, places, knowledge)

    def turn_over(plan: Plan | None) -> None:
        if plan is None and not question.turns:
            finish(None)
            return
        if plan is None:
            drop_turn()
        st.rerun()  # the week is known now, and stands where the one before it stood

    show(before or exact)
    saying = "Looking for other meals …" if before else "Turning it into seven days of whole portions …"
    then = turn_over if question.turns or question.guests else finish
    return [Task(start_whole(question), places.status, saying, then)]


def seat_guests(question: Question, plan: Plan, places: Places, knowledge: Knowledge) -> list[Task]:
    """Show who shares the main meal, and the files once everybody has a week; returns what finds them."""

    def show_all(weeks: list[Plan | MealoptError] | None) -> None:
        if weeks:
            with places.guests.container():
                show_guests(question, plan, weeks, knowledge)
        with places.downloads:
            show_downloads(plan, knowledge, gather_plans(plan, weeks or ())[1:])

    weeks = recall_guests(question) if question.guests else []
    if weeks is None:
        saying = "Laying the table for the others …"
        return [Task(start_guests(question, plan), places.guests, saying, show_all)]
    show_all(weeks)
    return []

"""The plan to take along, as the same files the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.dates import FIRST_DAY, tomorrow
from mealopt.plan.calendar import format_calendar, name_owner
from mealopt.plan.sheet import format_sheet
from mealopt.plan.shopping import build_shopping
from mealopt.plan.shopping_text import format_shopping
from mealopt.plan.writing import format_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

MIME = {"txt": "plain", "ics": "calendar"}

File = tuple[str, str, str, str]  # what it is called, its key and file ending, its text


def show_downloads(plan: Plan, knowledge: Knowledge) -> None:
    """Offer what to buy and when to eat, the plan, its totals and its drivers as files."""
    st.subheader("Take it along", anchor=False)
    days = [day for day in plan.days if day.isdigit()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = None
        if days:
            start = st.date_input("First day", tomorrow(), key=FIRST_DAY, format="YYYY-MM-DD", width=150)
        for label, name, ending, text in list_files(plan, knowledge, start):
            st.download_button(
                label, text, f"mealopt-{name}.{ending}", f"text/{MIME.get(ending, ending)}",
                key=f"save-{name}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def list_files(plan: Plan, knowledge: Knowledge, start: date | None) -> Iterator[File]:
    """Yield the files of a plan; what to buy and the calendar are for days, not for an average one."""
    if start is not None:
        shopping = format_shopping(build_shopping(plan.portions, knowledge))
        yield "Shopping list", "shopping", "txt", shopping
        events = format_calendar(plan.portions, knowledge.meals, start, name_owner(plan.person))
        yield "Calendar", "calendar", "ics", events
        yield "To print", "sheet", "html", format_sheet(plan, knowledge, start)
    yield "The plan (CSV)", "plan", "csv", format_csv(plan.portions)
    yield "Its nutrients (CSV)", "totals", "csv", format_csv(plan.totals)
    yield "What drives it (CSV)", "drivers", "csv", format_csv(plan.drivers)

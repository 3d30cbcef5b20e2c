"""The plan to take along, as the same files the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import streamlit as st

from mealopt.page.address import ADDRESS
from mealopt.page.dates import FIRST_DAY, tomorrow
from mealopt.plan.calendar import format_calendar, name_owner
from mealopt.plan.json_text import describe_plan, to_json
from mealopt.plan.sheet import format_sheet
from mealopt.plan.shopping import build_shopping
from mealopt.plan.shopping_text import format_shopping
from mealopt.plan.workbook import build_workbook
from mealopt.tables.writing import format_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

MIME = {
    "txt": "text/plain", "ics": "text/calendar", "html": "text/html", "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


class File(NamedTuple):
    """A file to take along: what its button says, its key and ending, and what writes it once it is asked."""

    label: str
    name: str
    ending: str
    write: Callable[[], str | bytes]


def show_downloads(plan: Plan, knowledge: Knowledge, guests: Sequence[Plan] = ()) -> None:
    """Offer what to buy and when to eat, the plan, its totals and its drivers as files.

    What to buy is for everybody at the table, and everybody's plans are one more file.
    """
    st.header("Take it along", anchor=False)
    days = [day for day in plan.days if day.isdigit()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start, cook = None, False
        if days:
            start = st.date_input("First day", tomorrow(), key=FIRST_DAY, format="YYYY-MM-DD", width=150)
            cook = st.toggle(
                "I cook the dishes", key="cook", bind=ADDRESS,
                help="The shopping list then has what dishes are made of, where a recipe is known. Labels "
                "say which brand is free of what you leave out.",
            )  # fmt: skip
        for file in list_files(plan, knowledge, start, guests, cook=cook):
            st.download_button(
                file.label, file.write, f"mealopt-{file.name}.{file.ending}", MIME[file.ending],
                key=f"save-{file.name}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def list_files(
    plan: Plan, knowledge: Knowledge, start: date | None, guests: Sequence[Plan] = (), *, cook: bool = False
) -> Iterator[File]:
    """Yield the files of a plan; what to buy and the calendar are for days, not for an average one.

    With `cook`, what dishes are made of is bought in their place.
    """
    everybody = (plan, *guests)
    if start is not None:
        first = start  # a name that is a date for the functions below

        def buy() -> str:
            return write_shopping(everybody, knowledge, cook=cook)

        yield File("Shopping list", "shopping", "txt", buy)
        yield File("Calendar", "calendar", "ics", lambda: write_calendar(plan, knowledge, first))
        yield File("To print", "sheet", "html", lambda: format_sheet(plan, knowledge, first))
    yield File("Excel", "tables", "xlsx", lambda: build_workbook(plan, knowledge, start))
    if guests:
        yield File("Everybody’s plans (CSV)", "everybody", "csv", lambda: write_everybody(everybody))
    yield File("The plan (CSV)", "plan", "csv", lambda: format_csv(plan.portions))
    yield File("Its nutrients (CSV)", "totals", "csv", lambda: format_csv(plan.totals))
    yield File("What drives it (CSV)", "drivers", "csv", lambda: format_csv(plan.drivers))
    yield File("All of it (JSON)", "all", "json", lambda: to_json(describe_plan(plan)))


def write_shopping(plans: Sequence[Plan], knowledge: Knowledge, *, cook: bool) -> str:
    """Return what to buy for some people's plans as text."""
    frame = build_shopping([plan.portions for plan in plans], knowledge, ingredients=cook)
    return format_shopping(frame, len(plans))


def write_everybody(plans: Sequence[Plan]) -> str:
    """Return the plans of everybody at the table as one CSV; `person` 1 is who asked."""
    frames = [plan.portions.assign(person=number) for number, plan in enumerate(plans, start=1)]
    rows = pd.concat(frames, ignore_index=True)
    return format_csv(rows[["person", *(name for name in rows.columns if name != "person")]])


def write_calendar(plan: Plan, knowledge: Knowledge, start: date) -> str:
    """Return the meals of a plan as a calendar."""
    return format_calendar(plan.portions, knowledge, start, name_owner(plan.person))

"""When the week begins: the date of each of its days, in words, with what the day holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.page.words import show_money
from mealopt.plan.words import show_date

if TYPE_CHECKING:
    import pandas as pd

FIRST_DAY = "first_day"


def tomorrow() -> date:
    """Return the day after today, where the page is served."""
    return datetime.now(UTC).astimezone().date() + timedelta(days=1)


def say_date(day: str) -> str:
    """Return the date of a day of the week in words: `Friday 27 Nov`; nothing for an average day."""
    if not day.isdigit():
        return ""
    on = (st.session_state.get(FIRST_DAY) or tomorrow()) + timedelta(days=int(day) - 1)
    return show_date(on)


def say_day(day: str, rows: pd.DataFrame) -> str:
    """Write when a day is, and what its servings come to: `Friday 27 Nov · 2,000 kcal · $6.20`."""
    facts = (say_date(day), f"{rows['energy_kcal'].sum():,.0f} kcal", show_money(rows["cost"].sum()))
    return " · ".join(filter(None, facts))

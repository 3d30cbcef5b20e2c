"""Days have dates once it is known when the week begins."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
import streamlit as st

from mealopt.page.dates import FIRST_DAY, say_date, say_day
from tests.page.driving import everything, open_page

CASES = [("1", "Monday 28 Dec"), ("4", "Thursday 31 Dec"), ("7", "Sunday 3 Jan"), ("average", "")]


@pytest.mark.parametrize(("day", "said"), CASES)
def test_a_day_has_its_date_and_an_average_one_has_none(monkeypatch, day, said):
    monkeypatch.setattr(st, "session_state", {FIRST_DAY: date(2026, 12, 28)})
    assert say_date(day) == said
    rows = pd.DataFrame({"energy_kcal": [1500.0, 400.0], "cost": [4.0, 2.2]})
    assert say_day(day, rows) == " · ".join([*filter(None, (said,)), "1,900 kcal", r"\$6.20"])


def test_an_exact_answer_is_of_no_date():
    assert "An average day** :gray[· 2,0" in everything(open_page(energy_kcal=2000.0))

"""Weeks read back as sittings."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.reading import Reader
from mealopt.week.run import run_search
from mealopt.week.search import Search


def test_a_week_read_back_has_the_price_it_was_dealt_with(model, solved):
    search = Search(model, solved, 4.0)
    week, reader = run_search(search, 1, 0), Reader(model)
    days = []
    for places in week.days:
        day = {}
        for place in places:
            for food, portions in zip(place.foods, place.portions, strict=True):
                if portions > 0:
                    slot = int(food), model.menus[place.meal].meal
                    day[slot] = day.get(slot, 0.0) + float(portions)
        days.append(day)
    read = search.count([reader.read_day(day) for day in days])
    # what is read is taken for the sittings that cost least, which are not always those it was dealt as
    assert search.value(read) == pytest.approx(search.value(week), rel=0.05)
    assert np.allclose(read.held, week.held)

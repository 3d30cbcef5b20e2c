"""The live program of one person, and what comes into it."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.items import Choice
from mealopt.week.rows import SittingRows


@pytest.fixture
def rows(model):
    return SittingRows(model)


def enter(rows, meal, template):
    plates = rows.plates[meal]
    foods, portions = plates.menu.foods[[template]], plates.menu.portions[[template]]
    choice = Choice(meal, np.array([template]), foods, portions, np.zeros(1))
    return rows.enter_rows(choice, np.array([0]))


def test_a_sitting_comes_in_once(rows):
    before = rows.highs.getNumCol()
    assert enter(rows, 1, 5) == 1
    assert enter(rows, 1, 5) == 0
    assert len(rows.columns) == len(rows.places) == 1
    assert rows.places[0] >= before


def test_a_sitting_holds_what_its_foods_hold_and_fills_its_meal(rows, model):
    enter(rows, 1, 5)
    foods, portions = rows.columns[0].foods[0], rows.columns[0].portions[0]
    _, index, values = rows.highs.getColEntries(rows.places[0])
    held = dict(zip(index.tolist(), values.tolist(), strict=True))
    amounts = (portions[:, None] * model.demand.per_portion[foods]).sum(axis=0)
    for measure in np.flatnonzero(amounts).tolist():
        assert held[measure] == pytest.approx(amounts[measure])
    assert held[rows.meal_rows[1]] == 1.0
    assert not any(held.get(row) for n, row in enumerate(rows.meal_rows) if n != 1)


def test_a_sitting_is_had_once_in_the_week(rows, model):
    row = rows.once_row(1, 5)
    assert rows.once_row(1, 5) == row != rows.once_row(1, 6)
    assert rows.highs.getLp().row_upper_[row] == pytest.approx(1.0 / model.days)


def test_what_passes_the_most_people_eat_is_held_and_nothing_else(rows):
    enter(rows, 1, 5)
    rows.highs.run()
    assert rows.add_caps() == 0  # nothing is eaten yet in such amounts
    rows.most = np.full_like(rows.most, 1e-9)
    used = np.array(rows.highs.getSolution().col_value)[rows.places[0]]
    assert (rows.add_caps() > 0) == (used > 0)
    assert rows.add_caps() == 0  # each is held once

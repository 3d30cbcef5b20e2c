"""The average day is a value: its program, bounds and answer, and where to borrow a solver."""

from __future__ import annotations

import gc
import weakref

import pytest

from mealopt.average.average import solve_average
from mealopt.average.models import Models
from mealopt.linear.answer import Answer
from mealopt.request.person import Person
from mealopt.request.rules import Rules

WOMAN = Person(35, "female", energy_kcal=2000)


def test_an_average_keeps_no_solver_alive_and_goes_on_with_another(knowledge):
    models = Models(knowledge)
    models.room = 0  # the latest model alone
    average = solve_average(WOMAN, Rules(portions="exact"), 1, models)
    first = weakref.ref(average.live)
    solve_average(WOMAN, Rules(portions="exact", diet="vegan"), 1, models)
    gc.collect()
    assert first() is None
    again = average.live.solve(average.bounds)
    assert isinstance(again, Answer)
    assert again.objective == pytest.approx(average.answer.objective, rel=1e-9)
    assert average.live.program.layout.column_names == average.program.layout.column_names

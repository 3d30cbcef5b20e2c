"""A week worked out in another process."""

from __future__ import annotations

import os
import signal

import pytest

from mealopt.desk import helper
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.mark.page
def test_a_week_worked_out_beside_is_the_same_and_a_lost_helper_is_no_loss(knowledge):
    plan = helper.ask_helper(WOMAN, Rules())
    assert plan is not None
    here = plan_week(WOMAN, Rules(), knowledge)
    assert format_csv(plan.portions) == format_csv(here.portions)
    assert (plan.headline, plan.notes, plan.digest) == (here.headline, here.notes, here.digest)
    assert helper.ask_helper(WOMAN, Rules(budget=0.5)) is None  # no such week: the reason is met here
    for process in helper.open_helper()._processes.values():
        os.kill(process.pid, signal.SIGTERM)
        process.join(10)
    assert helper.ask_helper(WOMAN, Rules()) is None
    helper.open_helper.cache_clear()

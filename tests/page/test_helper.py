"""The helper: a week it works out is the page's own, to the byte, and one it has not is worked out here."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from mealopt.page import answers, helper
from mealopt.page.question import Question
from mealopt.plan.writing import format_csv
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(answers, "may_help", lambda: True)


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


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(("helped", "found"), [("beside", "beside"), (None, "here")])
def test_who_would_wait_is_helped_or_waits(helped, found):
    work, asked, go = answers.Workshop(), [], threading.Event()
    first = work.start(lambda: go.wait(30) and "first", lambda: "never")

    def beside():
        asked.append(work.busy.copy())
        go.set()
        return helped

    assert work.start(lambda: "here", beside).result(timeout=30) == found
    assert first.result(timeout=30) == "first"
    assert asked == [{answers.HERE, answers.BESIDE}]
    assert not work.busy


@pytest.mark.usefixtures("two_cores")
def test_what_goes_wrong_beside_reaches_who_waits():
    work, go = answers.Workshop(), threading.Event()
    first = work.start(lambda: go.wait(30))

    def fail():
        raise RuntimeError("no more processes")

    with pytest.raises(RuntimeError, match="no more processes"):
        work.start(lambda: "here", fail).result(timeout=30)
    go.set()
    first.result(timeout=30)


@pytest.mark.usefixtures("two_cores")
def test_one_question_asked_twice_is_worked_out_once(monkeypatch):
    plan = answers.find_exact(Question(WOMAN, "omnivore", "balanced", portions="exact"))
    asked = Question(Person(36, "female"), "omnivore", "balanced")
    calls = []
    monkeypatch.setattr(answers, "ask_helper", lambda *_: calls.append(1) or plan)
    with answers.plan_work.take_place(answers.HERE):
        jobs = [answers.start_whole(asked) for _ in range(3)]
        assert [job.result(timeout=30) for job in jobs] == [plan] * 3
    assert calls == [1]

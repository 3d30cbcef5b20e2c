"""Jobs in the background: in two processes, each question once, and whoever waits learns what came of it."""

from __future__ import annotations

import threading

import pytest

from mealopt.desk import answers, jobs
from mealopt.desk.question import Question
from mealopt.request.person import Person

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(jobs, "may_help", lambda: True)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(("helped", "found"), [("beside", "beside"), (None, "here")])
def test_who_would_wait_is_helped_or_waits(helped, found):
    work, asked, go = jobs.Workers(), [], threading.Event()
    first = work.start(1, lambda: go.wait(30) and "first", lambda: "never")

    def beside():
        asked.append(work.busy.copy())
        go.set()
        return helped

    assert work.start(2, lambda: "here", beside).result(timeout=30) == found
    assert first.result(timeout=30) == "first"
    assert asked == [{jobs.PAGE, jobs.HELPER}]
    assert not work.busy


@pytest.mark.usefixtures("two_cores")
def test_what_goes_wrong_beside_reaches_who_waits():
    work, go = jobs.Workers(), threading.Event()
    first = work.start(1, lambda: go.wait(30))

    def fail():
        raise RuntimeError("no more processes")

    with pytest.raises(RuntimeError, match="no more processes"):
        work.start(2, lambda: "here", fail).result(timeout=30)
    go.set()
    first.result(timeout=30)


@pytest.mark.usefixtures("two_cores")
def test_one_question_asked_twice_is_worked_out_once(monkeypatch):
    plan = answers.find_exact(Question(WOMAN, "omnivore", "balanced", portions="exact"))
    asked = Question(Person(36, "female"), "omnivore", "balanced")
    calls = []
    monkeypatch.setattr(answers, "ask_helper", lambda *_: calls.append(1) or plan)
    with answers.plan_work.take_process(jobs.PAGE):
        asking = [answers.start_whole(asked) for _ in range(3)]
        assert [job.result(timeout=30) for job in asking] == [plan] * 3
    assert calls == [1]


def test_a_job_goes_on_while_somebody_waits_for_it():
    work, go, done = jobs.Workers(), threading.Event(), []
    first = work.start(1, lambda: go.wait(30))
    mine, other = (work.start(2, lambda: done.append(1) or "found") for _ in range(2))
    gone = [work.start(3, lambda: done.append(3)) for _ in range(2)]
    assert mine.cancel()
    assert all(one.cancel() for one in gone)
    go.set()
    assert other.result(timeout=30) == "found"
    assert first.result(timeout=30)
    assert work.start(4, lambda: "later").result(timeout=30) == "later"
    with work.turn:
        assert work.turn.wait_for(lambda: not work.jobs, timeout=30)  # threads come in any order
    assert done == [1]


ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_the_cache_drops_what_was_longest_unasked():
    cache = jobs.Cache(room=2)
    plan = answers.find_exact(ASKED)
    asked = [Question(Person(age, "female"), "omnivore", "balanced") for age in (30.0, 40.0, 50.0)]
    cache.put(asked[0], plan)
    cache.put(asked[1], plan)
    assert cache.get(asked[0]) is plan
    cache.put(asked[2], plan)
    assert cache.get(asked[1]) is None
    assert cache.get(asked[0]) is plan

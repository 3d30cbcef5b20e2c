"""One piece of a batch: a few people planned, each in their own trouble."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mealopt.batch import work as work_room
from mealopt.batch.journal import Summary
from mealopt.batch.work import Work, plan_person, plan_piece
from mealopt.errors import BadInputError, NoPlanError, Problem, SolverLimitError

ROW = SimpleNamespace(line=5, id="a", mark=11, words={})
WORK = Work(1, {})


@pytest.fixture
def planned(monkeypatch):
    """Let people be understood, and what planning comes to be said."""
    monkeypatch.setattr(
        work_room, "read_person", lambda *_: SimpleNamespace(problems=[], person=None, rules=None)
    )

    def come_to(outcome):
        def make_plan(*_):
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(work_room, "make_plan", make_plan)
        return plan_person(ROW, WORK, None)

    return come_to


@pytest.mark.parametrize(
    ("error", "counted", "said"),
    [
        (BadInputError(Problem("rules", "No such diet.")), Summary(misunderstood=1), "No such diet."),
        (NoPlanError("No plan\n  meets it."), Summary(without=1), "No plan meets it."),
        (SolverLimitError("work", "Too long."), Summary(without=1), "Too long."),
        (KeyError("x"), Summary(failed=1), "This is a bug in mealopt: KeyError"),
    ],
)
def test_a_persons_trouble_is_a_row_and_the_batch_goes_on(planned, error, counted, said):
    plan, (problem,), summary = planned(error)
    assert plan is None
    assert summary == counted
    assert said in problem.message


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left")])
def test_the_machines_trouble_ends_the_batch(planned, error):
    with pytest.raises(type(error)):
        planned(error)


def test_a_warning_comes_with_the_plan(planned):
    plan = SimpleNamespace(targets=SimpleNamespace(warnings=("See a doctor.",)))
    found, (problem,), summary = planned(plan)
    assert found is plan
    assert problem.message == "Warning, with the plan: See a doctor."
    assert summary == Summary(planned=1, warned=1)


def test_a_stop_between_two_people_keeps_those_who_are_done(monkeypatch):
    monkeypatch.setattr(
        work_room, "plan_person", lambda *_: (None, [Problem("line 5", "None.")], Summary(without=1))
    )
    rows = [SimpleNamespace(line=n, id=str(n), mark=10 * n) for n in range(1, 5)]
    answers = iter([False, False, True])
    result = plan_piece(rows, WORK, None, lambda: next(answers))
    assert (result.people, result.mark, result.summary) == (2, 20, Summary(without=2))
    assert result.texts["problems"].decode().splitlines() == ["1,1,,,None.", "2,2,,,None."]
    assert result.texts["plans"] == b""

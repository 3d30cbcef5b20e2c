"""One question, one answer, whoever asks."""

from __future__ import annotations

import threading

import pytest

from mealopt.desk import answers, jobs
from mealopt.desk.question import Question
from mealopt.errors import NoPlanError
from mealopt.request.person import Person

ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_the_same_question_has_the_same_answer_and_another_its_own():
    again = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")
    assert answers.find_exact(again) is answers.find_exact(ASKED)
    other = answers.find_exact(Question(Person(60, "male"), "vegan", "balanced", portions="exact"))
    assert other.person.age == 60
    assert other.rules.diet == "vegan"


def test_answers_of_many_threads_keep_to_their_questions():
    people = [Person(age, sex) for age in (25.0, 45.0, 65.0) for sex in ("female", "male")]
    found: dict[Person, object] = {}

    def ask(person: Person) -> None:
        found[person] = answers.find_exact(Question(person, "omnivore", "cheapest", portions="exact")).person

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {person: person for person in people}


def test_whole_portions_come_from_the_background(monkeypatch):
    plan = answers.find_exact(ASKED)
    monkeypatch.setattr(answers, "solve_whole", lambda _: plan)
    assert answers.start_whole(ASKED).result(timeout=30) is plan


def test_an_error_in_the_background_reaches_who_waits(monkeypatch):
    def refuse(question: Question) -> None:
        raise NoPlanError("nothing")

    monkeypatch.setattr(answers, "solve_whole", refuse)
    with pytest.raises(NoPlanError, match="nothing"):
        answers.start_whole(ASKED).result(timeout=30)


def test_a_cancelled_job_leaves_the_queue(monkeypatch):
    solved = []
    monkeypatch.setattr(answers, "solve_whole", solved.append)
    with answers.plan_work.take_process(jobs.PAGE), answers.plan_work.take_process(jobs.HELPER):
        job = answers.start_whole(ASKED)
        assert job.cancel()
    later = answers.start_whole(ASKED)
    later.result(timeout=30)
    assert len(solved) == 1


def test_a_refusal_is_kept_like_any_answer(monkeypatch):
    asked = Question(Person(35, "female"), "omnivore", "balanced", budget=0.5, portions="exact")
    with pytest.raises(NoPlanError) as first:
        answers.find_exact(asked)
    monkeypatch.setattr(answers, "make_plan", None)
    with pytest.raises(NoPlanError) as second:
        answers.find_exact(asked)
    assert second.value is first.value

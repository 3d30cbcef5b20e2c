"""Answers to questions: the exact one at once, the one in whole portions when it is ready.

An answer is a pure function of its question, so one that was found for somebody may serve whoever asks
the very same. The live models behind the answers are not for two threads at a time: each of the two
kinds has its own models and its own lock, so that nobody who changes an input waits for whole portions.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mealopt.errors import NoPlanError
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.plan.plan import Plan
from mealopt.planner import plan_week

if TYPE_CHECKING:
    from mealopt.page.question import Question

KEPT = 64  # answers of each kind that are kept: a plan is some tens of kilobytes


Answer = Plan | NoPlanError  # why there is no plan took work to find out as well


class Shelf:
    """The latest answers by their whole question; the ones longest unasked go first."""

    def __init__(self, room: int = KEPT) -> None:
        self.room = room
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Question) -> Plan | None:
        """Return the plan for a question where it is known; raises the reason known for there being none."""
        with self._lock:
            answer = self._answers.get(question)
            if answer is not None:
                self._answers.move_to_end(question)
        if isinstance(answer, NoPlanError):
            raise answer.with_traceback(None)
        return answer

    def put(self, question: Question, answer: Answer) -> None:
        """Keep an answer."""
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > self.room:
                self._answers.popitem(last=False)


_exact, _whole = Shelf(), Shelf()
_exact_models, _whole_models = threading.Lock(), threading.Lock()


@lru_cache(maxsize=2)
def load_whole_knowledge(digest: str) -> Knowledge:
    """Return the shipped tables under a name of their own, and with it live models of their own."""
    return replace(load_knowledge(), digest=f"{digest}-whole")


def find_exact(question: Question) -> Plan:
    """Return the average day of a question's week in exact amounts; some tens of milliseconds."""
    known = _exact.get(question)
    if known is not None:
        return known
    with _exact_models:
        try:
            plan = plan_week(question.person, question.rules("exact"), load_knowledge())
        except NoPlanError as error:
            _exact.put(question, error)
            raise
    _exact.put(question, plan)
    return plan


def recall_whole(question: Question) -> Plan | None:
    """Return the week in whole portions where somebody already waited for it."""
    return _whole.get(question)


def start_whole(question: Question) -> Future[Plan]:
    """Start on the week in whole portions in the background; cancelling the job takes it from the queue."""
    job: Future[Plan] = Future()

    def work() -> None:
        with _whole_models:
            if not job.set_running_or_notify_cancel():
                return
            try:
                job.set_result(recall_whole(question) or solve_whole(question))
            except Exception as error:  # noqa: BLE001 - whoever waits for the job meets its error
                job.set_exception(error)

    threading.Thread(target=work, name="whole portions", daemon=True).start()
    return job


def solve_whole(question: Question) -> Plan:
    """Solve the week in whole portions; for the one thread that holds the models."""
    knowledge = load_knowledge()
    plan = plan_week(question.person, question.rules("whole"), load_whole_knowledge(knowledge.digest))
    plan = replace(plan, digest=knowledge.digest)
    _whole.put(question, plan)
    return plan

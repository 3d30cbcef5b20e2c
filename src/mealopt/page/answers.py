"""Answers to questions: the exact one at once, the one in whole portions when it is ready.

Answers are pure functions of the question, so that what one person's session computed may serve another
who asks the very same. The live models behind them are not for two threads at a time: each of the two
kinds of answer has its own models and its own lock, and nobody who changes an input waits for the
whole portions of somebody else.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache

from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.page.question import Question
from mealopt.plan.plan import Plan
from mealopt.planner import plan_week

KEPT = 64  # plans held: a plan is some tens of kilobytes
_EXACT = threading.Lock()
_WHOLE = threading.Lock()


@lru_cache(maxsize=2)
def whole_knowledge(digest: str) -> Knowledge:
    """Return the shipped tables under a name of their own, and with it live models of their own."""
    return replace(load_knowledge(), digest=f"{digest}-whole")


@lru_cache(maxsize=KEPT)
def find_exact(question: Question) -> Plan:
    """Return the average day of a question's week in exact amounts, in some tens of milliseconds."""
    with _EXACT:
        return plan_week(question.person, question.rules("exact"), load_knowledge())


@lru_cache(maxsize=KEPT)
def find_whole(question: Question) -> Plan:
    """Return the week in whole portions; what is known already needs no turn at the models."""
    with _WHOLE:
        return solve_whole(question)


@lru_cache(maxsize=KEPT)
def solve_whole(question: Question) -> Plan:
    """Solve the week in whole portions: called by one thread at a time, so nothing is solved twice."""
    knowledge = load_knowledge()
    plan = plan_week(question.person, question.rules("whole"), whole_knowledge(knowledge.digest))
    return replace(plan, digest=knowledge.digest)


def start_whole(question: Question) -> Future[Plan]:
    """Start on the whole portions in the background; the page stays free to show and to listen."""
    job: Future[Plan] = Future()

    def work() -> None:
        with _TURN:
            if not job.set_running_or_notify_cancel():
                return
        try:
            job.set_result(find_whole(question))
        except Exception as error:  # noqa: BLE001 - whoever waits for the job meets its error
            job.set_exception(error)

    threading.Thread(target=work, name="whole portions", daemon=True).start()
    return job


_TURN = threading.Lock()

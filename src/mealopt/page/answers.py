"""Answers to questions: the exact one at once, the one in whole portions when it is ready.

An answer is a pure function of its question, so one that was found for somebody may serve whoever asks
the very same. Live models are leased where they are solved, and what takes seconds has models of its own,
so that nobody who changes an input waits for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from mealopt.average.models import Models
from mealopt.changes import change_plan, swap_food
from mealopt.eaten import eat_instead
from mealopt.errors import BadInputError, MealoptError, NoPlanError
from mealopt.explain.nothing_fits import NothingFitsError
from mealopt.household import find_shared_meal, join_meal, set_table
from mealopt.page.helper import ask_helper, may_help
from mealopt.page.memory import give_back, share_heaps
from mealopt.page.misfit import MisfitError, sum_up_misfit
from mealopt.page.tables import recall_tables
from mealopt.plan.plan import Plan
from mealopt.planner import find_models, make_plan
from mealopt.rules.program import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mealopt.knowledge.library import Knowledge
    from mealopt.page.question import Question, Turn

HERE, BESIDE = "here", "beside"  # where a job runs: in this process, in the helper
KEPT = 64  # answers of each kind that are kept: a plan is some tens of kilobytes
ROOM_BYTES = 160_000_000  # for the live models of one kind of work: some four of the largest
DESKS = 2  # visitors whose answers are worked out at the same time

NAMED = 8  # tables under a name that are kept
_named: OrderedDict[str, Knowledge] = OrderedDict()
_named_lock = threading.Lock()

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """The latest answers by their whole question; the ones longest unasked go first.

    Why there is no plan took work to find out as well: refusals are kept, and raised again.
    """

    def __init__(self, room: int = KEPT) -> None:
        self.room = room
        self._answers: OrderedDict[Hashable, Kept | NoPlanError] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable) -> Kept | None:
        """Return the answer to a question where it is known; raises the reason known for there being none."""
        with self._lock:
            answer = self._answers.get(question)
            if answer is not None:
                self._answers.move_to_end(question)
        if isinstance(answer, NoPlanError):
            raise answer.with_traceback(None)
        return answer

    def put(self, question: Hashable, answer: Kept | NoPlanError) -> None:
        """Keep an answer."""
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > self.room:
                self._answers.popitem(last=False)


class Workshop:
    """The live models of one kind of work, its desks, and its jobs in the background, one after the other.

    Whoever works while a visitor waits takes a desk: more at a time than processors would only fill memory.
    A job that can be done in another process is done there while this one is busy.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.desks = threading.BoundedSemaphore(DESKS)
        self.turn, self.busy = threading.Condition(), set[str]()  # the places where a job runs
        share_heaps()
        Models.room = ROOM_BYTES  # days of fewer meals have models of their own: no more room than these

    def models_of(self, question: Question) -> Models:
        """Return the models of days with the meals a question asks for."""
        return find_models(self.knowledge_of(question), question.rules("exact"))

    def knowledge_of(self, question: Question) -> Knowledge:
        """Return the tables a question is asked of under the workshop's name: models are kept by it."""
        knowledge = recall_tables(question.tables)
        return name_knowledge(knowledge, self.name) if self.name else knowledge

    @contextmanager
    def take_place(self, *places: str) -> Iterator[str]:
        """Wait until one of some places is free, and hold it: no two jobs run at one place."""
        with self.turn:
            self.turn.wait_for(lambda: not self.busy.issuperset(places))
            place = next(place for place in places if place not in self.busy)
            self.busy.add(place)
        try:
            yield place
        finally:
            with self.turn:
                self.busy.remove(place)
                self.turn.notify_all()

    def start(
        self, work: Callable[[], Kept], beside: Callable[[], Kept | None] | None = None
    ) -> Future[Kept]:
        """Start on some work in the background; cancelling the job takes it from the queue.

        `beside` is the same work in another process; where it comes to nothing the work is done here.
        """
        job: Future[Kept] = Future()

        def run() -> None:
            with self.take_place(HERE, *([BESIDE] if beside and may_help() else [])) as place:
                if not job.set_running_or_notify_cancel():
                    return
                try:
                    found = beside() if beside and place == BESIDE else None
                    if found is None:
                        with nullcontext() if place == HERE else self.take_place(HERE):
                            found = work()
                    job.set_result(found)
                except Exception as error:  # noqa: BLE001 - whoever waits for the job meets its error
                    job.set_exception(error)
            give_back()

        threading.Thread(target=run, name=self.name or "whole portions", daemon=True).start()
        return job


def name_knowledge(knowledge: Knowledge, name: str) -> Knowledge:
    """Return tables under a name of their own: the same each time, while they are asked of."""
    key = f"{knowledge.digest}-{name}"
    with _named_lock:
        if key not in _named:
            _named[key] = replace(knowledge, digest=key)
        _named.move_to_end(key)
        while len(_named) > NAMED:
            _named.popitem(last=False)
        return _named[key]


_exact, _whole, _refusals = Shelf[Plan](), Shelf[Plan](), Shelf[str]()
_guests = Shelf[list[Plan | MealoptError]]()
plan_work = Workshop()  # plans: in exact amounts at once, in whole portions in the background


def find_exact(question: Question) -> Plan:
    """Return the average day of a question's week in exact amounts; some tens of milliseconds.

    Where nothing fits, `MisfitError` holds the best there is; repairs take longer, and wait to be asked.
    """
    known = _exact.get(question)
    if known is not None:
        return known
    try:
        with plan_work.desks:
            plan = make_plan(
                question.person, question.rules("exact"), plan_work.knowledge_of(question), WEEK,
                repairs=False,
            )
    except NothingFitsError as error:
        misfit = MisfitError(sum_up_misfit(error))
        _exact.put(question, misfit)
        raise misfit from None
    except NoPlanError as error:
        _exact.put(question, error)
        raise
    _exact.put(question, plan)
    return plan


def recall_whole(question: Question) -> Plan | None:
    """Return the week in whole portions where somebody already waited for it."""
    return _whole.get(question)


def start_whole(question: Question) -> Future[Plan]:
    """Start on the week in whole portions in the background."""
    plain = not (question.turns or question.guests or question.tables)
    beside = (lambda: recall_whole(question) or solve_beside(question)) if plain else None
    return plan_work.start(lambda: recall_whole(question) or solve_whole(question), beside)


def solve_beside(question: Question) -> Plan | None:
    """Solve the week in whole portions in the helper; `None` where that came to nothing."""
    plan = ask_helper(question.person, question.rules("whole"))
    if plan is not None:
        _whole.put(question, plan)
    return plan


def solve_whole(question: Question) -> Plan:
    """Solve the week in whole portions, and again by its turns."""
    if question.turns:
        before = recall_whole(question.before) or solve_whole(question.before)
        try:
            plan = turn_week(before, question.turns[-1], plan_work.knowledge_of(question))
        except (BadInputError, NoPlanError) as error:  # an address may ask for what the week does not have
            _refusals.put(question, str(error))
            plan = before
    else:
        knowledge, rules = plan_work.knowledge_of(question), question.rules("whole")
        if question.guests:
            people = [(question.person, rules), *((g.person, question.rules_of(g)) for g in question.guests)]
            meal = find_shared_meal(knowledge, [rules])
            plan = set_table(people, 0, meal, knowledge, WEEK)
        else:
            plan = make_plan(question.person, rules, knowledge, WEEK, repairs=False)
    _whole.put(question, plan)
    return plan


def recall_guests(question: Question) -> list[Plan | MealoptError] | None:
    """Return the weeks of the guests, or why there is none, where somebody already waited for them."""
    return _guests.get(question)


def start_guests(question: Question, plan: Plan) -> Future[list[Plan | MealoptError]]:
    """Start on the weeks of those who have the main meal of a plan, in the background."""
    return plan_work.start(lambda: recall_guests(question) or seat_guests(question, plan))


def seat_guests(question: Question, plan: Plan) -> list[Plan | MealoptError]:
    """Find the weeks of those who have the main meal of a plan, each with portions of their own."""
    knowledge = plan_work.knowledge_of(question)
    meal = find_shared_meal(knowledge, [question.rules("whole")])
    found: list[Plan | MealoptError] = []
    for guest in question.guests:
        try:
            found.append(join_meal(plan, meal, guest.person, question.rules_of(guest), knowledge))
        except MealoptError as error:
            found.append(error)
    _guests.put(question, found)
    return found


def recall_refusal(question: Question) -> str:
    """Return why the latest turn of a question left the week as it was; nothing where it did not."""
    return _refusals.get(question) or ""


def turn_week(plan: Plan, turn: Turn, knowledge: Knowledge) -> Plan:
    """Return a week with a day of other meals, or with what was eaten; raises where there is no such week."""
    if turn.eaten:
        eaten = dict(turn.eaten)
        return eat_instead(plan, turn.day, turn.meal, eaten, keep=turn.stays, knowledge=knowledge)
    if turn.gone:
        return swap_food(plan, turn.day, turn.meal, turn.gone, seed=turn.seed, knowledge=knowledge)
    lock = {turn.day: turn.stays} if turn.stays else None
    return change_plan(plan, (turn.day,), lock=lock, seed=turn.seed, knowledge=knowledge)

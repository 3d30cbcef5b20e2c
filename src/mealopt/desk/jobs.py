"""Answers that are kept, and jobs in the background: one at a time in each process, each question once.

Whoever asks what is worked out already waits for the same job. Live models are kept by the name of the tables
they are of, so that each kind of work has models of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mealopt.average.models import Models, find_models
from mealopt.desk.helper import may_help
from mealopt.desk.memory import give_back, share_heaps
from mealopt.desk.tables import recall_tables
from mealopt.errors import NoPlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge

PAGE, HELPER = "page", "helper"  # the processes in which a job runs: the page's own, the one beside it
KEPT = 64  # answers of each kind that are kept: a plan is some tens of kilobytes
ROOM_BYTES = 160_000_000  # for the live models of one kind of work: some four of the largest
AT_ONCE = 2  # visitors whose answers are worked out at the same time while they look on

NAMED = 8  # tables under a name that are kept
_named: OrderedDict[str, Knowledge] = OrderedDict()
_named_lock = threading.Lock()

Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
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


class Job:
    """A piece of work and everybody who waits for it; it is not done once all of them have gone."""

    def __init__(self) -> None:
        self.waiting: list[Future[Any]] = []
        self.on = False

    def join(self) -> Future[Any]:
        """Return what one more who waits is told by."""
        mine: Future[Any] = Future()
        if self.on:
            mine.set_running_or_notify_cancel()
        self.waiting.append(mine)
        return mine

    def begin(self) -> bool:
        """Say whether anybody still waits; from then on nobody can go."""
        self.waiting = [future for future in self.waiting if future.set_running_or_notify_cancel()]
        self.on = bool(self.waiting)
        return self.on


class Workers:
    """The live models of one kind of work, and its jobs in the background, one after the other.

    Work that visitors look on at is done for `AT_ONCE` of them: more at a time than processors would only
    fill memory. A job that can be done in another process is done there while this one is busy.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.looked_on = threading.BoundedSemaphore(AT_ONCE)
        self.turn, self.busy = threading.Condition(), set[str]()  # the processes in which a job runs
        self.jobs: dict[Hashable, Job] = {}  # that are asked for and not done
        share_heaps()
        Models.room = ROOM_BYTES  # days of fewer meals have models of their own: no more room than these

    def models_of(self, question: Question) -> Models:
        """Return the models of days with the meals a question asks for."""
        return find_models(self.knowledge_of(question), question.rules("exact"))

    def knowledge_of(self, question: Question) -> Knowledge:
        """Return the tables a question is asked of under these workers' name: models are kept by it."""
        knowledge = recall_tables(question.tables)
        return name_knowledge(knowledge, self.name) if self.name else knowledge

    @contextmanager
    def take_process(self, *processes: str) -> Iterator[str]:
        """Wait until one of some processes is free, and hold it: no two jobs run in one."""
        with self.turn:
            self.turn.wait_for(lambda: not self.busy.issuperset(processes))
            process = next(process for process in processes if process not in self.busy)
            self.busy.add(process)
        try:
            yield process
        finally:
            with self.turn:
                self.busy.remove(process)
                self.turn.notify_all()

    def start(
        self, key: Hashable, work: Callable[[], Kept], helped: Callable[[], Kept | None] | None = None
    ) -> Future[Kept]:
        """Start on some work in the background, or wait for the same `key`'s; cancelling leaves the queue.

        `helped` is the same work in the helper; where it comes to nothing the work is done here.
        """
        with self.turn:
            job = self.jobs.get(key)
            if job is not None:
                return job.join()
            job = self.jobs[key] = Job()
            mine = job.join()
        run = threading.Thread(
            target=self.run, args=(key, job, work, helped), name=self.name or "whole portions", daemon=True
        )
        run.start()
        return mine

    def run(
        self, key: Hashable, job: Job, work: Callable[[], Any], helped: Callable[[], Any | None] | None
    ) -> None:
        """Do a job in the first process that is free, and tell everybody who waits."""
        with self.take_process(PAGE, *([HELPER] if helped and may_help() else [])) as process:
            with self.turn:
                if not job.begin():
                    del self.jobs[key]
                    return
            found, wrong = None, None
            try:
                found = helped() if helped and process == HELPER else None
                if found is None:
                    with nullcontext() if process == PAGE else self.take_process(PAGE):
                        found = work()
            except Exception as error:  # noqa: BLE001 - whoever waits for the job meets its error
                wrong = error
            with self.turn:
                del self.jobs[key]
            for future in job.waiting:
                if wrong is None:
                    future.set_result(found)
                else:
                    future.set_exception(wrong)
        give_back()


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

"""Where the people of a batch are planned: in this process, or in several on this machine.

Every engine yields results in input order and holds a bounded number of them. Where a piece begins and
ends, and who plans it, changes no byte of what comes out.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, resource_tracker
from typing import TYPE_CHECKING, Any

from mealopt.batch.work import Result, Work, plan_piece
from mealopt.errors import MealoptError
from mealopt.knowledge.library import Knowledge

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from mealopt.batch.people import Row

PIECE_SECONDS = 0.5  # what one piece should take: long enough to be worth its way, short enough to wait for
MOST_PEOPLE = 32  # in one piece, however quick the last ones were: the next may be slow
MOST_PROCESSES = 61 if sys.platform == "win32" else 4096  # Windows cannot wait for more
AHEAD = 6  # pieces for each process that may be under way or wait for a slower one before them
POLL_SECONDS = 0.2
MOST_LOSSES = 3  # worker processes that end by themselves before anything gets done


class Stop:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def is_asked(self) -> bool:
        """Say whether a stop was asked."""
        return self.asked


class WorkersLostError(MealoptError):
    """Worker processes ended by themselves again and again."""


@contextmanager
def catch_signals(said: Callable[[], None]) -> Iterator[Stop]:
    """Turn the first Ctrl-C, or a polite request to end, into a stop; the second one ends at once.

    `said` is called at the first one, inside the signal handler.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(*_: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        said()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def shield_children() -> Iterator[None]:
    """Start processes in here: Ctrl-C, which the terminal sends to all, then reaches only the parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it lets signals through again when it is first started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Pieces:
    """People cut into pieces that take about as long as wished; none goes past a multiple of `border`."""

    def __init__(
        self, rows: Iterator[Row], place: int, border: int | None = None, seconds: float = PIECE_SECONDS
    ) -> None:
        self.rows, self.place, self.border, self.seconds = rows, place, border, seconds
        self.size = 1

    def take(self) -> list[Row]:
        """Return the next people, none where there are no more."""
        size = self.size
        if self.border is not None:
            size = min(size, self.border - self.place % self.border)
        rows = list(islice(self.rows, size))
        self.place += len(rows)
        return rows

    def learn(self, result: Result) -> None:
        """Let the next pieces be as large as the last one's pace allows."""
        if result.people:
            fitting = int(self.seconds * result.people / max(result.seconds, 1e-6))
            self.size = max(1, min(fitting, 2 * self.size, MOST_PEOPLE))


Results = Generator[Result, None, None]
Engine = Callable[[Pieces, Work, Knowledge, Stop], Results]


def plan_here(pieces: Pieces, work: Work, knowledge: Knowledge, stop: Stop) -> Results:
    """Plan in this process."""
    while not stop.asked and (rows := pieces.take()):
        result = plan_piece(rows, work, knowledge, stop.is_asked)
        pieces.learn(result)
        yield result


def plan_in_processes(jobs: int) -> Engine:
    """Return the engine of so many processes."""

    def plan(pieces: Pieces, work: Work, knowledge: Knowledge, stop: Stop) -> Results:
        pool = Pool(jobs, work, knowledge)
        try:
            yield from pool.plan(pieces, stop)
        except BaseException:
            pool.kill()
            raise
        pool.pool.shutdown()

    return plan


class Pool:
    """Worker processes with the tables and live models of their own; one that is lost is replaced."""

    def __init__(self, jobs: int, work: Work, knowledge: Knowledge) -> None:
        self.jobs = min(jobs, MOST_PROCESSES)
        self.context = multiprocessing.get_context("spawn")
        self.halt = self.context.Event()
        self.payload = pickle.dumps((work, knowledge), pickle.HIGHEST_PROTOCOL)
        self.strangers = set(multiprocessing.active_children())
        self.pool = self.open()

    def open(self) -> ProcessPoolExecutor:
        """Return a pool whose processes start when they are first needed."""
        return ProcessPoolExecutor(
            self.jobs, self.context, initializer=start_worker, initargs=(self.payload, self.halt)
        )

    def plan(self, pieces: Pieces, stop: Stop) -> Results:
        """Yield the results in order; after a stop those that were under way."""
        waiting: deque[tuple[list[Row], Future[Result]]] = deque()
        losses = 0
        while True:
            while not stop.asked and len(waiting) < self.jobs * AHEAD and (rows := pieces.take()):
                waiting.append((rows, self.submit(rows)))
            if not waiting:
                return
            rows, future = waiting[0]
            try:
                result = self.await_result(future, stop)
            except BrokenProcessPool:
                if stop.asked:  # who asked us to end has asked the workers, too
                    return
                losses += 1
                if losses > MOST_LOSSES:
                    raise WorkersLostError(say_loss(rows)) from None
                self.renew(waiting)
                continue
            losses = 0
            waiting.popleft()
            pieces.learn(result)
            if result.people:
                yield result
            if result.people < len(rows):
                return

    def submit(self, rows: list[Row]) -> Future[Result]:
        """Hand a piece to the pool; a broken pool answers with a broken future."""
        try:
            with shield_children():
                return self.pool.submit(plan_in_worker, rows)
        except BrokenProcessPool as error:
            future: Future[Result] = Future()
            future.set_exception(error)
            return future

    def await_result(self, future: Future[Result], stop: Stop) -> Result:
        """Return a result, and pass on a stop that is asked before."""
        while True:
            if stop.asked:
                self.halt.set()
            if future.done():
                return future.result()
            wait([future], POLL_SECONDS)

    def renew(self, waiting: deque[tuple[list[Row], Future[Result]]]) -> None:
        """Open another pool and hand over again whatever has no result yet."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self.open()
        for place, (rows, future) in enumerate(waiting):
            if not future.done() or future.cancelled() or future.exception() is not None:
                waiting[place] = rows, self.submit(rows)

    def kill(self) -> None:
        """End every process at once."""
        self.halt.set()
        self.pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - self.strangers:
            child.kill()


def say_loss(rows: list[Row]) -> str:
    """Say that worker processes cannot stay alive, and what to do."""
    return (
        f"Worker processes ended by themselves {MOST_LOSSES + 1} times in a row, last with the people from "
        f"line {rows[0].line} to {rows[-1].line}. Often too little memory is the reason: use fewer --jobs. "
        "What is done is safe, and the same command goes on from there."
    )


_WORKER: dict[str, Any] = {}  # what a worker process was given when it began


def start_worker(payload: bytes, halt: Event) -> None:
    """Make this process a worker: it leaves Ctrl-C to the parent, and ends when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    _WORKER["work"], _WORKER["knowledge"] = pickle.loads(payload)  # noqa: S301 - from our own parent
    _WORKER["stopped"] = halt.is_set


def leave_with_parent() -> None:
    """End this process when its parent is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def plan_in_worker(rows: list[Row]) -> Result:
    """Plan a piece in a worker process, on the live models this process keeps."""
    return plan_piece(rows, _WORKER["work"], _WORKER["knowledge"], _WORKER["stopped"])


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

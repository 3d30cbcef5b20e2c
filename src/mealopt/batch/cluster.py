"""The same batch on a Dask cluster: somebody's own, or one of processes on this machine."""

from __future__ import annotations

import logging
import pickle
import threading
import time
import uuid
from collections import deque
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import distributed

from mealopt.batch.engines import Pieces, Results, Stop, WorkersLostError, say_loss, shield_children
from mealopt.batch.marks import find_versions, say_changes
from mealopt.batch.work import Result, Work, plan_piece
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mealopt.batch.engines import Engine
    from mealopt.batch.people import Row
    from mealopt.knowledge.library import Knowledge

PIECE_SECONDS = 1.0  # longer than between processes: each piece passes the scheduler
AHEAD = 4  # pieces for each thread of the cluster
POLL_SECONDS = 0.5
CONNECT_SECONDS, WORKER_SECONDS = 15, 60
COUNT_SECONDS = 5.0  # how often the workers are counted: they may come and go
RETRIES = 3


class VersionsDifferError(RuntimeError):
    """A worker runs something else than whoever sends it work."""


def check_versions(versions: dict[str, str]) -> None:
    """Raise VersionsDifferError where this process has other versions than whoever sends the work."""
    differing = say_changes(versions, find_versions(), ("here", "there"))
    if differing:
        raise VersionsDifferError(differing)


def load_payload(payload: bytes, versions: dict[str, str]) -> tuple[Work, Knowledge]:
    """Return what a batch is about, on a worker that runs the very same versions.

    Raises VersionsDifferError: plans of other versions must not be mixed.
    """
    check_versions(versions)
    work, knowledge = pickle.loads(payload)  # noqa: S301 - from the person's own cluster
    return work, knowledge


def plan_remotely(rows: bytes, payload: tuple[Work, Knowledge], versions: dict[str, str]) -> Result:
    """Plan a piece on a worker."""
    check_versions(versions)
    return plan_piece(pickle.loads(rows), *payload, bool)  # noqa: S301 - bool() is False: no stop gets here


def plan_on_cluster(address: str | None, jobs: int, say: Callable[[str], None]) -> Engine:
    """Return the engine of a scheduler's address, or, without one, of so many processes of this machine."""

    def plan(pieces: Pieces, work: Work, knowledge: Knowledge, stop: Stop) -> Results:
        pieces.seconds = PIECE_SECONDS
        for name in list(logging.root.manager.loggerDict):
            if name.split(".")[0] == "distributed":  # what matters is said by us, without a traceback
                logging.getLogger(name).setLevel(logging.CRITICAL)
        with open_client(address, jobs) as client:
            yield from Cluster(client, address or "local", work, knowledge, say).plan(pieces, stop)

    return plan


@contextmanager
def open_client(address: str | None, jobs: int) -> Iterator[Any]:
    """Connect to a scheduler, or open a cluster here; raises BadInputError where nobody answers."""
    with ExitStack() as stack:
        if address is None:
            with shield_children():
                cluster = distributed.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None,
                    memory_limit=0, silence_logs=logging.CRITICAL,
                )  # fmt: skip
            stack.enter_context(cluster)
            address = cluster.scheduler_address
        try:
            client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise refuse(
                address,
                f"No scheduler answers here ({error}). Check the address, or start one: `dask scheduler`.",
            ) from None
        stack.enter_context(client)
        try:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise refuse(
                address, f"The scheduler has no workers. Start some: `dask worker {address} --nthreads 1`."
            ) from None
        yield client


def refuse(address: str, message: str) -> BadInputError:
    """Return an error about a cluster."""
    return BadInputError(Problem(f"--scheduler {address}", message))


class Cluster:
    """The pieces on a cluster, in order; what a lost worker had is planned again by another."""

    def __init__(
        self, client: Any, address: str, work: Work, knowledge: Knowledge, say: Callable[[str], None]
    ) -> None:
        self.client, self.address, self.say = client, address, say
        self.run = f"mealopt-{uuid.uuid4().hex[:12]}"
        self.versions = find_versions()
        self.number = 0
        self.news = threading.Event()
        self.threads, self.counted_at, self.seen_at = 1, 0.0, time.monotonic()
        # a task, not scattered data: the scheduler can have it done again when its worker is lost
        self.payload = client.submit(
            load_payload,
            pickle.dumps((work, knowledge), pickle.HIGHEST_PROTOCOL),
            self.versions,
            key=f"{self.run}-tables",
            retries=RETRIES,
        )
        self.count_threads()
        if max(client.nthreads().values(), default=1) > 1:
            say("Workers plan one person at a time: start them with --nthreads 1 and more of them.")

    def plan(self, pieces: Pieces, stop: Stop) -> Results:
        """Yield the results in order; after a stop those that were under way."""
        waiting: deque[tuple[list[Row], Any]] = deque()
        losses = 0
        halted = False
        while True:
            self.count_threads()
            while not stop.asked and len(waiting) < self.threads * AHEAD and (rows := pieces.take()):
                waiting.append((rows, self.submit(rows)))
            if stop.asked and not halted:
                halted = True
                self.drop_tail(waiting)
            if not waiting:
                return
            rows, future = waiting[0]
            if not self.is_done(future):
                continue
            if future.status == "error" and isinstance(future.exception(), distributed.KilledWorker):
                losses += 1
                if losses > RETRIES:
                    raise WorkersLostError(say_loss(rows))
                waiting[0] = rows, self.submit(rows)
                continue
            result = self.gather(future)
            losses = 0
            waiting.popleft()
            pieces.learn(result)
            yield result

    def submit(self, rows: list[Row]) -> Any:
        """Hand a piece to the cluster; earlier ones go first."""
        self.number += 1
        future = self.client.submit(
            plan_remotely,
            pickle.dumps(rows, pickle.HIGHEST_PROTOCOL),
            self.payload,
            self.versions,
            key=f"{self.run}-{self.number}",
            priority=-self.number,
            retries=RETRIES,
        )
        future.add_done_callback(lambda _: self.news.set())
        return future

    def is_done(self, future: Any) -> bool:
        """Say whether a piece is done; if not, wait for news of any, or a moment."""
        self.news.clear()
        if future.status in {"finished", "error", "cancelled"}:
            return True
        if not self.news.wait(POLL_SECONDS) and self.client.status != "running":
            raise self.say_lost()
        return False

    def gather(self, future: Any) -> Result:
        """Fetch a result from its worker; raises BadInputError where the cluster cannot do the work."""
        try:
            result: Result = future.result()
        except VersionsDifferError as error:
            raise refuse(
                self.address,
                f"A worker runs other versions, and its plans could differ: {error}. Install the same "
                "everywhere.",
            ) from None
        except (distributed.CancelledError, distributed.comm.CommClosedError):
            raise self.say_lost() from None
        except MemoryError:
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:200]
            raise refuse(
                self.address,
                f"The cluster cannot do this work ({type(error).__name__}: {said}). Install the same "
                "mealopt[cluster] for the scheduler and for every worker. What is done is safe.",
            ) from error
        return result

    def say_lost(self) -> BadInputError:
        """Return the error for a scheduler that went away."""
        return refuse(
            self.address,
            "The scheduler is gone. What is done is safe, and the same command goes on from there.",
        )

    def count_threads(self) -> None:
        """Count the threads now and then; raises BadInputError where there have been none for long."""
        now = time.monotonic()
        if now - self.counted_at < COUNT_SECONDS:
            return
        self.counted_at = now
        try:
            threads = sum(self.client.nthreads().values())
        except OSError:
            raise self.say_lost() from None
        if threads:
            self.threads, self.seen_at = threads, now
        elif now - self.seen_at > WORKER_SECONDS:
            raise refuse(
                self.address,
                "All workers are gone. What is done is safe: start some, and the same command goes on.",
            )

    def drop_tail(self, waiting: deque[tuple[list[Row], Any]]) -> None:
        """Give up the pieces nobody has begun: all but one for each thread, counted from the first."""
        kept = 0
        for place, (_, future) in enumerate(waiting):
            kept += not future.done()
            if kept > self.threads:
                self.client.cancel([later for _, later in list(waiting)[place:]])
                while len(waiting) > place:
                    waiting.pop()
                return

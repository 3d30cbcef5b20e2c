"""A batch from beginning to end: people in, four tables out, in input order, resumable at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from mealopt.batch import outputs
from mealopt.batch.engines import Pieces, WorkersLostError, catch_signals, plan_here
from mealopt.batch.journal import Head, Summary
from mealopt.batch.marks import build_fingerprint
from mealopt.batch.store import Store
from mealopt.batch.tables import CSV
from mealopt.batch.work import Work
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.batch.engines import Engine, Stop
    from mealopt.batch.people import People
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.asked import Given


@dataclass(frozen=True)
class Outcome:
    """How a run ended: how many of `count` people are done.

    `stopped` says that somebody asked to stop before the end, `already` that there was nothing to do.
    """

    summary: Summary
    people: int
    count: int
    stopped: bool = False
    already: bool = False


class Watcher(Protocol):
    """Whoever wants to hear how a run goes on."""

    def begin(self, done: int, count: int, notes: tuple[str, ...]) -> None:
        """Hear how many people were done when the run began, and what to know about the folder."""

    def show(self, done: int, count: int) -> None:
        """Hear how many people are done."""

    def say_stopping(self) -> None:
        """Hear that a stop was asked; called inside the signal handler."""


class Nobody:
    """A watcher that hears and says nothing."""

    def begin(self, done: int, count: int, notes: tuple[str, ...]) -> None:
        """Hear that the run begins."""

    def show(self, done: int, count: int) -> None:
        """Hear that somebody is done."""

    def say_stopping(self) -> None:
        """Hear that a stop was asked."""


def run_batch(
    people: People,
    knowledge: Knowledge,
    folder: Path,
    *,
    days: int = 7,
    defaults: dict[str, list[Given]] | None = None,
    shape: str = CSV,
    engine: Engine = plan_here,
    restart: bool = False,
    watcher: Watcher | None = None,
) -> Outcome:
    """Plan everyone and write the four tables into a folder, going on where an earlier run has ended.

    A person who is not understood, or for whom no plan exists, becomes rows of the problems; the others
    go on. Raises BadInputError where the folder is another batch's, cannot be written, or the input
    changed; what is done stays safe, and the same call goes on.
    """
    watcher = watcher or Nobody()
    fingerprint = build_fingerprint(people, knowledge, days, defaults or {}, shape)
    work = Work(days, defaults or {}, guard=shape == CSV)
    store: Store | None = None
    try:
        with Store(folder, Head(people.count, shape, fingerprint), restart=restart) as store:
            already, stopped = store.finished, False
            if not already:
                watcher.begin(store.people, people.count, store.notes)
                with catch_signals(watcher.say_stopping) as stop:
                    try:
                        fill_store(store, people, work, knowledge, engine, stop, watcher)
                        stopped = stop.asked and store.people < people.count
                        if not stopped:
                            finish_store(store, people)
                    except KeyboardInterrupt:  # the second one: whatever is not durable yet is lost
                        stopped = True
            entry = store.entry
            return Outcome(entry.summary, entry.people, people.count, stopped, already)
    except MemoryError:
        raise WorkersLostError(
            "The memory ran out. What is done is safe: use fewer --jobs, and the same command goes on."
        ) from None
    except OSError as error:
        done = store.entry.people if store is not None else 0
        safe = f"{done:,} of {people.count:,} people are safe: the same command goes on when this is mended."
        raise BadInputError(
            Problem(
                str(error.filename or folder),
                f"The batch cannot go on: {error.strerror or error}. "
                f"{safe if done else 'Nothing was written.'}",
            )
        ) from None


def fill_store(
    store: Store,
    people: People,
    work: Work,
    knowledge: Knowledge,
    engine: Engine,
    stop: Stop,
    watcher: Watcher,
) -> None:
    """Plan everyone who is not in the store yet, until all are or a stop is asked; all of it is durable."""
    left = people.count - store.people
    rows = islice(people.rows(store.people, store.added.mark), left) if left else iter(())
    border = None if store.head.shape == CSV else outputs.PART_PEOPLE
    results = engine(Pieces(rows, store.people, border), work, knowledge, stop)
    try:
        for result in results:
            store.add(result)
            watcher.show(store.people, people.count)
    finally:
        results.close()  # its processes end here
    store.commit()


def finish_store(store: Store, people: People) -> None:
    """Give the tables their names; raises BadInputError where people.csv was changed in between."""
    if (store.people, store.added.mark) != (people.count, people.mark):
        raise people.say_changed()
    store.finish()

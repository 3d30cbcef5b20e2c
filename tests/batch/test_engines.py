"""Engines: pieces of any size, any number of processes, a lost process, a stop, and always the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.batch import engines
from mealopt.batch.engines import Pieces, Pool, Stop, WorkersLostError, catch_signals, plan_in_processes
from mealopt.batch.journal import Summary
from mealopt.batch.people import Row, open_people
from mealopt.batch.run import run_batch
from mealopt.batch.work import Result, Work
from mealopt.request.asked import Given
from tests.batch.making import read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

DEFAULTS = {"portions": [Given("exact", "--portions")]}


def result_of(rows: list[Row], seconds: float) -> Result:
    return Result(len(rows), 0, Summary(), {}, seconds)


@given(
    count=st.integers(0, 200),
    start=st.integers(0, 50),
    border=st.none() | st.integers(1, 40),
    paces=st.lists(st.floats(0.0, 30.0), min_size=1),
)
def test_pieces_hold_everybody_once_and_none_crosses_a_border(
    count: int, start: int, border: int | None, paces: list[float]
) -> None:
    pieces = Pieces((Row(str(number), number, {}) for number in range(start, start + count)), start, border)
    seen: list[int] = []
    turn = 0
    while rows := pieces.take():
        lines = [row.line for row in rows]
        seen += lines
        assert len(rows) <= engines.MOST_PEOPLE
        if border is not None:
            assert lines[0] // border == lines[-1] // border
        pieces.learn(result_of(rows, paces[turn % len(paces)] * len(rows)))
        turn += 1
    assert seen == list(range(start, start + count))


def test_slow_people_come_one_by_one_and_quick_ones_together() -> None:
    pieces = Pieces(iter([Row(str(n), n, {}) for n in range(1000)]), 0)
    sizes = []
    for seconds in (0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 10.0, 10.0):
        rows = pieces.take()
        sizes.append(len(rows))
        pieces.learn(result_of(rows, seconds * len(rows)))
    assert sizes == [1, 2, 4, 8, 16, 32, 32, 1]


@pytest.mark.processes
def test_two_processes_write_the_same_bytes_though_one_is_killed(
    forty: Path, undisturbed: dict[str, bytes], knowledge: Knowledge, tmp_path: Path
) -> None:
    killed: list[int] = []

    class Killer:
        def begin(self, *_: object) -> None:
            """Wait for the first result."""

        def show(self, done: int, _: int) -> None:
            if done > 5 and not killed:
                child = multiprocessing.active_children()[0]
                killed.append(child.pid or 0)
                child.kill()

        def say_stopping(self) -> None:
            """Nobody stops."""

    outcome = run_batch(
        open_people(forty, knowledge), knowledge, tmp_path / "out",
        days=1, defaults=DEFAULTS, engine=plan_in_processes(2), watcher=Killer(),
    )  # fmt: skip
    assert len(killed) == 1
    assert outcome.people == outcome.count == 40
    assert read_folder(tmp_path / "out") == undisturbed


def test_processes_that_cannot_live_end_the_batch_with_a_reason(
    forty: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: Future[Result] = Future()
    broken.set_exception(engines.BrokenProcessPool())
    pool = Pool(2, Work(1, DEFAULTS), knowledge)
    renewed = []
    monkeypatch.setattr(pool, "submit", lambda _: broken)
    monkeypatch.setattr(pool, "renew", lambda _: renewed.append(1))
    with pytest.raises(WorkersLostError, match=r"line 2 to 2\. Often too little memory"):
        list(pool.plan(Pieces(open_people(forty, knowledge).rows(), 0), Stop()))
    assert len(renewed) == engines.MOST_LOSSES
    pool.pool.shutdown()


def test_the_first_signal_asks_and_the_second_ends() -> None:
    said: list[str] = []
    before = signal.getsignal(signal.SIGTERM)
    with catch_signals(lambda: said.append("stopping")) as stop:
        assert not stop.asked
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.is_asked()
        assert said == ["stopping"]
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before

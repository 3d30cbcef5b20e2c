"""A Dask cluster: a real scheduler and two workers, one killed in the middle; and whatever else can fail."""

from __future__ import annotations

import pickle
import signal
from typing import TYPE_CHECKING, Any

import pytest

from mealopt.batch import cluster as cluster_room
from mealopt.batch.cluster import Cluster, VersionsDifferError, load_payload, open_client, plan_remotely
from mealopt.batch.engines import Pieces, Stop, WorkersLostError
from mealopt.batch.marks import find_versions
from mealopt.batch.people import open_people
from mealopt.batch.work import Work
from mealopt.errors import BadInputError
from mealopt.request.asked import Given
from tests.batch.making import count_people, read_folder, wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

    Start = Callable[..., subprocess.Popen[str]]

DEFAULTS = {"portions": [Given("exact", "--portions")]}


@pytest.fixture
def cluster(start: Start, tmp_path: Path) -> tuple[str, list[subprocess.Popen[str]]]:
    """Start a scheduler and two workers; return its address, and the processes, the scheduler first."""
    meeting = tmp_path / "scheduler.json"
    scheduler = start(
        "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard",
        "--scheduler-file", meeting,
    )  # fmt: skip
    workers = [
        start(
            "-m", "dask", "worker", "--scheduler-file", meeting, "--nthreads", 1, "--no-nanny",
            "--no-dashboard", "--local-directory", tmp_path / name,
        )
        for name in ("first", "second")
    ]  # fmt: skip
    assert wait_for(lambda: meeting.exists() and '"address"' in meeting.read_text(), scheduler)
    address = meeting.read_text().split('"address": "')[1].split('"')[0]
    return address, [scheduler, *workers]


@pytest.mark.processes
def test_a_worker_killed_in_the_middle_costs_nothing_and_doubles_nobody(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, cluster: Any, tmp_path: Path
) -> None:
    address, (_, first, _) = cluster
    out = tmp_path / "out"
    process = start_batch(forty, out, "--scheduler", address, send=signal.SIGKILL, to=first.pid)
    said = process.communicate()[0]
    assert process.returncode == 3, said
    assert first.wait() == -signal.SIGKILL
    assert "Traceback" not in said
    assert read_folder(out) == undisturbed


@pytest.mark.nightly
def test_a_lost_scheduler_is_named_and_the_batch_goes_on_here(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, cluster: Any, tmp_path: Path
) -> None:
    address, (scheduler, *_) = cluster
    out = tmp_path / "out"
    process = start_batch(forty, out, "--scheduler", address, send=signal.SIGKILL, to=scheduler.pid)
    said = process.communicate()[0]
    assert process.returncode == 2, said
    assert f"--scheduler {address}: The scheduler is gone. What is done is safe" in said
    assert "Traceback" not in said
    assert count_people(out) >= 9
    process = start_batch(forty, out, "--jobs", 1)
    process.communicate()
    assert process.returncode == 3
    assert read_folder(out) == undisturbed


@pytest.mark.nightly
def test_a_cluster_of_this_machine_writes_the_same_bytes(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, tmp_path: Path
) -> None:
    process = start_batch(forty, tmp_path / "out", "--jobs", 2, "--scheduler")
    said = process.communicate()[0]
    assert process.returncode == 3, said
    assert read_folder(tmp_path / "out") == undisturbed


class Promise:
    """A future of a cluster that is not there."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.status = "error" if isinstance(outcome, Exception) else "finished"

    def result(self) -> Any:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def exception(self) -> Any:
        return self.outcome

    def done(self) -> bool:
        return True

    def add_done_callback(self, _: object) -> None:
        """Everything is done at once."""


class Nowhere:
    """A client whose cluster answers every piece with the next of some outcomes, then does the work."""

    status = "running"

    def __init__(self, *outcomes: Any, threads: int = 1) -> None:
        self.outcomes = list(outcomes)
        self.threads = threads

    def nthreads(self) -> dict[str, int]:
        return {"tcp://nowhere": self.threads} if self.threads else {}

    def submit(self, function: Any, *arguments: Any, **_: Any) -> Promise:
        if function is plan_remotely and self.outcomes:
            return Promise(self.outcomes.pop(0))
        arguments = tuple(part.result() if isinstance(part, Promise) else part for part in arguments)
        return Promise(function(*arguments))


def plan_nowhere(forty: Path, knowledge: Knowledge, client: Nowhere, said: list[str]) -> Iterator[Any]:
    planning = Cluster(client, "tcp://nowhere", Work(1, DEFAULTS), knowledge, said.append)
    return planning.plan(Pieces(open_people(forty, knowledge).rows(37), 37), Stop())


def test_a_piece_whose_workers_were_killed_is_planned_again(forty: Path, knowledge: Knowledge) -> None:
    lost = cluster_room.distributed.KilledWorker("piece", None, 3)
    said: list[str] = []
    results = list(plan_nowhere(forty, knowledge, Nowhere(lost, lost, threads=2), said))
    assert sum(result.people for result in results) == 3
    assert said == ["Workers plan one person at a time: start them with --nthreads 1 and more of them."]
    with pytest.raises(WorkersLostError, match="Often too little memory"):
        list(plan_nowhere(forty, knowledge, Nowhere(*[lost] * 20), said))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (VersionsDifferError("highspy (1 here, 2 there)"), "differ: highspy (1 here, 2 there). Install"),
        (ModuleNotFoundError("No module named 'mealopt'"), "for the scheduler and for every worker"),
        (cluster_room.distributed.comm.CommClosedError("gone"), "The scheduler is gone. What is done"),
    ],
)
def test_what_a_cluster_cannot_do_is_said(
    forty: Path, knowledge: Knowledge, outcome: Exception, said: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        list(plan_nowhere(forty, knowledge, Nowhere(outcome), []))
    assert "--scheduler tcp://nowhere" in str(caught.value)
    assert said in str(caught.value)


def test_workers_that_all_left_are_missed(
    forty: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_room, "WORKER_SECONDS", -1)
    with pytest.raises(BadInputError, match=r"All workers are gone\. What is done is safe"):
        list(plan_nowhere(forty, knowledge, Nowhere(threads=0), []))


def test_other_versions_are_refused(knowledge: Knowledge) -> None:
    other = {**find_versions(), "highspy": "0.0"}
    payload = pickle.dumps((Work(1, DEFAULTS), knowledge))
    with pytest.raises(VersionsDifferError, match=r"highspy \(0\.0 here, "):
        load_payload(payload, other)
    with pytest.raises(VersionsDifferError):
        plan_remotely(pickle.dumps([]), (Work(1, DEFAULTS), knowledge), other)
    work, tables = load_payload(payload, find_versions())
    assert (work, tables.digest) == (Work(1, DEFAULTS), knowledge.digest)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("nobody there")

    monkeypatch.setattr(cluster_room.distributed, "Client", fail)
    with (
        pytest.raises(BadInputError, match=r"tcp://nowhere:1: No scheduler answers here \(nobody there\)"),
        open_client("tcp://nowhere:1", 1),
    ):
        pass

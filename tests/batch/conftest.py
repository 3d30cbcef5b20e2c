"""What the batch's tests share: forty people, their undisturbed results, commands run from outside."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING

import pytest

from mealopt.batch.people import open_people
from mealopt.batch.run import run_batch
from mealopt.request.asked import Given
from tests.batch.making import EXACT, read_folder, write_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_people(tmp_path_factory.mktemp("people") / "people.csv", 40)


@pytest.fixture(scope="session")
def undisturbed(
    forty: Path, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return the files of a batch in one process that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    defaults = {"portions": [Given("exact", "--portions")]}
    run_batch(open_people(forty, knowledge), knowledge, folder, days=1, defaults=defaults)
    return read_folder(folder)


# every person is a commit, and after nine the batch sends a signal: to its whole group, or to a process
SIGNALLED = """
import os, sys
from mealopt.batch import store
from mealopt.cli import main

store.COMMIT_SECONDS = 0.0
if "--scheduler" in sys.argv:
    from mealopt.batch import cluster
    cluster.PIECE_SECONDS = 0.0  # people one by one: more is left to stop
commit = store.Store.commit

def commit_and_signal(self):
    commit(self)
    if self.people >= 9 and not os.path.exists(sys.argv[2]):
        open(sys.argv[2], "w").close()
        to = {"group": 0, "itself": os.getpid()}.get(sys.argv[3])
        os.kill(int(sys.argv[3]) if to is None else to, int(sys.argv[1]))

store.Store.commit = commit_and_signal
sys.exit(main(sys.argv[4:]))
"""


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python from outside; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        if process.stdout is not None and not process.stdout.closed:
            process.communicate()
        process.wait()


@pytest.fixture
def start_batch(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> Callable[..., subprocess.Popen[str]]:
    """Start a batch of exact days from outside; `send` is a signal it sends after nine people."""

    def begin(
        people: Path, out: Path, *arguments: object, send: int = 0, to: object = "group"
    ) -> subprocess.Popen[str]:
        sent = tmp_path / f"sent-{uuid.uuid4()}"
        how = ("-c", SIGNALLED, int(send), sent, to) if send else ("-m", "mealopt")
        return start(*how, "batch", people, "-o", out, *EXACT, *arguments)

    return begin

"""The command from outside: killed, stopped, out of space, started twice; the end is always the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.making import (
    count_people,
    is_alive,
    is_stopped,
    list_children,
    read_folder,
    wait_for,
    write_people,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Start = Callable[..., subprocess.Popen[str]]


pytestmark = pytest.mark.processes


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def finish(start_batch: Start, people: Path, out: Path, *arguments: object) -> str:
    process = start_batch(people, out, *arguments)
    said = process.communicate()[0]
    assert process.returncode == 3, said  # some of the forty are not understood
    return said


def test_a_killed_batch_goes_on_and_ends_with_the_same_bytes(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, out: Path
) -> None:
    process = start_batch(forty, out, "--jobs", 2, send=signal.SIGSTOP, to="itself")
    assert wait_for(lambda: is_stopped(process.pid), process)
    workers = list_children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.communicate()
    # no worker outlives its parent
    assert all(wait_for(lambda one=one: not is_alive(one), seconds=20) for one in workers)
    kept = count_people(out)
    assert 9 <= kept < 40
    said = finish(start_batch, forty, out, "--jobs", 1)
    assert f"{kept} of 40 people were done before: going on from there." in said
    assert read_folder(out) == undisturbed


def test_a_second_run_is_refused_and_a_changed_input_named(
    forty: Path, start_batch: Start, out: Path, tmp_path: Path
) -> None:
    first = start_batch(forty, out, "--jobs", 1, send=signal.SIGSTOP, to="itself")
    assert wait_for(lambda: is_stopped(first.pid), first)
    second = start_batch(forty, out, "--jobs", 1)
    said = second.communicate()[0]
    assert second.returncode == 2
    assert f"{out}: Another batch is writing into this folder (process {first.pid} on " in said
    first.send_signal(signal.SIGINT)
    first.send_signal(signal.SIGCONT)
    said = first.communicate()[0]
    assert first.returncode == 130, said
    assert "of 40 people are safe in" in said
    before = read_folder(out)
    third = start_batch(write_people(tmp_path / "other.csv", 41), out, "--goal", "cheapest")
    said = third.communicate()[0]
    assert third.returncode == 2
    assert "the people's file, --goal (not given before, cheapest now)" in said
    assert read_folder(out) == before


@pytest.mark.nightly
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("engine", [("--jobs", 1), ("--jobs", 2), ("--scheduler", "local", "--jobs", 2)])
def test_a_stopped_batch_writes_what_was_running_and_goes_on(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, out: Path, number: int, engine: tuple[Any]
) -> None:
    # Ctrl-C reaches all of a terminal's processes; a request to end only the one it is meant for
    to = "group" if number == signal.SIGINT else "itself"
    process = start_batch(forty, out, *engine, send=number, to=to)
    said = process.communicate()[0]
    assert process.returncode == 130, said
    assert "Finishing what is running, then stopping." in said
    assert f"{count_people(out)} of 40 people are safe in {out}: the same command goes on from there" in said
    assert "Traceback" not in said
    finish(start_batch, forty, out, *engine)
    assert read_folder(out) == undisturbed


@pytest.mark.nightly
def test_a_second_ctrl_c_ends_at_once(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, out: Path
) -> None:
    process = start_batch(forty, out, "--jobs", 2, send=signal.SIGSTOP, to="itself")
    assert wait_for(lambda: is_stopped(process.pid), process)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
        process.send_signal(number)
    said = process.communicate()[0]
    assert process.returncode == 130, said
    assert "of 40 people are safe" in said
    finish(start_batch, forty, out, "--jobs", 1)
    assert read_folder(out) == undisturbed


FULL_DISK = """
import resource, sys
from mealopt.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
sys.exit(main(sys.argv[1:]))
"""


def test_a_disk_that_is_full_in_the_middle_costs_nothing(
    forty: Path, undisturbed: dict[str, bytes], start_batch: Start, out: Path
) -> None:
    limit = len(undisturbed["plans.csv"]) // 2
    command = ["batch", forty, "-o", out, "--portions", "exact", "--days", "1", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK.format(limit=limit), *map(str, command)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "The batch cannot go on: File too large." in done.stderr
    assert "Traceback" not in done.stderr
    finish(start_batch, forty, out, "--jobs", 1)
    assert read_folder(out) == undisturbed


@pytest.mark.nightly
def test_parquet_is_killed_and_goes_on_like_csv(
    forty: Path, start_batch: Start, out: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    finish(start_batch, forty, whole, "--jobs", 2, "--format", "parquet")
    process = start_batch(forty, out, "--jobs", 1, "--format", "parquet", send=signal.SIGKILL, to="itself")
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert 9 <= count_people(out) < 40
    finish(start_batch, forty, out, "--jobs", 2, "--format", "parquet")
    assert read_folder(out) == read_folder(whole)

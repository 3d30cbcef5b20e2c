"""What the batch's tests make and look at: people, a folder's files, rows made up, processes."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

from mealopt.batch.journal import JOURNAL, Summary, find_last
from mealopt.batch.tables import ANSWERS, TABLES, TEXTS, write_rows
from mealopt.batch.work import Result

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

DIETS = ("omnivore", "vegan")
EXACT = ("--portions", "exact", "--days", "1")


def write_people(path: Path, count: int, *, refused: int = 3) -> Path:
    """Write so many people; every `refused`-th may be given no plan, one is not understood."""
    rows = ["id,age,sex,energy_kcal,diet,conditions\n"]
    for number in range(count):
        sex = "female" if number % 2 else "male"
        condition = "kidney_disease" if number % refused == 1 else ""
        diet = "vegn" if number == 4 else DIETS[number % 2]
        rows.append(f"p{number},{20 + number % 50},{sex},{1900 + number},{diet},{condition}\n")
    path.write_text("".join(rows), encoding="utf-8")
    return path


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder and the folders in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def wait_for(
    condition: Callable[[], bool], process: subprocess.Popen[str] | None = None, seconds: float = 60
) -> bool:
    """Wait until something is so, or the process has ended; say whether it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (process is None or process.poll() is None):
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def count_people(out: Path) -> int:
    """Return how many people the journal of a batch says are done."""
    return find_last(out / JOURNAL).people


def list_children(pid: int) -> list[psutil.Process]:
    """Return the processes a process has started."""
    return psutil.Process(pid).children()


def is_alive(process: psutil.Process) -> bool:
    """Say whether a process runs; one that only waits to be buried does not."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def is_stopped(pid: int) -> bool:
    """Say whether a process stands still."""
    return psutil.Process(pid).status() == psutil.STATUS_STOPPED


def made_up_result(number: int) -> Result:
    """Return made-up rows of one person, of every table and every kind of cell."""

    def cell(column: str) -> object:
        if column in TEXTS:
            return ("", "=1+1", 'a "quoted", text', "two\nlines", "plain")[(number + len(column)) % 5]
        return ("yes", "no", "")[number % 3] if column in ANSWERS else number + 3

    texts = {
        name: write_rows(name, [[cell(c) for c in columns[1:]]] * (number % 3), f"p{number}", guard=False)
        for name, columns in TABLES.items()
    }
    return Result(1, number + 1, Summary(planned=1), texts, 0.0)

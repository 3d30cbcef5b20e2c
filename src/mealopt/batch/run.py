"""Planning many people, one after the other: plans, totals, drivers and problems, in input order."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pandas as pd

from mealopt.batch.people import People, Row, read_person
from mealopt.errors import BadInputError, NoPlanError, Problem, SolverLimitError
from mealopt.explain.drivers import COLUMNS as DRIVER_COLUMNS
from mealopt.plan.portions import COLUMNS as PORTION_COLUMNS
from mealopt.plan.totals import COLUMNS as TOTAL_COLUMNS
from mealopt.plan.writing import format_csv
from mealopt.planner import make_plan
from mealopt.request.asked import Given, place_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

PROBLEM_COLUMNS = ("line", "column", "value", "problem")
FILES = {
    "plans.csv": ("id", *PORTION_COLUMNS),
    "totals.csv": ("id", *TOTAL_COLUMNS),
    "drivers.csv": ("id", *DRIVER_COLUMNS),
    "problems.csv": ("id", *PROBLEM_COLUMNS),
}


@dataclass
class Summary:
    """How many people got a plan, how many have none, and how many rows were not understood."""

    planned: int = 0
    without: int = 0
    misunderstood: int = 0
    warned: int = 0

    def __str__(self) -> str:
        people = self.planned + self.without + self.misunderstood
        text = f"{self.planned} of {people} people have a plan"
        if self.without:
            text += f"; for {self.without} none exists or could be given"
        if self.misunderstood:
            text += f"; {self.misunderstood} were not understood"
        if self.warned:
            text += f"; plans with a warning: {self.warned}"
        return text + "."


def run_batch(
    people: People,
    knowledge: Knowledge,
    folder: Path,
    *,
    days: int = 7,
    defaults: dict[str, list[Given]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Plan everyone and write the four files into a folder: all of them, or none when interrupted.

    A person who is not understood, or for whom no plan exists, becomes rows of problems.csv; the others
    go on. Nothing but the current person is held in memory.
    """
    summary = Summary()
    with open_outputs(folder) as files:
        for done, row in enumerate(people.rows(), start=1):
            plan, problems = plan_person(row, knowledge, days, defaults or {}, summary)
            if plan is not None:
                for name, frame in zip(FILES, (plan.portions, plan.totals, plan.drivers), strict=False):
                    append(files[name], row.id, frame)
            if problems:
                append(files["problems.csv"], row.id, problem_frame(problems, row.line))
            if progress is not None:
                progress(done, people.count)
    return summary


def plan_person(
    row: Row, knowledge: Knowledge, days: int, defaults: dict[str, list[Given]], summary: Summary
) -> tuple[Plan | None, list[Problem]]:
    """Return one person's plan with the warnings that belong to it, or the problems that forbid it."""
    asked = read_person(row, knowledge, defaults)
    where = f"line {row.line}"
    if asked.problems:
        summary.misunderstood += 1
        return None, asked.problems
    try:
        plan = make_plan(asked.person, asked.rules, knowledge, days)
    except BadInputError as error:
        summary.misunderstood += 1
        return None, place_problems(error.problems, row.words)
    except (NoPlanError, SolverLimitError) as error:
        summary.without += 1
        return None, [Problem(where, " ".join(str(error).split()))]
    summary.planned += 1
    summary.warned += bool(plan.targets.warnings)
    return plan, [Problem(where, f"Warning, with the plan: {text}") for text in plan.targets.warnings]


def problem_frame(problems: list[Problem], line: int) -> pd.DataFrame:
    """Return problems as rows: line, column, value, problem."""
    return pd.DataFrame(
        [
            (problem.line or line, problem.column, problem.value or "", problem.message)
            for problem in problems
        ],
        columns=list(PROBLEM_COLUMNS),
    )


def append(file: IO[str], person_id: str, frame: pd.DataFrame) -> None:
    """Write a person's rows under their id."""
    shown = frame.copy()
    shown.insert(0, "id", person_id)
    file.write(format_csv(shown, header=False))


@contextmanager
def open_outputs(folder: Path) -> Iterator[dict[str, IO[str]]]:
    """Open a temporary neighbour for each file; all take their names at the end, none after an error."""
    made = not folder.exists()
    opened: dict[str, IO[str]] = {}
    done = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, columns in FILES.items():
            opened[name] = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below, whatever happens
                "w", encoding="utf-8", newline="", prefix=f".{name}.", suffix=".part", dir=folder,
                delete=False,
            )  # fmt: skip
            opened[name].write(format_csv(pd.DataFrame(columns=list(columns))))
        yield opened
        current = os.umask(0)
        os.umask(current)
        for file in opened.values():
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o666 & ~current)
        for name, file in opened.items():
            file.close()
            Path(file.name).replace(folder / name)
        done = True
    except OSError as error:
        where = str(error.filename or folder)
        raise BadInputError(
            Problem(where, f"The files cannot be written: {error.strerror}. Nothing was written.")
        ) from None
    finally:
        if not done:
            for file in opened.values():
                file.close()
                Path(file.name).unlink(missing_ok=True)
            if made and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

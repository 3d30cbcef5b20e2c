"""One piece of a batch: a few people planned, their rows as text. It runs in this process or in another."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.batch.journal import Summary
from mealopt.batch.people import Row, read_person
from mealopt.batch.tables import TABLES, list_problems, list_table, write_rows
from mealopt.errors import BadInputError, NoPlanError, Problem, SolverLimitError
from mealopt.planner import make_plan
from mealopt.request.asked import Given, place_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan


@dataclass(frozen=True)
class Work:
    """What is the same for everyone of a batch: days, what blank cells mean, whether text is guarded."""

    days: int
    defaults: dict[str, list[Given]]
    guard: bool = True


@dataclass(frozen=True)
class Result:
    """The rows of some people in a row, by table; `mark` is the checksum of people.csv up to the last.

    `people` may be fewer than were asked for, where a stop was asked in between.
    """

    people: int
    mark: int
    summary: Summary
    texts: dict[str, bytes]
    seconds: float


def plan_piece(rows: Sequence[Row], work: Work, knowledge: Knowledge, stopped: Callable[[], bool]) -> Result:
    """Plan people one after the other until all are done or a stop is asked."""
    start = time.monotonic()
    done, mark, summary = 0, 0, Summary()
    texts: dict[str, list[bytes]] = {name: [] for name in TABLES}
    for row in rows:
        if stopped():
            break
        plan, problems, counted = plan_person(row, work, knowledge)
        tables: dict[str, Sequence[tuple[object, ...]]] = {"problems": list_problems(problems, row.line)}
        if plan is not None:
            held = {"plans": plan.portion_rows, "totals": plan.total_rows, "drivers": plan.driver_rows}
            tables |= {name: list_table(name, records) for name, records in held.items()}
        for name, rows_of_table in tables.items():
            texts[name].append(write_rows(name, rows_of_table, row.id, guard=work.guard))
        done, mark, summary = done + 1, row.mark, summary + counted
    joined = {name: b"".join(parts) for name, parts in texts.items()}
    return Result(done, mark, summary, joined, time.monotonic() - start)


def plan_person(row: Row, work: Work, knowledge: Knowledge) -> tuple[Plan | None, list[Problem], Summary]:
    """Return one person's plan with the warnings that belong to it, or the problems that forbid it."""
    where = f"line {row.line}"
    try:
        asked = read_person(row, knowledge, work.defaults)
        if asked.problems:
            return None, asked.problems, Summary(misunderstood=1)
        plan = make_plan(asked.person, asked.rules, knowledge, work.days)
    except BadInputError as error:
        return None, place_problems(error.problems, row.words), Summary(misunderstood=1)
    except (NoPlanError, SolverLimitError) as error:
        return None, [Problem(where, " ".join(str(error).split()))], Summary(without=1)
    except (MemoryError, OSError):
        raise  # the machine's trouble, not this person's: the batch stops and can go on later
    except Exception as error:  # noqa: BLE001 - whatever is left is ours, and must not end the batch
        said = " ".join(str(error).split())[:500]
        text = f"This is a bug in mealopt: {type(error).__name__}: {said}. Please report it with this row."
        return None, [Problem(where, text)], Summary(failed=1)
    warnings = plan.targets.warnings
    problems = [Problem(where, f"Warning, with the plan: {text}") for text in warnings]
    return plan, problems, Summary(planned=1, warned=int(bool(warnings)))

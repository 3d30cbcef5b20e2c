"""`mealopt batch`: many people from a CSV file."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.options import SPANS, check_folder, default_options, gather_words, open_tables, quiet_option
from mealopt.cli.output import say_safety, stop_with
from mealopt.cli.progress import Progress
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from mealopt.batch.engines import Engine
    from mealopt.batch.run import Outcome
    from mealopt.knowledge.library import Knowledge

SHAPES = ("csv", "parquet")
LOCAL = "local"
ADDRESS = re.compile(r"[a-z]+://.+|[\w.-]+:\d+")
BUG, NOT_ALL, INTERRUPTED = 1, 3, 130


@click.command(short_help="Plan for many people of a CSV file.")
@click.argument("people_file", metavar="PEOPLE.CSV")
@click.option("-o", "out", metavar="FOLDER", help="Where plans, totals, drivers and problems are written.")
@click.option("--days", default="7", metavar="DAYS", help="7 (default) or 1.")
@click.option("--jobs", metavar="N", help="Processes to plan with (default: the cores of this machine).")
@click.option(
    "--scheduler",
    is_flag=False,
    flag_value=LOCAL,
    metavar="ADDRESS",
    help="Plan on the Dask cluster of this address (tcp://host:8786), or `local`: on one made here.",
)
@click.option("--format", "shape", default="csv", metavar="FORMAT", help="csv (default) or parquet.")
@click.option("--restart", is_flag=True, help="Throw away what an earlier run wrote to FOLDER; begin anew.")
@default_options
@quiet_option
def batch(
    people_file: str,
    out: str | None,
    days: str,
    jobs: str | None,
    scheduler: str | None,
    shape: str,
    restart: bool,
    quiet: bool,
    **values: Any,
) -> None:
    """Plan a week for each person of PEOPLE.CSV and write four tables, in the order of the file.

    PEOPLE.CSV has id, age, sex and any of weight_kg, height_cm, activity, life_stage, pregnancy_week,
    weight_before_kg, lactation_month, conditions, energy_kcal, diet, without, exclude, like, include,
    budget, goal, min:NUTRIENT, max:NUTRIENT, meal_max:NUTRIENT. Lists are separated by semicolons. Options
    fill what a row leaves blank.

    FOLDER gets plans.csv, totals.csv, drivers.csv and problems.csv. Whoever is not understood, or cannot be
    given a plan, stands in problems.csv with the reason, and the others go on: the exit code is then 3.
    A file that is broken as a whole is refused (exit 2), and nothing is written.

    A run that ended early, however it did, goes on when the same command is given again, and ends with the
    same bytes as one that was never stopped. Ctrl-C finishes what is running and writes it (exit 130).

    \b
      mealopt batch people.csv -o plans/
      mealopt batch people.csv -o plans/ --portions exact --jobs 8 --format parquet
      mealopt batch people.csv -o plans/ --scheduler tcp://host:8786
    """  # noqa: D301 - \b keeps click from filling the lines
    problems = check_folder(out, days)
    processes = read_jobs(jobs, scheduler, problems)
    check_extras(shape, scheduler, problems)
    knowledge = open_tables(values, problems)

    from mealopt.batch.people import open_people
    from mealopt.batch.run import run_batch
    from mealopt.request.asked import Given, read_asked

    defaults = gather_words(values)
    somebody = {"age": [Given("30", "options")], "sex": [Given("female", "options")]}
    problems += read_asked({**defaults, **somebody}, knowledge, Given("", "options"), "").problems
    people = None
    try:
        people = open_people(Path(people_file), knowledge)
    except BadInputError as error:
        problems += error.problems
    stop_with(problems)
    if people is None or out is None:
        return
    engine = choose_engine(scheduler, min(processes, people.count))
    progress = Progress(quiet=quiet)
    try:
        outcome = run_batch(
            people, knowledge, Path(out), days=SPANS[days], defaults=defaults, shape=shape, engine=engine,
            restart=restart, watcher=progress,
        )  # fmt: skip
    finally:
        progress.end()
    end_batch(outcome, out, knowledge, quiet=quiet)


def end_batch(outcome: Outcome, out: str, knowledge: Knowledge, *, quiet: bool) -> None:
    """Say how a run ended, and end with the exit code that tells it."""
    if outcome.stopped:
        raise click.exceptions.Exit(say_stopped(outcome, out))
    if not quiet:
        wrote = f"It was done before: nothing to do in {out}." if outcome.already else f"Wrote {out}."
        click.echo(f"{outcome.summary} {wrote}", err=True)
    say_safety(knowledge, (), quiet=quiet)
    if outcome.summary.failed:
        raise click.exceptions.Exit(BUG)
    if outcome.summary.misunderstood or outcome.summary.without:
        raise click.exceptions.Exit(NOT_ALL)


def read_jobs(jobs: str | None, scheduler: str | None, problems: list[Problem]) -> int:
    """Return how many processes to plan with; collects what is no such number."""
    from mealopt.batch.engines import count_cores

    if jobs is None:
        return count_cores()
    if scheduler not in {None, LOCAL}:
        problems.append(
            Problem("--jobs", "A cluster has its own workers: leave --jobs out with --scheduler.", value=jobs)
        )
    if not jobs.isascii() or not jobs.isdigit() or not 1 <= int(jobs[:9]) <= 4096:
        problems.append(Problem("--jobs", "Not a whole number from 1 to 4096.", value=jobs))
        return 1
    return int(jobs)


def check_extras(shape: str, scheduler: str | None, problems: list[Problem]) -> None:
    """Collect a format or a scheduler that is not understood, or whose packages are not installed."""
    if shape not in SHAPES:
        from mealopt.tables.values import nearest

        message = f"Unknown format.{nearest(shape, SHAPES)} Known: {', '.join(SHAPES)}."
        problems.append(Problem("--format", message, value=shape))
    if scheduler is not None and scheduler != LOCAL and not ADDRESS.fullmatch(scheduler):
        message = "This is no scheduler. Write its address, tcp://host:8786, or local."
        problems.append(Problem("--scheduler", message, value=scheduler))
    for option, wanted, package in (
        ("--format", shape == "parquet", "pyarrow"),
        ("--scheduler", scheduler is not None, "distributed"),
    ):
        if wanted and find_spec(package) is None:
            message = f"This needs {package}, which is not installed: pip install 'mealopt[cluster]'."
            problems.append(Problem(option, message))


def choose_engine(scheduler: str | None, jobs: int) -> Engine:
    """Return where people are planned."""
    if scheduler is not None:
        from mealopt.batch.cluster import plan_on_cluster

        address = None if scheduler == LOCAL else scheduler
        return plan_on_cluster(address, jobs, lambda text: click.echo(text, err=True))
    from mealopt.batch.engines import plan_here, plan_in_processes

    return plan_here if jobs == 1 else plan_in_processes(jobs)


def say_stopped(outcome: Outcome, out: str) -> int:
    """Say how far a run came that somebody stopped, and return its exit code."""
    if outcome.people:
        click.echo(
            f"Stopped. {outcome.people:,} of {outcome.count:,} people are safe in {out}: the same command "
            "goes on from there.",
            err=True,
        )
    else:
        click.echo("Interrupted. Nothing was written.", err=True)
    return INTERRUPTED

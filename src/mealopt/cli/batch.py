"""`mealopt batch`: many people from a CSV file."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from mealopt.cli.options import default_options, gather_words, open_tables, quiet_option
from mealopt.cli.output import say_safety, stop_with
from mealopt.errors import BadInputError, Problem

SPANS = {"1": 1, "7": 7}
EVERY_SECONDS = 10.0


@click.command(short_help="Plan for many people of a CSV file.")
@click.argument("people_file", metavar="PEOPLE.CSV")
@click.option("-o", "out", metavar="FOLDER", help="Where plans, totals, drivers and problems are written.")
@click.option("--days", default="7", metavar="DAYS", help="7 (default) or 1.")
@default_options
@quiet_option
def batch(people_file: str, out: str | None, days: str, quiet: bool, **values: Any) -> None:
    """Plan a week for each person of PEOPLE.CSV and write four tables, in the order of the file.

    PEOPLE.CSV has id, age, sex and any of weight_kg, height_cm, activity, life_stage, pregnancy_week,
    weight_before_kg, lactation_month, conditions, energy_kcal, diet, without, exclude, include, budget,
    goal, min:NUTRIENT, max:NUTRIENT. Lists are separated by semicolons. Options fill what a row leaves blank.

    FOLDER gets plans.csv, totals.csv, drivers.csv and problems.csv. Whoever is not understood, or cannot be
    given a plan, stands in problems.csv with the reason, and the others go on: the exit code is then still 0.
    A file that is broken as a whole is refused (exit 2), and nothing is written.

    \b
      mealopt batch people.csv -o plans/
      mealopt batch people.csv -o plans/ --portions exact
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    if out is None:
        problems.append(Problem("-o", "Name the folder for the results: -o FOLDER."))
    elif Path(out).exists() and not Path(out).is_dir():
        problems.append(Problem("-o", "This is a file. Name a folder.", value=out))
    if days not in SPANS:
        problems.append(Problem("--days", "A plan has 1 or 7 days.", value=days))
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
    summary = run_batch(
        people, knowledge, Path(out), days=SPANS[days], defaults=defaults, progress=Progress(quiet).show
    )
    if not quiet:
        click.echo(f"{summary} Wrote {out}.", err=True)
    say_safety(knowledge, (), quiet=quiet)


class Progress:
    """A count of people on stderr: a moving line on a terminal, a line now and then elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.moving = sys.stderr.isatty()
        self.last = time.monotonic()

    def show(self, done: int, count: int) -> None:
        """Say how many people are done."""
        now = time.monotonic()
        if self.quiet or (not self.moving and now - self.last < EVERY_SECONDS):
            return
        self.last = now
        if self.moving:
            click.echo(f"\r{done} of {count} people", err=True, nl=done == count)
        else:
            click.echo(f"{done} of {count} people", err=True)

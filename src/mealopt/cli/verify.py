"""`mealopt verify`: plans checked from the tables."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.formats import Output, write_result
from mealopt.cli.options import (
    choose_shape,
    format_option,
    gather_words,
    open_tables,
    person_options,
    quiet_option,
    rule_options,
    understand,
)
from mealopt.cli.output import stop_with
from mealopt.cli.terminal import WIDE, draw_table, find_screen
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.verify import Finding
    from mealopt.plan.verify_reading import Eaten, Row

OFF = 3
SHOWN = 50


@click.command(short_help="Check plans from the tables, trusting nothing.")
@click.argument("plans_file", metavar="PLANS.CSV")
@click.option("--people", "people_file", metavar="FILE", help="The people.csv the plans were made for.")
@click.option("--totals", "totals_file", metavar="FILE", help="The totals of the plans: checked too.")
@person_options
@rule_options
@format_option
@quiet_option
def verify(
    plans_file: str, people_file: str | None, totals_file: str | None, shape: str | None, quiet: bool,
    **values: Any,
) -> None:  # fmt: skip
    """Check PLANS.CSV: every total from the food table, every target from the reference tables.

    With --people the file is that of `mealopt batch`, with the options given there; without, that of `week`
    or `day`, with the same person and rules. Checked are ids, names, diet and exclusions, the figures of
    each row, every must of each day, energy within 2 %, daily and weekly caps, pins and the budget. With
    --totals every cell of that file is worked out again as well.

    Exit code 0: all is well. 3: something is off, and listed. 2: a file could not be read.

    \b
      mealopt verify plans/plans.csv --people people.csv
      mealopt verify week.csv --age 34 --sex female
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    shape = choose_shape(shape, problems, "table")
    findings: list[Finding] = []
    checked = 0
    if people_file is None:
        asked, knowledge = understand(values, problems)

        from mealopt.plan.verify import check_plan
        from mealopt.plan.verify_reading import load_plans

        plans = load_plans(Path(plans_file), ids=False)
        totals = open_totals(totals_file, ids=False)
        for person_id, rows in plans.items():
            findings += check_plan(person_id, rows, asked.person, asked.rules, knowledge)
            findings += check_sums(totals, person_id, rows, asked, knowledge)
            checked += 1
    else:
        knowledge = open_tables(values, problems)
        files = (plans_file, people_file, totals_file)
        found, checked = check_people(files, values, knowledge, problems)
        findings += found

    import pandas as pd

    from mealopt.plan.verify import FINDING_COLUMNS
    from mealopt.request.targets import find_unmeasured

    frame = pd.DataFrame([vars(finding) for finding in findings], columns=list(FINDING_COLUMNS))
    if findings or shape != "table":
        click.echo(write_result(Output(lambda: frame, lambda: show_findings(findings)), shape), nl=False)
    if not quiet:
        people = len({finding.id for finding in findings})
        said = f"{len(findings)} things are off, with {people} of them." if findings else "Nothing is off."
        click.echo(f"{checked} plan{'' if checked == 1 else 's'} checked. {said}", err=True)
    unmeasured = find_unmeasured(None, knowledge)
    if unmeasured:  # a check that was not made is said, quiet or not
        named = "; ".join(knowledge.nutrients[nutrient].label for nutrient in unmeasured)
        click.echo(f"NOT checked, because the food table does not measure them: {named}.", err=True)
    if findings:
        raise click.exceptions.Exit(OFF)


def open_totals(file: str | None, *, ids: bool) -> dict[str, list[Row]] | None:
    """Return the totals of a file by person, `None` where none is to be checked."""
    from mealopt.plan.verify_totals import load_totals

    return None if file is None else load_totals(Path(file), ids=ids)


def check_sums(
    totals: dict[str, list[Row]] | None, person_id: str, rows: list[Eaten], asked: Any, knowledge: Knowledge
) -> list[Finding]:
    """Check the totals of one person, where there is a file of them."""
    from mealopt.plan.verify_totals import check_totals

    if totals is None:
        return []
    mine = totals.pop(person_id, [])
    return check_totals(person_id, mine, rows, asked.person, asked.rules, knowledge)


def check_people(
    files: tuple[str, str, str | None], values: dict[str, Any], knowledge: Knowledge, problems: list[Problem]
) -> tuple[list[Finding], int]:
    """Check the plans of many people (plans, people, totals), and that every plan has its person."""
    from mealopt.batch.people import open_people, read_person
    from mealopt.plan.verify import Finding, check_plan
    from mealopt.plan.verify_reading import load_plans
    from mealopt.tables.writing import guard_text

    plans: dict[str, list[Eaten]] = {}
    people = None
    totals: dict[str, list[Row]] | None = None
    plans_file, people_file, totals_file = files
    try:
        people = open_people(Path(people_file), knowledge)
    except BadInputError as error:
        problems += error.problems
    try:
        plans = load_plans(Path(plans_file), ids=True)
    except BadInputError as error:
        problems += error.problems
    try:
        totals = open_totals(totals_file, ids=True)
    except BadInputError as error:
        problems += error.problems
    stop_with(problems)
    defaults = gather_words(values)
    checked = 0

    def check() -> Iterator[Finding]:
        nonlocal checked
        for row in people.rows() if people is not None else ():
            rows = plans.pop(guard_text(row.id), None)
            if rows is None:
                continue
            checked += 1
            asked = read_person(row, knowledge, defaults)
            for problem in asked.problems:
                yield Finding(
                    row.id, "", problem.column, None, None, f"A plan for a misunderstood person: {problem}"
                )
            if not asked.problems:
                yield from check_plan(row.id, rows, asked.person, asked.rules, knowledge)
                yield from check_sums(totals, guard_text(row.id), rows, asked, knowledge)
        for person_id in totals or ():
            yield Finding(person_id, "", "", None, None, "Totals for nobody who has a plan.")
        for person_id in plans:
            yield Finding(person_id, "", "", None, None, "A plan for nobody: people.csv has no such id.")

    return list(check()), checked


def show_findings(findings: list[Finding]) -> str:
    """Return what is off for people."""

    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.6g}"

    rows = [
        (
            finding.id,
            finding.day,
            finding.nutrient,
            number(finding.found),
            number(finding.limit),
            finding.problem,
        )
        for finding in findings[:SHOWN]
    ]
    header = ("id", "day", "nutrient", "found", "limit", "what is off")
    lines = draw_table(header, rows, replace(find_screen(), width=WIDE), right=(0, 1, 2, 3, 4))
    if len(findings) > SHOWN:
        lines.append(f"… and {len(findings) - SHOWN} more; --format csv lists all.")
    return "\n".join(lines) + "\n"

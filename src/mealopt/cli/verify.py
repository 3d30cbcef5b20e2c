"""`mealopt verify`: plans checked from the tables."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
from mealopt.cli.output import frame_result, stop_with
from mealopt.cli.terminal import WIDE, draw_table, find_screen
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.verify import Eaten, Finding

OFF = 3
SHOWN = 50


@click.command(short_help="Check plans from the tables, trusting nothing.")
@click.argument("plans_file", metavar="PLANS.CSV")
@click.option("--people", "people_file", metavar="FILE", help="The people.csv the plans were made for.")
@person_options
@rule_options
@format_option
@quiet_option
def verify(plans_file: str, people_file: str | None, shape: str | None, quiet: bool, **values: Any) -> None:
    """Check PLANS.CSV: every total from the food table, every target from the reference tables.

    With --people the file is that of `mealopt batch`, with the options given there; without, that of `week`
    or `day`, with the same person and rules. Checked are ids, names, diet and exclusions, the figures of
    each row, every must of each day, energy within 2 %, daily and weekly caps, pins and the budget.

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

        from mealopt.plan.verify import check_plan, load_plans

        for person_id, rows in load_plans(Path(plans_file), ids=False).items():
            findings += check_plan(person_id, rows, asked.person, asked.rules, knowledge)
            checked += 1
    else:
        knowledge = open_tables(values, problems)
        found, checked = check_people(Path(plans_file), Path(people_file), values, knowledge, problems)
        findings += found

    import pandas as pd

    from mealopt.plan.verify import FINDING_COLUMNS
    from mealopt.request.targets import find_unmeasured

    frame = pd.DataFrame([vars(finding) for finding in findings], columns=list(FINDING_COLUMNS))
    if findings or shape != "table":
        click.echo(frame_result(frame, shape, lambda: show_findings(findings)), nl=False)
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


def check_people(
    plans_file: Path, people_file: Path, values: dict[str, Any], knowledge: Knowledge, problems: list[Problem]
) -> tuple[list[Finding], int]:
    """Check the plans of many people, and that every plan has its person."""
    from mealopt.batch.people import open_people, read_person
    from mealopt.plan.verify import Finding, check_plan, load_plans
    from mealopt.plan.writing import guard_text

    plans: dict[str, list[Eaten]] = {}
    people = None
    try:
        people = open_people(people_file, knowledge)
    except BadInputError as error:
        problems += error.problems
    try:
        plans = load_plans(plans_file, ids=True)
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

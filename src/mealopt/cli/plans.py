"""`mealopt day` and `mealopt week`: one person's plan."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.formats import TABLE, Output, default_shape, write_result
from mealopt.cli.options import (
    choose_shape,
    format_option,
    person_options,
    quiet_option,
    rule_options,
    understand,
)
from mealopt.cli.output import check_paths, deliver, progress, say_safety
from mealopt.cli.shopping import ERRANDS, errand_paths, write_errands
from mealopt.cli.terminal import Screen, find_screen
from mealopt.errors import BadInputError, Problem
from mealopt.plan.json_text import describe_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan
    from mealopt.request.asked import Asked

OUTPUT = (
    ("-o", "out", "FILE", "Write the plan to a file, - for stdout; .csv, .json or .txt chooses the format."),
    ("--totals", "totals", "FILE", "Write every nutrient of every day against its limits, as CSV."),
    ("--drivers", "drivers", "FILE", "Write what each limit costs and how far that holds, as CSV."),
    *ERRANDS,
)


def output_options(command: Any) -> Any:
    """Add where the results go."""
    for name, field, unit, text in reversed(OUTPUT):
        command = click.option(name, field, metavar=unit, help=text)(command)
    return command


@click.command(short_help="Plan one day of real food.")
@person_options
@rule_options
@output_options
@format_option
@quiet_option
def day(**values: Any) -> None:
    """Plan one day of real food that meets every target at the least cost.

    \b
      mealopt day --age 34 --sex female
      mealopt day --age 34 --sex female --ate 63107010=120 --without peanuts
    """  # noqa: D301 - \b keeps click from filling the lines
    run_plan(values, 1)


@click.command(short_help="Plan a week of real food.")
@person_options
@rule_options
@output_options
@click.option(
    "--alternatives",
    metavar="N",
    help="Write N more weeks of other foods, at most 3 % dearer, beside -o: week-2.csv, …",
)
@format_option
@quiet_option
def week(alternatives: str | None, **values: Any) -> None:
    """Plan a week of meals people eat that meets every target, at a fair price.

    Energy, magnesium, calcium, potassium, protein and every maximum hold on each day, the other targets over
    the week, with two thirds of each on every day (vitamin D: half); --every-day asks all of every day.

    \b
      mealopt week --age 34 --sex female -o week.csv --totals totals.csv
      mealopt week --person me.toml --diet vegan --portions exact
    """  # noqa: D301 - \b keeps click from filling the lines
    run_plan(values, 7, alternatives)


def run_plan(values: dict[str, Any], days: int, alternatives: str | None = None) -> None:
    """Understand everything, plan, and only then write."""
    from mealopt.cli.alternatives import alternative_paths, write_alternatives
    from mealopt.request.asked import replace_places

    def make(asked: Asked, knowledge: Knowledge) -> Plan:
        from mealopt.planner import make_plan

        progress(
            f"Planning {'a week' if days > 1 else 'a day'} from {len(knowledge.foods):,} foods …",
            quiet=values["quiet"],
        )
        try:
            return make_plan(asked.person, asked.rules, knowledge, days)
        except BadInputError as error:
            raise replace_places(error, asked.words) from None

    problems: list[Problem] = []
    paths = alternative_paths(alternatives, values, problems)
    deliver_plan(values, problems, make, partial(write_alternatives, paths, values["quiet"]))


def deliver_plan(
    values: dict[str, Any],
    problems: list[Problem],
    make: Callable[[Asked, Knowledge], Plan],
    add: Callable[[Plan, Knowledge], dict[Path, str]] | None = None,
) -> None:
    """Understand everything, make a plan, and only then write it, with what `add` makes of it."""
    out: str | None = values["out"]
    shape = choose_shape(values["shape"], problems, default_shape(out))
    paths = {"-o": out, "--totals": values["totals"], "--drivers": values["drivers"]}
    paths |= errand_paths(values, problems)
    files = check_paths(paths, problems)
    asked, knowledge = understand(values, problems)

    from mealopt.planner import explain_plan
    from mealopt.tables.writing import format_csv

    quiet = values["quiet"]
    plan = make(asked, knowledge)
    frames = {"--totals": plan.totals, "--drivers": plan.drivers}
    if "--drivers" in files:
        # how far each price holds takes re-solves of the linear program, a second at most
        frames["--drivers"] = explain_plan(
            plan.person, plan.rules, knowledge, plan.span, entries=0
        ).drivers
    texts = {files[option]: format_csv(frame) for option, frame in frames.items() if option in files}
    errands, spoken = write_errands(plan, knowledge, values, files)
    texts |= errands
    if add is not None:
        texts |= add(plan, knowledge)
    deliver(write_plan(plan, knowledge, shape, find_screen(out)), out, texts)
    click.echo(spoken, nl=False)
    if not quiet:
        if shape != TABLE or out not in {None, "-"}:
            click.echo(plan.headline, err=True)
            for note in plan.notes:
                if note not in plan.targets.warnings:
                    click.echo(note, err=True)
        for path in (*([files["-o"]] if "-o" in files else []), *texts):
            click.echo(f"Wrote {path}", err=True)
    say_safety(knowledge, plan.targets.warnings, quiet=quiet)


def write_plan(plan: Plan, knowledge: Knowledge, shape: str, screen: Screen) -> str:
    """Return a plan in a format."""

    def text() -> str:
        from mealopt.cli.show_plan import show_plan

        return show_plan(plan, knowledge, screen)

    return write_result(Output(lambda: plan.portions, text, lambda: describe_plan(plan)), shape)

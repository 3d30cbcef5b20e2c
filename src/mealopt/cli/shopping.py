"""`mealopt shopping`, and the shopping list and calendar that `day` and `week` write beside a plan."""
# ruff: noqa: PLC0415 - pandas costs a second: --help must not pay

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mealopt.cli.formats import STDOUT, Output, default_shape, write_result
from mealopt.cli.options import choose_shape, format_option, open_tables, quiet_option
from mealopt.cli.output import check_paths, deliver, stop_with
from mealopt.cli.terminal import find_screen
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

T = TypeVar("T")
ENDINGS = (".csv", ".txt")
EXAMPLE = "2026-11-30"
DAY = re.compile(r"(?:19|[2-8][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")  # years 1900 to 8999
ERRANDS = (
    ("--shopping", "shopping", "FILE", "Write a shopping list, .txt or .csv by its ending; - for stdout."),
    ("--calendar", "calendar", "FILE.ics", "Write the meals as a calendar (iCalendar); needs --start."),
    ("--sheet", "sheet", "FILE.html", "Write a page to print: the meals by day, and what to buy."),
    ("--start", "start", "DATE", f"The first day of calendar and sheet, for example {EXAMPLE}."),
)


def errand_paths(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str | None]:
    """Return the files of the list and the calendar by option; collects what they cannot be."""
    shopping, out = values["shopping"], values["out"]
    if shopping == STDOUT:
        if out in {None, STDOUT}:
            problems.append(
                Problem("--shopping", "The plan goes to stdout: name a file for one of the two.", value="-")
            )
        shopping = None
    elif shopping and not shopping.endswith(ENDINGS):
        problems.append(Problem("--shopping", "Name a file that ends in .csv or .txt.", value=shopping))
    if values["calendar"] is not None and values["start"] is None:
        problems.append(Problem("--calendar", f"A calendar needs its first day: --start {EXAMPLE}."))
    if values["start"] is not None and values["calendar"] is None and values["sheet"] is None:
        text = "This is the first day of a calendar or a sheet: --calendar FILE.ics or --sheet FILE.html."
        problems.append(Problem("--start", text))
    read_start(values, problems)
    return {"--shopping": shopping, "--calendar": values["calendar"], "--sheet": values["sheet"]}


def read_start(values: Mapping[str, Any], problems: list[Problem]) -> date | None:
    """Return the first day of the calendar, if one was given."""
    text = values["start"]
    if text is None:
        return None
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        problems.append(Problem("--start", f"Not a date. Write it as {EXAMPLE}.", value=text))
        return None


def write_errands(
    plan: Plan, knowledge: Knowledge, values: Mapping[str, Any], files: Mapping[str, Path]
) -> tuple[dict[Path, str], str]:
    """Return the texts of the list and the calendar by file, and the list for stdout, blank for none."""
    texts: dict[Path, str] = {}
    spoken = ""
    if values["shopping"] is not None:
        from mealopt.plan.shopping import build_shopping
        from mealopt.plan.shopping_text import format_shopping
        from mealopt.tables.writing import format_csv

        frame = build_shopping(plan.portions, knowledge)
        path = files.get("--shopping")
        if path is None:
            spoken = format_shopping(frame)
        else:
            texts[path] = format_csv(frame) if path.suffix == ENDINGS[0] else format_shopping(frame)
    start = read_start(values, [])
    if "--sheet" in files:
        from mealopt.plan.sheet import format_sheet

        texts[files["--sheet"]] = format_sheet(plan, knowledge, start)
    if "--calendar" in files and start is not None:
        from mealopt.plan.calendar import format_calendar, name_owner

        texts[files["--calendar"]] = format_calendar(
            plan.portions, knowledge, start, name_owner(plan.person)
        )
    return texts, spoken


@click.command(short_help="List what to buy for plans, by aisle.")
@click.argument("plans_file", metavar="PLANS.CSV")
@click.option("-o", "out", metavar="FILE", help="Write to a file, - for stdout; .csv, .json or .txt.")
@click.option("--pantry", "pantry_file", metavar="FILE", help="What is at home: food_id,grams (as eaten).")
@click.option("--ingredients", is_flag=True, help="Buy what dishes are made of, where a recipe is known.")
@click.option("--foods", "foods_file", metavar="FILE", help="The food table the plans were made with.")
@click.option("--prices", "prices_file", metavar="FILE", help="The prices the plans were made with.")
@format_option
@quiet_option
def shopping(
    plans_file: str,
    out: str | None,
    pantry_file: str | None,
    ingredients: bool,
    shape: str | None,
    quiet: bool,
    **values: Any,
) -> None:
    """List what to buy for PLANS.CSV, a file of `week`, `day` or `batch`; all its people together.

    Amounts are those a shop sells and cover what is eaten. What a plan says was eaten already, what --pantry
    has, and tap water are left out. --ingredients buys what is in a dish in its place; which brand is free of
    what you leave out, its label says.

    \b
      mealopt shopping week.csv
      mealopt shopping plans/plans.csv -o list.csv --pantry pantry.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    shape = choose_shape(shape, problems, default_shape(out))
    files = check_paths({"-o": out}, problems)
    knowledge = open_tables(values, problems)

    from mealopt.plan.plan_file import load_pantry, load_portions
    from mealopt.plan.shopping import build_shopping, find_free
    from mealopt.plan.shopping_text import format_shopping

    stop_with(problems)  # whether a food is known is not known before its table is
    plans = read_or_note(lambda: load_portions(Path(plans_file), knowledge), problems) or {}
    pantry = None
    if pantry_file is not None:
        pantry = read_or_note(lambda: load_pantry(Path(pantry_file), knowledge), problems)
    stop_with(problems)
    frame = build_shopping(list(plans.values()), knowledge, pantry, ingredients=ingredients)
    result = Output(lambda: frame, lambda: format_shopping(frame, len(plans)))
    deliver(write_result(result, shape), out, {})
    if not quiet:
        free = sorted({name for plan in plans.values() for name in find_free(plan, knowledge)})
        if free:
            said = f"Not on the list, as the plan has it at no cost (eaten already): {'; '.join(free)}."
            click.echo("\n".join(find_screen(STDOUT).wrap(said)), err=True)
        for path in files.values():
            click.echo(f"Wrote {path}", err=True)


def read_or_note(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """Return what was read, or note what is wrong with it."""
    try:
        return read()
    except BadInputError as error:
        problems += error.problems
        return None

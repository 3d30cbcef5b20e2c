"""`foods import`: other people's tables with an account of every cell, and a template for one's own."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import csv
import io
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.output import check_paths, stop_with
from mealopt.cli.progress import Bar
from mealopt.cli.terminal import clean, draw_table, find_screen
from mealopt.errors import SHOWN_PROBLEMS, BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.importers.account import Account
    from mealopt.importers.guess import Guess
    from mealopt.importers.mapping import TableMap
    from mealopt.importers.sources import Source
    from mealopt.importers.store import Store
    from mealopt.importers.units import Units
    from mealopt.importers.writing import Doubts
    from mealopt.knowledge.library import Knowledge

DOUBTFUL = 0.8  # confidence below which a column is marked


@click.group("import", short_help="Turn another table of foods into one mealopt reads.")
def import_foods() -> None:
    """Turn another table of foods into one that --foods takes, with an account of every cell.

    \b
    table  any CSV, TSV or Excel file: English, French, German or Spanish headers, IU, kJ, per portion
    fdc    a CSV release of FoodData Central, as it is downloaded
    fndds  the At A Glance files of FNDDS
    """  # noqa: D301 - \b keeps click from filling the lines


def outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options every import has."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Only what is wrong."),
        click.option("--account", metavar="FILE", help="Write what became of every column's cells as CSV."),
        click.option("-o", "--out", metavar="FILE", help="Where the foods go (CSV)."),
    ):
        command = option(command)
    return command


@import_foods.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--map", "map_file", metavar="MAP.toml", help="Which column is what; with --guess it is written."
)
@click.option("--guess", is_flag=True, help="Propose the map from headers, units and a sample.")
@outputs
def table(
    files: tuple[str, ...],
    map_file: str | None,
    guess: bool,
    out: str | None,
    account: str | None,
    quiet: bool,
) -> None:
    """Import any table of foods: FILES of CSV, TSV or Excel, their sheets joined by the food's id.

    First `--guess --map MAP.toml` proposes which column is what; look at it, edit it, then `--map MAP.toml -o
    foods.csv` imports. `--guess -o foods.csv` does both at once.
    """
    from mealopt.importers.guess import guess_map
    from mealopt.importers.headers import Words, load_roles
    from mealopt.importers.mapping import load_map, write_map
    from mealopt.importers.sources import list_sources
    from mealopt.importers.units import load_units
    from mealopt.knowledge.library import load_knowledge
    from mealopt.plan.writing import write_files

    problems: list[Problem] = []
    paths = check_paths({"-o": out, "--account": account, "--map": map_file}, problems)
    if not guess and map_file is None:
        problems.append(Problem("--map", "Say which column is what, or let --guess propose it."))
    if guess and "--map" in paths and paths["--map"].exists():
        text = "This file is there already. Name another, or leave --guess out to use it."
        problems.append(Problem("--map", text, value=map_file))
    if not guess and "-o" not in paths:
        problems.append(Problem("-o", "Name the file the foods go to."))
    stop_with(problems)
    knowledge, units = load_knowledge(), load_units()
    sources = list_sources([Path(file) for file in files])
    if guess:
        mapping, guesses = guess_map(sources, Words(load_roles(), units, knowledge.nutrients))
        if not mapping.sheets:
            text = "No header with a food and a nutrient was found. Write a map by hand (--map)."
            raise BadInputError([Problem(source.where, text) for source in sources])
        if not quiet:
            click.echo(show_guesses(mapping, guesses), err="-o" in paths)
        if "--map" in paths:
            notes = {
                (g.sheet, g.column): g.why or f"{g.confidence:.0%} sure; {', '.join(g.sample)}"
                for g in guesses
            }
            write_files({paths["--map"]: write_map(mapping, notes)})
    else:
        mapping = load_map(paths["--map"], units, knowledge.nutrients)
    if "-o" not in paths:
        return

    run_import(read_sheets(mapping, sources, units, knowledge), knowledge, paths, quiet=quiet)


@import_foods.command()
@click.argument("download")
@outputs
def fdc(download: str, out: str | None, account: str | None, quiet: bool) -> None:
    """Import a CSV release of FoodData Central: the zip as downloaded, or the folder it unpacks to."""
    from mealopt.importers.fdc import read_download
    from mealopt.importers.units import load_units
    from mealopt.knowledge.library import load_knowledge

    paths = check_files(out, account)
    knowledge = load_knowledge()

    def read(store: Store, kept: Account, bar: Bar) -> None:
        read_download(Path(download), store, kept, load_units(), knowledge.nutrients, bar.show)

    run_import(read, knowledge, paths, quiet=quiet)


@import_foods.command()
@click.argument("values")
@click.argument("portions", required=False)
@outputs
def fndds(values: str, portions: str | None, out: str | None, account: str | None, quiet: bool) -> None:
    """Import FNDDS from its At A Glance files: VALUES (Nutrient Values), PORTIONS (Portions and Weights)."""
    from mealopt.importers.guess import guess_map
    from mealopt.importers.headers import Words, load_roles
    from mealopt.importers.sources import list_sources
    from mealopt.importers.units import load_units
    from mealopt.knowledge.library import load_knowledge

    paths = check_files(out, account)
    knowledge, units = load_knowledge(), load_units()
    sources = list_sources([Path(file) for file in (values, portions) if file])
    mapping, _ = guess_map(sources, Words(load_roles(), units, knowledge.nutrients))
    if not any(sheet.nutrients for sheet in mapping.sheets):
        raise BadInputError(Problem(values, "No FNDDS Nutrient Values: no column of a nutrient was found."))

    run_import(read_sheets(mapping, sources, units, knowledge), knowledge, paths, quiet=quiet)


def read_sheets(
    mapping: TableMap, sources: list[Source], units: Units, knowledge: Knowledge
) -> Callable[[Store, Account, Bar], None]:
    """Return what reads the sheets of a map into a store, telling a bar."""
    from mealopt.importers.table import Reader

    def read(store: Store, kept: Account, bar: Bar) -> None:
        def told(source: Source, done: int) -> None:
            bar.show(source.where, done, source.size)

        Reader(knowledge.nutrients, units, store, kept, told).read_table(mapping, sources)

    return read


def check_files(out: str | None, account: str | None) -> dict[str, Path]:
    """Return the files that are written, or raise what is wrong with them."""
    problems: list[Problem] = []
    paths = check_paths({"-o": out, "--account": account}, problems)
    if "-o" not in paths:
        problems.append(Problem("-o", "Name the file the foods go to."))
    stop_with(problems)
    return paths


def run_import(
    read: Callable[[Store, Account, Bar], None], knowledge: Knowledge, paths: dict[str, Path], *, quiet: bool
) -> None:
    """Read a table, write the foods and the account, and say what became of it."""
    from mealopt.importers.account import Account
    from mealopt.importers.store import Store
    from mealopt.importers.writing import write_foods
    from mealopt.plan.writing import guard_text, open_whole, write_files

    kept, bar = Account(), Bar(quiet=quiet)
    try:
        with Store() as store, open_whole(paths["-o"]) as file:
            try:
                read(store, kept, bar)
            except OSError as error:
                text = f"The table can be read no further: {error.strerror}."
                raise BadInputError(Problem("foods import", text)) from None
            count = len(store)

            def told(done: int) -> None:
                bar.show("writing", min(done, count), count)

            doubts = write_foods(file, store, kept, knowledge, guard_text, told)
    except sqlite3.Error as error:
        text = f"The foods on their way in cannot be kept ({error}). Is the disk full?"
        raise BadInputError(Problem(tempfile.gettempdir(), text)) from None
    finally:
        bar.end()
    if "--account" in paths:
        write_files({paths["--account"]: format_account(kept)})
    click.echo(show_account(kept, doubts, paths["-o"], quiet=quiet))


def format_account(kept: Account) -> str:
    """Return the account as CSV."""
    from mealopt.importers.account import HEAD
    from mealopt.plan.writing import guard_text

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for row in kept.list_rows():
        writer.writerow([guard_text(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()


def show_guesses(mapping: TableMap, guesses: list[Guess]) -> str:
    """Return a proposed map for people: what each column becomes, how sure that is, and some cells."""
    screen = find_screen()
    lines = []
    for number, sheet in enumerate(mapping.sheets):
        place = f"{sheet.file} [{sheet.sheet}]" if sheet.sheet else sheet.file
        lines += [screen.rule(clean(place), f"header in row {sheet.header}, {sheet.layout}, per {sheet.per}")]
        rows = []
        for one in (g for g in guesses if g.sheet == number):
            sure = f"{one.confidence:.0%}" if one.means else ""
            mark = "?" if one.means and one.confidence < DOUBTFUL else ""
            becomes = f"{one.means} in {one.unit}" if one.unit and one.means else one.means or f"– {one.why}"
            rows.append((clean(one.column), clean(becomes), f"{sure}{mark}", clean("; ".join(one.sample))))
        rows.sort(key=lambda row: row[1].startswith("–"))
        lines += draw_table(("column", "becomes", "sure", "some cells"), rows, screen, right=(2,))
        lines.append("")
    lines += screen.wrap(f"Decimals stand behind a {'comma' if mapping.decimal == ',' else 'point'}.")
    return "\n".join(lines)


def show_account(kept: Account, doubts: Doubts, out: Path, *, quiet: bool) -> str:
    """Say what became of rows, cells and foods."""
    from mealopt.importers.account import STATES
    from mealopt.importers.cells import REFUSED

    screen, told = find_screen(), list[str]()
    foods = {what: column.counts[what] for what, column in kept.foods.items()}
    done = sum(count for what, count in foods.items() if what.startswith("kept"))
    lines = [f"{done:,} foods in {out}."]
    if quiet:
        return lines[0]
    total = {state: sum(column.counts[state] for column in kept.columns.values()) for state in STATES}
    said = ", ".join(f"{count:,} {state}" for state, count in total.items() if count)
    lines += screen.wrap(f"{kept.count_cells():,} cells: {said}.")
    for sheet, column in kept.rows.items():
        said = ", ".join(f"{count:,} {what}" for what, count in column.counts.most_common())
        lines += screen.wrap(f"{clean(sheet)}: {clean(said)}.", bullet="  ")
    for what, count in foods.items():
        if what != "kept":
            lines += screen.wrap(
                f"{count:,} {what}: {clean(kept.foods[what].first[what].value)} …", bullet="  "
            )
    for (_, name), column in kept.columns.items():
        if column.counts[REFUSED]:
            first, count = column.first[REFUSED], column.counts[REFUSED]
            text = f"{name}: {count:,} refused, first in line {first.line}: '{first.value}', {first.reason}."
            told.append(clean(text))
    for text in told[:SHOWN_PROBLEMS]:
        lines += screen.wrap(text, bullet="! ")
    if len(told) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(told) - SHOWN_PROBLEMS:,} more columns with refused cells.")
    for text in (*doubts.columns, *doubts.foods[: SHOWN_PROBLEMS // 2]):
        lines += screen.wrap(clean(text), bullet="! ")
    if doubts.count > SHOWN_PROBLEMS // 2:
        lines.append(f"… and {doubts.count - SHOWN_PROBLEMS // 2:,} more foods of odd figures.")
    return "\n".join(lines)


@click.command()
@click.option("-o", "--out", metavar="FILE", help="Where it goes; the terminal by default.")
def template(out: str | None) -> None:
    """Write a table of foods with three rows, to write your own over: blank is unknown, never zero."""
    from mealopt.knowledge.library import find_data
    from mealopt.plan.writing import write_files

    problems: list[Problem] = []
    paths = check_paths({"-o": out}, problems)
    stop_with(problems)
    text = (find_data() / "template.csv").read_text(encoding="utf-8")
    if "-o" in paths:
        write_files({paths["-o"]: text})
    else:
        click.echo(text, nl=False)
        if sys.stdout.isatty():
            click.echo("Every column is told by `mealopt foods check --help`.", err=True)

"""`foods import`: other people's tables with an account of every cell, and a template for one's own."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.output import check_paths, stop_with
from mealopt.cli.progress import ProgressBar
from mealopt.cli.show_import import format_account, show_account, show_guesses
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.importers.account import Account
    from mealopt.importers.mapping import TableMap
    from mealopt.importers.sources import Source
    from mealopt.importers.store import FoodStore
    from mealopt.importers.units import Units
    from mealopt.knowledge.library import Knowledge

    Told = Callable[[str, int, int], None]  # of what, how much is done, of how much


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
    from mealopt.tables.writing import write_files

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


@dataclass(frozen=True)
class Importer:
    """A table as somebody publishes it: the name of its command, what it says, and what reads a download.

    `read` takes the path, the store for its foods, the account of its cells, what is known, and whom to tell.
    """

    name: str
    text: str
    read: Callable[[Path, FoodStore, Account, Knowledge, Told], None]


def add_importer(importer: Importer) -> None:
    """Add the command of an importer."""

    def run(download: str, out: str | None, account: str | None, quiet: bool) -> None:
        from mealopt.knowledge.library import load_knowledge

        paths = check_files(out, account)
        knowledge = load_knowledge()

        def read(store: FoodStore, kept: Account, bar: ProgressBar) -> None:
            importer.read(Path(download), store, kept, knowledge, bar.show)

        run_import(read, knowledge, paths, quiet=quiet)

    command = click.argument("download")(outputs(run))
    import_foods.command(importer.name, help=importer.text)(command)


def read_fdc(download: Path, store: FoodStore, kept: Account, knowledge: Knowledge, told: Told) -> None:
    """Read a release of FoodData Central."""
    from mealopt.importers.fdc import read_download
    from mealopt.importers.units import load_units

    read_download(download, store, kept, load_units(), knowledge.nutrients, told)


FDC = "Import a CSV release of FoodData Central: the zip as downloaded, or the folder it unpacks to."
for one in (Importer("fdc", FDC, read_fdc),):
    add_importer(one)


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
) -> Callable[[FoodStore, Account, ProgressBar], None]:
    """Return what reads the sheets of a map into a store, telling a bar."""
    from mealopt.importers.table import TableReader

    def read(store: FoodStore, kept: Account, bar: ProgressBar) -> None:
        def told(source: Source, done: int) -> None:
            bar.show(source.where, done, source.size)

        TableReader(knowledge.nutrients, units, store, kept, told).read_table(mapping, sources)

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
    read: Callable[[FoodStore, Account, ProgressBar], None],
    knowledge: Knowledge,
    paths: dict[str, Path],
    *,
    quiet: bool,
) -> None:
    """Read a table, write the foods and the account, and say what became of it."""
    from mealopt.importers.account import Account
    from mealopt.importers.store import FoodStore
    from mealopt.importers.writing import write_foods
    from mealopt.tables.writing import guard_text, open_whole, write_files

    kept, bar = Account(), ProgressBar(quiet=quiet)
    try:
        with FoodStore() as store, open_whole(paths["-o"]) as file:
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


@click.command()
@click.option("-o", "--out", metavar="FILE", help="Where it goes; the terminal by default.")
def template(out: str | None) -> None:
    """Write a table of foods with three rows, to write your own over: blank is unknown, never zero."""
    from mealopt.tables.places import find_data
    from mealopt.tables.writing import write_files

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

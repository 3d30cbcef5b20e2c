"""Where results go: stdout, or files that are written whole and together; notes go to stderr."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mealopt.cli.formats import STDOUT
from mealopt.cli.terminal import find_screen
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.knowledge.library import Knowledge

EMERGENCY = "emergency"


def check_paths(paths: Mapping[str, str | None], problems: list[Problem]) -> dict[str, Path]:
    """Return the files to be written by option; collects what cannot be one."""
    files: dict[str, Path] = {}
    for option, text in paths.items():
        if text is None or (text == STDOUT and option == "-o"):
            continue
        path = Path(text)
        if text in {STDOUT, ""}:
            problems.append(Problem(option, "Name a file; only -o may be - for stdout.", value=text))
        elif path.is_dir():
            problems.append(Problem(option, "This is a folder. Name a file inside it.", value=text))
        elif path.resolve() in {other.resolve() for other in files.values()}:
            problems.append(Problem(option, "Two results cannot go to one file.", value=text))
        else:
            files[option] = path
    return files


def deliver(result: str, out: str | None, files: Mapping[Path, str]) -> None:
    """Write the result and the other files, all or none; the result to stdout where no file is named."""
    from mealopt.tables.writing import write_files

    texts = dict(files)
    if out is not None and out != STDOUT:
        texts = {Path(out): result, **texts}
    if texts:
        write_files(texts)
    if out is None or out == STDOUT:
        click.echo(result, nl=False, color=True)  # the screen has decided about colour


def progress(text: str, *, quiet: bool) -> None:
    """Say what is being done."""
    if not quiet:
        click.echo(text, err=True)


def say_safety(knowledge: Knowledge, warnings: tuple[str, ...], *, quiet: bool) -> None:
    """Say the warnings that belong to a plan, always; and, unless quiet, that this is no medical advice."""
    screen = find_screen()
    for warning in warnings:
        for line in screen.wrap(warning, bullet="! "):
            click.echo(line, err=True)
    if quiet:
        return
    text = "This is not medical advice."
    emergency = knowledge.conditions.get(EMERGENCY)
    if emergency is not None:
        text += f" {emergency.message}"
    for line in screen.wrap(text):
        click.echo(line, err=True)


def stop_with(problems: list[Problem]) -> None:
    """Raise the problems collected, if there are any."""
    if problems:
        raise BadInputError(problems)

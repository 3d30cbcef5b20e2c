"""`mealopt week --alternatives`: other weeks at nearly the same cost, beside the first."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.formats import STDOUT
from mealopt.cli.output import progress
from mealopt.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

MOST = 9
ENDING = ".csv"


def alternative_paths(
    asked: str | None, values: Mapping[str, Any], problems: list[Problem]
) -> tuple[Path, ...]:
    """Return the files of the alternatives asked for; collects why there can be none."""
    if asked is None:
        return ()
    option, out = "--alternatives", values["out"]
    if not asked.isdecimal() or not 1 <= int(asked) <= MOST:
        problems.append(Problem(option, f"Ask for 1 to {MOST} other weeks.", value=asked))
        return ()
    if out in {None, STDOUT} or not out.endswith(ENDING):
        text = f"Other weeks are written beside the first: name its file with -o, ending in {ENDING}."
        problems.append(Problem(option, text))
        return ()
    if values["portions"] == "exact":
        problems.append(Problem(option, "An average day has no other weeks: drop --portions exact."))
    first = Path(out)
    paths = tuple(first.with_name(f"{first.stem}-{n}{ENDING}") for n in range(2, int(asked) + 2))
    taken = {Path(values[name]).resolve() for name in ("totals", "drivers", "shopping") if values[name]}
    problems += [
        Problem(option, "Two results cannot go to one file.", value=str(path))
        for path in paths
        if path.resolve() in taken
    ]
    problems += [
        Problem(option, "This is a folder, and another week would be written there.", value=str(path))
        for path in paths
        if path.is_dir()
    ]
    return paths


def write_alternatives(
    paths: Sequence[Path],
    quiet: bool,
    plan: Plan,
    knowledge: Knowledge,
) -> dict[Path, str]:
    """Return the texts of the alternatives found by file, and say how each differs."""
    if not paths:
        return {}
    from mealopt.alternatives import find_alternatives
    from mealopt.tables.writing import format_csv

    progress("Looking for other weeks …", quiet=quiet)
    found = find_alternatives(plan, len(paths), knowledge=knowledge)
    texts = {}
    for path, other in zip(paths, found, strict=False):
        texts[path] = format_csv(other.plan.portions)
        cost = f"${other.plan.cost_per_day:.2f} a day ({other.dearer:+.1%})"
        new = f"{other.new_foods} of {other.foods} foods are new, {other.new_servings:.0%} of the servings"
        progress(f"{path.name}: {cost}; {new}.", quiet=quiet)
    if len(found) < len(paths):
        click.echo(f"Only {len(found)} of {len(paths)} other weeks were found at nearly this cost.", err=True)
    return texts

"""`mealopt household`: people who share the main meal, and one shopping list for all of them."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mealopt.cli.options import default_options, gather_words, open_tables, quiet_option
from mealopt.cli.output import progress, say_safety, stop_with
from mealopt.errors import BadInputError, Problem

SPANS = {"1": 1, "7": 7}
MOST = 20


@click.command(short_help="Plan for people who share the main meal.")
@click.argument("people_file", metavar="PEOPLE.CSV")
@click.option("-o", "out", metavar="FOLDER", help="Where plans.csv, totals.csv and shopping.txt are written.")
@click.option("--days", default="7", metavar="DAYS", help="7 (default) or 1.")
@default_options
@quiet_option
def household(people_file: str, out: str | None, days: str, quiet: bool, **values: Any) -> None:
    """Plan for the people of PEOPLE.CSV, who sit down to the main meal together.

    Who may eat the fewest foods is planned first, as always. At the main meal the others have foods of that
    person's which their diet allows, in portions of their own; where that cannot be, a note says so. The
    columns are those of `mealopt batch`. Anything not understood refuses the whole file.

    \b
      mealopt household people.csv -o plans/
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    if out is None:
        problems.append(Problem("-o", "Name the folder for the results: -o FOLDER."))
    elif Path(out).exists() and not Path(out).is_dir():
        problems.append(Problem("-o", "This is a file. Name a folder.", value=out))
    if days not in SPANS:
        problems.append(Problem("--days", "A plan has 1 or 7 days.", value=days))
    knowledge = open_tables(values, problems)
    stop_with(problems)

    import pandas as pd

    from mealopt.batch.people import open_people, read_person
    from mealopt.household import plan_household
    from mealopt.plan.shopping import build_shopping
    from mealopt.plan.shopping_text import format_shopping
    from mealopt.plan.writing import format_csv, write_files

    people = open_people(Path(people_file), knowledge)
    if people.count > MOST:
        text = f"A household has {MOST} people at most; the file has {people.count}. See `mealopt batch`."
        raise BadInputError(Problem(people_file, text))
    defaults = gather_words(values)
    rows = list(people.rows())
    asked = [read_person(row, knowledge, defaults) for row in rows]
    # an option that is wrong is wrong for everyone, and said once
    stop_with(list(dict.fromkeys(problem for one in asked for problem in one.problems)))
    progress(f"Planning for {len(rows)} people …", quiet=quiet)
    plans = plan_household([(one.person, one.rules) for one in asked], knowledge, SPANS[days])
    frames = {
        name: pd.concat(
            [getattr(plan, name).assign(id=row.id) for row, plan in zip(rows, plans, strict=True)],
            ignore_index=True,
        )
        for name in ("portions", "totals")
    }
    texts = {
        name: format_csv(frame[["id", *(column for column in frame.columns if column != "id")]])
        for name, frame in frames.items()
    }
    folder = Path(out or "")
    shopping = format_shopping(build_shopping([plan.portions for plan in plans], knowledge), len(plans))
    folder.mkdir(parents=True, exist_ok=True)
    write_files(
        {
            folder / "plans.csv": texts["portions"],
            folder / "totals.csv": texts["totals"],
            folder / "shopping.txt": shopping,
        }
    )
    for row, plan in zip(rows, plans, strict=True):
        progress(f"{row.id}: {plan.headline}", quiet=quiet)
        for note in plan.notes:
            if note not in plan.targets.warnings:
                progress(f"{row.id}: {note}", quiet=quiet)
    progress(f"Wrote {out}.", quiet=quiet)
    warnings = tuple(
        dict.fromkeys(f"{r.id}: {w}" for r, p in zip(rows, plans, strict=True) for w in p.targets.warnings)
    )
    say_safety(knowledge, warnings, quiet=quiet)

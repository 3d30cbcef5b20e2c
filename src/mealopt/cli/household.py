"""`mealopt household`: people who share the main meal, and one shopping list for all of them."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.options import SPANS, check_folder, default_options, gather_words, open_tables, quiet_option
from mealopt.cli.output import progress, say_safety, stop_with
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

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
    problems = check_folder(out, days)
    knowledge = open_tables(values, problems)
    stop_with(problems)

    from mealopt.batch.people import open_people, read_person
    from mealopt.household import plan_household

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
    named = {row.id: plan for row, plan in zip(rows, plans, strict=True)}
    write_household(Path(out or ""), named, knowledge)
    for who, plan in named.items():
        progress(f"{who}: {plan.headline}", quiet=quiet)
        for note in plan.notes:
            if note not in plan.targets.warnings:
                progress(f"{who}: {note}", quiet=quiet)
    progress(f"Wrote {out}.", quiet=quiet)
    warnings = [f"{who}: {warning}" for who, plan in named.items() for warning in plan.targets.warnings]
    say_safety(knowledge, tuple(dict.fromkeys(warnings)), quiet=quiet)


def write_household(folder: Path, plans: dict[str, Plan], knowledge: Knowledge) -> None:
    """Write everybody's plans and totals with an id in front, and one shopping list."""
    import pandas as pd

    from mealopt.plan.shopping import build_shopping
    from mealopt.plan.shopping_text import format_shopping
    from mealopt.tables.writing import format_csv, write_files

    def gather(name: str) -> str:
        frames = [getattr(plan, name) for plan in plans.values()]
        together = pd.concat(frames, ignore_index=True)
        ids = [who for who, frame in zip(plans, frames, strict=True) for _ in range(len(frame))]
        together.insert(0, "id", ids)
        return format_csv(together)

    shopping = build_shopping([plan.portions for plan in plans.values()], knowledge)
    folder.mkdir(parents=True, exist_ok=True)
    write_files(
        {
            folder / "plans.csv": gather("portions"),
            folder / "totals.csv": gather("totals"),
            folder / "shopping.txt": format_shopping(shopping, len(plans)),
        }
    )

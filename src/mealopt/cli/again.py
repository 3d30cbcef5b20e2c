"""`mealopt again`: some days of a plan once more, with what stays and what goes."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.options import format_option, person_options, quiet_option, rule_options
from mealopt.cli.output import progress
from mealopt.cli.plans import deliver_plan, output_options
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan
    from mealopt.request.asked import Asked

OPTIONS = {"again": "--day", "lock": "--lock", "ban": "--exclude"}


@click.command(short_help="Plan some days of a plan again and keep the rest.")
@click.argument("plan_file", metavar="PLAN.CSV")
@click.option("--day", "again_days", multiple=True, metavar="DAY", help="A day to plan again, 1 to 7.")
@click.option(
    "--lock", "locks", multiple=True, metavar="DAY:WHAT", help="A meal or a food that stays on such a day."
)
@person_options
@rule_options
@output_options
@format_option
@quiet_option
def again(plan_file: str, again_days: tuple[str, ...], locks: tuple[str, ...], **values: Any) -> None:
    """Plan some days of PLAN.CSV again, a plan of `week` or `day`, and keep the rest.

    Say who it is for and the rules once more, as when it was made. Days with a food of --exclude are planned
    again too, and keep what they can. Another --seed gives another day.

    \b
      mealopt again week.csv --age 34 --sex female --day 3 -o new.csv
      mealopt again week.csv --person me.toml --day 3 --lock 3:dinner --day 5
      mealopt again week.csv --person me.toml --exclude 63107010 -o new.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    lock = read_locks(locks, problems)

    def make(asked: Asked, knowledge: Knowledge) -> Plan:
        from mealopt.changes import change_portions
        from mealopt.plan.plan_file import load_portions

        plans = load_portions(Path(plan_file), knowledge)
        if len(plans) != 1:
            text = f"One plan can be planned again at a time; the file has {len(plans)}."
            raise BadInputError([Problem(plan_file, text)])
        progress("Planning again …", quiet=values["quiet"])
        (portions,) = plans.values()
        try:
            return change_portions(
                portions, asked.person, asked.rules, knowledge, again=again_days, lock=lock, ban=(),
                seed=asked.rules.seed + 1, file=plan_file,
            )  # fmt: skip
        except BadInputError as error:
            from mealopt.request.asked import place_problems

            raise BadInputError(
                Problem(OPTIONS.get(p.where, p.where), p.message, p.line, p.column, p.value)
                for p in place_problems(error.problems, asked.words)
            ) from None

    deliver_plan(values, problems, make)


def read_locks(locks: tuple[str, ...], problems: list[Problem]) -> dict[str, list[str]]:
    """Return what is locked by day; collects what is not a day and a meal or food."""
    found: dict[str, list[str]] = {}
    for text in locks:
        day, mark, what = text.partition(":")
        if not mark or not day.strip() or not what.strip():
            problems.append(Problem("--lock", "Write a day and a meal or food: 3:dinner, say.", value=text))
        else:
            found.setdefault(day.strip(), []).append(what.strip())
    return found

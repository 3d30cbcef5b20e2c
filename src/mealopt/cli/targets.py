"""`mealopt targets`: every limit that holds for a person, with its strength and source."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.formats import Output, default_shape, write_result
from mealopt.cli.options import (
    choose_shape,
    format_option,
    person_options,
    quiet_option,
    target_rule_options,
    understand,
)
from mealopt.cli.output import check_paths, deliver, say_safety
from mealopt.cli.terminal import Screen, draw_table, find_screen
from mealopt.errors import NoPlanError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.library import Knowledge
    from mealopt.request.limit import Limit
    from mealopt.request.targets import Targets

COLUMNS = ("nutrient", "limit", "value", "unit", "must", "strength", "kind", "scope", "source", "link")


@click.command(short_help="Show a person's nutrient targets and their sources.")
@person_options
@target_rule_options
@click.option("-o", "out", metavar="FILE", help="Write to a file, - for stdout.")
@format_option
@quiet_option
def targets(**values: Any) -> None:
    """Show every nutrient target of a person: its figure, strength and source.

    A must is met every day; an aim may be missed, and the plan then says so; a report is shown only.

    \b
    Conditions that need care: diabetes_medicines, eating_disorder, grapefruit_medicines,
    heart_failure, hemochromatosis, kidney_disease, levothyroxine, lithium,
    mao_inhibitors, may_become_pregnant, phenylketonuria, potassium_raising_drugs,
    read_every_label, smoking, stomach_surgery, warfarin.

    \b
      mealopt targets --age 34 --sex female
      mealopt targets --age 70 --sex male --format csv -o targets.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    out: str | None = values["out"]
    problems: list[Problem] = []
    shape = choose_shape(values["shape"], problems, default_shape(out))
    check_paths({"-o": out}, problems)
    asked, knowledge = understand(values, problems)

    from mealopt.request.targets import derive_targets

    found = derive_targets(asked.person, asked.rules, knowledge)
    if found.refusal:
        raise NoPlanError(found.refusal)
    frame = build_frame(found, knowledge)
    result = Output(lambda: frame, lambda: show_targets(found, knowledge, find_screen(out)))
    deliver(write_result(result, shape), out, {})
    if not values["quiet"] and found.energy.note:
        for line in find_screen().wrap(found.energy.note):
            click.echo(line, err=True)
    say_safety(knowledge, found.warnings, quiet=values["quiet"])


def all_limits(found: Targets, knowledge: Knowledge) -> list[Limit]:
    """Return limits and reports, the core nutrients first."""
    return sorted(
        [*found.limits.values(), *found.reports],
        key=lambda limit: (
            knowledge.nutrients.rank(limit.nutrient), limit.strength == "report", limit.side == "maximum"
        ),
    )  # fmt: skip


def build_frame(found: Targets, knowledge: Knowledge) -> pd.DataFrame:
    """Return the limits as rows: nutrient, limit, value, unit, must, strength, kind, scope, source, link."""
    import pandas as pd

    return pd.DataFrame(
        [
            (
                limit.nutrient, limit.side, limit.value, knowledge.nutrients[limit.nutrient].unit,
                float("nan") if limit.must is None else limit.must, limit.strength, limit.kind, limit.scope,
                limit.source, limit.link,
            )
            for limit in all_limits(found, knowledge)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def say_strength(limit: Limit, knowledge: Knowledge) -> str:
    """Return how much a limit matters: an aim that has a looser must says it."""
    if limit.must is None or limit.must == limit.value:
        return limit.strength
    shown = knowledge.nutrients[limit.nutrient].show(limit.must)
    return f"aim, must {shown.split()[0]}"  # the unit stands beside the value


def show_targets(found: Targets, knowledge: Knowledge, screen: Screen) -> str:
    """Return the limits as a table for people; sources are numbered below it."""
    sources: dict[tuple[str, str], int] = {}
    rows = []
    for limit in all_limits(found, knowledge):
        info = knowledge.nutrients[limit.nutrient]
        number = ""
        if limit.source:
            number = f"[{sources.setdefault((limit.source, limit.link), len(sources) + 1)}]"
        rows.append(
            (
                info.label, "at least" if limit.side == "minimum" else "at most", info.show(limit.value),
                say_strength(limit, knowledge),
                limit.kind + ("" if limit.scope == "total" else f" of {limit.scope}"), number,
            )
        )  # fmt: skip
    lines = [f"Energy: {found.energy.kcal:,.0f} kcal a day", ""]
    lines += draw_table(("nutrient", "", "value", "strength", "kind", "source"), rows, screen, right=(2,))
    lines.append("")
    for (source, link), place in sources.items():
        lines += screen.wrap(f"{source}. {link}".strip(), bullet=f"[{place}] ")
    return "\n".join(lines) + "\n"

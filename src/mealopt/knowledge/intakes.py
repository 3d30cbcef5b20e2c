"""Reference intakes as published: a row per nutrient, life stage, sex, age and kind (RDA, AI, UL, …)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mealopt.tables.reading import (
    check_columns,
    load_records,
    load_text,
    number_of,
    parse_sheet,
    read_records,
    text_of,
)
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mealopt.knowledge.nutrients import Nutrients
    from mealopt.tables.reading import Sheet

LIFE_STAGES = ("general", "pregnancy", "lactation")
SEXES = ("female", "male")
STRENGTHS = ("must", "aim", "report")
SCOPES = ("total", "supplements", "preformed", "synthetic")
BASES = ("day", "percent_energy", "kg_weight", "1000_kcal")

SHOWN = ("nutrient", "limit", "value")  # columns of what `mealopt targets` writes
ENERGY_KIND = "EER"
COLUMNS = (
    Column("nutrient", "id", required=True),
    Column("life_stage", "choice", choices=(*LIFE_STAGES, "any"), present=False),
    Column("sex", "choice", choices=(*SEXES, "any"), present=False),
    Column("age_min_y", "number", minimum=0, maximum=130, present=False),
    Column("age_max_y", "number", minimum=0, maximum=130, present=False),
    Column("kind", present=False),
    Column("minimum", "number", minimum=0, maximum=1e7),
    Column("maximum", "number", minimum=0, maximum=1e7),
    Column("unit", present=False),
    Column("basis", "choice", choices=BASES, present=False),
    Column("kcal_per_unit", "number", minimum=0.1, maximum=20, present=False),
    Column("strength", "choice", choices=STRENGTHS, present=False),
    Column("applies_to", "choice", choices=SCOPES, present=False),
    Column("period", "choice", choices=("day", "week"), present=False),
    Column("daily_share", "number", minimum=0, maximum=1, present=False),
    Column("measured_as", "id", present=False),
    Column("source", present=False),
    Column("link", present=False),
)


@dataclass(frozen=True)
class Intake:
    """A published value: `minimum` and `maximum` a day, or by `basis`.

    Bases are a day, per cent of energy, per kg of weight and per 1,000 kcal.

    A maximum holds every day. A minimum holds every day where `daily_share` is 1, else on the average of a
    week of which no day has less than that share.
    """

    nutrient: str
    life_stage: str
    sex: str
    age_min_y: float
    age_max_y: float
    kind: str
    minimum: float | None
    maximum: float | None
    unit: str
    basis: str
    kcal_per_unit: float | None
    strength: str
    applies_to: str
    measured_as: str
    source: str
    link: str
    own: bool = False  # from a person's own targets file
    daily_share: float = 1.0  # of a minimum that holds over a week, what every day must have all the same

    def holds_for(self, age: float, sex: str, life_stage: str) -> bool:
        """Say whether the value is meant for a person of this age [y], sex and life stage."""
        return (
            self.age_min_y <= age < self.age_max_y
            and self.sex in {"any", sex}
            and self.life_stage in {"any", life_stage}
        )


def load_intakes(path: Path, nutrients: Nutrients) -> tuple[Intake, ...]:
    """Load reference intakes, or a clinic's own targets in the same columns.

    Only `nutrient`, `minimum` and `maximum` are needed: the value then holds for everyone, every day,
    as a must. A unit that is not the nutrient's own is an error: a limit in the wrong unit is worse
    than none.
    """
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    if set(SHOWN) <= set(sheet.columns):
        unfold_shown(sheet)
    check_columns(sheet, [c.name for c in COLUMNS if c.present], [c.name for c in COLUMNS])
    sheet.raise_problems()
    records = read_records(sheet, COLUMNS)
    rows = []
    for record, line in zip(records, sheet.lines, strict=True):
        nutrient = text_of(record, "nutrient")
        measured = text_of(record, "measured_as")
        low, high = number_of(record, "minimum"), number_of(record, "maximum")
        basis = text_of(record, "basis") or "day"
        unit = text_of(record, "unit").replace("\u03bc", "\u00b5")  # Greek mu looks like the micro sign
        if nutrient and nutrient not in nutrients:
            sheet.add_problem(
                f"Unknown nutrient.{nutrients.hint(nutrient)}", line, "nutrient", nutrient
            )
            continue
        if measured and measured not in nutrients:
            sheet.add_problem(
                f"Unknown nutrient.{nutrients.hint(measured)}", line, "measured_as", measured
            )
        if low is None and high is None:
            sheet.add_problem("Neither a minimum nor a maximum. Give at least one.", line, "minimum")
        if low is not None and high is not None and low > high:
            sheet.add_problem("The minimum is above the maximum.", line, "minimum", f"{low:g}")
        expected = "%" if basis == "percent_energy" else nutrients[nutrient].unit if nutrient else ""
        if unit and expected and unit.removesuffix("/d").removesuffix(" of energy") != expected:
            sheet.add_problem(f"The unit must be {expected}. Convert the values.", line, "unit", unit)
        if basis == "percent_energy" and number_of(record, "kcal_per_unit") is None:
            sheet.add_problem("A share of energy needs the kcal of one unit.", line, "kcal_per_unit")
        age_max = number_of(record, "age_max_y")
        rows.append(
            Intake(
                nutrient, text_of(record, "life_stage") or "any", text_of(record, "sex") or "any",
                number_of(record, "age_min_y") or 0.0, 999.0 if age_max is None else age_max,
                text_of(record, "kind") or "own", low, high, unit, basis,
                number_of(record, "kcal_per_unit"), text_of(record, "strength") or "must",
                text_of(record, "applies_to") or "total",
                measured or (nutrient if "measured_as" not in sheet.columns else ""),
                text_of(record, "source"), text_of(record, "link"), daily_share=daily_share(record),
            )
        )  # fmt: skip
    sheet.raise_problems()
    return tuple(rows)


def daily_share(record: Mapping[str, str | float | None]) -> float:
    """Return what share of a minimum every day must have: all of one that holds each day (blank)."""
    if text_of(record, "period") != "week":
        return 1.0
    return number_of(record, "daily_share") or 0.0


def unfold_shown(sheet: Sheet) -> None:
    """Turn what `mealopt targets --format csv` writes into the columns of this table.

    A line has one side of one nutrient. Where its must is looser than its value it becomes two lines: the
    must, and the value as an aim. Energy is the person's own and left out.
    """
    place = {name: index for index, name in enumerate(sheet.columns)}
    rows, lines = [], []
    for cells, line in zip(sheet.rows, sheet.lines, strict=True):
        given = {name: cells[index] for name, index in place.items()}
        side, must = given["limit"], given.get("must", "")
        if given.get("kind") == ENERGY_KIND:
            continue
        if side not in {"minimum", "maximum"}:
            sheet.add_problem("It must be minimum or maximum.", line, "limit", side)
            continue
        strength = given.get("strength") or "must"
        softer = strength != "report" and must not in {"", given["value"]}
        parts = [(given["value"], "aim"), (must, "must")] if softer else [(given["value"], strength)]
        for value, held in parts:
            rows.append(
                [
                    given["nutrient"], value if side == "minimum" else "", value if side == "maximum" else "",
                    given.get("unit", ""), held, given.get("scope") or "total", given.get("kind", ""),
                    given.get("source", ""), given.get("link", ""),
                ]
            )  # fmt: skip
            lines.append(line)
    sheet.columns = (
        "nutrient", "minimum", "maximum", "unit", "strength", "applies_to", "kind", "source", "link",
    )  # fmt: skip
    sheet.rows, sheet.lines = rows, lines


def lay_over(published: tuple[Intake, ...], own: tuple[Intake, ...], loose: set[str]) -> tuple[Intake, ...]:
    """Return published values with a person's own laid over: theirs take the place of the same side.

    A published maximum stays beside a looser one of theirs, unless it is only a recommendation (`loose`
    kinds): what is there for safety holds all the same.
    """
    lows = {row.measured_as for row in own if row.minimum is not None and row.strength != "report"}
    highs = {row.measured_as for row in own if row.maximum is not None and row.strength != "report"}
    kept = []
    for row in published:
        low = None if row.measured_as in lows else row.minimum
        high = None if row.measured_as in highs and row.kind in loose else row.maximum
        if row.strength == "report" or low is not None or high is not None:
            kept.append(row if row.strength == "report" else replace(row, minimum=low, maximum=high))
    return (*kept, *(replace(row, own=True) for row in own))


@dataclass(frozen=True)
class Adjustment:
    """A change of the published values for a diet or a life stage, with its source.

    `strength` says what the changed value is: `must` takes the published one's place, `aim` stands beside it.
    """

    diet: str
    life_stage: str
    nutrient: str
    kind: str
    factor: float | None
    strength: str
    exclude_tag: str
    note: str
    source: str
    link: str


def load_adjustments(path: Path) -> tuple[Adjustment, ...]:
    """Load `adjustments.csv`."""
    columns = (
        Column("diet"), Column("life_stage"), Column("nutrient"), Column("kind"),
        Column("factor", "number", minimum=0.1, maximum=10),
        Column("strength", "choice", choices=("must", "aim")), Column("exclude_tag"), Column("note"),
        Column("source"), Column("link"),
    )  # fmt: skip
    return tuple(
        Adjustment(
            text_of(r, "diet"), text_of(r, "life_stage"), text_of(r, "nutrient"), text_of(r, "kind"),
            number_of(r, "factor"), text_of(r, "strength"), text_of(r, "exclude_tag"),
            text_of(r, "note"), text_of(r, "source"), text_of(r, "link"),
        )
        for r in load_records(path, columns)
    )  # fmt: skip

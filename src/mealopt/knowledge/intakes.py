"""Reference intakes as published: a row per nutrient, life stage, sex, age and kind (RDA, AI, UL, …)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.knowledge.reading import (
    Column,
    check_columns,
    load_records,
    load_text,
    nearest,
    number_of,
    parse_sheet,
    read_records,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.nutrients import Nutrients

LIFE_STAGES = ("general", "pregnancy", "lactation")
SEXES = ("female", "male")
STRENGTHS = ("must", "aim", "report")
SCOPES = ("total", "supplements", "preformed", "synthetic")
BASES = ("day", "percent_energy")

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
    Column("measured_as", "id", present=False),
    Column("source", present=False),
    Column("link", present=False),
)


@dataclass(frozen=True)
class Intake:
    """One published value. `minimum` and `maximum` are per day, or per cent of energy by `basis`."""

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
                f"Unknown nutrient.{nearest(nutrient, nutrients.ids)}", line, "nutrient", nutrient
            )
            continue
        if measured and measured not in nutrients:
            sheet.add_problem(
                f"Unknown nutrient.{nearest(measured, nutrients.ids)}", line, "measured_as", measured
            )
        if low is None and high is None:
            sheet.add_problem("Neither a minimum nor a maximum. Give at least one.", line, "minimum")
        if low is not None and high is not None and low > high:
            sheet.add_problem("The minimum is above the maximum.", line, "minimum", f"{low:g}")
        expected = {"day": nutrients[nutrient].unit if nutrient else "", "percent_energy": "%"}[basis]
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
                text_of(record, "source"), text_of(record, "link"),
            )
        )  # fmt: skip
    sheet.raise_problems()
    return tuple(rows)


@dataclass(frozen=True)
class Adjustment:
    """A change of the published values for a diet or a life stage, with its source."""

    diet: str
    life_stage: str
    nutrient: str
    kind: str
    factor: float | None
    exclude_tag: str
    note: str
    source: str
    link: str


def load_adjustments(path: Path) -> tuple[Adjustment, ...]:
    """Load `adjustments.csv`."""
    columns = (
        Column("diet"), Column("life_stage"), Column("nutrient"), Column("kind"),
        Column("factor", "number", minimum=0.1, maximum=10), Column("exclude_tag"), Column("note"),
        Column("source"), Column("link"),
    )  # fmt: skip
    return tuple(
        Adjustment(
            text_of(r, "diet"), text_of(r, "life_stage"), text_of(r, "nutrient"), text_of(r, "kind"),
            number_of(r, "factor"), text_of(r, "exclude_tag"), text_of(r, "note"), text_of(r, "source"),
            text_of(r, "link"),
        )
        for r in load_records(path, columns)
    )  # fmt: skip

"""Reads the raw files on reference intakes, energy needs and the eating index, as published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from builder.raw import RawProblem, Row, load_rows, load_text

DRI = Path("dri/nasem_dri_ear_rda_ai_ul_nutriR.csv")
ELECTROLYTES = Path("dri/nasem_2019_sodium_potassium.csv")
MACRONUTRIENT_RANGES = Path("dri/amdr.csv")
GOALS = Path("dri/dga_2020_2025_appendix1_nutritional_goals.md")
CALORIE_NEEDS = Path("dri/dga_2020_2025_appendix2_calorie_needs.md")
EQUATIONS = Path("dri/nasem_2023_eer_equations.csv")
SCORING = Path("hei/hei2020_scoring_standards.csv")

FIRST_AGE = Decimal(4)  # the youngest person planned for

STAGES = {"None": "general", "Children": "general", "Pregnancy": "pregnancy", "Lactation": "lactation"}
SEXES = {"Both": "any", "Males": "male", "Females": "female"}


@dataclass(frozen=True)
class Group:
    """Who a figure holds for: life stage, sex, and ages from `age_min` up to, not including, `age_max`."""

    life_stage: str
    sex: str
    age_min: Decimal
    age_max: Decimal | None


@dataclass(frozen=True)
class Figure:
    """One published figure: lower end, upper end or both, in the unit of the raw file."""

    group: Group
    minimum: Decimal | None
    maximum: Decimal | None


def parse_figure(text: str, where: str) -> Decimal:
    """A number as printed in a report: `1,300` is one thousand three hundred."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise RawProblem(f'{where}: "{text}" is not a number.') from None


def parse_ages(text: str, where: str) -> tuple[Decimal, Decimal | None]:
    """Ages in completed years, `19-30 yr`, `>70 y`, `19+ y`, `76 and up` or `4`, as a half-open range."""
    words = text.replace("*", "").strip()
    if match := re.fullmatch(r"(\d+)\s*-\s*(\d+)(?: yr?)?", words):
        return Decimal(match[1]), Decimal(match[2]) + 1
    if match := re.fullmatch(r">(\d+)(?: yr?)?", words):
        return Decimal(match[1]) + 1, None
    if match := re.fullmatch(r"(\d+)(?:\+| and up)(?: yr?)?", words):
        return Decimal(match[1]), None
    if match := re.fullmatch(r"(\d+)", words):
        return Decimal(match[1]), Decimal(match[1]) + 1
    raise RawProblem(f'{where}: the age "{text}" is not understood.')


def load_dri_figures(raw: Path) -> dict[tuple[str, str], tuple[str, list[Figure]]]:
    """Unit and figures of the DRI reports by (nutrient, kind); blanks and "not determinable" are left out."""
    path = raw / DRI
    needed = ["nutrient", "units", "sex", "stage", "age_range", "dri_type", "value"]
    found: dict[tuple[str, str], tuple[str, list[Figure]]] = {}
    for row in load_rows(path, needed):
        if not row["value"] or row["age_range"].endswith(" mo"):
            continue
        kind = row["dri_type"].rpartition("(")[2].rstrip(")")
        age_min, age_max = parse_ages(row["age_range"], str(path))
        if age_min < FIRST_AGE:
            continue
        if row["stage"] not in STAGES or row["sex"] not in SEXES:
            raise RawProblem(f'{path}: the group "{row["sex"]}, {row["stage"]}" is not known.')
        stage = STAGES[row["stage"]]
        group = Group(stage, SEXES[row["sex"]], age_min, age_max)
        value = parse_figure(row["value"], str(path))
        figure = Figure(group, None, value) if kind == "UL" else Figure(group, value, None)
        unit, figures = found.setdefault((row["nutrient"], kind), (row["units"], []))
        if unit != row["units"]:
            raise RawProblem(f"{path}: {row['nutrient']} ({kind}) stands in {unit} and in {row['units']}.")
        figures.append(figure)
    return found


def load_electrolyte_figures(raw: Path, column: str, *, upper: bool) -> list[Figure]:
    """Sodium or potassium of the 2019 report [mg/d], one column of the raw file."""
    path = raw / ELECTROLYTES
    groups = {
        "Children": ("general", "any"),
        "Males": ("general", "male"),
        "Females": ("general", "female"),
        "Pregnancy": ("pregnancy", "female"),
        "Lactation": ("lactation", "female"),
    }
    figures = []
    for row in load_rows(path, ["group", "age", column]):
        if row["age"].endswith(" mo"):
            continue
        age_min, age_max = parse_ages(row["age"], str(path))
        if age_min < FIRST_AGE or not row[column]:
            continue
        if row["group"] not in groups:
            raise RawProblem(f'{path}: the group "{row["group"]}" is not known.')
        stage, sex = groups[row["group"]]
        value = parse_figure(row[column], str(path))
        group = Group(stage, sex, age_min, age_max)
        figures.append(Figure(group, None, value) if upper else Figure(group, value, None))
    return figures


def list_stages(published: dict[tuple[str, str], tuple[str, list[Figure]]]) -> list[Group]:
    """The pregnant and nursing groups of the DRI reports, youngest first."""
    groups = {figure.group for _, figures in published.values() for figure in figures}
    stages = [group for group in groups if group.life_stage != "general"]
    return sorted(stages, key=lambda group: (group.life_stage, group.age_min))


def clip_to_stage(group: Group, stage: str, stages: list[Group]) -> Group | None:
    """The part of an age range in which the reports know women of this life stage."""
    known = [other for other in stages if other.life_stage == stage]
    start = max(group.age_min, known[0].age_min)
    end = min(age for age in (group.age_max, known[-1].age_max) if age is not None)
    return Group(stage, known[0].sex, start, end) if start < end else None


def spread_over_stages(age_min: Decimal, age_max: Decimal | None, stages: list[Group]) -> list[Group]:
    """A range that knows only age, for everybody and for every pregnant or nursing group inside it."""
    general = Group("general", "any", max(age_min, FIRST_AGE), age_max)
    names = dict.fromkeys(stage.life_stage for stage in stages)
    clipped = [clip_to_stage(general, name, stages) for name in names]
    return [general, *(group for group in clipped if group is not None)]


def load_energy_share_figures(raw: Path, name: str, stages: list[Group]) -> list[Figure]:
    """Acceptable macronutrient range of one nutrient [% of energy]."""
    path = raw / MACRONUTRIENT_RANGES
    figures = []
    for row in load_rows(path, ["nutrient", "age", "pct_energy_min", "pct_energy_max"]):
        if row["nutrient"] != name:
            continue
        age_min, age_max = parse_ages(row["age"], str(path))
        if age_max is not None and age_max <= FIRST_AGE:
            continue
        low = parse_figure(row["pct_energy_min"], str(path))
        high = parse_figure(row["pct_energy_max"], str(path))
        figures += [Figure(group, low, high) for group in spread_over_stages(age_min, age_max, stages)]
    return figures


def load_goal_figures(raw: Path, name: str, stages: list[Group]) -> list[Figure]:
    """A limit of the Dietary Guidelines [% of energy] that is the same in all three tables for age 2 on."""
    path = raw / GOALS
    limits = set()
    for line in load_text(path).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0].casefold().replace("kcals", "kcal") == name.casefold() and cells[1] == "DGA":
            limits |= set(cells[2:])
    if len(limits) != 1 or not (text := limits.pop()).startswith("<"):
        raise RawProblem(f'{path}: the goal "{name}" is not one and the same limit for all.')
    limit = parse_figure(text.removeprefix("<"), str(path))
    return [Figure(group, None, limit) for group in spread_over_stages(FIRST_AGE, None, stages)]


NEED_ACTIVITIES = ("sedentary", "moderately_active", "active")


def load_calorie_needs(raw: Path) -> list[tuple[Group, str, Decimal]]:
    """Table A2-2: group, activity and energy [kcal/d]."""
    path = raw / CALORIE_NEEDS
    text = load_text(path)
    start, end = text.find("**Table A2-2**"), text.find("**Disclosures for Table A2-2")
    needs = []
    for line in text[start:end].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 1 + 2 * len(NEED_ACTIVITIES) or not re.match(r"\*\*\d", cells[0]):
            continue
        age_min, age_max = parse_ages(cells[0], str(path))
        if age_min < FIRST_AGE:
            continue
        for position, cell in enumerate(cells[1:]):
            sex = ("male", "female")[position // len(NEED_ACTIVITIES)]
            activity = NEED_ACTIVITIES[position % len(NEED_ACTIVITIES)]
            needs.append((Group("general", sex, age_min, age_max), activity, parse_figure(cell, str(path))))
    if not needs:
        raise RawProblem(f"{path}: table A2-2 is missing.")
    return needs


EQUATION_ACTIVITIES = ("inactive", "low_active", "active", "very_active")
EQUATION_COLUMNS = {
    "const": "constant_kcal",
    "coef_age_y": "age_kcal_per_y",
    "coef_height_cm": "height_kcal_per_cm",
    "coef_weight_kg": "weight_kcal_per_kg",
    "growth_kcal": "growth_kcal",
    "coef_gestation_wk": "gestation_kcal_per_wk",
}


def load_equations(raw: Path) -> list[tuple[Group, str, Row]]:
    """Energy equations of 2023 from age 4 on: group, activity, and coefficients as printed."""
    path = raw / EQUATIONS
    who = {
        "M": ("general", "male"),
        "F": ("general", "female"),
        "F pregnant T2-T3": ("pregnancy", "female"),
    }
    needed = ["sex_stage", "age_min_y", "age_max_y_excl", "pal_category", *EQUATION_COLUMNS]
    equations = []
    for row in load_rows(path, needed):
        age_max = parse_figure(row["age_max_y_excl"], str(path)) if row["age_max_y_excl"] else None
        if age_max is not None and age_max <= FIRST_AGE:
            continue
        if row["sex_stage"] not in who or row["pal_category"] not in EQUATION_ACTIVITIES:
            raise RawProblem(f'{path}: the group "{row["sex_stage"]}, {row["pal_category"]}" is not known.')
        stage, sex = who[row["sex_stage"]]
        age_min = parse_figure(row["age_min_y"], str(path)) if row["age_min_y"] else FIRST_AGE
        # a term that an equation does not have (growth of adults, weeks of nobody pregnant) adds nothing
        coefficients = {ours: row[theirs] or "0" for theirs, ours in EQUATION_COLUMNS.items()}
        equations.append(
            (Group(stage, sex, max(age_min, FIRST_AGE), age_max), row["pal_category"], coefficients)
        )
    return equations


def load_scoring(raw: Path) -> list[Row]:
    """Scoring standards of the Healthy Eating Index 2020, one row per component."""
    return load_rows(
        raw / SCORING,
        [
            "component",
            "type",
            "max_points",
            "standard_for_max_score",
            "standard_for_zero_score",
            "unit",
            "numerator_FPED_or_nutrient",
        ],
    )

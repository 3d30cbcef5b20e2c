"""Builds the reference intakes of Europe: EFSA's values, and the American ones where EFSA has none."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from builder.intake_raw import FIRST_AGE, Figure, Group, parse_figure
from builder.raw import RawProblem, Row, load_rows
from builder.writing import write_number

RAW = Path("dri/efsa_drv_nutriR.csv")
HERE = Path(__file__).parent
SEXES = {"Males": "male", "Females": "female", "Males/Females": "any"}
STAGES = {"Pregnancy": "pregnancy", "Lactation": "lactation"}
# reference values of pregnant and nursing women hold from 18 on: EFSA has none for girls, the US table has
FIRST_STAGE_AGE, LAST_STAGE_AGE = Decimal(18), Decimal(51)
MENOPAUSE = Decimal(51)  # where the reports of the United States put it
PHYTATE = "600 mg/d phytate"  # a day of a mixed European diet has 300 to 1,400
RULE_COLUMNS = (
    "nutrient", "kind", "raw_name", "raw_drv", "raw_unit", "factor", "basis", "kcal_per_unit", "strength",
    "applies_to", "measured_as", "side", "report",
)  # fmt: skip
OWN_COLUMNS = (
    "nutrient",
    "life_stage",
    "sex",
    "age_min_y",
    "age_max_y",
    "kind",
    "minimum",
    "maximum",
    "report",
)
SIDES = ("minimum", "maximum")
NO_END = Decimal(1000)


@dataclass(frozen=True)
class Span:
    """Ages from `low` up to, not including, `high` [years]."""

    low: Decimal
    high: Decimal


def parse_span(text: str, where: str) -> tuple[Decimal, Decimal | None] | None:
    """Return ages as EFSA writes them: `4-6 yr`, `>18 yr` (from 18 on), `11 y`; `None` for months."""
    if not re.search(r"[0-9] yr?$", text):
        return None
    if match := re.fullmatch(r">(\d+) yr?", text):
        return Decimal(match[1]), None
    if match := re.fullmatch(r"(\d+)-(\d+) yr?", text):
        return Decimal(match[1]), Decimal(match[2]) + 1
    if match := re.fullmatch(r"(\d+)(?:\.\d+)? yr?", text):
        return Decimal(match[1]), Decimal(match[1]) + 1
    raise RawProblem(f'{where}: the age "{text}" is not understood.')


def parse_group(row: Row, where: str) -> Group | None:
    """Return whom a row holds for; `None` for infants, other amounts of phytate and parts of a pregnancy."""
    stage, sex = row["Stage"], SEXES[row["Sex"]]
    ages = parse_span(row["Age group"], where)
    if stage in STAGES:
        low, high = ages or (FIRST_STAGE_AGE, None)
        if not ages and row["Age group"] != stage:
            return None
        end = LAST_STAGE_AGE if high is None else high
        return Group(STAGES[stage], "female", max(low, FIRST_STAGE_AGE), end)
    if ages is None or (ages[1] is not None and ages[1] <= FIRST_AGE):
        return None
    low, high = max(ages[0], FIRST_AGE), ages[1]
    if stage == "Premenopausal":
        high = MENOPAUSE
    elif stage == "Postmenopausal":
        low = MENOPAUSE
    elif "phytate" in stage and stage != PHYTATE:
        return None
    elif stage and stage != PHYTATE:
        raise RawProblem(f'{where}: the stage "{stage}" is not known.')
    return Group("general", sex, low, high)


def load_figures(raw: Path, rule: Row) -> list[Figure]:
    """Return the figures of one rule in the raw unit; what is added in pregnancy is added to the adults'."""
    path = raw / RAW
    needed = ["Nutrient", "Units", "DRV", "Sex", "Stage", "Age group", "Value", "Value note"]
    figures: list[Figure] = []
    for row in load_rows(path, needed):
        row = {name: "" if cell == "None" and name == "Stage" else cell for name, cell in row.items()}  # noqa: PLW2901
        if (row["Nutrient"], row["DRV"]) != (rule["raw_name"], rule["raw_drv"]) or not row["Value"]:
            continue
        if rule["raw_unit"] and row["Units"] != rule["raw_unit"]:
            raise RawProblem(f"{path}: {rule['raw_name']} stands in {row['Units']}, not {rule['raw_unit']}.")
        group = parse_group(row, str(path))
        if group is None or (rule["basis"] == "kg_weight" and group.life_stage != "general"):
            continue
        value, note = parse_figure(row["Value"], str(path)), row["Value note"]
        if rule["side"] == "range":
            low, _, high = note.partition("-")
            figures.append(Figure(group, parse_figure(low, str(path)), parse_figure(high, str(path))))
            continue
        if note == "+":
            value += next(
                f.minimum
                for f in figures
                if f.minimum and f.group.sex == "female" and f.group.age_max is None
            )
        most = rule["side"] == "maximum"
        figures.append(Figure(group, None if most else value, value if most else None))
    if not figures:
        raise RawProblem(f"{path}: {rule['raw_name']} ({rule['raw_drv']}) is missing.")
    if rule["basis"] != "kg_weight":
        figures += extend_to_stages(figures)
    return figures


def extend_to_stages(figures: list[Figure]) -> list[Figure]:
    """Return the adults' figures for pregnant and nursing women, where EFSA has none of their own."""
    known = {figure.group.life_stage for figure in figures}
    return [
        replace(f, group=Group(stage, "female", FIRST_STAGE_AGE, LAST_STAGE_AGE))
        for stage in STAGES.values() if stage not in known
        for f in figures
        if f.group.life_stage == "general" and f.group.sex != "male" and f.group.age_min == FIRST_STAGE_AGE
    ]  # fmt: skip


def build_europe(raw: Path, units: dict[str, str], american: list[Row], reports: dict[str, Row]) -> list[Row]:
    """Return every row of the European table: EFSA's, then the American ones for whom EFSA has no value."""
    rows: list[Row] = []
    for rule in load_rows(HERE / "europe_rules.csv", RULE_COLUMNS):
        factor = Decimal(rule["factor"])
        for figure in load_figures(raw, rule):
            ends = {
                side: "" if value is None else write_number(value * factor)
                for side, value in zip(SIDES, (figure.minimum, figure.maximum), strict=True)
            }
            share = rule["basis"] == "percent_energy"
            rows.append(
                {name: rule[name] for name in ("nutrient", "kind", "basis", "kcal_per_unit", "strength")}
                | {name: rule[name] for name in ("applies_to", "measured_as")}
                | ends | write_group(figure.group)
                | {"unit": "%" if share else units[rule["nutrient"]]}
                | {name: reports[rule["report"]][name] for name in ("source", "link")}
            )  # fmt: skip
    for row in load_rows(HERE / "europe_intakes.csv", OWN_COLUMNS):
        report = reports[row.pop("report")]
        rows.append({**row, "kcal_per_unit": "", "source": report["source"], "link": report["link"]})
    mine = list(rows)
    for row in american:
        rows += keep_uncovered(row, mine)
    return rows


def write_group(group: Group) -> Row:
    """Return whom a value holds for as cells."""
    end = "" if group.age_max is None else write_number(group.age_max)
    return {
        "life_stage": group.life_stage, "sex": group.sex, "age_min_y": write_number(group.age_min),
        "age_max_y": end,
    }  # fmt: skip


def keep_uncovered(row: Row, mine: list[Row]) -> list[Row]:
    """Return what of an American row is left for people of whom EFSA says nothing about that side.

    Estimated average requirements are left out: they are reports, of another standard. A value per kg of
    weight is replaced by one per kg alone, so that who tells no weight keeps the value of a reference body.
    """
    if row["kind"] == "EAR":
        return []
    sexes = ("female", "male") if row["sex"] == "any" else (row["sex"],)
    found: dict[tuple[Span, str, str], list[str]] = {}
    for sex in sexes:
        for low, high, sides in split_row(row, sex, mine):
            kept = {side: row[side] if side in sides else "" for side in SIDES}
            if any(kept.values()):
                found.setdefault((Span(low, high), kept["minimum"], kept["maximum"]), []).append(sex)
    parts = []
    for (span, minimum, maximum), who in found.items():
        end = "" if span.high == NO_END else write_number(span.high)
        parts.append({
            **row, "sex": row["sex"] if len(who) == len(sexes) else who[0], "minimum": minimum,
            "maximum": maximum, "age_min_y": write_number(span.low), "age_max_y": end,
        })  # fmt: skip
    return parts


def split_row(row: Row, sex: str, mine: list[Row]) -> list[tuple[Decimal, Decimal, tuple[str, ...]]]:
    """Return a row's ages in parts, with the sides of each that no row of `mine` says."""
    whole = span_of(row)
    rivals = [
        other
        for other in mine
        if other["measured_as"] == row["measured_as"] and other["life_stage"] == row["life_stage"]
        and other["sex"] in {"any", sex}
        and ((other["strength"] == "report") == (row["strength"] == "report"))
        and (other["basis"] == "kg_weight") == (row["basis"] == "kg_weight")
    ]  # fmt: skip
    cuts = {whole.low, whole.high}
    for other in rivals:
        cuts |= {age for age in (span_of(other).low, span_of(other).high) if whole.low < age < whole.high}
    parts: list[tuple[Decimal, Decimal, tuple[str, ...]]] = []
    ordered = sorted(cuts)
    for low, high in itertools.pairwise(ordered):
        covering = [o for o in rivals if span_of(o).low <= low and high <= span_of(o).high]
        sides = tuple(side for side in SIDES if row[side] and not any(o[side] for o in covering))
        if parts and parts[-1][1:] == (low, sides):
            parts[-1] = (parts[-1][0], high, sides)
        else:
            parts.append((low, high, sides))
    return parts


def span_of(row: Row) -> Span:
    """Return the ages a row holds for."""
    return Span(Decimal(row["age_min_y"]), Decimal(row["age_max_y"]) if row["age_max_y"] else NO_END)

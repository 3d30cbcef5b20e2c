"""Writes the tables of nutrients, reference intakes, energy needs, the eating index and guidance."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from builder.europe import build_europe
from builder.intake_raw import (
    EQUATION_ACTIVITIES,
    NEED_ACTIVITIES,
    Figure,
    Group,
    clip_to_stage,
    list_stages,
    load_calorie_needs,
    load_dri_figures,
    load_electrolyte_figures,
    load_energy_share_figures,
    load_equations,
    load_goal_figures,
    load_scoring,
)
from builder.raw import (
    FOOD_PATTERNS,
    NUTRIENT_VALUES,
    RawProblem,
    Row,
    index_rows,
    list_fndds_columns,
    load_rows,
)
from builder.writing import write_number, write_table

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent

NUTRIENT_COLUMNS = (
    "nutrient", "label", "unit", "kind", "decimals", "description", "source", "fndds_column",
    "kcal_per_unit",
)  # fmt: skip
INTAKE_COLUMNS = (
    "nutrient", "life_stage", "sex", "age_min_y", "age_max_y", "kind", "minimum", "maximum", "unit",
    "basis", "kcal_per_unit", "strength", "applies_to", "period", "daily_share", "measured_as", "source",
    "link",
)  # fmt: skip
ADJUSTMENT_COLUMNS = (
    "diet", "life_stage", "nutrient", "kind", "factor", "strength", "exclude_tag", "note", "source", "link",
)  # fmt: skip
EQUATION_COLUMNS = (
    "sex", "life_stage", "age_min_y", "age_max_y", "activity", "constant_kcal", "age_kcal_per_y",
    "height_kcal_per_cm", "weight_kcal_per_kg", "growth_kcal", "gestation_kcal_per_wk", "source",
    "link",
)  # fmt: skip
ADDITION_COLUMNS = (
    "life_stage", "bmi_min", "bmi_max", "month_min", "month_max", "week_min", "week_max", "energy_kcal",
    "basis", "note", "source", "link",
)  # fmt: skip
DEFAULT_COLUMNS = ("sex", "age_min_y", "age_max_y", "activity", "energy_kcal", "source", "link")
INDEX_COLUMNS = (
    "component", "label", "kind", "max_points", "full_at", "zero_at", "per", "scale", "numerator",
    "denominator", "source", "link",
)  # fmt: skip
CONDITION_COLUMNS = (
    "condition", "label", "question", "plan", "at_most", "more", "automatic", "message", "source", "link",
)  # fmt: skip
GUIDE_COLUMNS = (
    "nutrient", "role", "too_little", "too_much", "depends_on", "see_a_doctor", "note", "source",
    "link",
)  # fmt: skip


def load_own(name: str, columns: tuple[str, ...]) -> list[Row]:
    """A table that is kept by hand beside this module."""
    return load_rows(HERE / name, columns)


def load_reports() -> dict[str, Row]:
    """Source title and link by the short name our own tables use."""
    path = HERE / "intake_reports.csv"
    return index_rows(load_own(path.name, ("report", "source", "link")), "report", path)


def build_nutrients(raw: Path) -> list[Row]:
    """The nutrients in their order, each checked to stand in the raw file its figures come from."""
    nutrients = load_own("nutrients.csv", NUTRIENT_COLUMNS)
    load_rows(raw / NUTRIENT_VALUES, list_fndds_columns(nutrients), title_rows=1)
    load_rows(raw / FOOD_PATTERNS, [row["fndds_column"] for row in nutrients if row["kind"] == "component"])
    return nutrients


def write_age(age: Decimal | None) -> str:
    """An age [years]; blank where there is no end."""
    return "" if age is None else write_number(age)


def build_intake(rule: Row, figure: Figure, unit: str, report: Row) -> Row:
    """One row of the reference intakes from a rule of ours and a published figure."""
    factor = Decimal(rule["factor"])
    share = rule["kcal_per_unit"] != ""
    group = figure.group
    return {
        "nutrient": rule["nutrient"],
        "life_stage": group.life_stage,
        "sex": group.sex,
        "age_min_y": write_age(group.age_min),
        "age_max_y": write_age(group.age_max),
        "kind": rule["kind"],
        "minimum": "" if figure.minimum is None else write_number(figure.minimum * factor),
        "maximum": "" if figure.maximum is None else write_number(figure.maximum * factor),
        "unit": "%" if share else unit,
        "basis": "percent_energy" if share else "day",
        "kcal_per_unit": rule["kcal_per_unit"],
        "strength": rule["strength"],
        "applies_to": rule["applies_to"],
        "measured_as": rule["measured_as"],
        "source": report["source"],
        "link": report["link"],
    }


def build_intakes(raw: Path, units: dict[str, str]) -> list[Row]:
    """Every reference intake our rules ask for; a rule without figures is a problem of the raw files."""
    rules = load_own(
        "intake_rules.csv",
        ("nutrient", "kind", "raw_table", "raw_name", "raw_unit", "factor", "kcal_per_unit", "strength"),
    )
    reports = load_reports()
    published = load_dri_figures(raw)
    stages = list_stages(published)
    rows = load_own("extra_intakes.csv", ("nutrient", "minimum", "strength", "measured_as"))
    readers: dict[str, Callable[[Row], tuple[str, list[Figure]]]] = {
        "dri": lambda rule: published.get((rule["raw_name"], rule["kind"]), ("", [])),
        "electrolytes": lambda rule: (
            "mg/d",
            load_electrolyte_figures(raw, rule["raw_name"], upper=rule["kind"] == "CDRR"),
        ),
        "amdr": lambda rule: ("%", load_energy_share_figures(raw, rule["raw_name"], stages)),
        "goals": lambda rule: ("%", load_goal_figures(raw, rule["raw_name"], stages)),
    }
    for rule in rules:
        unit, figures = readers[rule["raw_table"]](rule)
        if not figures or unit != rule["raw_unit"]:
            raise RawProblem(
                f"{raw}: {rule['raw_name']} ({rule['kind']}) is missing or not in {rule['raw_unit']}."
            )
        report = reports[rule["report"]]
        rows += [build_intake(rule, figure, units[rule["nutrient"]], report) for figure in figures]
    return finish_intakes(rows)


def finish_intakes(rows: list[Row]) -> list[Row]:
    """Add over what each value holds, and put the rows in order."""
    add_periods(rows)
    return sorted(
        rows,
        key=lambda row: (
            row["nutrient"],
            row["life_stage"],
            row["sex"],
            Decimal(row["age_min_y"]),
            row["kind"],
        ),
    )


def add_periods(rows: list[Row]) -> None:
    """Over what each minimum holds, and the share of it asked on every single day (blank for an aim)."""
    path = HERE / "periods.csv"
    periods = index_rows(load_own(path.name, ("nutrient", "period", "daily_share")), "nutrient", path)
    for row in rows:
        rule = periods.get(row["measured_as"] or row["nutrient"], periods["*"])
        held = bool(row["minimum"])
        row["period"] = rule["period"] if held else ""
        row["daily_share"] = rule["daily_share"] if held and row["strength"] == "must" else ""


def build_equations(raw: Path) -> list[Row]:
    """Energy equations of 2023; nursing women have those of all women, and an addition of their own."""
    report = load_reports()["energy"]
    stages = list_stages(load_dri_figures(raw))
    rows = []
    for group, activity, coefficients in load_equations(raw):
        holds_for: list[Group | None] = [group]
        if group.life_stage == "pregnancy":
            holds_for = [clip_to_stage(group, "pregnancy", stages)]
        elif group.sex == "female":
            holds_for.append(clip_to_stage(group, "lactation", stages))
        for part in holds_for:
            if part is None:
                continue
            row = {
                "sex": part.sex,
                "life_stage": part.life_stage,
                "age_min_y": write_age(part.age_min),
                "age_max_y": write_age(part.age_max),
                "activity": activity,
                "source": report["source"],
                "link": report["link"],
            }
            row |= {name: write_number(value) for name, value in coefficients.items()}
            rows.append(row)
    return sorted(
        rows,
        key=lambda row: (
            row["sex"],
            row["life_stage"],
            Decimal(row["age_min_y"]),
            EQUATION_ACTIVITIES.index(row["activity"]),
        ),
    )


def build_defaults(raw: Path) -> list[Row]:
    """Energy needs by age, sex and activity for whoever gives no height and weight."""
    report = load_reports()["dga_energy"]
    rows = [
        {
            "sex": group.sex,
            "age_min_y": write_age(group.age_min),
            "age_max_y": write_age(group.age_max),
            "activity": activity,
            "energy_kcal": write_number(energy),
            "source": f"{report['source']}, table A2-2",
            "link": report["link"],
        }
        for group, activity, energy in load_calorie_needs(raw)
    ]
    return sorted(
        rows, key=lambda row: (row["sex"], Decimal(row["age_min_y"]), NEED_ACTIVITIES.index(row["activity"]))
    )


def build_eating_index(raw: Path) -> list[Row]:
    """The 13 components of the eating index in our nutrient ids, figures from the published standards."""
    path = HERE / "eating_index.csv"
    own = index_rows(load_own(path.name, ("raw_component", "component")), "raw_component", path)
    report = load_reports()["hei"]
    rows = []
    for standard in load_scoring(raw):
        ours = own.get(standard["component"])
        if ours is None or ours["raw_numerator"] != standard["numerator_FPED_or_nutrient"]:
            raise RawProblem(f"{path}: the component {standard['component']} is counted in another way.")
        ratio = ours["denominator"] != ""
        share = standard["unit"].startswith("%")
        rows.append(
            {
                "component": ours["component"],
                "label": ours["label"],
                "kind": "ratio" if ratio else standard["type"],
                "max_points": write_number(standard["max_points"]),
                "full_at": write_number(standard["standard_for_max_score"]),
                "zero_at": write_number(standard["standard_for_zero_score"]),
                "per": "ratio" if ratio else "percent_energy" if share else "1000_kcal",
                "scale": ours["scale"],
                "numerator": ours["numerator"],
                "denominator": ours["denominator"],
                "source": report["source"],
                "link": report["link"],
            }
        )
    return sorted(rows, key=lambda row: row["component"])


def build_own(name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> list[Row]:
    """A table of our own words, sorted by its key."""
    return sorted(load_own(name, columns), key=lambda row: [row[part] for part in key])


def write_intake_tables(raw: Path, out: Path) -> None:
    """Write all tables this module knows to the folder `out`; raises RawProblem if a raw file changed."""
    nutrients = build_nutrients(raw)
    units = {row["nutrient"]: row["unit"] for row in nutrients}
    write_table(out / "nutrients.csv", NUTRIENT_COLUMNS, nutrients)
    american = build_intakes(raw, units)
    write_table(out / "reference_intakes.csv", INTAKE_COLUMNS, american)
    european = finish_intakes(build_europe(raw, units, american, load_reports()))
    write_table(out / "reference_intakes_eu.csv", INTAKE_COLUMNS, european)
    write_table(out / "energy_equations.csv", EQUATION_COLUMNS, build_equations(raw))
    write_table(out / "energy_defaults.csv", DEFAULT_COLUMNS, build_defaults(raw))
    write_table(out / "eating_index.csv", INDEX_COLUMNS, build_eating_index(raw))
    own = (
        ("adjustments.csv", ADJUSTMENT_COLUMNS, ("diet", "life_stage", "nutrient", "kind", "exclude_tag")),
        (
            "energy_additions.csv",
            ADDITION_COLUMNS,
            ("basis", "life_stage", "bmi_min", "month_min", "week_min"),
        ),
        ("conditions.csv", CONDITION_COLUMNS, ("condition",)),
        ("guide.csv", GUIDE_COLUMNS, ("nutrient",)),
    )
    for name, columns, key in own:
        write_table(out / name, columns, build_own(name, columns, key))

"""EFSA's values: how they are read, what is left of the American ones, and the shipped table's figures."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from europe_raw import FILE, write_europe

from builder.europe import keep_uncovered, load_figures, parse_span
from builder.raw import RawProblem

ROOT = Path(__file__).parents[2]


def rules(nutrient, kind):
    with (ROOT / "builder/europe_rules.csv").open(encoding="utf-8", newline="") as file:
        return next(r for r in csv.DictReader(file) if (r["nutrient"], r["kind"]) == (nutrient, kind))


@pytest.mark.parametrize(
    ("text", "span"),
    [("4-6 yr", (4, 7)), (">18 yr", (18, None)), ("11 y", (11, 12)), (">60 y", (60, None)), ("7-11 mo", None),
     ("Pregnancy", None), ("1st trimester", None), ("0-6 mo post partum", None)],
)  # fmt: skip
def test_ages_as_efsa_writes_them(text, span):
    found = parse_span(text, "file")
    assert found == (None if span is None else tuple(None if age is None else Decimal(age) for age in span))


@pytest.mark.parametrize(
    ("nutrient", "kind", "found"),
    [
        ("zinc_mg", "PRI", {("general", "female", 18): 3, ("pregnancy", "female", 18): Decimal("4.6")}),
        ("iron_mg", "PRI", {("general", "female", 18): 6, ("general", "female", 51): 5}),
        ("calcium_mg", "PRI", {("pregnancy", "female", 18): 8, ("pregnancy", "female", 25): 7}),
        ("folate_dfe_ug", "PRI", {("lactation", "female", 18): 9, ("pregnancy", "female", 18): 4}),
    ],
)
def test_whom_a_figure_holds_for(tmp_path, nutrient, kind, found):
    """Zinc by phytate with what pregnancy adds, iron by menopause, an adult's where EFSA has no other."""
    write_europe(tmp_path, ROOT / "builder")
    figures = {
        (f.group.life_stage, f.group.sex, int(f.group.age_min)): f.minimum
        for f in load_figures(tmp_path, rules(nutrient, kind))
    }
    assert {key: figures[key] for key in found} == found


def test_another_unit_is_a_problem(tmp_path):
    write_europe(tmp_path, ROOT / "builder")
    path = tmp_path / FILE
    path.write_text(path.read_text().replace("mg NE/MJ", "mg/d"))
    with pytest.raises(RawProblem, match="Niacin stands in mg/d"):
        load_figures(tmp_path, rules("niacin_mg", "PRI"))


def row(**cells):
    return {
        "nutrient": "iron_mg", "kind": "UL", "life_stage": "general", "sex": "any", "age_min_y": "4",
        "age_max_y": "", "minimum": "", "maximum": "40", "basis": "day", "strength": "must",
        "measured_as": "iron_mg", **cells,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "left"),
    [
        ([], [("any", "4", "", "", "40")]),
        ([{"maximum": "30"}], []),
        ([{"maximum": "", "minimum": "8"}], [("any", "4", "", "", "40")]),  # the other side
        ([{"maximum": "30", "age_min_y": "18"}], [("any", "4", "18", "", "40")]),
        ([{"maximum": "30", "sex": "male"}], [("female", "4", "", "", "40")]),
        ([{"maximum": "30", "life_stage": "pregnancy"}], [("any", "4", "", "", "40")]),
        ([{"maximum": "30", "measured_as": "zinc_mg"}], [("any", "4", "", "", "40")]),
        ([{"maximum": "30", "basis": "kg_weight"}], [("any", "4", "", "", "40")]),
    ],
)
def test_what_is_left_of_an_american_value(mine, left):
    found = keep_uncovered(row(), [row(**cells) for cells in mine])
    names = ("sex", "age_min_y", "age_max_y", "minimum", "maximum")
    assert [tuple(part[name] for name in names) for part in found] == left


def find_values(nutrient, kind, age, sex, stage):
    with (ROOT / "data/reference_intakes_eu.csv").open(encoding="utf-8", newline="") as file:
        return [
            (float(r["minimum"] or "nan"), float(r["maximum"] or "nan"), r["basis"])
            for r in csv.DictReader(file)
            if (r["nutrient"], r["kind"], r["life_stage"]) == (nutrient, kind, stage)
            and r["sex"] in {"any", sex}
            and float(r["age_min_y"]) <= age < float(r["age_max_y"] or 999)
        ]


@pytest.mark.parametrize(
    ("nutrient", "kind", "age", "sex", "stage", "low", "high"),
    [
        ("magnesium_mg", "AI", 40, "male", "general", 350, None),
        ("magnesium_mg", "AI", 40, "female", "general", 300, None),
        ("magnesium_mg", "UL", 40, "female", "general", None, 250),
        ("calcium_mg", "PRI", 20, "male", "general", 1000, None),
        ("calcium_mg", "PRI", 30, "female", "general", 950, None),
        ("calcium_mg", "PRI", 12, "male", "general", 1150, None),
        ("potassium_mg", "AI", 30, "female", "lactation", 4000, None),
        ("vitamin_d_ug", "AI", 80, "male", "general", 15, None),
        ("vitamin_d_ug", "UL", 9, "male", "general", None, 50),
        ("vitamin_b12_ug", "AI", 30, "female", "pregnancy", 4.5, None),
        ("iron_mg", "PRI", 35, "female", "general", 16, None),
        ("iron_mg", "PRI", 60, "female", "general", 11, None),
        ("zinc_mg", "PRI", 40, "male", "general", 11.7, None),
        ("zinc_mg", "PRI", 30, "female", "pregnancy", 10.9, None),
        ("folate_dfe_ug", "PRI", 30, "female", "pregnancy", 600, None),
        ("vitamin_b6_mg", "UL", 40, "male", "general", None, 12),
        ("vitamin_a_rae_ug", "PRI", 30, "female", "lactation", 1300, None),
        ("selenium_ug", "UL", 40, "male", "general", None, 255),
        ("thiamin_mg", "PRI", 40, "male", "general", 0.4184, None),
        ("niacin_mg", "PRI", 40, "male", "general", 6.6944, None),
        ("vitamin_c_mg", "PRI", 40, "male", "general", 110, None),
        ("choline_mg", "AI", 30, "female", "pregnancy", 480, None),
        ("sodium_mg", "safe and adequate", 40, "male", "general", None, 2000),
        ("fat_g", "RI", 40, "male", "general", 20, 35),
        ("fiber_g", "AI", 40, "male", "general", 25, None),
        ("protein_g", "PRI per kg", 40, "male", "general", 0.83, None),
        ("copper_mg", "AI", 30, "female", "pregnancy", 1.5, None),
        ("water_g", "AI", 30, "female", "lactation", 2700, None),
    ],
)  # fmt: skip
def test_the_shipped_table_says_what_efsa_published(nutrient, kind, age, sex, stage, low, high):
    found = find_values(nutrient, kind, age, sex, stage)
    assert len(found) == 1
    assert found[0][0] == pytest.approx(float("nan") if low is None else low, nan_ok=True)
    assert found[0][1] == pytest.approx(float("nan") if high is None else high, nan_ok=True)


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("age", [4, 8, 11, 15, 17, 18, 24, 30, 52, 80])
def test_nobody_loses_a_target_by_the_standard(knowledge, age, sex):
    """Whoever has an American must or aim has a European one, or that very one, for each side."""
    from mealopt.knowledge.standards import choose_standard

    europe = choose_standard(knowledge, "eu")
    stages = ["general"] + (["pregnancy", "lactation"] if sex == "female" and 14 <= age < 51 else [])
    for stage in stages:
        sides = []
        for known in (knowledge, europe):
            rows = [r for r in known.find_intakes(age, sex, stage) if r.strength != "report"]
            sides.append(
                {
                    (r.measured_as, side)
                    for r in rows
                    for side in ("minimum", "maximum")
                    if getattr(r, side) is not None
                }
            )
        lost = sides[0] - sides[1]
        assert lost == set(), (stage, lost)

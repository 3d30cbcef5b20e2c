"""The tables of intakes: built from a small made-up raw folder, and the shipped ones against known values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from europe_raw import write_europe

from builder.intakes import write_intake_tables
from builder.raw import RawProblem

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
OWN = ROOT / "builder"

MADE = {"greenhouse_gas_kg", "land_m2", "fresh_water_l", "calcium_absorbed_mg", "iron_absorbed_mg"}
ELSEWHERE = {"iodine_ug"}  # measured by another list, for some foods: never asked for
CORE = ("calcium_mg", "magnesium_mg", "potassium_mg", "vitamin_b12_ug", "vitamin_d_ug")
DRI = "dri/nasem_dri_ear_rda_ai_ul_nutriR.csv"
ELECTROLYTES = "dri/nasem_2019_sodium_potassium.csv"
GOALS = "dri/dga_2020_2025_appendix1_nutritional_goals.md"
NEEDS = "dri/dga_2020_2025_appendix2_calorie_needs.md"
SCORING = "hei/hei2020_scoring_standards.csv"
FNDDS = "fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv"

KINDS = {
    "EAR": "Estimated Average Requirement (EAR)",
    "RDA": "Recommended Dietary Allowance (RDA)",
    "AI": "Adequate Intake (AI)",
    "UL": "Tolerable Upper Intake Level (UL)",
}
GROUPS = (
    ("Both", "Infants", "0-6 mo", "1"),
    ("Both", "Children", "1-3 yr", "2"),
    ("Both", "Children", "4-8 yr", "3"),
    ("Males", "None", "9-13 yr", "4.5"),
    ("Females", "None", ">70 yr", "5"),
    ("Females", "Pregnancy", "14-18 yr", "6"),
    ("Females", "Pregnancy", "19-30 yr", "6"),
    ("Females", "Lactation", "31-50 yr", ""),
    ("Females", "Lactation", "19-30 yr", "7"),
)


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    nutrients = read_table(OWN / "nutrients.csv")
    # the published headers break lines inside a cell
    names = [row["fndds_column"].replace(" (", "\n(") for row in nutrients if row["kind"] != "component"]
    write_rows(folder / FNDDS, [["FNDDS Nutrient Values\n2017-2018"], names])
    names = [row["fndds_column"] for row in nutrients if row["kind"] == "component"]
    write_rows(folder / "fped-2017-2018/FPED_1718.csv", [["FOODCODE", *names]])

    rows = [["nutrient", "units", "sex", "stage", "age_range", "dri_type", "value", "footnote"]]
    for rule in read_table(OWN / "intake_rules.csv"):
        if rule["raw_table"] == "dri":
            rows += [
                [rule["raw_name"], rule["raw_unit"], sex, stage, ages, KINDS[rule["kind"]], value, "*"]
                for sex, stage, ages, value in GROUPS
            ]
    rows.append(["Sodium", "g/d", "Males", "None", "19-30 yr", KINDS["UL"], "99", ""])
    write_rows(folder / DRI, rows)
    write_rows(
        folder / ELECTROLYTES,
        [
            ["group", "age", "potassium_AI_mg", "sodium_AI_mg", "sodium_CDRR_mg"],
            ["Infants", "0-6 mo", "1", "2", ""],
            ["Children", "1-3 y", "3", "4", "5"],
            ["Males", ">70 y", "6", "7", "8"],
            ["Pregnancy", "14-18 y", "9", "10", ""],
        ],
    )
    shares = ("fat", "carbohydrate", "protein", "linoleic acid (n-6)", "alpha-linolenic acid (n-3)")
    write_rows(
        folder / "dri/amdr.csv",
        [["nutrient", "age", "pct_energy_min", "pct_energy_max"]]
        + [[name, ages, low, "50"] for name in shares for ages, low in (("1-3 y", "1"), ("4-18 y", "2"))]
        + [[name, "19+ y", "0.6", "50"] for name in shares],
    )
    goal = "| Goal | Source | F | M |\n| {} | DGA | <{} | <{} |\n"
    (folder / GOALS).write_text(
        goal.format("Saturated Fatty Acids (% kcal)", 10, 10) + goal.format("Added sugars (% kcals)", 10, 10)
        + goal.format("Added Sugars (% kcal)", 10, 10),
        encoding="utf-8",
    )  # fmt: skip
    (folder / NEEDS).write_text(
        "**Table A2-1**\n| 12 | 1 | 2 |\n**Table A2-2**\n"
        "| **3** | 1,000 | 1,000 | 1,000 | 1,000 | 1,000 | 1,000 |\n"
        "| **4** | 1,200 | 1,400 | 1,600 | 1,100 | 1,300 | 1,500 |\n"
        "| **76 and up**| 2,000 | 2,200 | 2,400 | 1,600 | 1,800 | 2,000 |\n"
        "**Disclosures for Table A2-2:**\n| **5** | 9 | 9 | 9 | 9 | 9 | 9 |\n",
        encoding="utf-8",
    )
    write_rows(
        folder / "dri/nasem_2023_eer_equations.csv",
        [
            [
                "sex_stage",
                "age_min_y",
                "age_max_y_excl",
                "pal_category",
                "const",
                "coef_age_y",
                "coef_height_cm",
                "coef_weight_kg",
                "growth_kcal",
                "coef_gestation_wk",
            ],
            ["M", "3", "4", "inactive", "1", "2", "3", "4", "5", ""],
            ["F", "4", "9", "inactive", "-1.50", "2", "3", "4", "15", ""],
            ["F", "19", "", "low_active", "10", "-7.010", "5", "6", "", ""],
            ["F pregnant T2-T3", "", "", "active", "20", "1", "2", "3", "0", "9.16"],
        ],
    )
    header = "component,type,max_points,standard_for_max_score,standard_for_zero_score,unit,"
    standards = [f"{header}numerator_FPED_or_nutrient".split(",")]
    for row in read_table(OWN / "eating_index.csv"):
        unit = "% of energy" if "Sugars" in row["raw_component"] else "oz eq / 1000 kcal"
        standards.append([row["raw_component"], "adequacy", "5", "0.80", "0.0", unit, row["raw_numerator"]])
    write_rows(folder / SCORING, standards)
    write_europe(folder, OWN)
    return folder


@pytest.fixture
def built(raw: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    write_intake_tables(raw, out)
    return out


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def test_every_table_is_written_and_nothing_else(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "adjustments.csv",
        "conditions.csv",
        "eating_index.csv",
        "energy_additions.csv",
        "energy_defaults.csv",
        "energy_equations.csv",
        "guide.csv",
        "nutrients.csv",
        "reference_intakes.csv",
        "reference_intakes_eu.csv",
    ]


def test_rebuilding_gives_the_same_bytes(raw: Path, built: Path) -> None:
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    write_intake_tables(raw, built)
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before
    assert all(b"\r" not in content for content in before.values())


def test_units_are_converted_and_infants_and_blanks_left_out(built: Path) -> None:
    rows = read_table(built / "reference_intakes.csv")
    copper = [row for row in rows if row["nutrient"] == "copper_mg" and row["kind"] == "RDA"]
    assert [(row["life_stage"], row["sex"], row["age_min_y"], row["age_max_y"]) for row in copper] == [
        ("general", "any", "4", "9"),
        ("general", "female", "71", ""),
        ("general", "male", "9", "14"),
        ("lactation", "female", "19", "31"),
        ("pregnancy", "female", "14", "19"),
        ("pregnancy", "female", "19", "31"),
    ]
    assert [row["minimum"] for row in copper] == ["0.003", "0.005", "0.0045", "0.007", "0.006", "0.006"]
    assert {row["unit"] for row in copper} == {"mg"}
    water = next(row for row in rows if row["nutrient"] == "water_g")
    assert (water["minimum"], water["unit"]) == ("3000", "g")


def test_sodium_and_potassium_come_from_the_later_report(built: Path) -> None:
    rows = [row for row in read_table(built / "reference_intakes.csv") if row["nutrient"] == "sodium_mg"]
    assert [(row["age_min_y"], row["kind"], row["minimum"], row["maximum"]) for row in rows] == [
        ("71", "AI", "7", ""),
        ("71", "CDRR", "", "8"),
        ("14", "AI", "10", ""),
    ]


def test_shares_of_energy_reach_every_stage_within_its_ages(built: Path) -> None:
    rows = [
        row
        for row in read_table(built / "reference_intakes.csv")
        if row["nutrient"] == "fat_g" and row["kind"] == "AMDR"
    ]
    assert [(row["life_stage"], row["age_min_y"], row["age_max_y"], row["minimum"]) for row in rows] == [
        ("general", "4", "19", "2"),
        ("general", "19", "", "0.6"),
        ("lactation", "19", "31", "0.6"),
        ("pregnancy", "14", "19", "2"),
        ("pregnancy", "19", "31", "0.6"),
    ]
    assert {(row["unit"], row["basis"], row["kcal_per_unit"]) for row in rows} == {
        ("%", "percent_energy", "9")
    }


def test_equations_keep_their_coefficients_and_reach_nursing_women(built: Path) -> None:
    rows = read_table(built / "energy_equations.csv")
    found = [tuple(row.values())[:11] for row in rows]
    assert found == [
        ("female", "general", "4", "9", "inactive", "-1.5", "2", "3", "4", "15", "0"),
        ("female", "general", "19", "", "low_active", "10", "-7.01", "5", "6", "0", "0"),
        ("female", "lactation", "19", "31", "low_active", "10", "-7.01", "5", "6", "0", "0"),
        ("female", "pregnancy", "14", "31", "active", "20", "1", "2", "3", "0", "9.16"),
    ]


def test_calorie_needs_are_read_from_their_own_table_only(built: Path) -> None:
    rows = read_table(built / "energy_defaults.csv")
    assert len(rows) == 12
    assert [row["energy_kcal"] for row in rows if row["age_min_y"] == "4"] == [
        "1100", "1300", "1500", "1200", "1400", "1600",
    ]  # fmt: skip
    assert {row["age_max_y"] for row in rows} == {"5", ""}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (FNDDS, "Magnesium\n(mg)", "Magnesium (g)", "Magnesium (mg)"),
        ("fped-2017-2018/FPED_1718.csv", "V_TOTAL", "V_ALL", "V_TOTAL"),
        (DRI, "Copper,µg/d", "Copper,mg/d", "Copper"),
        (DRI, "Zinc", "Zink", "Zinc"),
        (DRI, "4-8 yr", "4 to 8", "4 to 8"),
        (DRI, "Pregnancy", "Pregnant", "Pregnant"),
        (DRI, "4.5", "4;5", "4;5"),
        (ELECTROLYTES, "sodium_CDRR_mg", "sodium_UL_mg", "sodium_CDRR_mg"),
        (GOALS, "Fatty Acids (% kcal) | DGA | <10 | <10", "Fatty Acids (% kcal) | DGA | <10 | <9", "not one"),
        (NEEDS, "**Table A2-2**", "**Table 2**", "A2-2"),
        (SCORING, "V_DRKGR+V_LEGUMES", "V_DRKGR", "Greens and Beans"),
        (ELECTROLYTES, "Males", "Men", "Men"),
        ("dri/nasem_2023_eer_equations.csv", "F pregnant T2-T3", "F pregnant", "F pregnant"),
        ("dri/nasem_2023_eer_equations.csv", "low_active", "lively", "lively"),
    ],
)  # fmt: skip
def test_a_raw_file_that_changed_is_refused(
    raw: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    replace_text(raw / file, old, new)
    with pytest.raises(RawProblem) as problem:
        write_intake_tables(raw, tmp_path)
    assert said in str(problem.value)


# ---- the shipped tables -------------------------------------------------------------------------------


def find_intakes(
    nutrient: str, kind: str, age: float, sex: str, life_stage: str = "general"
) -> list[dict[str, str]]:
    return [
        row
        for row in read_table(DATA / "reference_intakes.csv")
        if row["nutrient"] == nutrient
        and row["kind"] == kind
        and row["life_stage"] == life_stage
        and row["sex"] in {"any", sex}
        and float(row["age_min_y"]) <= age < float(row["age_max_y"] or 999)
    ]


@pytest.mark.parametrize(
    ("nutrient", "kind", "age", "sex", "life_stage", "amount"),
    [
        ("magnesium_mg", "RDA", 40, "male", "general", 420),
        ("magnesium_mg", "RDA", 25, "female", "general", 310),
        ("magnesium_mg", "RDA", 35, "female", "pregnancy", 360),
        ("magnesium_mg", "UL", 40, "male", "general", 350),
        ("magnesium_mg", "EAR", 40, "male", "general", 350),
        ("calcium_mg", "RDA", 55, "female", "general", 1200),
        ("calcium_mg", "RDA", 55, "male", "general", 1000),
        ("calcium_mg", "RDA", 71, "male", "general", 1200),
        ("calcium_mg", "RDA", 12, "male", "general", 1300),
        ("calcium_mg", "UL", 30, "male", "general", 2500),
        ("calcium_mg", "UL", 51, "male", "general", 2000),
        ("vitamin_d_ug", "RDA", 70, "male", "general", 15),
        ("vitamin_d_ug", "RDA", 71, "female", "general", 20),
        ("vitamin_d_ug", "UL", 30, "male", "general", 100),
        ("vitamin_b12_ug", "RDA", 30, "male", "general", 2.4),
        ("vitamin_b12_ug", "RDA", 30, "female", "pregnancy", 2.6),
        ("vitamin_b12_ug", "RDA", 30, "female", "lactation", 2.8),
        ("potassium_mg", "AI", 30, "male", "general", 3400),
        ("potassium_mg", "AI", 30, "female", "general", 2600),
        ("potassium_mg", "AI", 30, "female", "pregnancy", 2900),
        ("sodium_mg", "AI", 30, "female", "general", 1500),
        ("sodium_mg", "CDRR", 30, "female", "general", 2300),
        ("sodium_mg", "CDRR", 8, "female", "general", 1500),
        ("vitamin_b6_mg", "RDA", 51, "male", "general", 1.7),
        ("thiamin_mg", "RDA", 30, "female", "pregnancy", 1.4),
        ("water_g", "AI", 30, "male", "general", 3700),
        ("iron_mg", "RDA", 30, "female", "general", 18),
        ("iron_mg", "RDA", 51, "female", "general", 8),
        ("iron_mg", "RDA", 30, "female", "pregnancy", 27),
        ("zinc_mg", "UL", 30, "male", "general", 40),
        ("copper_mg", "RDA", 30, "male", "general", 0.9),
        ("copper_mg", "UL", 30, "male", "general", 10),
        ("phosphorus_mg", "UL", 30, "female", "pregnancy", 3500),
        ("folate_dfe_ug", "RDA", 30, "female", "pregnancy", 600),
        ("vitamin_a_rae_ug", "UL", 30, "female", "general", 3000),
        ("choline_mg", "AI", 30, "male", "general", 550),
        ("fiber_g", "AI", 30, "male", "general", 38),
        ("carbohydrate_g", "RDA", 30, "male", "general", 130),
        ("protein_g", "RDA", 30, "male", "general", 56),
        ("saturated_fat_g", "DGA", 30, "male", "general", 10),
        ("added_sugars_tsp", "DGA", 30, "female", "lactation", 10),
        ("caffeine_mg", "FDA", 30, "male", "general", 400),
        ("caffeine_mg", "ACOG", 30, "female", "pregnancy", 200),
    ],
)
def test_well_known_values(
    nutrient: str, kind: str, age: float, sex: str, life_stage: str, amount: float
) -> None:
    (row,) = find_intakes(nutrient, kind, age, sex, life_stage)
    assert float(row["minimum"] or row["maximum"]) == amount
    assert bool(row["maximum"]) is (kind not in {"EAR", "RDA", "AI"})


def list_people() -> list[tuple[int, str, str]]:
    people = [(age, sex, "general") for age in range(4, 101) for sex in ("female", "male")]
    return people + [(age, "female", stage) for age in range(14, 51) for stage in ("pregnancy", "lactation")]


def test_everybody_has_exactly_one_row_of_each_kind_they_need() -> None:
    rows = read_table(DATA / "reference_intakes.csv")
    for age, sex, stage in list_people():
        held = [
            row
            for row in rows
            if row["life_stage"] == stage
            and row["sex"] in {"any", sex}
            and float(row["age_min_y"]) <= age < float(row["age_max_y"] or 999)
        ]
        keys = [(row["nutrient"], row["kind"]) for row in held]
        assert len(keys) == len(set(keys)), (age, sex, stage)
        minimums = [row["nutrient"] for row in held if row["kind"] in {"RDA", "AI"}]
        for nutrient in {row["nutrient"] for row in rows if row["kind"] in {"RDA", "AI"}} - {
            "vitamin_b12_added_ug"
        }:
            assert minimums.count(nutrient) == 1, (age, sex, stage, nutrient)
        assert [row["strength"] for row in held if row["nutrient"] == "caffeine_mg"] == ["must"]
        assert minimums.count("vitamin_b12_added_ug") == (age >= 51)


def test_no_minimum_stands_above_its_maximum_even_when_adjusted() -> None:
    rows = read_table(DATA / "reference_intakes.csv")
    factors = {
        (row["life_stage"], row["nutrient"], row["kind"]): float(row["factor"])
        for row in read_table(DATA / "adjustments.csv")
        if row["factor"]
    }
    for age, sex, stage in list_people():
        low: dict[tuple[str, str], float] = {}
        high: dict[tuple[str, str], float] = {}
        for row in rows:
            if (
                row["life_stage"] == stage
                and row["sex"] in {"any", sex}
                and float(row["age_min_y"]) <= age < float(row["age_max_y"] or 999)
                and row["applies_to"] != "supplements"
            ):
                key = (row["measured_as"], row["basis"])
                if row["minimum"]:
                    of = (row["nutrient"], row["kind"])
                    factor = factors.get((stage, *of), factors.get(("", *of), 1))
                    low[key] = max(low.get(key, 0), float(row["minimum"]) * factor)
                if row["maximum"]:
                    high[key] = min(high.get(key, 1e9), float(row["maximum"]))
        assert not [key for key in low if low[key] > high.get(key, 1e9)], (age, sex, stage)


def test_upper_limits_that_hold_for_one_form_only_say_so() -> None:
    found = {
        row["nutrient"]: (row["applies_to"], row["measured_as"])
        for row in read_table(DATA / "reference_intakes.csv")
        if row["kind"] == "UL" and row["applies_to"] != "total"
    }
    assert found == {
        "folate_dfe_ug": ("synthetic", "folic_acid_ug"),
        "magnesium_mg": ("supplements", "magnesium_mg"),
        "niacin_mg": ("supplements", "niacin_mg"),
        "vitamin_a_rae_ug": ("preformed", "retinol_ug"),
        "vitamin_e_mg": ("synthetic", "vitamin_e_added_mg"),
    }


def test_strengths_follow_kind_and_the_core_five() -> None:
    for row in read_table(DATA / "reference_intakes.csv"):
        kind, nutrient = row["kind"], row["nutrient"]
        if kind == "EAR" or (kind == "AMDR" and "linole" in nutrient) or nutrient in ELSEWHERE:
            expected = "report"
        elif nutrient not in CORE and (kind == "AI" or nutrient == "vitamin_b12_added_ug"):
            expected = "aim"
        else:
            expected = "must"
        assert row["strength"] == expected, row


def test_every_row_names_a_known_nutrient_its_unit_and_a_source() -> None:
    units = {row["nutrient"]: row["unit"] for row in read_table(DATA / "nutrients.csv")}
    for row in read_table(DATA / "reference_intakes.csv"):
        assert row["measured_as"] in units
        assert row["unit"] == ("%" if row["basis"] == "percent_energy" else units[row["nutrient"]])
        assert bool(row["kcal_per_unit"]) is (row["basis"] == "percent_energy")
    for name in ("reference_intakes", "adjustments", "energy_equations", "energy_additions",
                 "energy_defaults", "eating_index", "conditions", "guide"):  # fmt: skip
        for row in read_table(DATA / f"{name}.csv"):
            assert row["source"], (name, row)
            assert row["link"].startswith("https://"), (name, row)


def test_nutrients_are_the_ones_the_design_names() -> None:
    rows = read_table(DATA / "nutrients.csv")
    columns = [row["fndds_column"] for row in rows if row["nutrient"] not in ELSEWHERE | MADE]
    assert len({row["nutrient"] for row in rows}) == len(rows) == 68 + len(ELSEWHERE) + len(MADE)
    assert len(set(columns)) == len(columns) == 68
    assert all(columns)
    assert {row["nutrient"] for row in rows if row["kind"] == "core"} == set(CORE)
    assert {row["unit"] for row in rows} == {"kcal", "g", "mg", "µg", "cup", "oz", "tsp", "kg", "m²", "L"}
    endings = {
        "kg": "_kg",
        "m²": "_m2",
        "L": "_l",
        "kcal": "_kcal",
        "g": "_g",
        "mg": "_mg",
        "µg": "_ug",
        "cup": "_cup",
        "oz": "_oz",
        "tsp": "_tsp",
    }
    assert all(row["nutrient"].endswith(endings[row["unit"]]) for row in rows)


def estimate_energy(
    sex: str, life_stage: str, age: float, activity: str, height: float, weight: float, week: float = 0
) -> float:
    (row,) = (
        row
        for row in read_table(DATA / "energy_equations.csv")
        if (row["sex"], row["life_stage"], row["activity"]) == (sex, life_stage, activity)
        and float(row["age_min_y"]) <= age < float(row["age_max_y"] or 999)
    )
    return (
        float(row["constant_kcal"])
        + float(row["age_kcal_per_y"]) * age
        + float(row["height_kcal_per_cm"]) * height
        + float(row["weight_kcal_per_kg"]) * weight
        + float(row["growth_kcal"])
        + float(row["gestation_kcal_per_wk"]) * week
    )


def test_energy_equations_by_hand() -> None:
    # 753.07 − 10.83·30 + 6.50·175 + 14.10·70 and 584.90 − 7.01·30 + 5.72·163 + 11.71·57, NASEM 2023
    assert estimate_energy("male", "general", 30, "inactive", 175, 70) == pytest.approx(2552.67)
    assert estimate_energy("female", "general", 30, "inactive", 163, 57) == pytest.approx(1974.43)
    assert estimate_energy("female", "lactation", 30, "inactive", 163, 57) == pytest.approx(1974.43)
    # 19.12 + 3.68·10 + 8.62·140 + 20.28·32 + 25 of growth
    assert estimate_energy("male", "general", 10, "low_active", 140, 32) == pytest.approx(1936.68)
    # 693.35 − 2.04·30 + 5.73·163 + 10.20·65 + 9.16·20
    assert estimate_energy("female", "pregnancy", 30, "low_active", 163, 65, 20) == pytest.approx(2412.34)


def test_energy_equations_and_calorie_needs_tell_the_same_story() -> None:
    # the reference adults of the Dietary Guidelines: 5 ft 10 in and 154 lb, 5 ft 4 in and 126 lb
    bodies = {"male": (177.8, 69.9), "female": (162.6, 57.2)}
    levels = {"sedentary": "inactive", "moderately_active": "low_active", "active": "active"}
    rows = [row for row in read_table(DATA / "energy_defaults.csv") if float(row["age_min_y"]) >= 19]
    assert len(rows) == 78
    for row in rows:
        age = float(row["age_min_y"])
        energy = estimate_energy(row["sex"], "general", age, levels[row["activity"]], *bodies[row["sex"]])
        assert energy == pytest.approx(float(row["energy_kcal"]), rel=0.15)


def test_everybody_has_one_stand_in_for_each_activity() -> None:
    rows = read_table(DATA / "energy_defaults.csv")
    for age, sex, stage in list_people():
        if stage == "general":
            held = [
                row["activity"]
                for row in rows
                if row["sex"] == sex and float(row["age_min_y"]) <= age < float(row["age_max_y"] or 999)
            ]
            assert held == ["sedentary", "moderately_active", "active"]


@pytest.mark.parametrize("basis", ["eer", "default"])
def test_every_week_and_month_has_one_addition(basis: str) -> None:
    rows = [row for row in read_table(DATA / "energy_additions.csv") if row["basis"] == basis]

    def held(stage: str, **at: float) -> list[str]:
        return [
            row["energy_kcal"]
            for row in rows
            if row["life_stage"] == stage
            and all(
                float(row[f"{name}_min"] or 0) <= value < float(row[f"{name}_max"] or 999)
                for name, value in at.items()
            )
        ]

    for bmi in (17, 18.5, 24.9, 25, 29.9, 30, 45):
        for week in range(43):
            assert len(held("pregnancy", bmi=bmi, week=week)) == 1
    assert all(len(held("lactation", month=month)) == 1 for month in range(13))
    expected = {"eer": ("200", "-50", "400", "380"), "default": ("452", "452", "330", "400")}[basis]
    assert (*held("pregnancy", bmi=22, week=30), *held("pregnancy", bmi=31, week=30)) == expected[:2]
    assert (*held("lactation", month=6), *held("lactation", month=7)) == expected[2:]


def test_eating_index_adds_up_to_a_hundred_and_counts_known_nutrients() -> None:
    rows = read_table(DATA / "eating_index.csv")
    known = {row["nutrient"] for row in read_table(DATA / "nutrients.csv")}
    assert len(rows) == 13
    assert sum(float(row["max_points"]) for row in rows) == 100
    for row in rows:
        assert set(row["numerator"].split(" + ")) <= known
        assert (row["kind"] == "moderation") is (float(row["full_at"]) < float(row["zero_at"]))
    by_id = {row["component"]: row for row in rows}
    assert by_id["fatty_acids"]["denominator"] == "saturated_fat_g"
    assert [by_id["sodium"][name] for name in ("full_at", "zero_at", "scale")] == ["1.1", "2", "0.001"]
    assert [by_id["added_sugars"][name] for name in ("full_at", "zero_at", "scale")] == ["6.5", "26", "16"]
    assert by_id["total_protein_foods"]["numerator"].count("legumes_protein_oz") == 1


def test_guidance_speaks_of_every_muscle_and_nerve_nutrient() -> None:
    kinds = {row["nutrient"]: row["kind"] for row in read_table(DATA / "nutrients.csv")}
    guide = read_table(DATA / "guide.csv")
    told = {row["nutrient"] for row in guide}
    assert told >= {nutrient for nutrient, kind in kinds.items() if kind in {"core", "companion"}}
    assert told <= set(kinds)
    assert told >= {"iron_mg", "folate_dfe_ug", "iodine_ug", "zinc_mg", "vitamin_k_ug", "choline_mg"}
    assert all(all(row.values()) for row in guide)


def test_conditions_that_must_not_get_a_plan_do_not() -> None:
    rows = {row["condition"]: row for row in read_table(DATA / "conditions.csv")}
    assert {name for name, row in rows.items() if row["plan"] == "none"} == {
        "kidney_disease",
        "eating_disorder",
        "heart_failure",
        "phenylketonuria",
    }
    assert {name for name, row in rows.items() if row["automatic"] == "yes"} == {
        "emergency",
        "energy_far_below_need",
        "lactation",
        "pregnancy",
        "under_19",
    }
    assert all(bool(row["question"]) is (row["automatic"] == "no") for row in rows.values())


def test_adjustments() -> None:
    rows = read_table(DATA / "adjustments.csv")
    iron = {
        (row["diet"], row["life_stage"]): row["factor"]
        for row in rows
        if row["nutrient"] == "iron_mg" and row["kind"] == "RDA"
    }
    assert iron == {
        (diet, stage): "1" if stage == "pregnancy" else "1.8"
        for diet in ("vegan", "vegetarian")
        for stage in ("general", "lactation", "pregnancy")
    }
    zinc = [row for row in rows if row["nutrient"] == "zinc_mg" and row["kind"] == "RDA"]
    assert {(row["diet"], row["life_stage"], row["factor"], row["strength"]) for row in zinc} == {
        ("vegan", "", "1.5", "aim"), ("vegetarian", "", "1.5", "aim"),
    }  # fmt: skip
    assert all(bool(row["strength"]) is bool(row["factor"]) for row in rows)
    assert {row["life_stage"] for row in rows if row["exclude_tag"] == "high_mercury"} == {
        "pregnancy",
        "lactation",
    }

"""Reference intakes, and a clinic's own targets in the same columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.errors import BadInputError
from mealopt.knowledge.intakes import COLUMNS, load_intakes


@pytest.fixture
def load(knowledge, tmp_path):
    def call(text):
        path = tmp_path / "targets.csv"
        path.write_text(text, encoding="utf-8")
        return load_intakes(path, knowledge.nutrients)

    return call


def test_three_columns_are_enough(load):
    (row,) = load("nutrient,minimum,maximum\nmagnesium_mg,300,\n")
    assert (row.nutrient, row.minimum, row.maximum) == ("magnesium_mg", 300, None)
    assert (row.kind, row.basis, row.strength, row.applies_to) == ("own", "day", "must", "total")
    assert row.measured_as == "magnesium_mg"
    for age, sex, stage in ((4, "male", "general"), (80, "female", "general"), (30, "female", "pregnancy")):
        assert row.holds_for(age, sex, stage)


@pytest.mark.parametrize(
    ("age", "sex", "stage", "holds"),
    [
        (18.99, "female", "general", False),
        (19, "female", "general", True),
        (30.99, "female", "general", True),
        (31, "female", "general", False),
        (20, "male", "general", False),
        (20, "female", "pregnancy", False),
    ],
)
def test_a_row_holds_for_its_ages_sex_and_life_stage(load, age, sex, stage, holds):
    text = "nutrient,life_stage,sex,age_min_y,age_max_y,minimum,maximum\niron_mg,general,female,19,31,18,45\n"
    assert load(text)[0].holds_for(age, sex, stage) is holds


@pytest.mark.parametrize("unit", ["\u00b5g", "\u03bcg", "µg/d", ""])
def test_units_that_are_right(load, unit):
    (row,) = load(f"nutrient,minimum,maximum,unit\nvitamin_d_ug,15,,{unit}\n")
    assert row.minimum == 15


@pytest.mark.parametrize(
    ("text", "column", "start"),
    [
        ("nutrient,minimum,maximum,unit\nvitamin_d_ug,600,,IU\n", "unit", "The unit must be µg."),
        ("nutrient,minimum,maximum,unit\nvitamin_d_ug,15,,mg\n", "unit", "The unit must be µg."),
        ("nutrient,minimum,maximum,unit,basis,kcal_per_unit\nprotein_g,10,,g,percent_energy,4\n", "unit",
         "The unit must be %."),
        ("nutrient,minimum,maximum,basis\nprotein_g,10,35,percent_energy\n", "kcal_per_unit",
         "A share of energy needs the kcal of one unit."),
        ("nutrient,minimum,maximum\nmagnesum_mg,300,\n", "nutrient",
         "Unknown nutrient. Did you mean magnesium_mg?"),
        ("nutrient,minimum,maximum,measured_as\nmagnesium_mg,300,,magnesum_mg\n", "measured_as",
         "Unknown nutrient. Did you mean magnesium_mg?"),
        ("nutrient,minimum,maximum\n,300,\n", "nutrient", "Blank, but"),
        ("nutrient,minimum,maximum\nmagnesium_mg,,\n", "minimum", "Neither a minimum nor a maximum."),
        ("nutrient,minimum,maximum\nmagnesium_mg,5,4\n", "minimum", "The minimum is above the maximum."),
        ("nutrient,minimum,maximum\nmagnesium_mg,-5,\n", "minimum", "Out of range"),
        ("nutrient,minimum,maximum\nmagnesium_mg,inf,\n", "minimum", "Not a finite number."),
        ("nutrient,minimum,maximum,strength\nmagnesium_mg,5,,shall\n", "strength", "Unknown value."),
        ("nutrient,minimum,maximum,sex\nmagnesium_mg,5,,femal\n", "sex",
         "Unknown value. Did you mean female?"),
        ("nutrient,minimum,maximum,basis\nmagnesium_mg,5,,week\n", "basis", "Unknown value."),
        ("nutrient,minimum,maximum,min\nmagnesium_mg,5,,1\n", "min", "Unknown column."),
        ("nutrient,minimum\nmagnesium_mg,5\n", "", "The column maximum is missing."),
    ],
)  # fmt: skip
def test_wrong_targets_are_refused(load, problems_of, text, column, start):
    problems = problems_of(load, text)
    assert (problems[0].column, problems[0].line) == (column, 1 if "column" in start else 2)
    assert problems[0].message.startswith(start)


def test_equal_minimum_and_maximum_are_a_fixed_amount(load):
    assert load("nutrient,minimum,maximum\nmagnesium_mg,5,5\n")[0].minimum == 5


def test_blank_measured_as_means_that_the_table_cannot_measure_it(load):
    (row,) = load("nutrient,minimum,maximum,measured_as\nmagnesium_mg,300,,\n")
    assert not row.measured_as


def test_every_shipped_row_has_a_source_and_a_link(knowledge):
    for row in knowledge.intakes:
        assert row.source
        assert row.link.startswith("https://")
        assert row.unit


CELL = st.sampled_from(
    ["", "1", "-1", "inf", "magnesium_mg", "general", "any", "percent_energy", "mg", "%", "4"]
)


@given(st.lists(st.lists(CELL, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4))
def test_any_targets_are_read_or_refused(knowledge, scratch_file, rows):
    lines = [",".join(column.name for column in COLUMNS), *(",".join(row) for row in rows)]
    scratch_file.write_text("\n".join(lines), encoding="utf-8")
    try:
        intakes = load_intakes(scratch_file, knowledge.nutrients)
    except BadInputError:
        return
    assert all(row.minimum is not None or row.maximum is not None for row in intakes)

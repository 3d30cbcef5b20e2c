"""Energy needs, computed by hand from NASEM 2023 and DGA 2020-25."""

from __future__ import annotations

import pytest

from mealopt import Person
from mealopt.request.energy import derive_energy, find_appetite

MOTHER = {
    "age": 30, "sex": "female", "height_cm": 165, "weight_kg": 70, "life_stage": "pregnancy",
    "pregnancy_week": 20, "weight_before_kg": 62,
}  # fmt: skip
NURSING = {"age": 30, "sex": "female", "height_cm": 165, "weight_kg": 60, "life_stage": "lactation"}
AT_30 = 575.77 - 7.01 * 30 + 6.60 * 165 + 12.14 * 60


@pytest.mark.parametrize(
    ("age", "sex", "weight", "height", "activity", "kcal"),
    [
        (35, "female", 60, 165, "low_active", 575.77 - 7.01 * 35 + 6.60 * 165 + 12.14 * 60),
        (70, "female", 65, 160, "active", 710.25 - 7.01 * 70 + 6.54 * 160 + 12.34 * 65),
        (40, "male", 80, 180, "inactive", 753.07 - 10.83 * 40 + 6.50 * 180 + 14.10 * 80),
        (25, "male", 75, 178, "very_active", -517.88 - 10.83 * 25 + 15.61 * 178 + 19.11 * 75),
        (10, "female", 33, 140, "active", -189.55 - 22.25 * 10 + 11.74 * 140 + 18.34 * 33 + 30),
        (16, "male", 65, 172, "low_active", 19.12 + 3.68 * 16 + 8.62 * 172 + 20.28 * 65 + 20),
        (5, "male", 18, 110, "inactive", -447.51 + 3.68 * 5 + 13.01 * 110 + 13.15 * 18 + 15),
    ],
)
def test_the_requirement_by_hand(knowledge, age, sex, weight, height, activity, kcal):
    need = derive_energy(Person(age, sex, weight, height, activity), knowledge)
    assert need.kcal == pytest.approx(kcal)
    assert need.source == "NASEM 2023, Dietary Reference Intakes for Energy"
    assert need.note == f"Estimated energy requirement for {activity.replace('_', ' ')} people."


@pytest.mark.parametrize(
    ("changes", "kcal"),
    [
        ({"age": 18.9}, -297.54 - 22.25 * 18.9 + 12.77 * 165 + 14.73 * 60 + 20),
        ({"age": 19}, 575.77 - 7.01 * 19 + 6.60 * 165 + 12.14 * 60),
    ],
)
def test_grown_up_at_nineteen(knowledge, changes, kcal):
    person = Person(sex="female", weight_kg=60, height_cm=165, **changes)
    assert derive_energy(person, knowledge).kcal == pytest.approx(kcal)


@pytest.mark.parametrize(
    ("before", "stored"),
    [(45, 300), (62, 200), (75, 150), (90, -50)],  # a body mass index of 16.5, 22.8, 27.5 and 33.1
)
def test_the_second_half_of_a_pregnancy(knowledge, before, stored):
    need = derive_energy(Person(**{**MOTHER, "weight_before_kg": before}), knowledge)
    assert need.kcal == pytest.approx(693.35 - 2.04 * 30 + 5.73 * 165 + 10.20 * 70 + 9.16 * 20 + stored)


@pytest.mark.parametrize(("week", "general"), [(1, True), (13.9, True), (14, False), (41, False)])
def test_the_first_trimester_needs_what_was_needed_before(knowledge, week, general):
    kcal = derive_energy(Person(**{**MOTHER, "pregnancy_week": week, "weight_kg": 60}), knowledge).kcal
    later = 693.35 - 2.04 * 30 + 5.73 * 165 + 10.20 * 60 + 9.16 * week + 200
    assert kcal == pytest.approx(AT_30 if general else later)


@pytest.mark.parametrize(
    ("month", "milk"), [(0, 540 - 140), (3, 540 - 140), (6.9, 540 - 140), (7, 380), (12, 380)]
)
def test_milk_takes_energy(knowledge, month, milk):
    need = derive_energy(Person(**NURSING, lactation_month=month), knowledge)
    assert need.kcal == pytest.approx(AT_30 + milk)
    assert "milk" in need.note


@pytest.mark.parametrize(
    ("age", "sex", "activity", "kcal"),
    [
        (4, "female", "low_active", 1400),
        (30, "female", "low_active", 2000),
        (35, "male", "low_active", 2600),
        (40, "female", "inactive", 1800),
        (30, "male", "active", 3000),
        (30, "male", "very_active", 3000),
        (77.9, "female", "low_active", 1800),
        (110, "male", "inactive", 2000),
    ],
)
def test_what_stands_in_without_weight_and_height(knowledge, age, sex, activity, kcal):
    need = derive_energy(Person(age, sex, activity=activity), knowledge)
    assert need.kcal == kcal
    assert "Dietary Guidelines for Americans, 2020-2025" in need.source
    assert need.note.startswith("Weight and height are not known: the usual need of")


@pytest.mark.parametrize("known", [{"weight_kg": 60}, {"height_cm": 165}])
def test_one_of_weight_and_height_is_not_enough(knowledge, known):
    assert derive_energy(Person(35, "female", **known), knowledge).kcal == 2000


@pytest.mark.parametrize(
    ("stage", "added"),
    [
        ({"life_stage": "pregnancy", "pregnancy_week": 10}, 0),
        ({"life_stage": "pregnancy", "pregnancy_week": 20}, 340),
        ({"life_stage": "pregnancy", "pregnancy_week": 30}, 452),
        ({"life_stage": "lactation", "lactation_month": 3}, 330),
        ({"life_stage": "lactation", "lactation_month": 8}, 400),
    ],
)
def test_what_stands_in_for_two(knowledge, stage, added):
    assert derive_energy(Person(30, "female", **stage), knowledge).kcal == 2000 + added


def test_given_energy_is_taken_as_it_is(knowledge):
    need = derive_energy(Person(35, "female", 60, 165, energy_kcal=1234.5), knowledge)
    assert (need.kcal, need.source, need.note) == (1234.5, "given", "Energy as you gave it.")


@pytest.mark.parametrize(
    ("person", "column", "start"),
    [
        ({**MOTHER, "pregnancy_week": None}, "pregnancy_week", "Give the week of the pregnancy."),
        ({**MOTHER, "weight_before_kg": None}, "weight_before_kg", "Give the weight before the pregnancy"),
        (NURSING, "lactation_month", "Give the months since the birth."),
        (
            {**NURSING, "lactation_month": 14},
            "energy_kcal",
            "No published figure for the energy of lactation",
        ),
        ({"age": 3, "sex": "male"}, "age", "No energy need is published for this age."),
        (
            {"age": 3, "sex": "male", "weight_kg": 14, "height_cm": 95},
            "age",
            "No energy equation covers this",
        ),
    ],
)
def test_an_honest_refusal_where_no_figure_is_at_hand(knowledge, problems_of, person, column, start):
    (problem,) = problems_of(derive_energy, Person(**person), knowledge)
    assert problem.column == column
    assert problem.message.startswith(start)


@pytest.mark.parametrize(
    ("kcal", "times"), [(1000, 0.75), (1575, 0.75), (2100, 1), (3150, 1.5), (3720, 3720 / 2100), (5000, 1.8)]
)
def test_who_eats_more_has_larger_servings_within_reason(kcal, times):
    """With an end at one and a half, a vegan of 3,720 kcal was short of energy whatever was on the plate."""
    assert find_appetite(kcal) == pytest.approx(times)

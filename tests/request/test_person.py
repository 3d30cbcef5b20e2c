"""A person is understood or refused, each field with its own sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mealopt import Person
from mealopt.knowledge.library import customise_knowledge
from mealopt.request.person import RANGES, check_person, require_person

ASKED = (
    "diabetes_medicines, eating_disorder, grapefruit_medicines, heart_failure, hemochromatosis, "
    "kidney_disease, levothyroxine, lithium, mao_inhibitors, may_become_pregnant, phenylketonuria, "
    "potassium_raising_drugs, read_every_label, smoking, stomach_surgery, warfarin"
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"age": 4},
        {"age": 120},
        {"age": np.int64(30)},
        {"weight_kg": 60, "height_cm": 165.5, "activity": "very_active"},
        {"life_stage": "pregnancy", "pregnancy_week": 20, "weight_before_kg": 60},
        {"life_stage": "lactation", "lactation_month": 0},
        {"conditions": ("warfarin", "kidney_disease")},
    ],
)
def test_people_who_are_understood(knowledge, changes):
    assert check_person(Person(**{"age": 30, "sex": "female", **changes}), knowledge) == []


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"age": 3.99}, "age", "It must lie between 4 and 120 years; mealopt plans for ages 4 and up."),
        ({"age": 121}, "age", "It must lie between 4 and 120 years; mealopt plans for ages 4 and up."),
        ({"age": math.nan}, "age", "It must lie between 4 and 120 years; mealopt plans for ages 4 and up."),
        ({"age": "34"}, "age", "It must be a number."),
        ({"age": None}, "age", "It must be a number."),
        ({"age": True}, "age", "It must be a number."),
        ({"sex": "femal"}, "sex", "Unknown. Did you mean female? Known: female, male."),
        ({"sex": None}, "sex", "Unknown. Known: female, male."),
        ({"weight_kg": 11}, "weight_kg", "It must lie between 12 and 350 kg."),
        ({"weight_kg": math.inf}, "weight_kg", "It must lie between 12 and 350 kg."),
        ({"height_cm": 1.65}, "height_cm", "It must lie between 80 and 250 cm."),
        ({"energy_kcal": 500}, "energy_kcal", "It must lie between 600 and 7000 kcal a day."),
        ({"activity": "sedentry"}, "activity",
         "Unknown. Known: inactive, low_active, active, very_active."),
        ({"activity": "Active"}, "activity",
         "Unknown. Did you mean active? Known: inactive, low_active, active, very_active."),
        ({"life_stage": "pregnant"}, "life_stage",
         "Unknown. Did you mean pregnancy? Known: general, pregnancy, lactation."),
        ({"conditions": ("kidney",)}, "conditions",
         f"Unknown. Did you mean kidney_disease? Known: {ASKED}."),
        ({"conditions": ("under_19",)}, "conditions",
         f"Unknown. Known: {ASKED}."),
        ({"conditions": "warfarin"}, "conditions", "Give a list of conditions, not a text."),
        ({"sex": "male", "life_stage": "pregnancy"}, "life_stage",
         "Reference intakes for it exist for women only."),
        ({"age": 51, "life_stage": "pregnancy"}, "age",
         "Reference intakes for pregnancy cover ages 14 to 50."),
        ({"age": 13, "life_stage": "lactation"}, "age",
         "Reference intakes for lactation cover ages 14 to 50."),
        ({"life_stage": "pregnancy", "pregnancy_week": 44}, "pregnancy_week",
         "It must lie between 1 and 43 weeks."),
        ({"life_stage": "lactation", "lactation_month": 25}, "lactation_month",
         "It must lie between 0 and 24 months."),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_named(knowledge, problems_of, changes, column, sentence):
    person = Person(**{"age": 30, "sex": "female", **changes})
    (problem,) = problems_of(require_person, person, knowledge, "people.csv")
    assert (problem.where, problem.column, problem.message) == ("people.csv", column, sentence)


def test_everything_wrong_comes_at_once(knowledge):
    person = Person(age=3, sex="x", weight_kg=1, height_cm=1, activity="x", life_stage="x", energy_kcal=1)
    columns = [problem.column for problem in check_person(person, knowledge)]
    assert sorted(columns[:4]) == sorted(["age", "weight_kg", "height_cm", "energy_kcal"])
    assert {"sex", "activity", "life_stage"} <= set(columns)


def test_every_range_is_a_field():
    assert set(RANGES) <= set(Person.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("nutrient,minimum,maximum\nmagnesium_mg,1,\n", 0),
        ("nutrient,life_stage,minimum,maximum\nmagnesium_mg,general,1,\n", 1),
    ],
)
def test_own_targets_for_a_life_stage_they_do_not_know(knowledge, tmp_path, text, problems):
    path = tmp_path / "targets.csv"
    path.write_text(text, encoding="utf-8")
    own = customise_knowledge(knowledge, targets=path, only_targets=True)
    found = check_person(Person(30, "female", life_stage="pregnancy"), own)
    assert [problem.message for problem in found] == ["The targets have no row for it."] * problems

"""From a person to limits: figures typed by hand from the reports, and the rules that combine them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt import Person, Rules
from mealopt.knowledge.intakes import SEXES
from mealopt.knowledge.library import customise_knowledge
from mealopt.knowledge.standards import choose_standard
from mealopt.request.limit import Limit
from mealopt.request.targets import derive_targets, find_unmeasured, find_weight, strictest

WOMAN = {"age": 35, "sex": "female", "energy_kcal": 2000}
MAN = {"age": 35, "sex": "male", "energy_kcal": 2500}
OLD = {"age": 75, "sex": "female", "energy_kcal": 1800}
CHILD = {"age": 6, "sex": "male", "energy_kcal": 1500}
TEEN = {"age": 16, "sex": "female", "energy_kcal": 2000}
PREGNANT = {**WOMAN, "life_stage": "pregnancy", "pregnancy_week": 20}
NURSING = {**WOMAN, "life_stage": "lactation", "lactation_month": 3}
VEGAN = {"diet": "vegan"}
MISSING = object()


def limits(knowledge, person, rules=None):
    return derive_targets(Person(**person), Rules(**(rules or {})), knowledge).limits


@pytest.mark.parametrize(
    ("person", "rules", "name", "value", "must"),
    [
        (MAN, {}, "minimum:magnesium_mg", 420, 420),
        (WOMAN, {}, "minimum:magnesium_mg", 320, 320),
        ({**MAN, "age": 25}, {}, "minimum:magnesium_mg", 400, 400),
        (TEEN, {}, "minimum:magnesium_mg", 360, 360),
        (MAN, {}, "maximum:magnesium_mg", MISSING, None),
        (MAN, {}, "maximum:magnesium_mg:supplements", 350, 350),
        (CHILD, {}, "maximum:magnesium_mg:supplements", 110, 110),
        (WOMAN, {}, "maximum:niacin_mg", MISSING, None),
        (WOMAN, {}, "maximum:niacin_mg:supplements", 35, 35),
        (WOMAN, {}, "minimum:calcium_mg", 1000, 1000),
        (OLD, {}, "minimum:calcium_mg", 1200, 1200),
        (OLD, {}, "maximum:calcium_mg", 2000, 2000),
        (TEEN, {}, "minimum:calcium_mg", 1300, 1300),
        (WOMAN, {}, "minimum:vitamin_d_ug", 15, 15),
        (OLD, {}, "minimum:vitamin_d_ug", 20, 20),
        (CHILD, {}, "maximum:vitamin_d_ug", 75, 75),
        (WOMAN, {}, "minimum:potassium_mg", 2600, 2600),  # the AI of 2019; one of the core five, so a must
        (MAN, {}, "minimum:potassium_mg", 3400, 3400),
        (PREGNANT, {}, "minimum:potassium_mg", 2900, 2900),
        (WOMAN, {}, "maximum:sodium_mg", 2300, 2300),
        (WOMAN, {}, "minimum:sodium_mg", 1500, None),
        (CHILD, {}, "maximum:sodium_mg", 1500, 1500),
        (WOMAN, {}, "maximum:retinol_ug", 3000, 3000),
        (WOMAN, {}, "maximum:vitamin_a_rae_ug", MISSING, None),
        (WOMAN, {}, "minimum:vitamin_a_rae_ug", 700, 700),
        (MAN, {}, "minimum:vitamin_a_rae_ug", 900, 900),
        (WOMAN, {}, "maximum:folic_acid_ug", 1000, 1000),
        (WOMAN, {}, "maximum:folate_dfe_ug", MISSING, None),
        (PREGNANT, {}, "minimum:folate_dfe_ug", 600, 600),
        (WOMAN, {}, "maximum:vitamin_e_added_mg", 1000, 1000),
        (WOMAN, {}, "minimum:iron_mg", 18, 18),
        (WOMAN, VEGAN, "minimum:iron_mg", 32.4, 32.4),
        (WOMAN, {"diet": "vegetarian"}, "minimum:iron_mg", 32.4, 32.4),
        (WOMAN, {"diet": "pescatarian"}, "minimum:iron_mg", 18, 18),
        (MAN, VEGAN, "minimum:iron_mg", 14.4, 14.4),
        (WOMAN, VEGAN, "maximum:iron_mg", 45, 45),
        (PREGNANT, VEGAN, "minimum:iron_mg", 27, 27),
        (PREGNANT, {}, "minimum:iron_mg", 27, 27),
        (NURSING, VEGAN, "minimum:iron_mg", 16.2, 16.2),
        ({**WOMAN, "conditions": ("smoking",)}, {}, "minimum:vitamin_c_mg", 110, 110),
        ({**MAN, "conditions": ("smoking",)}, VEGAN, "minimum:vitamin_c_mg", 125, 125),
        ({**WOMAN, "conditions": ("smoking",)}, {}, "maximum:vitamin_c_mg", 2000, 2000),
        # half as much again is an aim: the RDA stays the must
        (WOMAN, {}, "minimum:zinc_mg", 8, 8),
        (WOMAN, VEGAN, "minimum:zinc_mg", 12, 8),
        (MAN, {"diet": "vegetarian"}, "minimum:zinc_mg", 16.5, 11),
        (PREGNANT, VEGAN, "minimum:zinc_mg", 16.5, 11),
        (WOMAN, {}, "minimum:vitamin_b12_ug", 2.4, 2.4),
        (WOMAN, {}, "minimum:vitamin_b12_added_ug", MISSING, None),
        ({**WOMAN, "age": 50.9}, {}, "minimum:vitamin_b12_added_ug", MISSING, None),
        ({**WOMAN, "age": 51}, {}, "minimum:vitamin_b12_added_ug", 2.4, None),
        (NURSING, {}, "minimum:vitamin_b12_ug", 2.8, 2.8),
        (WOMAN, {}, "minimum:vitamin_b6_mg", 1.3, 1.3),
        (MAN, {}, "minimum:thiamin_mg", 1.2, 1.2),
        (MAN, {}, "minimum:fiber_g", 38, None),
        (WOMAN, {}, "minimum:choline_mg", 425, None),
        (MAN, {}, "minimum:water_g", 3700, None),
        (WOMAN, {}, "maximum:caffeine_mg", 400, 400),
        (PREGNANT, {}, "maximum:caffeine_mg", 200, 200),
        (TEEN, {}, "maximum:caffeine_mg", 100, 100),
        # shares of 2,000 kcal at 4, 4, 9 kcal a gram, and 16 kcal a teaspoon of sugar
        (WOMAN, {}, "minimum:protein_g", 50, 50),  # 10 % of energy is more than the RDA of 46 g
        ({**WOMAN, "energy_kcal": 1600}, {}, "minimum:protein_g", 46, 46),
        (WOMAN, {}, "maximum:protein_g", 175, 175),
        (WOMAN, {}, "minimum:carbohydrate_g", 225, 225),
        ({**WOMAN, "energy_kcal": 1000}, {}, "minimum:carbohydrate_g", 130, 130),
        (WOMAN, {}, "maximum:carbohydrate_g", 325, 325),
        (WOMAN, {}, "minimum:fat_g", 2000 * 0.20 / 9, 2000 * 0.20 / 9),
        (TEEN, {}, "minimum:fat_g", 2000 * 0.25 / 9, 2000 * 0.25 / 9),
        (WOMAN, {}, "maximum:fat_g", 2000 * 0.35 / 9, 2000 * 0.35 / 9),
        (WOMAN, {}, "maximum:saturated_fat_g", 2000 * 0.10 / 9, 2000 * 0.10 / 9),
        (WOMAN, {}, "maximum:added_sugars_tsp", 12.5, 12.5),
        (WOMAN, {}, "minimum:energy_kcal", 2000, 2000),
        (WOMAN, {}, "maximum:energy_kcal", 2000, 2000),
        # the n-6 range is a report, not a limit: only the AI asks
        (WOMAN, {}, "minimum:linoleic_acid_g", 12, None),
        (WOMAN, {}, "maximum:linoleic_acid_g", MISSING, None),
        # asked for
        (MAN, {"strict": True}, "minimum:fiber_g", 38, 38),
        (WOMAN, {"minimums": {"magnesium_mg": 200}}, "minimum:magnesium_mg", 200, 200),
        (WOMAN, {"minimums": {"fiber_g": 40}}, "minimum:fiber_g", 40, 40),
        (WOMAN, {"maximums": {"sodium_mg": 1500}}, "maximum:sodium_mg", 1500, 1500),
        (WOMAN, {"maximums": {"sugars_g": 50}}, "maximum:sugars_g", 50, 50),
    ],
)
def test_limits_by_hand(knowledge, person, rules, name, value, must):
    limit = limits(knowledge, person, rules).get(name)
    if value is MISSING:
        assert limit is None
        return
    assert limit.value == pytest.approx(value)
    assert limit.must == (None if must is None else pytest.approx(must))
    assert limit.strength == ("must" if must == value else "aim")
    assert limit.name == name


@pytest.mark.parametrize(
    ("person", "rules", "name", "kind"),
    [
        (WOMAN, {}, "minimum:magnesium_mg", "RDA"),
        (WOMAN, {}, "minimum:protein_g", "AMDR"),
        ({**WOMAN, "energy_kcal": 1600}, {}, "minimum:protein_g", "RDA"),
        (WOMAN, VEGAN, "minimum:iron_mg", "RDA × 1.8"),
        (WOMAN, VEGAN, "minimum:zinc_mg", "RDA × 1.5"),
        ({**WOMAN, "conditions": ("smoking",)}, {}, "minimum:vitamin_c_mg", "RDA + 35"),
        (PREGNANT, VEGAN, "minimum:iron_mg", "RDA"),
        (WOMAN, VEGAN, "maximum:iron_mg", "UL"),
        (WOMAN, {}, "maximum:sodium_mg", "CDRR"),
        (WOMAN, {}, "minimum:energy_kcal", "EER"),
        (WOMAN, {"minimums": {"iron_mg": 5}}, "minimum:iron_mg", "own"),
    ],
)
def test_where_a_limit_comes_from(knowledge, person, rules, name, kind):
    limit = limits(knowledge, person, rules)[name]
    assert limit.kind == kind
    assert limit.source


def test_minimum_and_maximum_are_asked_by_nutrient(knowledge):
    targets = derive_targets(Person(**WOMAN), Rules(), knowledge)
    assert (targets.minimum("sodium_mg"), targets.maximum("sodium_mg")) == (1500, 2300)
    assert (targets.minimum("magnesium_mg"), targets.maximum("magnesium_mg")) == (320, None)
    assert targets.minimum("lycopene_ug") is None


def test_reports_are_no_limits(knowledge):
    targets = derive_targets(Person(**WOMAN), Rules(), knowledge)
    ranges = {(limit.side, limit.nutrient, limit.kind): limit.value for limit in targets.reports}
    assert ranges["maximum", "linoleic_acid_g", "AMDR"] == pytest.approx(2000 * 0.10 / 9)
    assert ranges["minimum", "magnesium_mg", "EAR"] == 265
    assert all(limit.strength == "report" for limit in targets.reports)


def test_strict_leaves_no_aim(knowledge):
    assert all(limit.must == limit.value for limit in limits(knowledge, WOMAN, {"strict": True}).values())


def test_limits_stand_in_the_order_people_look(knowledge):
    nutrients = list(dict.fromkeys(limit.nutrient for limit in limits(knowledge, WOMAN).values()))
    assert set(nutrients[:5]) == {
        "magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug", "vitamin_b12_ug",
    }  # fmt: skip
    assert nutrients == sorted(nutrients, key=knowledge.nutrients.rank)


def limit(side, value, must):
    return Limit("n", side, value, must, "k", "aim" if must is None else "must", "total", "", "")


@pytest.mark.parametrize(
    ("found", "value", "must", "strength"),
    [
        ([limit("minimum", 46, 46), limit("minimum", 50, 50)], 50, 50, "must"),
        ([limit("maximum", 46, 46), limit("maximum", 50, 50)], 46, 46, "must"),
        ([limit("minimum", 46, 46), limit("minimum", 50, None)], 50, 46, "aim"),
        ([limit("minimum", 50, 50), limit("minimum", 46, None)], 50, 50, "must"),
        ([limit("minimum", 50, None), limit("minimum", 50, 50)], 50, 50, "must"),
        ([limit("maximum", 40, None), limit("maximum", 50, 50)], 40, 50, "aim"),
        ([limit("minimum", 5, None)], 5, None, "aim"),
    ],
)
def test_of_several_limits_the_strictest_counts(found, value, must, strength):
    for order in (found, found[::-1]):
        best = strictest(order)
        assert (best.value, best.must, best.strength) == (value, must, strength)


def test_who_takes_what_raises_potassium_gets_no_more_than_others_need(knowledge):
    plain = derive_targets(Person(**WOMAN), Rules(), knowledge)
    targets = derive_targets(Person(**WOMAN, conditions=("potassium_raising_drugs",)), Rules(), knowledge)
    assert (plain.minimum("potassium_mg"), plain.maximum("potassium_mg")) == (2600, None)
    assert (targets.minimum("potassium_mg"), targets.maximum("potassium_mg")) == (None, 2600)
    most = targets.limits["maximum:potassium_mg"]
    assert (most.must, most.strength, most.daily) == (2600, "must", 2600)


@pytest.mark.parametrize(
    ("person", "rules", "words"),
    [
        ({**WOMAN, "age": 18}, {}, ["Children and teenagers grow"]),
        (WOMAN, {}, []),
        ({"age": 30, "sex": "female", "energy_kcal": 1499}, {}, ["far less energy"]),  # 2,000 stand in
        ({"age": 30, "sex": "female", "energy_kcal": 1500}, {}, []),
        ({**WOMAN, "conditions": ("warfarin",)}, {}, ["vitamin K"]),
        ({**WOMAN, "conditions": ("potassium_raising_drugs",)}, {}, ["potassium"]),
        (WOMAN, {"minimums": {"sodium_mg": 3000}}, ["Your minimum of Sodium is above its upper limit"]),
        (WOMAN, {"minimums": {"retinol_ug": 4000}}, ["above its upper limit"]),
        (WOMAN, {"minimums": {"magnesium_mg": 600}}, []),  # its upper limit is for supplements
        (WOMAN, {"minimums": {"sodium_mg": 3000}, "maximums": {"sodium_mg": 4000}},
         ["Your minimum of Sodium is above its upper limit",
          "Your maximum of Sodium is above the published one: 2,300 mg holds all the same"]),
        (WOMAN, {"maximums": {"sodium_mg": 1500}}, []),
        (WOMAN, {"minimums": {"fiber_g": 30}, "maximums": {"fiber_g": 30}}, ["Fiber is fixed at 30."]),
    ],
)  # fmt: skip
def test_what_a_person_must_be_told(knowledge, person, rules, words):
    targets = derive_targets(Person(**person), Rules(**rules), knowledge)
    assert targets.refusal == ""
    assert len(targets.warnings) == len(words)
    for warning, word in zip(targets.warnings, words, strict=True):
        assert word in warning


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (("kidney_disease",), ["mealopt gives no plan here", "kidney disease"]),
        (("eating_disorder",), ["mealopt gives no plan here", "eating disorder"]),
        (("kidney_disease", "eating_disorder", "warfarin"), ["kidney disease", "eating disorder"]),
    ],
)
def test_some_people_are_sent_to_a_doctor_instead(knowledge, conditions, words):
    targets = derive_targets(Person(**WOMAN, conditions=conditions), Rules(), knowledge)
    for word in words:
        assert word in targets.refusal


def test_a_given_energy_needs_no_week_of_the_pregnancy(knowledge):
    targets = derive_targets(
        Person(30, "female", energy_kcal=2300, life_stage="pregnancy"), Rules(), knowledge
    )
    assert (targets.energy.kcal, targets.warnings) == (2300, (knowledge.conditions["pregnancy"].message,))


@pytest.mark.parametrize("diet", ["omnivore", "vegan"])
@pytest.mark.parametrize("sex", SEXES)
def test_at_every_age_every_minimum_leaves_room_below_its_maximum(knowledge, sex, diet):
    stages = [{}]
    if sex == "female":
        stages += [
            {"life_stage": "pregnancy", "pregnancy_week": 20},
            {"life_stage": "lactation", "lactation_month": 3},
        ]
    for age in range(4, 101):
        for stage in stages:
            if stage and not 14 <= age < 51:
                continue
            targets = derive_targets(Person(age, sex, **stage), Rules(diet=diet), knowledge)
            for name, found in targets.limits.items():
                high = targets.limits.get(name.replace("minimum", "maximum"))
                assert high is None or found.value <= high.value, (age, sex, stage, name)


def test_everyone_has_a_minimum_of_the_core_five(knowledge):
    core = [nutrient.id for nutrient in knowledge.nutrients if nutrient.kind == "core"]
    for age in range(4, 101):
        for sex in SEXES:
            found = limits(knowledge, {"age": age, "sex": sex})
            for nutrient in core:
                assert found[f"minimum:{nutrient}"].must == found[f"minimum:{nutrient}"].value


def test_targets_of_a_clinic_take_the_place_of_the_published(knowledge, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text(
        "nutrient,minimum,maximum,basis,kcal_per_unit,strength\nmagnesium_mg,300,,,,\nprotein_g,,20,percent_energy,4,aim\n",
        encoding="utf-8",
    )
    found = limits(customise_knowledge(knowledge, targets=path, only_targets=True), WOMAN)
    assert {name: (item.value, item.must) for name, item in found.items()} == {
        "minimum:magnesium_mg": (300, 300),
        "maximum:protein_g": (100, None),
        "minimum:energy_kcal": (2000, 2000),
        "maximum:energy_kcal": (2000, 2000),
    }


def test_a_diet_raises_what_is_needed_and_not_what_is_too_much(knowledge, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text("nutrient,life_stage,kind,minimum,maximum\niron_mg,general,RDA,10,20\n", encoding="utf-8")
    found = limits(customise_knowledge(knowledge, targets=path, only_targets=True), WOMAN, VEGAN)
    assert (found["minimum:iron_mg"].value, found["maximum:iron_mg"].value) == (18, 20)


def test_a_nutrient_the_table_does_not_measure_is_no_limit(made_up):
    found = limits(made_up, WOMAN)
    assert {item.nutrient for item in found.values()} == {"magnesium_mg", "sodium_mg", "energy_kcal"}


@pytest.mark.parametrize(
    ("person", "grams"),
    [
        (Person(40, "male"), 56.0),  # a reference body where the weight is not known
        (Person(40, "male", weight_kg=60, height_cm=175), 56.0),  # the greater of both
        (Person(40, "male", weight_kg=76, height_cm=185), 0.8 * 76),
        (Person(40, "male", weight_kg=140, height_cm=180), 0.8 * 25 * 1.8**2),  # of a healthy weight
        (Person(8, "female", weight_kg=30, height_cm=130), 0.95 * 30),
        (Person(16, "male", weight_kg=80, height_cm=180), 0.85 * 80),
        (
            Person(
                30, "female", weight_kg=80, height_cm=170, life_stage="pregnancy", pregnancy_week=30,
                weight_before_kg=70,
            ),
            1.1 * 70,
        ),
    ],
)  # fmt: skip
def test_protein_goes_by_body_weight(knowledge, person, grams):
    """A fixed 56 g is the RDA of a man of 70 kg: heavier people need more."""
    person = replace(person, energy_kcal=1100.0 if person.age < 10 else 2200.0)  # AMDR: a tenth of it
    limit = derive_targets(person, Rules(), knowledge).limits["minimum:protein_g"]
    assert limit.value >= limit.must == pytest.approx(grams)


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("minimum:magnesium_mg", 1), ("minimum:calcium_mg", 1), ("minimum:vitamin_c_mg", 2 / 3),
        ("minimum:vitamin_d_ug", 1 / 2), ("maximum:sodium_mg", 1), ("minimum:choline_mg", None),
    ],
)  # fmt: skip
def test_what_every_day_of_a_week_has(knowledge, name, share):
    found = limits(knowledge, WOMAN)[name]
    assert found.daily == (None if share is None else pytest.approx(share * found.must, rel=1e-3))


@pytest.mark.parametrize(
    ("found", "must", "daily"),
    [
        ([(60.0, 60.0, 2 / 3), (90.0, 90.0, 0.5)], 90.0, 45.0),  # 40 and 45 on each day
        ([(60.0, 60.0, 1.0), (90.0, 90.0, 0.5)], 90.0, 60.0),  # the day's share of the lower one is more
        ([(90.0, 90.0, 0.5), (60.0, 60.0, 1.0)], 90.0, 60.0),
        ([(60.0, 60.0, 0.5), (90.0, None, 1.0)], 60.0, 30.0),  # beside an aim
        ([(90.0, None, 1.0)], None, None),
    ],
)
def test_of_several_minimums_each_day_keeps_what_each_asks_of_it(found, must, daily):
    rows = [replace(limit("minimum", value, least), daily_share=share) for value, least, share in found]
    kept = strictest(rows)
    assert kept.must == must
    assert kept.daily == (None if daily is None else pytest.approx(daily))


def test_of_several_maximums_each_day_keeps_the_least_whole():
    kept = strictest([limit("maximum", 90.0, 90.0), limit("maximum", 60.0, 60.0)])
    assert (kept.value, kept.must, kept.daily) == (60.0, 60.0, 60.0)


@pytest.mark.parametrize(("kcal", "mg"), [(2000, 13.389), (3000, 20.083)])
def test_what_goes_by_energy_goes_by_energy(knowledge, kcal, mg):
    """Niacin in Europe: 1.6 mg for each megajoule, 6.694 mg for 1,000 kcal."""
    found = limits(choose_standard(knowledge, "eu"), {**WOMAN, "energy_kcal": kcal})["minimum:niacin_mg"]
    assert found.must == pytest.approx(mg, abs=1e-3)


def test_what_the_table_does_not_measure_is_named_and_nothing_else(knowledge):
    person = Person(**WOMAN)
    assert find_unmeasured(person, knowledge) == find_unmeasured(None, knowledge) == ()
    reports = {row.measured_as for row in knowledge.intakes if row.strength == "report"}
    asked = {row.measured_as for row in knowledge.intakes if row.strength != "report"}
    table = knowledge.foods
    for gone in ("vitamin_d_ug", "zinc_mg", *sorted(reports - asked)[:1]):
        kept = [n for n, name in enumerate(table.nutrient_ids) if name != gone]
        fewer = replace(
            table, nutrient_ids=tuple(table.nutrient_ids[n] for n in kept), amounts=table.amounts[:, kept],
            imputed=table.imputed[:, kept],
        )  # fmt: skip
        wanted = (gone,) if gone in asked else ()
        assert find_unmeasured(person, replace(knowledge, foods=fewer)) == wanted
        assert find_unmeasured(None, replace(knowledge, foods=fewer)) == wanted


@pytest.mark.parametrize(
    ("person", "weight"),
    [
        ({**WOMAN, "weight_kg": 60.0}, 60.0),
        ({**WOMAN, "weight_kg": 90.0}, 90.0),  # without a height nobody knows
        ({**WOMAN, "weight_kg": 60.0, "height_cm": 160.0}, 60.0),
        ({**WOMAN, "weight_kg": 90.0, "height_cm": 160.0}, 64.0),  # 25 × 1.6 × 1.6
        ({**WOMAN, "age": 19, "weight_kg": 90.0, "height_cm": 160.0}, 64.0),
        ({**WOMAN, "age": 18, "weight_kg": 90.0, "height_cm": 160.0}, 90.0),
        ({**PREGNANT, "weight_kg": 70.0, "weight_before_kg": 60.0}, 60.0),
        ({**WOMAN, "height_cm": 160.0}, None),
    ],
)
def test_needs_go_by_a_healthy_weight(person, weight):
    assert find_weight(Person(**person), 25.0) == (None if weight is None else pytest.approx(weight))

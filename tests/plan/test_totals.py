"""What a plan holds, by hand: three foods, three nutrients, and how each amount stands to its limits."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mealopt import Person, Rules
from mealopt.plan.portions import Serving, grams_by_food, list_portions
from mealopt.plan.totals import COLUMNS, judge, list_quality, list_totals, sum_amounts
from mealopt.request.energy import EnergyNeed
from mealopt.request.limit import Limit
from mealopt.request.targets import Targets, derive_targets

DAY = [
    Serving("1", "breakfast", "oats", 1.0),  # 80 g: 320 kcal, 120 mg magnesium, sodium not known
    Serving("1", "breakfast", "milk", 1.5),  # 300 g: 150 kcal, 30 mg, 120 mg
    Serving("1", "lunch", "bread", 2.0),  # 100 g: 200 kcal, 40 mg, 500 mg
]
SECOND = [Serving("2", "lunch", "milk", 1.0)]  # 200 g: 100 kcal, 20 mg, 80 mg


def targets(*limits):
    return Targets(EnergyNeed(670, "given", "", ""), {limit.name: limit for limit in limits}, (), ())


def limit(side, value, must, nutrient="magnesium_mg", scope="total"):
    return Limit(nutrient, side, value, must, "k", "must", scope, "", "")


def row(frame, day, nutrient):
    (found,) = frame[(frame["day"] == day) & (frame["nutrient"] == nutrient)].to_dict("records")
    return found


def test_portions_by_hand(made_up):
    frame = list_portions(DAY, made_up).frame
    assert frame[["meal", "food", "portions", "portion", "grams", "energy_kcal"]].to_numpy().tolist() == [
        ["breakfast", "Oats", 1.0, "1 cup", 80.0, 320.0],
        ["breakfast", "Milk", 1.5, "1 cup", 300.0, 150.0],
        ["lunch", "Bread", 2.0, "1 slice", 100.0, 200.0],
    ]
    assert frame["cost"].tolist() == pytest.approx([0.24, 0.30, 0.50])


def test_portions_stand_in_the_order_of_the_day_whatever_the_order_given(made_up):
    first = list_portions([*DAY, *SECOND], made_up).frame
    second = list_portions([*SECOND, *DAY[::-1]], made_up).frame
    assert first.equals(second)
    assert first["day"].tolist() == ["1", "1", "1", "2"]


def test_equal_energy_falls_back_on_the_id(made_up):
    pair = [Serving("1", "snack", "oats", 0.25), Serving("1", "snack", "milk", 0.8)]  # 80 kcal each
    assert list_portions(pair, made_up).frame["food_id"].tolist() == ["milk", "oats"]


def test_no_servings_are_an_empty_frame(made_up):
    frame = list_portions([], made_up).frame
    assert len(frame) == 0
    assert "energy_kcal" in frame.columns


def test_grams_by_food(made_up):
    frame = list_portions([*DAY, *SECOND], made_up).frame
    assert grams_by_food(frame, made_up.foods).tolist() == [100, 500, 80]  # bread, milk, oats
    assert grams_by_food(frame, made_up.foods, "2").tolist() == [0, 200, 0]
    assert sum_amounts(made_up.foods, grams_by_food(frame, made_up.foods, "2")) == {
        "energy_kcal": 100.0, "magnesium_mg": 20.0, "sodium_mg": 80.0,
    }  # fmt: skip


def test_totals_by_hand(made_up):
    found = targets(limit("minimum", 200, 200), limit("maximum", 700, 700, "sodium_mg"))
    totals = list_totals(list_portions(DAY, made_up).frame, found, made_up, energy_slack=0.0).frame
    assert tuple(totals.columns) == COLUMNS
    magnesium = row(totals, "1", "magnesium_mg")
    assert magnesium["amount"] == pytest.approx(190)
    assert (magnesium["minimum"], magnesium["percent_of_minimum"]) == (200, pytest.approx(95))
    assert math.isnan(magnesium["maximum"])
    assert (magnesium["status"], magnesium["measured_share"], magnesium["unit"]) == ("below", 1.0, "mg")
    sodium = row(totals, "1", "sodium_mg")
    assert sodium["amount"] == pytest.approx(620)
    assert sodium["measured_share"] == pytest.approx(400 / 480)
    # the oats count like the other bread towards the maximum: 80 g at 500 mg are 400 mg more
    assert sodium["status"] == "above"
    assert row(totals, "1", "energy_kcal")["status"] == "no limit"


def test_several_days_have_a_week_that_is_their_average(made_up):
    frame = list_portions([*DAY, *SECOND], made_up).frame
    totals = list_totals(frame, targets(limit("minimum", 100, 100)), made_up, energy_slack=0.0).frame
    assert totals["day"].drop_duplicates().tolist() == ["1", "2", "week"]
    assert [row(totals, day, "magnesium_mg")["status"] for day in ("1", "2", "week")] == [
        "met",
        "below",
        "met",
    ]
    assert row(totals, "week", "magnesium_mg")["amount"] == pytest.approx((190 + 20) / 2)
    assert row(totals, "week", "energy_kcal")["amount"] == pytest.approx((670 + 100) / 2)


@pytest.mark.parametrize(
    ("value", "must", "share", "said"),
    [
        (100, 100, 0.1, ["met", "met over the week", "met"]),
        (100, 100, 0.5, ["met", "below", "met"]),  # a day still needs its share
        (150, 100, 0.1, ["met", "below aim", "below aim"]),  # the week has the must: the day is not below it
        (150, 100, 0.5, ["met", "below", "below aim"]),
        (200, 150, 0.1, ["below aim", "below", "below"]),
    ],
)
def test_a_day_of_a_week_is_judged_by_what_the_week_reaches(made_up, value, must, share, said):
    asked = replace(limit("minimum", value, must), daily_share=share)
    portions = list_portions([*DAY, *SECOND], made_up)
    totals = list_totals(portions, targets(asked), made_up, energy_slack=0.0, weekly=True).frame
    assert [row(totals, day, "magnesium_mg")["status"] for day in ("1", "2", "week")] == said


def test_one_day_has_no_week(made_up):
    totals = list_totals(list_portions(DAY, made_up).frame, targets(), made_up, energy_slack=0.0).frame
    assert set(totals["day"]) == {"1"}


def test_the_core_stands_first(made_up):
    totals = list_totals(list_portions(DAY, made_up).frame, targets(), made_up, energy_slack=0.0).frame
    assert totals["nutrient"].tolist() == ["magnesium_mg", "sodium_mg", "energy_kcal"]


def test_components_are_shown_only_where_they_have_a_limit(knowledge):
    frame = list_portions([Serving("1", "lunch", "11100000", 1.0)], knowledge).frame
    person_targets = derive_targets(Person(30, "female"), Rules(minimums={"dairy_total_cup": 2}), knowledge)
    totals = list_totals(frame, person_targets, knowledge, energy_slack=0.0).frame
    kinds = {n for n in totals["nutrient"] if knowledge.nutrients[n].kind == "component"}
    assert kinds == {"added_sugars_tsp", "dairy_total_cup"}
    dairy = row(totals, "1", "dairy_total_cup")
    assert (dairy["status"], dairy["unit"]) == ("below", "cup")
    assert dairy["percent_of_minimum"] == pytest.approx(100 * dairy["amount"] / 2)


@pytest.mark.parametrize(
    ("amount", "highest", "limits", "slack", "status"),
    [
        (5, 5, [], 0, "no limit"),
        (5, 5, [("minimum", 5, 5)], 0, "met"),
        (5 - 4e-6, 5, [("minimum", 5, 5)], 0, "met"),  # what a solver leaves open
        (5 - 6e-6, 5, [("minimum", 5, 5)], 0, "below"),
        (4.9, 4.9, [("minimum", 5, None)], 0, "below aim"),
        (4.9, 4.9, [("minimum", 5, 4.5)], 0, "below aim"),
        (4.4, 4.4, [("minimum", 5, 4.5)], 0, "below"),
        (5, 5, [("maximum", 5, 5)], 0, "met"),
        (5, 5 + 4e-6, [("maximum", 5, 5)], 0, "met"),
        (5, 5 + 6e-6, [("maximum", 5, 5)], 0, "above"),
        (4, 6, [("maximum", 5, 5)], 0, "above"),  # what is not known counts towards a maximum
        (0, 0, [("minimum", 0, 0)], 0, "met"),
        (0, 0, [("maximum", 0, 0)], 0, "met"),
        (0, 1e-8, [("maximum", 0, 0)], 0, "above"),
        (6, 6, [("minimum", 2, 2), ("maximum", 5, 5)], 0, "above"),
        (4, 7, [("minimum", 5, 5), ("maximum", 6, 6)], 0, "above"),  # too much is said before too little
        (98, 98, [("minimum", 100, 100), ("maximum", 100, 100)], 0.02, "met"),
        (102, 102, [("minimum", 100, 100), ("maximum", 100, 100)], 0.02, "met"),
        (97.9, 97.9, [("minimum", 100, 100), ("maximum", 100, 100)], 0.02, "below"),
        (102.1, 102.1, [("minimum", 100, 100), ("maximum", 100, 100)], 0.02, "above"),
    ],
)
def test_how_an_amount_stands(amount, highest, limits, slack, status):
    found = targets(*(limit(*item) for item in limits))
    assert judge(amount, highest, "magnesium_mg", found, slack) == status


def test_a_limit_for_supplements_is_none_for_food(made_up):
    found = targets(limit("maximum", 1, 1, scope="supplements"))
    assert judge(5, 5, "magnesium_mg", found, 0) == "no limit"


def test_the_slack_is_for_energy_alone(made_up):
    need = [limit("minimum", 680, 680, "energy_kcal"), limit("minimum", 195, 195)]
    totals = list_totals(list_portions(DAY, made_up).frame, targets(*need), made_up, energy_slack=0.05).frame
    assert row(totals, "1", "energy_kcal")["status"] == "met"
    assert row(totals, "1", "magnesium_mg")["status"] == "below"


def test_quality_by_hand(knowledge):
    table = knowledge.foods
    milk = table.position(
        "11100000"
    )  # 0.41 cups of dairy in 100 g of 51 kcal: far more than 1.3 a 1,000 kcal
    frame = list_quality(list_portions([Serving("1", "lunch", "11100000", 1.0)], knowledge), knowledge).frame
    points = dict(zip(frame["component"], frame["points"], strict=True))
    amounts = dict(zip(frame["component"], frame["amount"], strict=True))
    assert points["dairy"] == 10
    assert amounts["dairy"] == pytest.approx(table.column("dairy_total_cup")[milk] / 51 * 1000)
    assert points["total_fruits"] == 0
    assert amounts["saturated_fats"] == pytest.approx(1.164 * 9 / 51 * 100)
    assert points["saturated_fats"] == 0
    assert points["fatty_acids"] == 0
    assert points["sodium"] == 10
    assert frame["max_points"].sum() == 100


def test_a_plan_of_nothing_scores_nothing(knowledge):
    assert list_quality(list_portions([], knowledge).frame, knowledge).frame["points"].sum() == 0

"""The page, driven without a browser: each control, each refusal, and no answer without its question."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from typing import TYPE_CHECKING

from mealopt.desk import answers
from mealopt.errors import SolverLimitError
from mealopt.page.size import POUNDS, to_cm, to_kg
from mealopt.request.person import RANGES
from tests.page.driving import change, click, everything, is_planned, list_files_offered, open_page

pytestmark = pytest.mark.page

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from mealopt.desk.question import Question
    from mealopt.plan.plan import Plan


@pytest.fixture(scope="module")
def first() -> AppTest:
    return open_page()


@pytest.fixture(scope="module")
def nutrients() -> AppTest:
    return open_page(view="Nutrients")


def test_opens_on_a_plan_that_says_it_all(first: AppTest):
    assert is_planned(first)
    text = everything(first)
    assert "every target met" in text
    assert "HEI-2020" in text
    assert re.search(r"costs most .*[0-9] %", text)
    assert "woman of 35" in text
    assert not first.warning


def test_shows_every_meal_in_household_words(first: AppTest, knowledge):
    assert [tab.label for tab in first.tabs] == ["Today", "Week", "Nutrients", "Why"]
    headings = [heading.value for heading in first.tabs[0].header]
    assert headings == [meal.label for meal in knowledge.meals]
    foods = "\n".join(text.value for text in first.tabs[0].markdown)
    assert "cup" in foods
    assert " kcal · \\$" in foods


def test_shows_all_nutrients_with_their_status(nutrients: AppTest, knowledge):
    table = nutrients.tabs[2].dataframe[0].value
    core = [nutrient.label for nutrient in knowledge.nutrients if nutrient.kind == "core"]
    assert list(table["Nutrient"][: len(core)]) == core
    assert set(table["Status"]) <= {"✓ met", "▽ below aim", "no limit"}
    assert table["Measured"].between(0, 1 + 1e-9).all()


def test_offers_the_files_of_the_command_line(first: AppTest):
    keys = list_files_offered(first)
    assert keys == {f"save-{name}" for name in ("plan", "totals", "drivers", "tables", "all")}


def test_says_once_that_this_is_no_medical_advice(first: AppTest, knowledge):
    text = everything(first)
    assert text.count("Not medical advice") == 1
    assert "palpitations" in text


def test_vegan_eats_no_animal(knowledge):
    page = change(open_page(), "diet", "vegan")
    assert is_planned(page)
    names = dict(zip(knowledge.foods.names, knowledge.foods.tag("vegan"), strict=True))
    text = everything(page)
    assert "vegan" in text
    eaten = [name for name in names if f" {name}  \n" in text.replace("\\", "")]
    assert len(eaten) > 5
    assert {names[name] for name in eaten} == {"yes"}


def test_unknown_foods_are_offered_to_diets_alone():
    page = open_page()
    with pytest.raises(KeyError):
        page.get_by_key("unknown")
    page = change(page, "diet", "vegan")
    assert is_planned(change(page, "unknown", True))


def test_an_allergen_leaves_every_food_that_may_hold_it(knowledge):
    page = change(open_page(), "without", ["dairy", "peanuts"])
    assert is_planned(page)
    text = everything(page).replace("\\", "")
    assert "no dairy, no peanuts" in text
    for tag in ("contains_dairy", "contains_peanuts"):
        for name, value in zip(knowledge.foods.names, knowledge.foods.tag(tag), strict=True):
            assert value == "no" or f" {name}  \n" not in text


def test_a_disliked_food_disappears(first: AppTest, knowledge):
    text = everything(first).replace("\\", "")
    name = next(name for name in knowledge.foods.names if f"** {name}  \n" in text)
    food_id = knowledge.foods.ids[knowledge.foods.names.index(name)]
    page = change(open_page(), "exclude", [food_id])
    assert is_planned(page)
    assert f"** {name}  \n" not in everything(page).replace("\\", "")


def test_supplements_keep_a_plan():
    assert is_planned(change(open_page(), "supplements", True))


def test_a_target_of_ones_own_is_set_changed_and_taken_back():
    page = change(open_page(), "own_nutrient", "carbohydrate_g")
    assert page.get_by_key("own_set").disabled
    page = change(page, "own_side", "meal_maximum")
    page = click(change(page, "own_amount-carbohydrate_g", 90.0), "own_set")
    assert is_planned(page)
    assert page.get_by_key("own").value == [("meal_maximum", "carbohydrate_g", 90.0)]
    assert "at most 90.0 g carbohydrate at each meal" in everything(page).replace("\\", "")
    page = click(change(page, "own_amount-carbohydrate_g", 20.0), "own_set")
    assert page.get_by_key("own").value == [("meal_maximum", "carbohydrate_g", 20.0)]
    assert page.title[0].value == "Nothing fits all of this"
    page = change(page, "own_nutrient", "vitamin_b12_ug")  # in another unit: the figure does not come along
    assert page.get_by_key("own_amount-vitamin_b12_ug").value is None
    page = click(page, "undo")
    assert is_planned(page)
    page = change(page, "own", [])
    assert is_planned(page)


def test_every_goal_has_a_plan(knowledge):
    page = open_page()
    for goal in knowledge.goals:
        assert is_planned(change(page, "goal", goal))


def test_an_impossible_budget_is_explained_kindly():
    page = change(open_page(), "budget", 0.5)
    assert page.title[0].value == "Nothing fits all of this"
    assert "Budget" in page.warning[0].value
    assert not page.tabs
    assert not list_files_offered(page)
    assert is_planned(change(page, "budget", None))


def test_far_too_little_energy_is_explained(knowledge):
    page = change(open_page(), "energy_kcal", 700.0)
    assert page.title[0].value == "Nothing fits all of this"
    page = change(page, "energy_kcal", 1450.0)
    assert is_planned(page)
    assert page.warning[0].value.replace("\\", "") == knowledge.conditions["energy_far_below_need"].message


def test_energy_no_person_needs_cannot_be_asked_for():
    box = open_page().get_by_key("energy_kcal")
    low, high, _ = RANGES["energy_kcal"]
    assert (box.min, box.max) == (low, high)


@pytest.mark.parametrize("condition", ["kidney_disease", "eating_disorder"])
def test_some_people_get_no_plan_but_a_doctor(condition: str, knowledge):
    page = change(open_page(), f"condition-{condition}", True)
    assert page.title[0].value == "No plan, for your safety"
    assert page.warning[0].value.replace("\\", "") == knowledge.conditions[condition].message
    assert not page.tabs


@pytest.mark.parametrize("condition", ["warfarin", "potassium_raising_drugs"])
def test_others_get_a_plan_with_their_warning(condition: str, knowledge):
    page = change(open_page(), f"condition-{condition}", True)
    assert is_planned(page)
    assert page.warning[0].value.replace("\\", "") == knowledge.conditions[condition].message


def test_every_safety_question_is_asked(first: AppTest, knowledge):
    asked = {box.label for box in first.checkbox}
    assert asked == {c.question for c in knowledge.conditions.values() if not c.automatic}


def test_a_child_gets_a_plan_with_a_warning(knowledge):
    page = change(open_page(), "age", 12)
    assert "girl of 12" in everything(page)
    assert knowledge.conditions["under_19"].message in page.warning[0].value.replace("\\", "")


def test_weight_height_and_activity_make_the_energy():
    page = open_page()
    assert "Weight and height are not known" in everything(page)
    page = change(change(page, "weight_kg", 65.0), "height_cm", 170.0)
    assert "Weight and height are not known" not in everything(page)
    assert is_planned(change(page, "activity", "active"))


def test_pounds_and_feet_are_the_same_person():
    page = change(change(open_page(), "weight_kg", 65.0), "height_cm", 170.0)
    said = page.title[0].value
    page = change(page, "units", "lb, ft")
    assert [page.get_by_key(key).value for key in ("weight_lb", "height_ft", "height_in")] == [143.0, 5, 7]
    assert "Weight and height are not known" not in everything(page)
    assert is_planned(page)
    page = change(page, "units", "kg, cm")
    assert [page.get_by_key(key).value for key in ("weight_kg", "height_cm")] == [65.0, 170.0]
    assert page.title[0].value == said


def test_the_weight_before_a_pregnancy_is_asked_in_the_units_of_the_other():
    page = change(change(open_page(), "life_stage", "pregnancy"), "pregnancy_week", 20.0)
    page = change(change(page, "weight_before_kg", 65.0), "units", "lb, ft")
    assert page.get_by_key("weight_before_lb").value == 143.0
    assert is_planned(page)
    page = change(page, "units", "kg, cm")
    assert page.get_by_key("weight_before_kg").value == 65.0


@pytest.mark.parametrize("side", [0, 1])
def test_the_lightest_and_tallest_change_units_and_back(side):
    page = open_page()
    for field in ("weight_kg", "height_cm"):
        page = change(page, field, RANGES[field][side])
    page = change(change(page, "units", "lb, ft"), "units", "kg, cm")
    assert page.get_by_key("height_cm").value == pytest.approx(RANGES["height_cm"][side], abs=2)
    assert page.get_by_key("weight_kg").value == pytest.approx(RANGES["weight_kg"][side], abs=1)


def test_every_weight_in_pounds_is_one_a_person_may_have():
    low, high, _ = RANGES["weight_kg"]
    assert low <= to_kg(POUNDS[0]) < to_kg(POUNDS[1]) <= high


@pytest.mark.parametrize(("pounds", "kg"), [(None, None), (145, 65.8)])
def test_a_weight_in_pounds(pounds, kg):
    assert to_kg(pounds) == kg


@pytest.mark.parametrize(("feet", "inches", "cm"), [(None, 7, None), (5, None, 152.4), (5, 7, 170.2)])
def test_a_height_in_feet(feet, inches, cm):
    assert to_cm(feet, inches) == cm


def test_pregnancy_asks_on_and_only_where_it_can_be():
    page = change(open_page(), "life_stage", "pregnancy")
    assert page.title[0].value == "One more thing"
    assert "week of the pregnancy" in page.info[0].value
    page = change(page, "pregnancy_week", 20.0)
    assert is_planned(page)
    assert "pregnant" in everything(page)
    page = change(page, "sex", "male")
    assert "man of 35" in everything(page)
    with pytest.raises(KeyError):
        page.get_by_key("life_stage")


def test_breastfeeding_asks_for_the_month():
    page = change(open_page(), "life_stage", "lactation")
    assert "months since the birth" in page.info[0].value
    assert is_planned(change(page, "lactation_month", 3.0))


def test_a_new_question_is_answered_anew(first: AppTest):
    man = change(open_page(), "sex", "male")
    assert man.title[0].value != first.title[0].value
    assert change(man, "sex", "female").title[0].value == first.title[0].value


def test_whole_portions_take_the_place_of_exact_ones(monkeypatch: pytest.MonkeyPatch):
    asked = []

    def solve(question: Question) -> Plan:
        asked.append(question)
        plan = answers.find_exact(question)
        return replace(plan, rules=replace(plan.rules, portions="whole"))

    monkeypatch.setattr(answers, "solve_whole", solve)
    page = open_page(portions="whole", age=41)
    assert is_planned(page)
    assert len(page.tabs) == 4
    assert len(asked) == 1
    assert asked[0].person.age == 41


def test_no_whole_portions_leave_the_exact_ones(monkeypatch: pytest.MonkeyPatch):
    def give_up(question: Question) -> Plan:
        raise SolverLimitError("a week", "the work limit was reached")

    monkeypatch.setattr(answers, "solve_whole", give_up)
    page = open_page(portions="whole", age=42)
    assert is_planned(page)
    assert "exact amounts" in page.info[0].value
    assert len(list_files_offered(page)) == 5

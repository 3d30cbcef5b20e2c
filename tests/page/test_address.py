"""The address of the page: what it holds comes back, and what cannot be so is passed over."""

from __future__ import annotations

import pytest

from mealopt.desk.question import Turn
from tests.page.driving import change, click, everything, is_planned, open_page, visit

pytestmark = pytest.mark.page

BANANA = "63107010"


def test_an_address_brings_back_every_answer():
    address = {"condition-kidney_disease": "true", "age": "61", "diet": "Vegan", "without": ["Soy", "Gluten"]}
    page = visit(**address, budget="12.5", exclude="Almonds, roasted, unsalted")
    state = page.session_state
    assert (state["age"], state["diet"], state["budget"]) == (61, "vegan", 12.5)
    assert state["without"] == ["soy", "gluten"]
    assert state["exclude"] == ["42101130"]
    assert state["condition-kidney_disease"]  # a reload must not forget what forbids a plan
    assert not is_planned(page)


def test_own_targets_and_locked_amounts_come_back_and_stand_in_the_address():
    page = visit(include="Banana, fresh", grams=f"{BANANA}:120.5", target="maximum:carbohydrate_g:150.0")
    assert page.session_state["own"] == [("maximum", "carbohydrate_g", 150.0)]
    assert page.session_state["amounts"] == {BANANA: 120.5}
    assert "Locked a day" in everything(page)
    assert page.query_params["grams"] in (f"{BANANA}:120.5", [f"{BANANA}:120.5"])
    change(page, "include", [])
    assert "grams" not in page.query_params
    change(page, "own", [])
    assert "target" not in page.query_params


def test_days_asked_for_again_come_back():
    asked = ["3:breakfast.lunch:1", "3::2", f"2::3:lunch:{BANANA}"]
    page = visit(again=asked, portions="Whole")
    assert page.query_params["again"] == asked
    about, turns = page.session_state["turns"]
    swap = Turn("2", (), 3, "lunch", BANANA)
    assert turns == (Turn("3", ("breakfast", "lunch"), 1), Turn("3", (), 2), swap)
    assert about.portions == "whole"
    page = change(page, "portions", "exact")
    assert "again" not in page.query_params


def test_what_cannot_be_so_is_passed_over():
    page = visit(
        age="four", diet="Carnivore", grams=["no food:3", f"{BANANA}:-1", f"{BANANA}"],
        target=["maximum:energy_kcal:1", "most:fiber_g:1", "minimum:fiber_g:nan", "a:b:c:d"],
        again=[
            "8::1", "1::1:lunch:no food", f"1::1:tea:{BANANA}", "1::1:lunch", "1:tea:1",
            "1:breakfast.lunch.dinner.snack:1", "1::x",
        ],
    )  # fmt: skip
    assert page.session_state["age"] == 35
    assert page.session_state["diet"] == "omnivore"
    assert "own" not in page.session_state
    assert "amounts" not in page.session_state
    assert page.session_state["turns"][1] == ()


def test_a_target_set_by_a_click_stands_in_the_address():
    page = open_page()
    change(page, "own_nutrient", "fiber_g")
    change(page, "own_amount-fiber_g", 30.0)
    click(page, "own_set")
    held = page.query_params["target"]
    assert (held if isinstance(held, str) else held[0]) == "minimum:fiber_g:30.0"

"""Fewer meals a day: asked for on the page, planned, shown and explained as such."""

from __future__ import annotations

import pytest

from mealopt import Person
from mealopt.desk.answers import plan_work
from mealopt.desk.jobs import ROOM_BYTES
from mealopt.desk.question import Question
from tests.page.driving import everything, is_planned, open_page

pytestmark = pytest.mark.page


def test_two_meals_a_day_are_planned_shown_and_explained():
    page = open_page(meals=["breakfast", "dinner"], view="Why")
    assert is_planned(page)
    titles = [element.value for element in page.header]
    assert {"Breakfast", "Dinner"} <= set(titles)
    assert not {"Lunch", "Snacks"} & set(titles)
    assert "Magnesium" in everything(page)


def test_snacks_alone_are_no_day():
    page = open_page(meals=["snack"])
    assert "A day needs a meal beside its snacks" in everything(page)
    assert {"Breakfast", "Lunch", "Dinner"} <= {element.value for element in page.header}


def test_days_of_fewer_meals_have_no_more_room_for_models_than_others():
    for meals in ((), ("breakfast", "dinner"), ("breakfast",), ("lunch",), ("dinner",), ()):
        question = Question(Person(35, "female"), "omnivore", "balanced", meals=meals)
        assert plan_work.models_of(question).room == ROOM_BYTES

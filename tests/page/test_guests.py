"""Who else sits at the table: the same main meal, portions of their own, one list of what to buy."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from mealopt import Person, Rules
from mealopt.desk.answers import recall_guests, recall_whole, seat_guests, solve_whole
from mealopt.desk.question import Guest, Question
from mealopt.errors import MealoptError
from mealopt.page.downloads import list_files
from mealopt.page.guests import MOST, list_servings, name_guest, name_table, say_servings
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import load_plans
from mealopt.tables.writing import format_csv
from tests.page.driving import change, everything, list_files_offered, open_page, visit

MAN, VEGAN = Person(35.0, "male"), Guest(Person(40.0, "female"), "vegan", ("soy",))


@pytest.fixture(scope="module")
def table():
    """Return a page of a woman who has a man at her table, and what she asked."""
    page = open_page(portions="whole", guests=1)
    about, turns = page.session_state["turns"]
    assert turns == ()
    return page, about


@pytest.mark.page
def test_everybody_has_the_same_dinner_and_meets_their_musts(table, knowledge, tmp_path):
    _, question = table
    mine, weeks = recall_whole(question), recall_guests(question)
    assert [guest.person for guest in question.guests] == [MAN]
    (his,) = weeks
    for plan, person in ((mine, question.person), (his, MAN)):
        path = tmp_path / "week.csv"
        path.write_text(format_csv(plan.portions), encoding="utf-8")
        (rows,) = load_plans(path, ids=False).values()
        assert check_plan("", rows, person, Rules(), knowledge) == []
    shown = list_servings({"you": mine, "man of 35": his}, "dinner", knowledge)
    together = {day for day, foods in shown.items() if any(len(had) == 2 for had in foods.values())}
    own = " ".join(note for note in his.notes if "of their own" in note)
    assert together | {day for day in "1234567" if day in own} == {*"1234567"}
    assert list(shown) == list("1234567")


@pytest.mark.page
def test_a_guest_is_served_nothing_they_may_not_eat(knowledge, tmp_path):
    guest = Guest(Person(9.0, "male"), "vegan", ("peanuts",))
    question = Question(MAN, "omnivore", "balanced", guests=(guest,))
    plan = solve_whole(question)
    (theirs,) = seat_guests(question, plan)
    path = tmp_path / "week.csv"
    path.write_text(format_csv(theirs.portions), encoding="utf-8")
    (rows,) = load_plans(path, ids=False).values()
    rules = Rules(diet="vegan", without=("peanuts",))
    assert check_plan("", rows, guest.person, rules, knowledge) == []
    assert any("pediatrician" in warning for warning in theirs.targets.warnings)


@pytest.mark.page
def test_who_gets_no_plan_is_named_and_the_others_sit_down():
    nobody = Guest(Person(1.0, "male"), "omnivore")
    question = Question(MAN, "omnivore", "balanced", guests=(nobody,))
    known = recall_whole(replace(question, guests=()))
    plan = known or solve_whole(replace(question, guests=()))
    (refused,) = seat_guests(question, plan)
    assert isinstance(refused, MealoptError)


@pytest.mark.page
def test_the_table_is_shown_and_what_to_buy_is_for_all_of_it(table, knowledge):
    page, question = table
    assert "Dinner together" in everything(page)
    assert "save-everybody" in list_files_offered(page)
    plans = [recall_whole(question), *recall_guests(question)]
    files = {file.name: file for file in list_files(plans[0], knowledge, None, plans[1:])}
    rows = list(csv.DictReader(io.StringIO(files["everybody"].write())))
    assert [sum(row["person"] == number for row in rows) for number in "12"] == [
        len(plan.portions) for plan in plans
    ]


@pytest.mark.page
def test_nobody_sits_at_the_table_of_an_average_day(table):
    page, _ = table
    change(page, "portions", "exact")
    assert "together" not in everything(page)
    assert "save-everybody" not in list_files_offered(page)
    change(page, "portions", "whole")
    assert "Dinner together" in everything(page)


@pytest.mark.page
def test_what_must_be_said_of_a_child_at_the_table_is_in_sight(table):
    page, _ = table
    change(page, "guest-1-age", 9)
    assert any("For the boy of 9" in str(warning.value) for warning in page.warning)


@pytest.mark.page
def test_an_address_brings_the_table_back():
    page = visit(guests="2", **{"guest-2-diet": "Vegan", "guest-2-without": "Soy", "guest-1-age": "41"})
    state = page.session_state
    assert (state["guests"], state["guest-1-age"], state["guest-2-diet"]) == (2, 41, "vegan")
    assert state["guest-2-without"] == ["soy"]


@pytest.mark.parametrize(
    ("guest", "said"),
    [
        (VEGAN, "woman of 40, vegan, no soy"),
        (Guest(Person(9.0, "male"), "omnivore"), "boy of 9"),
    ],
)
def test_somebody_at_the_table_is_named(knowledge, guest, said):
    assert name_guest(guest, knowledge) == said


def test_what_each_has_of_a_food_is_said():
    had = {"you": "1 cup", "man of 35, vegan": "1½ cups"}
    assert say_servings("Rice, white", had) == "Rice, white  \n:small[you **1 cup**, man of 35 **1½ cups**]"


def test_everybody_at_the_table_has_a_name_of_their_own(knowledge):
    assert name_table((VEGAN, Guest(MAN, "omnivore"), VEGAN), knowledge) == [
        "woman of 40 (1), vegan, no soy", "man of 35", "woman of 40 (2), vegan, no soy"
    ]  # fmt: skip


def test_a_guest_has_a_diet_of_their_own_and_the_meals_of_the_house():
    question = Question(MAN, "omnivore", "cheapest", exclude=("1",), budget=9.0, meals=("lunch", "dinner"))
    rules = question.rules_of(VEGAN)
    assert (rules.diet, rules.without) == ("vegan", ("soy",))
    assert (rules.goal, rules.meals) == ("cheapest", question.meals)
    assert rules.budget is None
    assert MOST == 3

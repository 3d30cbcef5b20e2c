"""Something else was eaten: the meal is that, its day makes up for it, and what none can is said."""

from __future__ import annotations

import pytest

from mealopt.eaten import eat_instead, eat_portions
from mealopt.errors import NoPlanError
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import load_plans
from mealopt.planner import plan_day, plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

WOMAN = Person(35, "female", energy_kcal=2000)
PIZZA, WINGS, BANANA = "58106220", "24168030", "63107010"


@pytest.fixture(scope="module")
def plan(weeks):
    return weeks(WOMAN, Rules())


def rows_of(plan, day, meal=None):
    rows = plan.portions[plan.portions["day"] == day]
    rows = rows if meal is None else rows[rows["meal"] == meal]
    return rows[["meal", "food_id", "portions"]].to_numpy().tolist()


def test_a_meal_that_was_something_else_is_made_up_for(plan, knowledge, tmp_path):
    other = eat_instead(plan, "4", "lunch", {PIZZA: 2.0}, keep=("breakfast",), knowledge=knowledge)
    assert rows_of(other, "4", "lunch") == [["lunch", PIZZA, 2.0]]
    assert rows_of(other, "4", "breakfast") == rows_of(plan, "4", "breakfast")
    for day in ("1", "2", "3"):  # what was eaten before stays as it was
        assert rows_of(other, day) == rows_of(plan, day)
    path = tmp_path / "week.csv"
    path.write_text(format_csv(other.portions), encoding="utf-8")
    (rows,) = load_plans(path, ids=False).values()
    assert check_plan("", rows, WOMAN, Rules(), knowledge) == []


def test_what_was_planned_may_be_what_was_eaten(plan, knowledge):
    lunch = {food: amount for _, food, amount in rows_of(plan, "3", "lunch") if food != "94000100"}
    other = eat_instead(plan, "3", "lunch", lunch, knowledge=knowledge)
    assert {food for _, food, _ in rows_of(other, "3", "lunch")} == set(lunch)


def test_what_no_day_can_make_up_for_is_named(plan, knowledge):
    with pytest.raises(NoPlanError, match=r"holds 3,\d{3} mg of sodium \(most: 2,300 mg\).* by itself"):
        eat_instead(plan, "3", "dinner", {WINGS: 12.0}, knowledge=knowledge)


@pytest.mark.parametrize(
    ("day", "meal", "eaten", "values"),
    [
        ("9", "tea", {}, ["9", "tea", None]),
        ("3", "lunch", {"nothing": 1.0, BANANA: 0.3, PIZZA: 40.0}, ["nothing", "0.3", "40"]),
        ("3", "lunch", {PIZZA: float("nan"), BANANA: -1.0}, ["nan", "-1"]),
    ],
)
def test_what_cannot_have_been_is_said_at_once(plan, knowledge, problems_of, day, meal, eaten, values):
    problems = problems_of(eat_instead, plan, day, meal, eaten, knowledge=knowledge)
    assert [problem.value for problem in problems] == values


def test_only_a_week_of_meals_makes_up_for_one(knowledge, problems_of):
    plan = plan_week(WOMAN, Rules(portions="exact"), knowledge)
    assert problems_of(eat_instead, plan, "average", "lunch", {PIZZA: 1.0}, knowledge=knowledge)


def test_a_food_the_diet_forbids_was_not_planned_for(knowledge, problems_of):
    vegan = plan_day(WOMAN, Rules(diet="vegan"), knowledge)
    (problem,) = problems_of(eat_instead, vegan, "1", "lunch", {PIZZA: 1.0}, knowledge=knowledge)
    assert "forbid" in problem.message


def test_a_single_day_makes_up_for_a_meal(knowledge):
    day = plan_day(WOMAN, Rules(), knowledge)
    other = eat_instead(day, "1", "lunch", {PIZZA: 1.0}, knowledge=knowledge)
    assert [food for _, food, _ in rows_of(other, "1", "lunch")] == [PIZZA]


def test_a_banned_food_that_the_plan_has_is_not_left_in_silence(plan, knowledge, problems_of):
    food = str(plan.portions["food_id"].iloc[0])
    rows = plan.portions
    (problem,) = problems_of(
        eat_portions, rows, WOMAN, Rules(exclude=(food,)), knowledge, ("7", "lunch"), {PIZZA: 1.0}
    )
    assert (problem.value, "banned" in problem.message) == (food, True)


def test_what_is_kept_and_not_there_is_said(plan, knowledge, problems_of):
    (problem,) = problems_of(
        eat_instead, plan, "3", "lunch", {PIZZA: 1.0}, keep=("no such food",), knowledge=knowledge
    )
    assert problem.value == "no such food"

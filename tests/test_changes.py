"""A plan changed: what is kept stays to the gram, what is planned again is new and meets every must."""

from __future__ import annotations

import pytest

from mealopt.changes import (
    change_plan,
    change_portions,
    check_days,
)
from mealopt.planner import plan_day
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from tests.checking import require_musts

WOMAN = Person(35, "female")
RULES = Rules(quality=0)


def servings_of(plan, meal=None):
    chosen = plan.portions if meal is None else plan.portions[plan.portions["meal"] == meal]
    columns = ["day", "meal", "food_id", "portions"]
    return {tuple(row) for row in chosen[columns].itertuples(index=False)}


@pytest.fixture(scope="module")
def plan(knowledge):
    return plan_day(WOMAN, RULES, knowledge)


@pytest.fixture(scope="module")
def changed(plan, knowledge):
    meal = knowledge.meals[-1].id
    breakfast = plan.portions.iloc[0]
    lock = {"1": (meal, breakfast["food_id"])}
    return change_plan(plan, ("1",), lock=lock, knowledge=knowledge), meal, breakfast


def test_a_locked_meal_and_a_locked_food_stay_and_the_rest_is_new(plan, changed):
    again, meal, breakfast = changed
    assert servings_of(again, meal) == servings_of(plan, meal)
    assert tuple(breakfast[["day", "meal", "food_id", "portions"]]) in servings_of(again)
    kept = {food for _, of, food, _ in servings_of(plan) if of == meal} | {breakfast["food_id"]}
    free = {food for *_, food, _ in servings_of(plan)} - kept
    assert len(free & {food for *_, food, _ in servings_of(again)}) < len(free)
    assert servings_of(again) != servings_of(plan)


def test_a_day_planned_again_meets_every_must(changed, knowledge):
    again, *_ = changed
    require_musts(again, knowledge)
    assert again.proof.gap >= 0
    assert again.proof.objective >= again.proof.bound - 1e-9


def test_a_banned_food_goes_and_every_must_is_met(plan, knowledge):
    banned = plan.portions.groupby("food_id")["cost"].sum().idxmax()
    again = change_plan(plan, ban=(banned,), knowledge=knowledge)
    assert banned not in set(again.portions["food_id"])
    assert banned in again.rules.exclude
    require_musts(again, knowledge)


@pytest.mark.parametrize(
    ("days", "again", "lock", "words"),
    [
        (("average",), ("1",), {}, "average"),
        (("1", "2"), ("1",), {}, "days 1 to 7"),
        (("1",), ("8",), {}, "no such day"),
        (("1",), (), {"1": ("lunch",)}, "planned again"),
    ],
)
def test_days_that_cannot_be_changed_are_named(days, again, lock, words):
    (problem,) = check_days(days, again, lock, RULES)
    assert words in problem.message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"again": ("1",), "lock": {"1": ("no such food",)}}, ["No such food"]),
        ({"again": ("1",), "ban": ("no such food",)}, ["No such food"]),
        ({}, ["Nothing changes"]),
    ],
)
def test_what_is_not_understood_changes_nothing(plan, knowledge, problems_of, options, words):
    found = problems_of(change_plan, plan, knowledge=knowledge, **options)
    assert [word in problem.message for word, problem in zip(words, found, strict=True)] == [True]


def test_what_is_locked_and_banned_is_said(plan, knowledge, problems_of):
    food = plan.portions["food_id"].iloc[0]
    (problem,) = problems_of(change_plan, plan, ("1",), lock={"1": (food,)}, ban=(food,), knowledge=knowledge)
    assert "banned" in problem.message


@pytest.mark.parametrize("what", ["forbidden", "broken"])
def test_a_file_that_is_not_of_this_request_is_refused_by_line(plan, knowledge, problems_of, what):
    portions, table = plan.portions.copy(), knowledge.foods
    if what == "forbidden":
        meat = next(food for food, tag in zip(table.ids, table.tag("vegan"), strict=True) if tag == "no")
        portions.loc[2, "food_id"] = meat
        rules = Rules(quality=0, diet="vegan")
    else:
        portions.loc[2, "portions"] += 0.37 * table.step[table.position(portions.loc[2, "food_id"])]
        rules = RULES
    found = problems_of(
        change_portions,
        portions,
        WOMAN,
        rules,
        knowledge,
        again=("1",),
        lock={},
        ban=(),
        seed=1,
        file="x.csv",
    )
    assert ("x.csv", 4) in {(problem.where, problem.line) for problem in found}


def test_a_day_that_stands_is_checked_for_its_musts(plan, knowledge, problems_of):
    """A week of which a kept day was cut down must not come back as a plan."""
    import pandas as pd

    days = [plan.portions.assign(day=str(day)) for day in range(1, 8)]
    days[3] = days[3].iloc[:2]
    (problem,) = problems_of(
        change_portions, pd.concat(days, ignore_index=True), WOMAN, RULES, knowledge,
        again=("1",), lock={}, ban=(), seed=1, file="x.csv",
    )  # fmt: skip
    assert (problem.where, problem.value) == ("x.csv", "4")

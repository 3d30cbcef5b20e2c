"""What no week of sittings meets is named, and the tablets that would let one are few."""

from __future__ import annotations

import pytest

from mealopt.average.average import solve_average
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import load_plans
from mealopt.planner import add_tablets, find_average, plan_day
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.tables.writing import format_csv
from mealopt.week.deal import deal_sittings
from mealopt.week.unmet import choose_tablets, find_least_cost, find_unmet

MAN, YOUNG = Person(67, "male"), Person(25, "male")
SALMON = "26137120"
B12, D3 = "supplement-vitamin-b12", "supplement-vitamin-d3-lichen"
NO_SOY = {"diet": "vegan", "without": ("soy",)}  # what is left with vitamin D: rice milk, mushrooms


@pytest.mark.parametrize(
    ("asked", "unmet", "tablets"),
    [
        (NO_SOY, ("Vitamin D",), {B12, D3}),
        ({**NO_SOY, "exclude": (D3,)}, ("Vitamin D",), {B12}),
        ({**NO_SOY, "supplements": True, "include": {B12: None, D3: None}}, (), set()),
        ({"budget": 3.0}, ("the budget",), {D3}),  # a tablet is cheaper than fish
        ({}, (), {D3}),  # what it is worth to him; nobody asks where meals do without
    ],
    ids=["no soy", "a tablet excluded", "tablets taken", "little money", "nothing unmet"],
)
def test_what_meals_lack_is_named_and_what_would_help(models, asked, unmet, tablets):
    average = solve_average(MAN, Rules(**asked), WEEK, models)
    assert find_unmet(average) == unmet
    assert set(choose_tablets(average)) == tablets


def test_what_is_lacking_for_want_of_money_is_not_said_to_be_lacking_alone(models):
    """A man of 30 on $4 a day was told that meals lack energy, as if there were no food."""
    average = solve_average(Person(30, "male"), Rules(budget=4.0), WEEK, models)
    assert "the budget" in find_unmet(average)


def test_the_least_that_meals_cost_is_told_where_a_budget_is_asked(models):
    """A budget of $3 a day no meals meet: they begin above it, and what is pinned is paid for too."""

    def find(**asked):
        return find_least_cost(solve_average(MAN, Rules(**asked), WEEK, models))

    few = find(budget=3.0)
    assert 3.0 < few < 8.0
    assert find(budget=3.2) == few
    assert find(budget=3.2, include={SALMON: None}) > few + 1.0
    assert find(budget=8.0) is None  # money is not what is short
    assert find() is None
    assert find(**NO_SOY, budget=9.0) is None


def test_one_tablet_taken_another_may_be_worth_it(knowledge):
    """With vitamin D from a tablet nobody pours rice milk for it, which had held the B12."""
    average, answer = find_average(YOUNG, Rules(**NO_SOY, supplements=True), knowledge, WEEK)
    helped, _, note = add_tablets(average, answer)
    assert {*helped.rules.include} == {B12, D3}
    assert all(knowledge.foods.names[knowledge.foods.position(tablet)] in note for tablet in (B12, D3))


def test_where_no_tablet_helps_none_is_spoken_of(knowledge):
    """A budget that no meals meet: a note had named the tablets, and there were none."""
    rules = Rules(budget=3.5, exclude=(B12, D3), supplements=True)
    average, answer = find_average(MAN, rules, knowledge, WEEK)
    assert find_unmet(average)
    assert add_tablets(average, answer) == (average, answer, "")


def test_supplements_that_are_allowed_bring_meals_back(knowledge, tmp_path, monkeypatch):
    """They stood in no sitting, so that who had allowed them was given foods put together one by one."""
    rules = Rules(**NO_SOY, supplements=True)
    # without them there is none, which takes the longest to find out
    deal = "mealopt.planner.deal_sittings"
    monkeypatch.setattr(deal, lambda of: deal_sittings(of) if of.rules.include else None)
    plan = plan_day(MAN, rules, knowledge)
    assert plan.meals
    assert {B12, D3} <= {*plan.portions["food_id"]}
    assert sum("Taken beside them every day: Vitamin" in note for note in plan.notes) == 1
    path = tmp_path / "day.csv"
    path.write_text(format_csv(plan.portions), encoding="utf-8")
    (rows,) = load_plans(path, ids=False).values()
    assert check_plan("", rows, MAN, rules, knowledge) == []

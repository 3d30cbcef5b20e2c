"""Impossible requests: the conflict is one, every repair works, and none is a danger to the eater."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.explain import Report, check_conflict, check_repair
from mealopt.errors import NoPlanError
from mealopt.explain.nothing_fits import say_nothing_fits
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules

QUICK = (
    "650 kcal, vegan", "1000 kcal, vegan, no soy, gluten, strict", "$1 a day, vegan",
    "300 g Brazil nuts a day", "vegan, no milk of any kind, no mushrooms, no soy",
)  # fmt: skip


def test_there_are_thirty_requests(requests):
    assert len(requests) == 30
    assert set(QUICK) <= set(requests)


@pytest.mark.parametrize("who", QUICK)
def test_a_conflict_is_one_and_its_repairs_work(impossible, others, who):
    found, report = impossible(who), Report()
    check_conflict(found, others, report, who)
    for repair in found.repairs:
        check_repair(found, repair, others, report, who)
    assert found.repairs
    assert report.failures == {}


def test_a_most_at_a_meal_that_fits_nothing_is_named_and_lifted(misfit):
    found = misfit(Person(34, "female"), Rules(meal_maximums={"carbohydrate_g": 30.0}))
    assert ("meal_maximum", "carbohydrate_g") in {(one.kind, one.nutrient) for one in found.conflict}
    repair = next(repair for repair in found.repairs if repair.id == "meal:carbohydrate_g")
    assert repair.rules.meal_maximums == {}


def test_a_repair_may_be_applied_and_planned(impossible, knowledge):
    found = impossible("650 kcal, vegan")
    repair = found.repairs[0]
    plan = plan_week(repair.person, replace(repair.rules, portions="exact"), knowledge)
    assert not set(plan.totals["status"]) & {"below", "above"}


def test_the_text_names_shortfall_conflict_and_repairs(impossible, requests, knowledge):
    found = impossible("$1 a day, vegan")
    text = say_nothing_fits(found)
    assert "Budget: $" in text
    assert "cannot be had together: at most $1.00 a day and at least" in text
    assert "each was tried" in text
    person, rules = requests["$1 a day, vegan"]
    with pytest.raises(NoPlanError) as caught:
        plan_week(person, rules, knowledge)
    assert str(caught.value) == text
    assert caught.value.exit_code == 3

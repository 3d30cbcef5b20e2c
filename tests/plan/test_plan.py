"""A plan as a whole: days, money, energy, and the aims it misses."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from mealopt import Person, Rules
from mealopt.plan.plan import Plan, Proof, list_missed
from mealopt.plan.portions import Serving, list_portions
from mealopt.plan.totals import list_quality, list_totals
from mealopt.request.targets import derive_targets


@pytest.fixture
def plan(knowledge):
    person, rules = Person(30, "female"), Rules()
    targets = derive_targets(person, rules, knowledge)
    servings = [Serving(day, "lunch", "11100000", portions) for day, portions in (("1", 1.0), ("2", 2.0))]
    portions = list_portions(servings, knowledge)
    totals = list_totals(portions, targets, knowledge, energy_slack=0.02)
    return Plan(
        person, rules, targets, portions, totals, pd.DataFrame(), list_quality(portions, knowledge),
        list_missed(totals), Proof(1, 1, 0, 1, 0, 0, 0), "Milk all day.", (), None, knowledge.digest,
    )  # fmt: skip


def test_a_plan_in_figures(plan, knowledge):
    cup = 244 * knowledge.foods.price[knowledge.foods.position("11100000")] / 100
    assert plan.days == ("1", "2")
    assert plan.food_count == 1
    assert plan.cost_per_day == pytest.approx(1.5 * cup)
    assert plan.energy_per_day == pytest.approx(1.5 * 2.44 * 51)
    assert 0 < plan.score < 100


def test_a_plan_prints_its_headline_and_its_portions(plan):
    assert str(plan).startswith("Milk all day.\n")
    assert "11100000" in str(plan)
    assert plan._repr_html_().startswith("<p>Milk all day.</p><table")


def test_a_plan_cannot_be_changed(plan):
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.headline = "Something else."


def test_missed_is_every_minimum_not_reached(plan):
    assert list(plan.missed.columns) == ["day", "nutrient", "unit", "amount", "minimum", "percent"]
    assert set(plan.missed["day"]) == {"1", "2", "week"}
    assert (plan.missed["percent"] < 100).all()
    assert {"fiber_g", "iron_mg"} <= set(plan.missed["nutrient"])  # an aim and a must
    assert "calcium_mg" not in set(plan.missed[plan.missed["amount"] > 1000]["nutrient"])


def test_nothing_missed_is_an_empty_frame(plan):
    met = plan.totals[plan.totals["status"] == "met"]
    assert len(list_missed(met).rows) == 0

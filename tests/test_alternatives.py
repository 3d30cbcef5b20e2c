"""Other plans beside one: other foods for little more, and what is new about them."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from mealopt.alternatives import compare_cost, compare_plans, find_alternatives
from mealopt.planner import plan_day
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from tests.checking import require_musts


@pytest.fixture(scope="module")
def plan(knowledge):
    return plan_day(Person(35, "female"), Rules(quality=0), knowledge)


def test_another_plan_costs_little_more_and_differs(plan, knowledge):
    found = find_alternatives(plan, 1, within=0.5, knowledge=knowledge)
    (other,) = found
    assert other.plan.cost_per_day <= plan.cost_per_day * 1.5
    assert other.new_foods > 0
    assert 0 < other.new_servings <= 1
    require_musts(other.plan, knowledge)
    assert find_alternatives(plan, 0, knowledge=knowledge) == []


def test_a_plan_beside_itself_has_nothing_new(plan):
    same = compare_plans(plan, [], plan)
    assert (same.dearer, same.new_foods, same.new_servings) == (0.0, 0, 0.0)


@pytest.mark.parametrize(("costs", "dearer"), [((4, 5), 0.25), ((0, 0), 0.0), ((0, 1), math.inf)])
def test_a_plan_that_costs_nothing_can_be_compared(costs, dearer):
    first, other = (SimpleNamespace(cost_per_day=cost) for cost in costs)
    assert compare_cost(first, other) == pytest.approx(dearer)

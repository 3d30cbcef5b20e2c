"""People who share a meal: the same foods, portions of their own, and every must of each of them."""

from __future__ import annotations

import pytest

from mealopt.household import find_shared_meal, plan_household
from mealopt.request.person import Person
from mealopt.request.rules import Rules

COUPLE = [(Person(35, "female"), Rules(quality=0)), (Person(40, "male"), Rules(quality=0))]


@pytest.fixture(scope="module")
def plans(knowledge):
    return plan_household(COUPLE, knowledge, days=1)


def foods_at(plan, meal):
    return set(plan.portions["food_id"][plan.portions["meal"] == meal])


def test_a_couple_has_dinner_together_and_everyone_meets_their_musts(plans, knowledge):
    meal = find_shared_meal(knowledge)
    first, second = plans
    assert foods_at(second, meal)
    assert foods_at(second, meal) <= foods_at(first, meal)
    for plan, (person, _) in zip(plans, COUPLE, strict=True):
        assert plan.person == person
        assert not set(plan.totals["status"]) & {"below", "above"}
        assert plan.energy_per_day == pytest.approx(plan.targets.energy.kcal, rel=0.02)
    assert not any("of their own is needed" in note for note in second.notes)


def test_who_can_eat_nothing_of_it_has_a_meal_of_their_own(plans, knowledge):
    meal = find_shared_meal(knowledge)
    banned = tuple(sorted(foods_at(plans[0], meal)))
    people = [COUPLE[0], (COUPLE[1][0], Rules(quality=0, exclude=banned))]
    _, second = plan_household(people, knowledge, days=1)
    assert foods_at(second, meal)
    assert not foods_at(second, meal) & set(banned)
    assert any("of their own is needed on day 1" in note for note in second.notes)


@pytest.mark.parametrize("people", [[], [(Person(35, "female"), Rules(portions="exact"))]])
def test_a_household_needs_people_and_whole_portions(people, knowledge, problems_of):
    (problem,) = problems_of(plan_household, people, knowledge)
    assert problem.where == "household"

"""People who share a meal: the same foods, portions of their own, and every must of each of them."""

from __future__ import annotations

import pytest

from mealopt.household import find_shared_meal, plan_household
from mealopt.request.allowed import allow_foods
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


def test_what_one_of_them_may_not_eat_is_on_nobodys_table(plans, knowledge):
    meal = find_shared_meal(knowledge)
    banned = tuple(sorted(foods_at(plans[0], meal) - {"94000100"}))
    people = [COUPLE[0], (COUPLE[1][0], Rules(quality=0, exclude=banned))]
    first, second = plan_household(people, knowledge, days=1)
    assert foods_at(second, meal) <= foods_at(first, meal)
    assert not foods_at(first, meal) & set(banned)


def test_the_shared_meal_is_one_that_everybody_has(knowledge, problems_of):
    assert find_shared_meal(knowledge, [Rules(), Rules(meals=("breakfast", "lunch"))]) == "lunch"
    rules = [Rules(meals=("breakfast",)), Rules(meals=("dinner",))]
    assert problems_of(find_shared_meal, knowledge, rules)[0].column == "meals"


@pytest.mark.parametrize("people", [[], [(Person(35, "female"), Rules(portions="exact"))]])
def test_a_household_needs_people_and_whole_portions(people, knowledge, problems_of):
    (problem,) = problems_of(plan_household, people, knowledge)
    assert problem.where == "household"


def test_nobody_sits_before_what_they_may_not_eat(knowledge):
    # peanut butter was the vegetarian's dinner, and the child had what was left of it
    parent = Person(40, "female"), Rules("vegetarian")
    child = Person(7, "male"), Rules(without=("peanuts",))
    plans = plan_household([parent, child], knowledge, days=1)
    allowed = [allow_foods(person, rules, knowledge) for person, rules in (parent, child)]
    meal = find_shared_meal(knowledge)
    for plan in plans:
        served = [knowledge.foods.position(food) for food in foods_at(plan, meal)]
        assert served
        assert all(may[served].all() for may in allowed)
        kinds = {knowledge.foods.categories[food] for food in served}
        assert any(knowledge.habits.is_main(kind, meal) for kind in kinds)


def test_who_needs_a_supplement_sits_down_with_the_others(knowledge):
    """Vitamin D without fish, milk or soy: foods put together one by one had stood at the shared table."""
    vegan = Person(67, "male"), Rules("vegan", without=("soy",), supplements=True)
    plans = plan_household([(Person(60, "female"), Rules(quality=0)), vegan], knowledge, days=1)
    assert all(plan.meals for plan in plans)
    taken = {food for food in plans[1].portions["food_id"] if food.startswith("supplement")}
    assert taken
    assert any("Taken beside them every day" in note for note in plans[1].notes)
    assert not any(food.startswith("supplement") for food in plans[0].portions["food_id"])

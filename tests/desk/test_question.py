"""What a visitor asks."""

from __future__ import annotations

from dataclasses import replace

from mealopt.desk.question import Question, compare_requests
from mealopt.request.person import Person

ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_a_request_becomes_answers_and_nothing_else_changes(knowledge):
    assert compare_requests(ASKED, ASKED.person, ASKED.rules("exact"), knowledge) == {}
    vegan = next(name for name, diet in knowledge.diets.items() if diet.column)
    rules = replace(ASKED.rules("exact"), diet=vegan, budget=3.0, minimums={"fiber_g": 20.0})
    rules = replace(rules, meal_maximums={"carbohydrate_g": 60.0})
    assert compare_requests(ASKED, ASKED.person, rules, knowledge) == {
        "diet": vegan,
        "budget": 3.0,
        "own": [("minimum", "fiber_g", 20.0), ("meal_maximum", "carbohydrate_g", 60.0)],
    }

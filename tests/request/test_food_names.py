"""A food by its id, its name or a word."""

from __future__ import annotations

import pytest

from mealopt.errors import Problem
from mealopt.request.food_names import resolve_food, resolve_foods


@pytest.mark.parametrize("text", ["milk", " milk ", "Milk", "MILK"])
def test_a_food_by_id_or_name(made_up, text):
    assert resolve_food(text, made_up.foods) == "milk"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("mil", "Which one? milk Milk. Give the id"),
        ("mlik", "No such food."),
        ("qqqq", "No such food. Search with `mealopt foods search`."),
    ],
)
def test_a_food_that_is_not_found(made_up, text, start):
    problem = resolve_food(text, made_up.foods)
    assert isinstance(problem, Problem)
    assert problem.value == text
    assert problem.message.startswith(start)


def test_the_most_eaten_are_shown_first(knowledge):
    problem = resolve_food("milk", knowledge.foods)
    ids = [part.split()[0] for part in problem.message.removeprefix("Which one? ").split("; ")]
    popularity = [
        knowledge.foods.popularity[knowledge.foods.position(food)] for food in ids if food in knowledge.foods
    ]
    assert popularity == sorted(popularity, reverse=True)


@pytest.mark.parametrize(
    ("text", "some", "other"),
    [
        ("mushrooms", "Stuffed mushrooms, with sausage and Parmesan", "Banana, fresh"),  # one, many
        ("Fish", "Tuna, canned in water or oil", "Banana, fresh"),  # all of a category
        ("tomatoes", "Tomatoes, raw", "Potato, baked, with peel"),
        ("canned tuna", "Tuna, canned in water or oil", "Tuna salad with mayonnaise"),  # in any order
        ("Banana, fresh", "Banana, fresh", "Banana chips"),  # a whole name is one food
    ],
)
def test_a_word_stands_for_all_its_foods(knowledge, text, some, other):
    table = knowledge.foods
    names = {table.names[table.position(food)] for food in resolve_foods(text, table)}
    assert some in names
    assert other not in names


def test_a_word_of_no_food_is_a_problem(knowledge):
    assert isinstance(resolve_foods("xyzzy", knowledge.foods), Problem)
    assert isinstance(resolve_foods("-", knowledge.foods), Problem)

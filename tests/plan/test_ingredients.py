"""What is in a dish, for the portion that is served."""

from __future__ import annotations

import pytest

from mealopt.knowledge.recipes import Ingredient, load_recipes
from mealopt.plan.ingredients import find_recipe, list_dishes, say_recipe

PORRIDGE = (Ingredient("water", 78.5), Ingredient("rolled oats", 20.0), Ingredient("salt", 0.3))


@pytest.mark.parametrize(
    ("grams", "said"),
    [
        (100, "water 78 g · rolled oats 20 g · a little salt"),
        (1000, "water 785 g · rolled oats 200 g · salt 3 g"),
        (5, "water 4 g · a little rolled oats · a little salt"),
    ],
)
def test_weights_go_with_the_portion_and_a_pinch_is_not_weighed(grams, said):
    assert say_recipe(PORRIDGE, grams) == said


def test_what_is_made_another_way_than_the_recipe_has_none(knowledge):
    """`Pancakes (vegan)` were said to be made of milk and eggs: the recipe is that of other pancakes."""
    table = knowledge.foods
    food = max(load_recipes(), key=lambda food: len(load_recipes()[food]))
    name = table.names[table.position(food)]
    assert find_recipe(food, name, table) == load_recipes()[food]
    assert find_recipe(food, f"{name} (vegan)", table) == ()
    assert find_recipe("no such food", name, table) == ()


def test_a_dish_is_listed_once_with_its_largest_serving(knowledge):
    table = knowledge.foods
    dish = next(food for food, recipe in load_recipes().items() if len(recipe) > 2)
    plain = next(food for food, recipe in load_recipes().items() if len(recipe) == 2)
    rows = [
        {"food_id": food, "food": table.names[table.position(food)], "grams": grams}
        for food, grams in ((dish, 100.0), (dish, 250.0), (plain, 80.0))
    ]
    listed = list(list_dishes(rows, table))
    assert listed == [(rows[0]["food"], say_recipe(load_recipes()[dish], 250.0), 250.0)]

"""The title of a meal: its main food, and what lies beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt.plan.portions import Serving, list_portions
from mealopt.plan.titles import title_meal


@pytest.fixture(scope="module")
def title(knowledge):
    """What a meal of named foods, a portion of each, is called."""
    table = knowledge.foods

    def call(*names, meal="dinner"):
        servings = [Serving("1", meal, table.ids[table.names.index(name)], 1.0) for name in names]
        rows = list_portions(servings, knowledge).frame
        return title_meal(rows, next(m for m in knowledge.meals if m.id == meal), knowledge)

    return call


@pytest.mark.parametrize(
    ("foods", "text"),
    [
        (("Milk, 1 % fat", "Sugar, brown", "Oatmeal, plain, made with water", "Tap water"),
         "Oatmeal with milk"),
        (("Lettuce (iceberg), raw", "Italian dressing, oil and vinegar",
          "Pasta with tomato sauce and meat, homemade"), "Pasta with tomato sauce and meat, lettuce"),
        (("Rice, white, cooked with oil", "Salmon, baked or broiled, with oil", "Broccoli, raw"),
         "Baked salmon with white rice and raw broccoli"),
        (("Egg, boiled or poached", "Scrambled eggs, with oil", "Banana, fresh"),
         "Scrambled eggs and boiled egg with banana"),
        (("Banana, fresh", "Coffee, brewed"), "Banana and coffee"),  # a drink does not lie beside fruit
        (("Milk, 1 % fat", "Milk, whole"), "Milk"),
        (("Tap water",), "Tap water"),
        (("Margarine, stick", "Tap water"), "Margarine and tap water"),
        ((), ""),
    ],
)  # fmt: skip
def test_a_meal_has_its_main_food_first(foods, text, title):
    assert title(*foods) == text


def test_snacks_are_no_plate(title):
    foods = "Milk, 1 % fat", "Almonds, any kind", "Banana, fresh"
    assert title(*foods, meal="snack") == "Almonds, banana and milk"


def test_a_meal_of_many_foods_ends_somewhere(title, knowledge):
    wanted = dict.fromkeys(name.split(",")[0] for name in knowledge.foods.names)
    foods = [next(n for n in knowledge.foods.names if n.split(",")[0] == head) for head in [*wanted][40:52]]
    named = title(*foods)
    assert named.endswith(" and more")
    assert len(named) < 300


def test_a_table_of_foods_of_ones_own_has_titles_too(title, knowledge):
    own = replace(knowledge.titles, places={})
    table = knowledge.foods
    food = table.ids[table.names.index("Milk, whole")]
    rows = list_portions([Serving("1", "lunch", food, 1.0)], knowledge).frame
    assert title_meal(rows, knowledge.meals[1], replace(knowledge, titles=own)) == "Milk"

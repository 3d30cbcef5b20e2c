"""What is bought for a dish that is cooked at home."""

from __future__ import annotations

import pytest

from mealopt.plan.cooking import list_bought

PASTA, BANANA = "Pasta with tomato sauce and meat, homemade", "Banana, fresh"


@pytest.fixture(scope="module")
def find(knowledge):
    table = knowledge.foods
    return lambda name: table.ids[table.names.index(name)]


def test_a_dish_is_bought_as_its_parts_whose_shares_are_the_whole(knowledge, find):
    parts = list_bought(find(PASTA), "", knowledge)
    assert len(parts) > 2
    assert sum(part.bulk for part in parts) == pytest.approx(1.0)
    assert sum(part.worth for part in parts) == pytest.approx(1.0)
    assert all(part.grams > 0 for part in parts)
    assert all(part.food_id in knowledge.foods for part in parts if part.food_id)


def test_what_is_no_dish_is_bought_as_it_is(knowledge, find):
    assert list_bought(find(BANANA), "", knowledge) == []


def test_a_dish_that_has_to_be_another_is_not_bought_by_its_recipe(knowledge, find):
    """The eggs of a recipe are in no vegan pancake."""
    assert list_bought(find(PASTA), "vegan", knowledge) == []


def test_no_dish_of_the_table_is_bought_as_itself(knowledge):
    for food in knowledge.foods.ids[::7]:
        assert food not in {part.food_id for part in list_bought(food, "", knowledge)}

"""What the body takes in of calcium and iron: by words before categories, unknown where the whole is."""

from __future__ import annotations

import pytest

from builder.absorption import add_absorbed, load_absorption

IDS = ("calcium_mg", "iron_mg", "calcium_absorbed_mg", "iron_absorbed_mg")


@pytest.mark.parametrize(
    ("described", "category", "calcium", "iron"),
    [
        ("Milk, reduced fat (2%)", "Milk, reduced fat", "32", "1"),
        ("Spinach, raw", "Lettuce and lettuce salads", "5", "1"),  # by its word, whatever its shelf
        ("Beef steak", "Beef, excludes ground", "30", "2"),
        ("Bread, white", "Yeast breads", "30", "1"),
    ],
)
def test_shares_go_by_the_group_of_food(described, category, calcium, iron):
    food = {"fndds_description": described, "category": category, "calcium_mg": "100", "iron_mg": "10"}
    add_absorbed({"food": food}, IDS)
    assert (food["calcium_absorbed_mg"], food["iron_absorbed_mg"]) == (calcium, iron)


def test_an_unknown_amount_stays_unknown_and_a_table_that_asks_nothing_gets_nothing():
    blank = {"fndds_description": "Milk", "category": "Milk, whole", "calcium_mg": "", "iron_mg": ""}
    add_absorbed({"food": blank}, IDS)
    assert blank["calcium_absorbed_mg"] == ""
    bare = {"fndds_description": "Milk", "category": "Milk, whole", "calcium_mg": "1", "iron_mg": ""}
    add_absorbed({"food": bare}, ("calcium_mg", "iron_mg"))
    assert "calcium_absorbed_mg" not in bare


def test_every_rule_is_of_some_food_and_no_share_above_one(knowledge):
    table = knowledge.foods
    foods = [
        {"fndds_description": described, "category": category}
        for described, category in zip(table.notes["fndds_description"], table.categories, strict=True)
    ]
    for rule in load_absorption():
        assert 0 < rule.share < 1
        assert any(rule.covers(food) for food in foods), rule

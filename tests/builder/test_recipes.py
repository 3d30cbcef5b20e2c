"""Recipes down to single ingredients, in a cook's words, with what cooking does to the weight."""

from __future__ import annotations

import pytest

from builder.raw import RawProblem
from builder.recipes import (
    CODE,
    MOISTURE,
    NAME,
    NUMBER,
    WEIGHT,
    expand_recipe,
    join_blends,
    list_recipes,
    load_words,
    name_ingredient,
)


def row(code: str, number: str, name: str, grams: float, moisture: float = 0.0) -> dict[str, str]:
    return {CODE: code, NUMBER: number, NAME: name, WEIGHT: str(grams), MOISTURE: str(moisture)}


STEW, BROTH = "10000001", "10000002"
RECIPES = {
    STEW: [
        row(STEW, "1", "Onions, raw", 100.0, -20.0),
        row(STEW, "2", "Beans, white, mature seeds, cooked, boiled, without salt", 200.0, -20.0),
        row(STEW, BROTH, "Broth", 100.0, -20.0),
    ],
    BROTH: [
        row(BROTH, "3", "Beverages, water, tap, drinking", 90.0),
        row(BROTH, "4", "Oil, canola", 4.0),
        row(BROTH, "5", "Oil, olive, salad or cooking", 5.0),
        row(BROTH, "6", "Salt, table, iodized", 1.0),
    ],
}


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Onions, raw", "onions"),
        ("Onions, cooked, boiled, drained, without salt", "onions, cooked"),
        ("Fish, salmon, pink, raw", "salmon"),
        ("Cheese, colby", "colby cheese"),
        ("Cheese, swiss", "Swiss cheese"),
        ("Beef, ground, 80% lean meat / 20% fat, raw", "ground beef"),
        ("Pizza, cheese topping, thin crust, frozen, cooked", "cheese pizza"),
        ("Blueberries, raw (Includes foods for some program)", "blueberries"),
        ("Vitamin D as ingredient", ""),
    ],
)
def test_an_ingredient_has_a_cooks_words(description: str, name: str) -> None:
    assert name_ingredient(description, load_words()) == name


def test_recipes_within_recipes_are_opened_and_lost_water_counts() -> None:
    """400 g in the pot weigh 320 g on the table: the dish holds more of each per 100 g."""
    parts = expand_recipe(STEW, RECIPES, load_words())
    beans, oil, salt = "white beans, cooked", "vegetable oil", 0.3125
    assert parts == pytest.approx({"onions": 31.25, beans: 62.5, "water": 28.125, oil: 2.8125, "salt": salt})
    rows = list_recipes(RECIPES, [STEW, "10000003"], load_words())
    assert [(r["ingredient"], r["grams_per_100g"]) for r in rows] == [
        ("white beans, cooked", "62.5"), ("onions", "31.2"), ("water", "28.1"), ("vegetable oil", "2.8"),
        ("salt", "0.31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ({"rye bread": 1, "white bread": 2, "wheat bread": 3, "ham": 4}, {"bread": 6, "ham": 4}),
        ({"mozzarella cheese": 1, "Parmesan cheese": 2}, {"mozzarella cheese": 1, "Parmesan cheese": 2}),
        ({"soy sauce": 1, "hot sauce": 2, "salsa": 3}, {"soy sauce": 1, "hot sauce": 2, "salsa": 3}),
    ],
)  # fmt: skip
def test_many_kinds_of_one_thing_stand_for_any(parts: dict[str, float], joined: dict[str, float]) -> None:
    assert join_blends(parts) == joined


def test_one_thing_with_salt_and_water_is_no_dish() -> None:
    rice = "10000004"
    salted = {rice: [row(rice, "7", "Rice, white, x", 99.0), row(rice, "6", "Salt, table, iodized", 1.0)]}
    assert list_recipes(salted, [rice], load_words()) == []


def test_a_recipe_that_holds_itself_is_told() -> None:
    first, second = "10000005", "10000006"
    circle = {first: [row(first, second, "x", 1.0)], second: [row(second, first, "y", 1.0)]}
    with pytest.raises(RawProblem, match="holds itself"):
        expand_recipe(first, circle, [])

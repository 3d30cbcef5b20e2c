"""What meals and weeks want: every name in the tables is known, and no wish is a must."""

from __future__ import annotations

import math
import shutil

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.habits import load_habits

MEALS = ("breakfast", "lunch", "dinner", "snack")


def test_roles_name_categories_of_the_table_and_meals_that_exist(knowledge):
    kinds = set(knowledge.foods.categories)
    meals = {meal.id for meal in knowledge.meals}
    for role in knowledge.habits.roles.values():
        assert set(role.categories) <= kinds, role.id
        assert set(role.never_at) <= meals, role.id


def test_every_wish_has_a_price_and_an_amount(knowledge):
    habits = knowledge.habits
    assert all(need.usd > 0 and need.helpings > 0 for need in habits.needs)
    assert all(habit.usd > 0 for habit in habits.weekly)
    assert all(habit.at_least > 0 or math.isfinite(habit.at_most) for habit in habits.weekly)


@pytest.mark.parametrize(
    ("category", "meal", "out"),
    [
        ("Beans, peas, legumes", "snack", True), ("Beans, peas, legumes", "dinner", False),
        ("Bananas", "snack", False),
    ],
)
def test_lentils_are_no_snack(knowledge, category, meal, out):
    """A few people's lentils between meals once made them everybody's."""
    assert knowledge.habits.is_out_of_place(category, meal) is out


def test_a_main_dish_is_one_where_a_meal_needs_it(knowledge):
    habits = knowledge.habits
    assert habits.is_main("Fish", "dinner")
    assert not habits.is_main("Fish", "breakfast")
    assert not habits.is_main("Tap water", "dinner")


@pytest.mark.parametrize(
    ("file", "line", "column"),
    [
        ("meal_needs.csv", "tea,teatime,drink,1,0.2", "meal"),
        ("meal_needs.csv", "tea,lunch,drinks,1,0.2", "role"),
        ("weekly_habits.csv", "cake,sweets,,-1,0.2", "at_most"),
    ],
)
def test_a_name_nobody_knows_is_refused(data_folder, tmp_path, file, line, column):
    for name in ("roles.csv", "meal_needs.csv", "weekly_habits.csv"):
        shutil.copy(data_folder / name, tmp_path / name)
    with (tmp_path / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    with pytest.raises(BadInputError) as refused:
        load_habits(tmp_path, MEALS)
    assert column in str(refused.value)

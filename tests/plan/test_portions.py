"""What is eaten, a row for each food at a meal."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mealopt.plan.portions import Serving, grams_by_food, list_portions, mark_name, read_mark

MILK, BANANA = "11112110", "63107010"


def test_rows_stand_by_day_meal_and_energy(knowledge):
    servings = [
        Serving("2", "breakfast", MILK, 1.0), Serving("1", "snack", MILK, 1.0),
        Serving("1", "breakfast", BANANA, 0.5), Serving("1", "breakfast", MILK, 2.0),
    ]  # fmt: skip
    frame = list_portions(servings, knowledge).frame
    assert [*zip(frame["day"], frame["meal"], frame["food_id"], strict=True)] == [
        ("1", "breakfast", MILK), ("1", "breakfast", BANANA), ("1", "snack", MILK), ("2", "breakfast", MILK),
    ]  # fmt: skip
    table, place = knowledge.foods, knowledge.foods.position(MILK)
    grams = 2.0 * float(table.portion_g[place])
    assert frame["grams"][0] == grams
    assert frame["energy_kcal"][0] == pytest.approx(grams / 100 * table.column("energy_kcal")[place])
    assert frame["cost"][0] == pytest.approx(grams / 100 * table.price[place])


def test_what_was_eaten_costs_nothing_and_without_prices_nobody_knows(knowledge):
    servings = [Serving("1", "lunch", MILK, 1.0), Serving("1", "lunch", BANANA, 1.0)]
    eaten = list_portions(servings, knowledge, (MILK,)).frame.set_index("food_id")["cost"]
    assert eaten[MILK] == 0.0 < eaten[BANANA]
    unpriced = replace(knowledge, foods=replace(knowledge.foods, priced=False))
    assert math.isnan(list_portions(servings, unpriced, ()).frame["cost"][1])


@pytest.mark.parametrize("mark", [None, "", "vegan", "free of eggs (and milk)"])
def test_a_mark_is_read_back(mark):
    name = "Bagel, plain (large)"
    assert read_mark(mark_name(name, mark), name) == (mark or "")


def test_a_name_alone_is_no_mark():
    assert read_mark("Bagel (vegan", "Bagel") == ""
    assert read_mark("Bagels (vegan)", "Bagel") == ""


def test_grams_of_a_food_add_up_over_meals_and_days(knowledge):
    servings = [Serving(day, meal, MILK, 1.0) for day in "12" for meal in ("lunch", "snack")]
    portions = list_portions(servings, knowledge)
    place = knowledge.foods.position(MILK)
    cup = float(knowledge.foods.portion_g[place])
    assert grams_by_food(portions, knowledge.foods)[place] == pytest.approx(4 * cup)
    assert grams_by_food(portions, knowledge.foods, "2")[place] == pytest.approx(2 * cup)
    assert np.flatnonzero(grams_by_food(portions, knowledge.foods)).tolist() == [place]

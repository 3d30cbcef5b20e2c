"""Five made-up foods whose rows can be worked out by hand, and a few real ones for HEI-2020."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mealopt.knowledge.choices import MealLimit, Pairing
from mealopt.knowledge.goals import Goal, SittingPrices
from mealopt.knowledge.library import customise_knowledge
from mealopt.linear.layout import Layout
from mealopt.rules.build import build_program
from mealopt.rules.foods import add_foods, add_slots
from mealopt.rules.program import Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.knowledge.library import Knowledge
    from mealopt.rules.foods import Slot
    from mealopt.rules.program import Program

FOODS = (
    {},  # a slice of bread: 100 kcal, 20 mg magnesium, 250 mg sodium, $0.25
    {
        "food_id": "cereal", "name": "Cereal", "category": "Cereal", "portion": "1 cup", "portion_g": "40",
        "step": "0.5", "helping_portions": "2", "max_portions_meal": "2.75", "max_portions_day": "3",
        "max_portions_week": "7", "price_per_100g": "1", "popularity": "0.01", "breakfast": "0.9",
        "lunch": "0.02", "dinner": "0.02", "snack": "0.06", "energy_kcal": "400", "magnesium_mg": "100",
        "sodium_mg": "300",
    },  # a cup: 160 kcal, 40 mg magnesium, 120 mg sodium, $0.40
    {
        "food_id": "milk", "name": "Milk", "category": "Milk", "portion": "1 cup", "portion_g": "200",
        "step": "0.25", "helping_portions": "1", "max_portions_meal": "1.5", "max_portions_day": "4",
        "price_per_100g": "0.1", "popularity": "0.05", "vegan": "no", "energy_kcal": "50",
        "magnesium_mg": "10", "sodium_mg": "40",
    },  # a cup: 100 kcal, 20 mg magnesium, 80 mg sodium, $0.20
    {
        "food_id": "oats", "name": "Oats", "category": "Cereal", "portion": "1 cup", "portion_g": "80",
        "step": "0.25", "helping_portions": "0.5", "price_per_100g": "0.3", "breakfast": "0.05",
        "lunch": "0.05", "dinner": "0.06", "snack": "0.02", "energy_kcal": "400", "magnesium_mg": "150",
        "sodium_mg": "",
    },  # a cup: 320 kcal, 120 mg magnesium, $0.24; eaten nowhere often, at dinner most
    {
        "food_id": "tablet", "name": "Tablet", "category": "Supplement", "portion": "1 tablet",
        "portion_g": "1", "helping_portions": "1", "max_portions_meal": "1", "max_portions_day": "1",
        "max_portions_week": "7", "price_per_100g": "10", "energy_kcal": "0", "magnesium_mg": "10000",
        "sodium_mg": "0",
    },  # a tablet: 100 mg magnesium, $0.10
)  # fmt: skip
PRICES = SittingPrices(0.3, 0.4, 0.2, 0.05, 0.2, 0.3, 1.0, 0.3, 0.3, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
GOAL = Goal("made-up", "Made up", "", 1.0, 0.1, 0.05, 0.2, 2.0, 1.0, 0.02, None, PRICES)


@pytest.fixture
def tiny(knowledge: Knowledge, write_foods: Callable[..., object]) -> Knowledge:
    """Bread, cereal, milk, oats of unknown sodium, and a magnesium tablet; rules that fit on a line."""
    found = customise_knowledge(knowledge, foods=write_foods(*FOODS))
    return replace(
        found,
        goals={GOAL.id: GOAL},
        meal_limits=(
            MealLimit("one kind", ("*",), 1.5, 1),
            MealLimit("starch", ("Bread", "Cereal"), 2.0, 2),
        ),
        pairings=(Pairing("cereal with milk", ("Cereal",), ("milk",), 0.5),),
    )


@pytest.fixture
def parts(tiny: Knowledge) -> tuple[Layout, dict[str, list[Slot]]]:
    """Return a layout with the foods of the made-up table, and their places at meals."""
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals[GOAL.id])
    return layout, add_slots(layout, tiny.foods, tiny.meals, whole=False)


@pytest.fixture
def tiny_program(tiny: Knowledge) -> Program:
    return build_program(Shape(tiny.foods.ids, GOAL.id, 7, quality=False), tiny)


@pytest.fixture(scope="session")
def read_row() -> Callable[..., dict[str, float]]:
    """Read a row by name: the coefficient of each column by name, and the bounds."""

    def read(layout: Layout, name: str) -> dict[str, float]:
        index = layout.rows[name]
        found = {layout.column_names[column]: value for column, value in layout.row_pairs[index]}
        lower, upper = layout.row_bounds[index]
        return {**found, "lower": lower, "upper": upper}

    return read

"""What is in a dish as it is served: the weights of its recipe for this portion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mealopt.knowledge.recipes import load_recipes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.recipes import Ingredient

DISH = 3  # ingredients from which on a food is cooked from a recipe; fewer are a food with its fat
A_PINCH = 2.0  # g, below which nobody weighs


def find_recipe(food_id: str, food: str, table: FoodTable) -> tuple[Ingredient, ...]:
    """Return the recipe of a food of a plan, empty where it has none.

    What is marked (`Pancakes (vegan)`) is made another way than the recipe says, and so has none.
    """
    if food_id not in table or food != table.names[table.position(food_id)]:
        return ()
    return load_recipes().get(food_id, ())


def say_recipe(recipe: Iterable[Ingredient], grams: float) -> str:
    """Say what so many grams of a dish are made of: `pasta, cooked 180 g · ground beef, cooked 60 g · …`."""
    weights = [(part.name, part.grams_per_100g * grams / 100.0) for part in recipe]
    return " · ".join(
        f"{name} {weight:,.0f} g" if weight >= A_PINCH else f"a little {name}" for name, weight in weights
    )


def list_dishes(rows: Iterable[Mapping[Any, Any]], table: FoodTable) -> Iterator[tuple[str, str, float]]:
    """Yield each dish of a plan's portions once: its name, what a serving is made of, and its grams.

    The serving is the largest that the plan has. Foods with fewer than three ingredients are no dishes.
    """
    servings: dict[tuple[str, str], float] = {}
    for row in rows:
        key = row["food_id"], row["food"]
        servings[key] = max(servings.get(key, 0.0), row["grams"])
    for (food_id, food), grams in servings.items():
        recipe = find_recipe(food_id, food, table)
        if len(recipe) >= DISH:
            yield food, say_recipe(recipe, grams), grams

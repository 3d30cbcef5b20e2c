"""What is bought for a dish that is cooked at home: the ingredients of its recipe, as a shop sells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mealopt.knowledge.recipes import load_ingredients
from mealopt.plan.ingredients import DISH, find_recipe

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge


class Bought(NamedTuple):
    """One ingredient of a dish: the food of the table it is bought as (blank: none is like it), and shares.

    `grams` of that food per gram of the dish; `bulk` and `worth` its shares of the dish's grams and money;
    `similar`: any of its kind does.
    """

    food_id: str
    name: str
    grams: float
    bulk: float
    worth: float
    similar: bool


def list_bought(food_id: str, mark: str, knowledge: Knowledge) -> list[Bought]:
    """Return what is bought for a dish, empty for what is none; what is in every kitchen is left out.

    What is marked (`Pancakes (vegan)`) is made another way than its recipe says, and is bought as a dish.
    """
    table, known = knowledge.foods, load_ingredients()
    place = table.position(food_id)
    recipe = () if mark else find_recipe(food_id, table.names[place], table)
    if len(recipe) < DISH:
        return []
    found = []
    for part in recipe:
        like = known.get(part.name)
        if like is not None and not like.food_id:
            continue
        food = like.food_id if like is not None and like.food_id in table and like.food_id != food_id else ""
        grams = part.grams_per_100g / 100.0 * (like.per_gram if like is not None and food else 1.0)
        price = float(table.price[table.position(food) if food else place])
        similar = like is not None and like.similar
        found.append((food, part.name, grams, part.grams_per_100g, grams * price, similar))
    bulk, worth = sum(row[3] for row in found), sum(row[4] for row in found)
    return [
        Bought(food, name, grams, heavy / bulk, dear / worth if worth > 0 else heavy / bulk, similar)
        for food, name, grams, heavy, dear, similar in found
    ]

"""What dishes are made of, and as what it is bought: the published recipes, read on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ingredient:
    """One thing of a recipe, in a cook's words, and how much of it is in the dish [g per 100 g as eaten]."""

    name: str
    grams_per_100g: float


@lru_cache(maxsize=2)
def load_recipes(folder: Path | None = None) -> dict[str, tuple[Ingredient, ...]]:
    """Load `recipes.csv` of a folder, our own by default: the ingredients of each dish by its food id.

    The most of it comes first. A food made of one thing has no recipe.
    """
    columns = (
        Column("food_id", "id", required=True), Column("ingredient", required=True),
        Column("grams_per_100g", "number", required=True, minimum=0),
    )  # fmt: skip
    path = (folder or find_data()) / "recipes.csv"
    found: dict[str, list[Ingredient]] = {}
    for r in load_records(path, columns, key=("food_id", "ingredient")):
        one = Ingredient(text_of(r, "ingredient"), number_of(r, "grams_per_100g") or 0.0)
        found.setdefault(text_of(r, "food_id"), []).append(one)
    return {food: tuple(parts) for food, parts in found.items()}


@dataclass(frozen=True)
class Like:
    """The food of the table an ingredient is bought as, blank for what is in every kitchen.

    `per_gram` are grams of that food, as it is eaten, for one gram of the ingredient; `similar`: any of its
    kind does.
    """

    food_id: str
    per_gram: float
    similar: bool


@lru_cache(maxsize=2)
def load_ingredients(folder: Path | None = None) -> dict[str, Like]:
    """Load `ingredients.csv` of a folder, our own by default: how each ingredient is bought, by its name."""
    columns = (
        Column("ingredient", required=True), Column("food_id", "id"),
        Column("per_gram", "number", minimum=0.01, maximum=100),
        Column("similar", "choice", choices=("yes", "no")),
    )  # fmt: skip
    path = (folder or find_data()) / "ingredients.csv"
    return {
        text_of(r, "ingredient"): Like(
            text_of(r, "food_id"), number_of(r, "per_gram") or 1.0, text_of(r, "similar") == "yes"
        )
        for r in load_records(path, columns, key=("ingredient",))
    }

"""What dishes are made of: the published recipes, by ingredient, read on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mealopt.knowledge.library import find_data
from mealopt.knowledge.reading import Column, load_records, number_of, text_of

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

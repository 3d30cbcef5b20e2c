"""What a dish is made of: the published recipe down to single ingredients, in words a cook uses.

A recipe's ingredients are descriptions of single foods, or recipes again. Weights are those of the recipe,
per 100 g of the dish as eaten, what it gained or lost of water in cooking counted in. Blends that stand for
"any fat" or "any milk" come together in one word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import RawProblem, Row, load_rows
from builder.writing import write_number, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

INGREDIENTS = Path("nhanes/fndds_2017_2018_ingredients.csv.gz")
CODE, NUMBER, NAME = "Food code", "Ingredient code", "Ingredient description"
WEIGHT, MOISTURE = "Ingredient weight (g)", "Moisture change (%)"
WORDS = Path(__file__).parent / "ingredient_words.csv"
COLUMNS = ("food_id", "ingredient", "grams_per_100g")
COOKED = re.compile(r"\b(?:cooked|boiled|broiled|braised)\b")
PART = re.compile(r"\{(\d)\}")
DEEPEST = 8  # recipes within recipes
LEAST = 0.05  # g per 100 g of the dish: a trace is no ingredient
ALWAYS_THERE = {"salt", "water"}  # what does not make a dish of a food
DISH = 2  # other ingredients, from which on a food is made of something

BLENDS, MANY = ("bread", "cheese"), 3  # from so many kinds on they stand for any

Parts = dict[str, float]  # g by ingredient, per 100 g
Words = list[tuple[str, str, bool]]  # how a description begins, the ingredient, whether `cooked` is said


def load_words(path: Path = WORDS) -> Words:
    """What ingredients are called; of the rows that fit the one with the longest beginning counts."""
    rows = load_rows(path, ["begins", "ingredient", "cooked"])
    words = [(row["begins"], row["ingredient"], row["cooked"] != "no") for row in rows]
    return sorted(words, key=lambda row: -len(row[0]))


def name_ingredient(description: str, words: Words) -> str:
    """An ingredient in a cook's words, empty for what a cook adds none of; by itself its first words."""
    parts = [part.strip().casefold() for part in re.sub(r"\s*\(.*?\)", "", description).split(",")]
    rule = next((row for row in words if description.startswith(row[0])), ("", "{1}", True))
    name = PART.sub(lambda match: parts[int(match[1]) - 1], rule[1])
    said = rule[2] and name and COOKED.search(description) and "cooked" not in name and "baked" not in name
    return f"{name}, cooked" if said else name


def weigh_ingredients(code: str, recipes: Mapping[str, Sequence[Row]], depth: int = 0) -> dict[str, float]:
    """Kilograms of each single ingredient in a kg of a food as eaten; empty where it has no recipe."""
    rows = recipes.get(code, ())
    if depth > DEEPEST:
        raise RawProblem(f"{INGREDIENTS}: the recipe of {code} holds itself.")
    whole = sum(float(row[WEIGHT]) for row in rows)
    found: dict[str, float] = defaultdict(float)
    if whole <= 0:
        return found
    cooked = whole * (1.0 + float(rows[0][MOISTURE] or 0.0) / 100.0)
    for row in rows:
        share = float(row[WEIGHT]) / cooked
        inner = weigh_ingredients(row[NUMBER], recipes, depth + 1) if row[NUMBER] != code else {}
        for name, part in (inner or {row[NAME]: 1.0}).items():
            found[name] += share * part
    return found


def expand_recipe(code: str, recipes: Mapping[str, Sequence[Row]], words: Words) -> Parts:
    """The ingredients of a food in g per 100 g of it, in a cook's words; empty where it has no recipe."""
    found: Parts = defaultdict(float)
    for name, share in weigh_ingredients(code, recipes).items():
        found[name_ingredient(name, words)] += 100.0 * share
    return found


def join_blends(parts: Parts) -> Parts:
    """The ingredients with kinds of one thing together where there are many: five cheeses are any cheese."""
    found = dict(parts)
    for blend in BLENDS:
        kinds = [name for name in found if name == blend or name.endswith(f" {blend}")]
        if len(kinds) >= MANY:
            found[blend] = sum(found.pop(kind) for kind in kinds)
    return found


def list_recipes(recipes: Mapping[str, Sequence[Row]], foods: Iterable[str], words: Words) -> list[Row]:
    """The rows of recipes.csv, for each food made of several things, the most of it first."""
    listed = []
    for food in foods:
        parts = join_blends(expand_recipe(food, recipes, words))
        parts = {name: grams for name, grams in parts.items() if name and grams >= LEAST}
        if len(parts.keys() - ALWAYS_THERE) < DISH:
            continue
        rounded = {name: round(grams, 1 if grams >= 1 else 2) for name, grams in parts.items()}
        listed += [
            {"food_id": food, "ingredient": name, "grams_per_100g": write_number(grams)}
            for name, grams in sorted(rounded.items(), key=lambda part: (-part[1], part[0]))
        ]
    return listed


def load_recipes(raw: Path) -> dict[str, list[Row]]:
    """The rows of each food's published recipe."""
    recipes: dict[str, list[Row]] = defaultdict(list)
    for row in load_rows(raw / INGREDIENTS, [CODE, NUMBER, NAME, WEIGHT, MOISTURE]):
        recipes[row[CODE]].append(row)
    return recipes


def write_recipes(raw: Path, out: Path, foods: Iterable[str]) -> None:
    """recipes.csv."""
    write_table(out / "recipes.csv", COLUMNS, list_recipes(load_recipes(raw), foods, load_words()))

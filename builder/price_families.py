"""Prices that are off those of the same food in another form: one brown rice three times the next.

The survey's prices come from what was scanned; where few of a form were, one pack decides. A *family* is the
foods of one category with the same recipe leaves, fats, salt and water aside, of about the same energy,
bought at a shop. A price more than `OFF` times the family's median, or less than its `OFF`th part, gives way
to it. Of two that differ in nothing but the fat they are cooked with, the dearer gives way: no spoon of oil
doubles a price. What is sold as gluten-free costs no less than the food of its category that is eaten most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from builder.diet_evidence import LEAF_COLUMNS, LEAF_INGREDIENTS
from builder.raw import load_rows
from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OFF = 2.0
ASIDE = re.compile(
    r"^(oil|butter|margarine|salt|water|shortening|lard)\b|^beverages, water|cooking spray", re.IGNORECASE
)
ELSEWHERE = re.compile(r"fast food|restaurant|school|cafeteria", re.IGNORECASE)
NAMED = re.compile(r"lactose free|gluten free", re.IGNORECASE)  # another product of the same recipe
SPECIAL = re.compile(r"gluten free", re.IGNORECASE)
SPECIAL_NOTE = (
    "Priced like {plain}, as nothing gluten-free is sold for less; "
    "its own price was {price} dollars per 100 g."
)
NEAR = 1.5  # times the energy of the family's median, or its part: congee is no plate of rice
FAT = re.compile(r",? *(NS as to fat.*|no added fat|fat added.*|made with .*)$")
PAIR = 2
NOTE = "Priced like its family of {count}; its own price was {price} dollars per 100 g."


def level_prices(raw: Path, foods: Sequence[dict[str, str]]) -> int:
    """Set prices that are off to what they should be, with a note; returns how many gave way."""
    kin: dict[str, list[str]] = defaultdict(list)
    for row in load_rows(raw / LEAF_INGREDIENTS, LEAF_COLUMNS):
        if not ASIDE.search(row["leaf_ingredient_description"]):
            kin[row["food_code"]].append(row["leaf_ingredient_code"])
    families: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for food in foods:
        if is_shopped(food) and kin.get(food["food_id"]):
            families[food["category"], *sorted(kin[food["food_id"]])].append(food)
    found = [off for family in families.values() for off in list_off(keep_near(family))]
    for food, price, count in found:
        food["price_note"] = NOTE.format(count=count, price=food["price_per_100g"])
        food["price_per_100g"] = write_number(round(price, 6))
    return len(found) + raise_special(foods)


def raise_special(foods: Sequence[dict[str, str]]) -> int:
    """Set what is sold as gluten-free to the price of its category's most eaten food, where it is cheaper."""
    count, usual = 0, dict[str, dict[str, str]]()
    for food in foods:
        best = usual.setdefault(food["category"], food)
        if float(food.get("popularity") or 0) > float(best.get("popularity") or 0):
            usual[food["category"]] = food
    for food in foods:
        plain = usual[food["category"]]
        dearer = float(plain["price_per_100g"]) > float(food["price_per_100g"]) > 0
        if dearer and SPECIAL.search(food["fndds_description"]) and not food["price_note"]:
            food["price_note"] = SPECIAL_NOTE.format(plain=plain["name"], price=food["price_per_100g"])
            food["price_per_100g"], count = plain["price_per_100g"], count + 1
    return count


def is_shopped(food: Mapping[str, str]) -> bool:
    """Whether a food is bought at a shop at a price of its own."""
    name = food["fndds_description"]
    own = float(food["price_per_100g"]) > 0 and not food["price_note"]
    return own and not ELSEWHERE.search(name) and not NAMED.search(name)


def keep_near(family: list[dict[str, str]]) -> list[dict[str, str]]:
    """The foods of a family that hold about as much energy as its median."""
    middle = median(float(food["energy_kcal"] or 0) for food in family)
    return [f for f in family if middle / NEAR <= float(f["energy_kcal"] or 0) <= middle * NEAR]


def list_off(family: list[dict[str, str]]) -> list[tuple[dict[str, str], float, int]]:
    """The foods of a family whose price is off, each with the price it should have and the family's size."""
    if not family:
        return []
    prices = [float(food["price_per_100g"]) for food in family]
    alike = len({FAT.sub("", food["fndds_description"]) for food in family}) == 1
    mark = median(prices) if len(family) > PAIR else min(prices)
    if len(family) < PAIR or (len(family) == PAIR and not alike):
        return []
    return [(f, mark, len(family)) for f, price in zip(family, prices, strict=True) if is_off(price, mark)]


def is_off(price: float, mark: float) -> bool:
    """Whether two prices are more than a factor apart."""
    return max(price, mark) > OFF * min(price, mark)

"""A price far from that of the same food in another form gives way to it."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

import pytest

from builder.diet_evidence import LEAF_COLUMNS, LEAF_INGREDIENTS
from builder.price_families import level_prices, raise_special

if TYPE_CHECKING:
    from pathlib import Path

RICE, OIL, LENTILS, MILK = "Rice, white, cooked", "Oil, canola", "Lentils, cooked", "Milk, whole"
# id, description, energy, price, leaves; the price it ends with
FOODS = [
    ("1", "Rice, white, no added fat", 130, 0.12, [RICE], 0.12),
    ("2", "Rice, white, fat added", 150, 0.14, [RICE, OIL], 0.14),
    ("3", "Rice, white, NS as to fat", 140, 0.95, [RICE], 0.14),  # the median of its family
    ("4", "Congee", 40, 0.03, [RICE], 0.03),  # mostly water: another form
    ("5", "Rice, restaurant", 140, 1.5, [RICE], 1.5),  # no shop's price
    ("6", "Lentils, from dried, no added fat", 110, 0.62, [LENTILS], 0.24),  # oil does not halve a price
    ("7", "Lentils, from dried, fat added", 140, 0.24, [LENTILS, OIL], 0.24),
    ("8", "Milk, whole", 60, 0.11, [MILK], 0.11),
    ("9", "Milk, lactose free, whole", 60, 0.26, [MILK], 0.26),  # another product
]


def test_a_price_off_its_family_gives_way(tmp_path: Path) -> None:
    (tmp_path / LEAF_INGREDIENTS).parent.mkdir(parents=True)
    with gzip.open(tmp_path / LEAF_INGREDIENTS, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(LEAF_COLUMNS)
        writer.writerows([code, leaf, leaf] for code, _, _, _, leaves, _ in FOODS for leaf in leaves)
    rows = [
        {"food_id": code, "fndds_description": name, "category": name.split(",")[0].split(" ")[0],
         "energy_kcal": str(energy), "price_per_100g": str(price), "price_note": ""}
        for code, name, energy, price, _, _ in FOODS
    ]  # fmt: skip
    rows[3]["category"] = "Rice"
    before = {row["food_id"]: row["price_per_100g"] for row in rows}
    assert level_prices(tmp_path, rows) == 2
    for row, (code, *_, expected) in zip(rows, FOODS, strict=True):
        assert float(row["price_per_100g"]) == pytest.approx(expected)
        assert ("own price was " + before[code] in row["price_note"]) == (float(before[code]) != expected)


def test_nothing_gluten_free_is_cheaper_than_the_plain():
    def food(name: str, price: str, popularity: str) -> dict[str, str]:
        return {
            "name": name, "fndds_description": name, "category": "Pasta", "price_per_100g": price,
            "popularity": popularity, "price_note": "",
        }  # fmt: skip

    foods = [
        food("Pasta, gluten free", "0.1", "0.001"),
        food("Pasta", "0.3", "0.01"),
        food("Noodles, gluten free", "0.9", "0.001"),
        food("Egg noodles", "0.2", "0.002"),
    ]
    assert raise_special(foods) == 1
    assert [food["price_per_100g"] for food in foods] == ["0.3", "0.3", "0.9", "0.2"]
    assert foods[0]["price_note"].startswith("Priced like Pasta, ")

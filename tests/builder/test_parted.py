"""Categories of the survey that are parted: what nobody eats in the other's place shares none."""

from __future__ import annotations

import csv

import pytest

from builder.parted import load_parted, part_category, part_foods
from mealopt import load_knowledge
from mealopt.tables.places import find_data

SOY, DRESSINGS = "Processed soy products", "Salad dressings and vegetable oils"


@pytest.mark.parametrize(
    ("code", "category", "part"),
    [
        ("41420010", SOY, SOY),  # tofu
        ("41811890", SOY, "Meat substitutes"),  # a veggie burger
        ("41810200", "Bacon", "Bacon"),  # only of the categories named
        ("41480020", SOY, "Gelatins, ices, sorbets"),
        ("82104000", DRESSINGS, "Vegetable oils"),
        ("83106000", DRESSINGS, DRESSINGS),
        ("82104000", "Fish", "Fish"),
        ("58407030", "Soups", "Soups, mostly noodles"),  # ramen
        ("75649010", "Soups", "Soups"),
        ("73403010", "Other red and orange vegetables", "Sweet potatoes"),
        ("75224023", "Other starchy vegetables", "Peas and similar vegetables"),
        ("71900100", "Other starchy vegetables", "Other starchy vegetables"),  # plantain
    ],
)
def test_foods_part_from_their_category_by_their_codes(code: str, category: str, part: str) -> None:
    assert part_category(code, category) == part
    row = {"wweia_category_description": category, "n_reports": "1"}
    assert part_foods({code: row}) == {code: {**row, "wweia_category_description": part}}


def test_no_two_prefixes_of_a_category_claim_one_food() -> None:
    for prefixes in load_parted().values():
        names = [prefix for prefix, _ in prefixes]
        assert not [(a, b) for a in names for b in names if a != b and a.startswith(b)]


def test_no_plain_tofu_stands_in_for_a_veggie_burger() -> None:
    """Tofu with mayonnaise on bread: both were of one category, and anything of it took the other's place."""
    foods = load_knowledge().foods
    of = dict(zip(foods.names, foods.categories, strict=True))
    tofu = {category for name, category in of.items() if name.startswith("Tofu")}
    names = ("Veggie b", "Chicken, meatless")
    meatless = {category for name, category in of.items() if name.startswith(names)}
    assert tofu
    assert meatless
    assert tofu.isdisjoint(meatless)


def test_every_part_has_a_kind() -> None:
    with (find_data() / "kinds.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["category"] for row in csv.DictReader(file)}
    assert {part for prefixes in load_parted().values() for _, part in prefixes} <= kinds

"""A judgement made for one food holds for its siblings: what a note doubts, what differs in salt alone."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest

from mealopt.tables.places import find_data

DOUBTS = (  # what a note says there may be, the columns that must not say there is none
    (r"soy sauce|\bwheat\b|\bmalt|barley", {"contains_gluten": "no"}),
    (r"marshmallow|\bgelatin\b", {"contains_pork": "no", "vegetarian": "yes"}),
    (r"\blard\b|bacon fat", {"contains_pork": "no", "vegetarian": "yes"}),
    (r"Worcestershire|anchov", {"contains_fish": "no", "vegetarian": "yes"}),
    (r"\bhoney\b", {"vegan": "yes"}),
    (r"\bmilk\b|\bbutter\b|\bwhey\b", {"contains_dairy": "no", "vegan": "yes"}),
    (r"\begg\b", {"contains_eggs": "no", "vegan": "yes"}),
    (r"\bpeanut", {"contains_peanuts": "no"}),
)
# wording that speaks of another thing than the word
UNLESS = r"soy milk|plant milks|(almond|coconut|rice) milk|peanut butter (may|holds)"
SALT = r", (lightly salted|salted|unsalted|reduced sodium|low sodium)"
TAGS = ("vegan", "vegetarian", "pescatarian")


@pytest.fixture(scope="module")
def foods():
    with (find_data() / "foods.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_a_note_doubts_no_tag_denies(foods):
    found = []
    for food in foods:
        note = re.sub(UNLESS, "", food["diet_note"])
        for pattern, denials in DOUBTS:
            if "unknown" in note and re.search(pattern, note):
                denied = [c for c, value in denials.items() if food[c] == value]
                found += [(food["food_id"], food["name"], pattern, column) for column in denied]
    assert found == []


def test_salt_changes_no_tag(foods):
    columns = [c for c in foods[0] if c in TAGS or c.startswith("contains_")]
    families = defaultdict(list)
    for food in foods:
        families[re.sub(SALT, "", food["name"])].append(food)
    found = [
        (name, column, sorted({food[column] for food in family}))
        for name, family in families.items()
        for column in columns
        if len({food[column] for food in family}) > 1
    ]
    assert found == []


def test_what_a_faith_allows_holds_nothing_it_forbids(foods):
    for food in foods:
        if food["halal"] in {"yes", "label"} or food["kosher_style"] == "yes":
            assert (food["contains_pork"], food["contains_shellfish"]) == ("no", "no"), food["name"]
        if food["halal"] == "yes":  # meat whole is never simply halal
            meat = r"\b(beef|chicken|turkey|lamb)\b(?!.*meatless)"
            assert not re.search(meat, food["name"], re.IGNORECASE), food["name"]
        if food["kosher_style"] == "yes":
            assert "atfish" not in food["name"]
        assert not float(food["alcohol_g"] or 0), food["name"]


def test_refined_oil_is_soy_only_where_it_is_read_strictly(foods):
    order = ("no", "unknown", "yes")
    assert all(order.index(f["contains_soy_strict"]) >= order.index(f["contains_soy"]) for f in foods)
    looser = {f["name"] for f in foods if f["contains_soy_strict"] != f["contains_soy"]}
    assert {"Vegetable oil", "Rice, white, cooked with oil", "Mayonnaise"} <= looser
    assert not looser & {"Soy milk, plain or vanilla", "Tofu, soft", "Soy sauce"}


def test_lactose_is_dairy_but_for_what_is_sold_without(foods):
    looser = {f["name"] for f in foods if f["contains_lactose"] != f["contains_dairy"]}
    assert looser == {f["name"] for f in foods if "lactose-free" in f["name"]} != set()


def test_vegans_and_people_without_gluten_have_foods_enough(foods):
    assert sum(food["vegan"] == "yes" for food in foods) >= 400
    assert sum(food["contains_gluten"] == "no" for food in foods) >= 736


def test_a_label_settles_no_doubt_of_a_kitchen_or_a_maker_that_does_not_say(foods):
    marked = [food for food in foods if "label" in {food[tag] for tag in TAGS}]
    assert len(marked) > 200
    elsewhere = re.compile(r"restaurant|fast food|Nasoya|^Cereal,", re.IGNORECASE)
    assert [food["name"] for food in marked if elsewhere.search(food["name"])] == []
    assert [
        f["name"]
        for f in marked
        if "by the label" not in f["diet_note"] and "by the cook" not in f["diet_note"]
    ] == []
    animal = ("contains_fish", "contains_shellfish", "contains_pork")
    assert [f["name"] for f in marked if f["vegetarian"] == "label" and "yes" in {f[a] for a in animal}] == []
    vegan = (*animal, "contains_dairy", "contains_eggs")
    assert [f["name"] for f in marked if f["vegan"] == "label" and "yes" in {f[a] for a in vegan}] == []
    assert not any(
        food[column] == "label" for food in foods for column in food if column.startswith("contains_")
    )


def test_toasting_changes_no_tag(foods):
    by_name = {food["name"]: food for food in foods}
    pairs = [
        (f, by_name[f["name"].removesuffix(", toasted")]) for f in foods if f["name"].endswith(", toasted")
    ]
    assert pairs
    assert [t["name"] for t, plain in pairs for tag in TAGS if t[tag] != plain[tag]] == []

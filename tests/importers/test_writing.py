"""The imported table as our own."""

from __future__ import annotations

import pytest

from mealopt.importers.account import Account
from mealopt.importers.writing import choose_foods, doubt_units, fill_facts, load_defaults


def choose(knowledge, *foods, priced=False):
    account = Account()
    kept = list(choose_foods(foods, account, knowledge, priced=priced))
    return kept, {what: sum(one.counts.values()) for what, one in account.foods.items()}


def test_a_food_needs_a_name_and_its_energy(knowledge):
    kept, counted = choose(
        knowledge,
        ("a", {"name": "Bread"}, {"energy_kcal": 250.0}),
        ("b", {}, {"energy_kcal": 250.0}),
        ("c", {"name": "Air"}, {"iron_mg": 1.0}),
    )
    assert [food for food, _, _ in kept] == ["a"]
    assert counted == {
        "kept": 1, "left out: no name": 1, "left out: energy unknown, and not to be worked out": 1,
    }  # fmt: skip


def test_energy_that_is_not_given_is_worked_out_from_all_its_parts_or_not_at_all(knowledge):
    parts = {n.id: 10.0 for n in knowledge.nutrients if n.kcal_per_unit}
    assert len(parts) >= 3
    ((_, _, amounts),), counted = choose(knowledge, ("a", {"name": "Bread"}, parts))
    kcal = sum(10.0 * n.kcal_per_unit for n in knowledge.nutrients if n.kcal_per_unit)
    most = knowledge.nutrients["energy_kcal"].most_per_100g
    assert amounts["energy_kcal"] == pytest.approx(min(kcal, most))
    assert counted == {"kept, energy worked out from its parts": 1}
    parts.pop("protein_g")
    assert choose(knowledge, ("a", {"name": "Bread"}, parts))[0] == []


def test_where_others_have_a_price_none_is_free(knowledge):
    foods = [("a", {"name": "Bread"}, {"energy_kcal": 250.0})]
    assert choose(knowledge, *foods, priced=True)[0] == []


@pytest.mark.parametrize(
    ("facts", "portion"),
    [
        ({"portion": "1 slice", "portion_g": "40"}, ("1 slice", "40")), ({"portion_g": "40"}, ("40 g", "40")),
        ({"portion": "1 slice"}, ("100 g", "100")), ({"portion_g": "0"}, ("100 g", "100")),
    ],
)  # fmt: skip
def test_a_portion_is_what_the_table_says_or_a_hundred_grams(facts, portion):
    row = fill_facts("a", {"name": "Bread", **facts}, load_defaults())
    assert (row["portion"], row["portion_g"]) == portion


@pytest.mark.parametrize(("times", "unit"), [(1.0, None), (40.0, "IU"), (0.001, "mg")])
def test_amounts_as_far_off_as_another_unit_are_doubted(knowledge, times, unit):
    known = knowledge.foods.column("vitamin_d_ug")
    seen = {"vitamin_d_ug": [times * float(value) for value in known[known > 0]]}
    said = list(doubt_units(seen, knowledge))
    assert [f"Is it in {unit}?" in sentence for sentence in said] == ([True] if unit else [])

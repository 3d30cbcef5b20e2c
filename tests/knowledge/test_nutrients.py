"""Nutrients: how they are written, named and ordered."""

from __future__ import annotations

import pytest

from mealopt.knowledge.nutrients import KINDS, MOST_PER_100G, lower_first


@pytest.mark.parametrize(
    ("label", "inside"), [("Vitamin D", "vitamin D"), ("DHA", "DHA"), ("HEI-2020", "HEI-2020"), ("", "")]
)
def test_a_label_inside_a_sentence(label, inside):
    assert lower_first(label) == inside


def test_an_amount_is_written_with_its_unit(knowledge):
    assert knowledge.nutrients["magnesium_mg"].show(1234.4) == "1,234 mg"
    assert knowledge.nutrients["vitamin_b12_ug"].show(2.4) == "2.40 µg"


def test_the_unit_of_an_id_is_the_unit(knowledge):
    """A value read in another unit is the worst that can happen: the id says which it is."""
    written = {"µg": "ug", "m²": "m2", "L": "l"}
    for nutrient in knowledge.nutrients:
        unit = written.get(nutrient.unit, nutrient.unit)
        assert nutrient.id.split("_")[-1] in {unit, f"{unit}eq"}, nutrient.id
        assert nutrient.most_per_100g == MOST_PER_100G[nutrient.unit]


def test_a_name_that_is_meant_is_told_with_its_unit(knowledge):
    hint = knowledge.nutrients.hint("magnesium")
    assert hint == " Did you mean magnesium_mg? It is in mg."
    assert knowledge.nutrients.hint("magnesium", among=()) == " mealopt has no such nutrient."
    assert knowledge.nutrients.hint("xyzzy") == " mealopt has no such nutrient."


def test_people_look_at_the_core_first(knowledge):
    ranked = sorted(knowledge.nutrients.ids, key=knowledge.nutrients.rank)
    kinds = [knowledge.nutrients[name].kind for name in ranked]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == KINDS[0]

"""What a plan says of its foods: one food that most of a core nutrient hangs on is named."""

from __future__ import annotations

import pytest

from mealopt.plan.notes import note_carriers, note_liked
from mealopt.plan.portions import Serving, list_portions
from mealopt.request.allowed import SUPPLEMENT

MILK, SOY_MILK, BANANA, SALMON = "11112110", "11320000", "63107010", "26137120"


def serve(knowledge, **grams):
    table = knowledge.foods
    servings = [
        Serving("1", "snack", food, amount / table.portion_g[table.position(food)])
        for food, amount in grams.items()
    ]
    return list_portions(servings, knowledge).frame


@pytest.mark.parametrize(
    ("grams", "named"),
    [({SOY_MILK: 500, BANANA: 120}, True), ({SOY_MILK: 300, MILK: 300, SALMON: 30}, False), ({}, False)],
)
def test_a_food_that_carries_most_of_a_core_nutrient_is_named(knowledge, grams, named):
    notes = note_carriers(serve(knowledge, **grams), knowledge)
    said = [note for note in notes if note.startswith("Vitamin B12: ")]
    assert bool(said) == named
    assert all("Soy milk, plain or vanilla" in note for note in said)


def test_a_supplement_is_not_named(knowledge):
    table = knowledge.foods
    for food, category in zip(table.ids, table.categories, strict=True):
        if category == SUPPLEMENT:
            assert note_carriers(serve(knowledge, **{food: 2.0}), knowledge) == []


@pytest.mark.parametrize(
    ("liked", "named"),
    [
        ((), None),
        ((BANANA,), None),
        ((BANANA, SALMON), "Salmon, baked or broiled, with oil"),
        ((MILK, "11114330"), None),  # of all such milks liked one is there
    ],
)
def test_a_wish_is_not_dropped_unsaid(knowledge, liked, named):
    notes = note_liked(liked, serve(knowledge, **{BANANA: 120, MILK: 244}), knowledge.foods)
    said = [f"Liked, and not in this plan: {named}"] if named else []
    assert [note.split(". ")[0] for note in notes] == said

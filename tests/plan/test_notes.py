"""What a plan says of its foods: one food that most of a core nutrient hangs on is named."""

from __future__ import annotations

import pytest

from mealopt.plan.notes import note_carriers, note_liked, note_overuse, say_unmet
from mealopt.plan.portions import Serving, list_portions
from mealopt.request.allowed import SUPPLEMENT
from mealopt.request.rules import WEEK, Rules

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


def test_what_meals_lack_is_said_and_what_would_bring_them_back(knowledge):
    table, tablet = knowledge.foods, "supplement-vitamin-b12"
    said = say_unmet(["Vitamin D"], [tablet], Rules(), table)
    assert "(what they lack: Vitamin D)" in said
    assert "--supplements" in said
    assert table.names[table.position(tablet)] in said
    allowed = say_unmet(["Vitamin D"], [tablet], Rules(supplements=True), table)
    assert "--supplements" not in allowed
    assert "lack" not in say_unmet([], [], Rules(), table)
    assert "begin at about $4.18 a day" in say_unmet([], [], Rules(budget=4.0), table, 4.18)
    assert "$" not in said


@pytest.mark.parametrize(
    ("rules", "days", "noted"),
    [
        (Rules(), WEEK, True),
        (Rules(), 1, False),
        (Rules(portions="exact"), WEEK, False),
        (Rules(include={BANANA: None}), WEEK, False),
    ],
    ids=["a week", "a day", "exact", "pinned"],
)
def test_what_is_had_more_often_than_people_have_it_is_noted(knowledge, rules, days, noted):
    table = knowledge.foods
    food = table.position(BANANA)
    much = serve(knowledge, **{BANANA: 1.1 * table.max_week[food] * table.portion_g[food]})
    assert bool(note_overuse(rules, days, much, table)) == noted

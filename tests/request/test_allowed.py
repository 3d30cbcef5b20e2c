"""Which foods somebody may eat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt import Person, Rules
from mealopt.knowledge.intakes import Adjustment
from mealopt.knowledge.library import customise_knowledge
from mealopt.plan.notes import note_children
from mealopt.plan.portions import Serving, list_portions
from mealopt.request.allowed import allow_foods, find_marks, required_tags, serve_meals, supplement_mask

ANYONE = Person(30, "female")
PREGNANT = Person(30, "female", life_stage="pregnancy", pregnancy_week=20)


@pytest.mark.parametrize(
    ("person", "rules", "tags"),
    [
        (ANYONE, {}, {}),
        (ANYONE, {"diet": "vegan"}, {"vegan": "yes"}),
        (ANYONE, {"without": ("soy", "tree_nuts")}, {"contains_soy": "no", "contains_tree_nuts": "no"}),
        (ANYONE, {"without": ("high_mercury",)}, {"high_mercury": "no"}),
        (PREGNANT, {}, {"high_mercury": "no", "pregnancy_risk": "no"}),
        (Person(30, "female", life_stage="lactation"), {"diet": "vegetarian"},
         {"vegetarian": "yes", "high_mercury": "no"}),
    ],
)  # fmt: skip
def test_the_tags_that_matter(knowledge, person, rules, tags):
    assert required_tags(person, Rules(**rules), knowledge) == tags


def test_an_exclusion_of_one_diet_is_not_one_of_another(knowledge):
    row = Adjustment("vegan", "", "", "", None, "", "contains_soy", "", "", "")
    changed = replace(knowledge, adjustments=(row,))
    assert required_tags(ANYONE, Rules(diet="vegan"), changed) == {"vegan": "yes", "contains_soy": "no"}
    assert required_tags(ANYONE, Rules(), changed) == {}


@pytest.fixture
def tagged(knowledge, write_foods):
    """Foods named by their tags: vegan, then contains_peanuts, then high_mercury."""
    rows = [
        {"food_id": f"{vegan}-{peanuts}-{mercury}", "vegan": vegan, "contains_peanuts": peanuts,
         "high_mercury": mercury, "pregnancy_risk": "no"}
        for vegan in ("yes", "no", "unknown")
        for peanuts in ("no", "unknown")
        for mercury in ("no", "unknown")
    ]  # fmt: skip
    rows.append({"food_id": "tablet", "category": "Supplement", "high_mercury": "no", "pregnancy_risk": "no"})
    return customise_knowledge(knowledge, foods=write_foods(*rows))


def left(person, rules, knowledge):
    allowed = allow_foods(person, Rules(**rules), knowledge)
    return {food_id for food_id, here in zip(knowledge.foods.ids, allowed, strict=True) if here}


@pytest.mark.parametrize(
    ("person", "rules", "pattern"),
    [
        (ANYONE, {}, ("*", "*", "*")),
        (ANYONE, {"diet": "vegan"}, (["yes"], "*", "*")),
        (ANYONE, {"diet": "vegan", "allow_unknown": ("vegan",)}, (["yes", "unknown"], "*", "*")),
        (ANYONE, {"without": ("peanuts",)}, ("*", ["no"], "*")),
        (ANYONE, {"without": ("peanuts",), "allow_unknown": ("peanuts",)}, ("*", ["no", "unknown"], "*")),
        (ANYONE, {"without": ("peanuts",), "allow_unknown": ("vegan",)}, ("*", ["no"], "*")),
        (ANYONE, {"diet": "vegan", "without": ("peanuts",)}, (["yes"], ["no"], "*")),
        (PREGNANT, {}, ("*", "*", ["no"])),
        (ANYONE, {"diet": "vegetarian"}, ([], [], [])),  # the table lacks the column: unknown for all
        (ANYONE, {"without": ("soy",)}, ([], [], [])),
    ],
)
def test_unknown_is_not_allowed_unless_taken_in(tagged, person, rules, pattern):
    expected = {
        food_id
        for food_id in tagged.foods.ids
        if food_id != "tablet"
        and all(
            wanted == "*" or part in wanted for part, wanted in zip(food_id.split("-"), pattern, strict=True)
        )
    }
    assert left(person, rules, tagged) == expected


def test_supplements_only_when_asked_for(tagged):
    assert "tablet" not in left(ANYONE, {}, tagged)
    assert "tablet" in left(ANYONE, {"supplements": True}, tagged)
    assert "tablet" in left(ANYONE, {"supplements": True, "diet": "vegan", "without": ("peanuts",)}, tagged)
    assert supplement_mask(tagged.foods).sum() == 1


def test_single_excluded_foods_are_bounds_and_stay_in_the_table(knowledge):
    with_it = allow_foods(ANYONE, Rules(), knowledge)
    without = allow_foods(ANYONE, Rules(exclude=("11100000",)), knowledge)
    assert (with_it == without).all()


def test_no_fish_high_in_mercury_in_pregnancy(knowledge):
    allowed = allow_foods(PREGNANT, Rules(), knowledge)
    mercury = knowledge.foods.tag("high_mercury")
    assert {mercury[i] for i in range(len(allowed)) if allowed[i]} == {"no"}
    assert {"yes", "unknown"} & set(mercury)  # there is something to leave out


@pytest.mark.parametrize("diet", ["vegan", "vegetarian", "pescatarian"])
def test_every_diet_leaves_only_what_it_says(knowledge, diet):
    allowed = allow_foods(ANYONE, Rules(diet=diet), knowledge)
    tag = knowledge.foods.tag(knowledge.diets[diet].column)
    assert {tag[i] for i in range(len(allowed)) if allowed[i]} == {"yes", "label"}
    assert allowed.sum() >= 250


def test_what_is_sold_both_ways_is_marked_and_never_free_of_an_allergen(knowledge):
    """`label` is a matter of a diet one chooses; who must not have milk is not told to read."""
    table, rules = knowledge.foods, Rules(diet="vegan", without=("dairy",))
    marks = find_marks(rules, knowledge)
    assert set(marks.values()) == {"vegan"}
    assert {table.tag("vegan")[table.position(food)] for food in marks} == {"label"}
    strict = allow_foods(ANYONE, rules, knowledge)
    doubtful = [
        table.position(food) for food in marks if table.tag("contains_dairy")[table.position(food)] != "no"
    ]
    assert doubtful
    assert not strict[doubtful].any()
    assert find_marks(Rules(), knowledge) == {}


@pytest.mark.parametrize("age", [5, 12])
def test_no_coffee_for_children(knowledge, age):
    table = knowledge.foods
    allowed = allow_foods(Person(age, "male"), Rules(), knowledge)
    served = [place for place, may in enumerate(allowed) if may]
    drinks = {"Coffee", "Tea", "Sport and energy drinks", "Diet soft drinks"}
    assert not drinks & {table.categories[i] for i in served}
    assert not any("offee" in table.names[i] and "cake" not in table.names[i] for i in served)
    assert allow_foods(Person(30, "male"), Rules(), knowledge)[table.position("92101000")]


def test_no_whole_nuts_below_five(knowledge):
    almonds = knowledge.foods.position("42101110")
    four, five = (allow_foods(Person(age, "male"), Rules(), knowledge)[almonds] for age in (4, 5))
    assert (four, five) == (False, True)


def test_what_can_be_served_safely_stays_and_says_how(knowledge):
    four, five = Person(4, "female"), Person(5, "female")
    grapes, seeds, candy = (knowledge.foods.position(f) for f in ("63123000", "43102100", "91745020"))
    allowed = allow_foods(four, Rules(), knowledge)
    assert allowed[grapes]
    assert not allowed[[seeds, candy]].any()
    assert allow_foods(five, Rules(), knowledge)[[grapes, seeds, candy]].all()
    servings = [Serving("1", "snack", food, 1.0) for food in ("63123000", "63107010")]
    frame = list_portions(servings, knowledge).frame
    (note,) = note_children(4, frame, knowledge)
    assert note.startswith("Below 5 years, Grapes, fresh: without stones, cut lengthwise into quarters.")
    assert note_children(5, frame, knowledge) == []


def test_every_age_rule_names_foods_of_the_table(knowledge):
    for rule in knowledge.age_rules:
        assert rule.category in {"", *knowledge.foods.categories}
        assert all(food in knowledge.foods for food in rule.food_ids), rule.id


def test_fewer_meals_are_larger_and_hold_a_whole_day(knowledge):
    assert serve_meals(Rules(meals=tuple(m.id for m in knowledge.meals)), knowledge) is knowledge
    fewer = serve_meals(Rules(meals=("breakfast", "dinner")), knowledge)
    assert [meal.id for meal in fewer.meals] == ["breakfast", "dinner"]
    shares = [sum(m.energy_share_min + m.energy_share_max for m in k.meals) for k in (knowledge, fewer)]
    assert shares[0] == pytest.approx(shares[1])
    assert fewer.digest != knowledge.digest


def test_a_food_of_meals_left_out_is_not_served_but_where_it_is_asked_for(knowledge):
    cereal = "57123000"
    person, table = Person(35, "female"), knowledge.foods
    for rules, eaten in (
        (Rules(), True), (Rules(meals=("dinner",)), False),
        (Rules(meals=("dinner",), include={cereal: 30.0}), True),
    ):  # fmt: skip
        assert allow_foods(person, rules, knowledge)[table.position(cereal)] == eaten

"""What a person asks for: understood or refused; and which foods it leaves, unknown never being allowed."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mealopt import Person, Rules
from mealopt.errors import Problem
from mealopt.knowledge.intakes import Adjustment
from mealopt.knowledge.library import customise_knowledge
from mealopt.plan.notes import note_children
from mealopt.plan.portions import Serving, list_portions
from mealopt.request.allowed import allow_foods, find_marks, required_tags, serve_meals, supplement_mask
from mealopt.request.checking import check_rules, require_rules
from mealopt.request.food_names import resolve_food, resolve_foods
from mealopt.request.rules import normalise_tag

ANYONE = Person(30, "female")
PREGNANT = Person(30, "female", life_stage="pregnancy", pregnancy_week=20)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("tree-nuts", "tree_nuts"),
        (" Tree Nuts ", "tree_nuts"),
        ("SOY", "soy"),
        ("high_mercury", "high_mercury"),
    ],
)
def test_tags_are_written_in_many_ways(knowledge, text, tag):
    assert normalise_tag(text) == tag
    assert tag in knowledge.exclusions


# understood or not


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"diet": "vegan", "goal": "cheapest", "portions": "exact", "without": ("peanuts", "tree_nuts")},
        {"include": {"11100000": None}, "ate": {"11111000": 100}},
        {"minimums": {"magnesium_mg": 400}, "maximums": {"magnesium_mg": 400, "fruit_total_cup": 5}},
        {"budget": 0.01, "quality": 0, "allow_unknown": ("vegan", "soy", "high_mercury")},
        {"budget": 1000, "quality": 100, "exclude": ("11100000",)},
    ],
)
def test_rules_that_are_understood(knowledge, rules):
    assert check_rules(Rules(**rules), knowledge) == []


@pytest.mark.parametrize(
    ("rules", "column", "start"),
    [
        ({"diet": "vegn"}, "diet",
         "Unknown. Did you mean vegan? Known: halal, kosher_style, omnivore, "),
        ({"diet": ""}, "diet", "Unknown. Known:"),
        ({"goal": "cheap"}, "goal", "Unknown. Did you mean cheapest?"),
        ({"meals": ("brunch", "dinner")}, "meals", "Unknown. Did you mean lunch?"),
        ({"meals": ("snack",)}, "meals", "A day needs a meal beside its snacks."),
        ({"portions": "half"}, "portions", "Unknown. Known: whole, exact."),
        ({"without": ("penuts",)}, "without", "Unknown. Did you mean peanuts?"),
        ({"without": ("tree-nut",)}, "without", "Unknown. Did you mean tree_nuts?"),
        ({"allow_unknown": ("vegans",)}, "allow_unknown", "Unknown. Did you mean vegan?"),
        ({"include": {"milk": None}}, "include", "No such food."),
        ({"include": {"11100000": 0}}, "include", "Grams of 11100000 must lie between 0 and 5000 a day."),
        ({"include": {"11100000": 5001}}, "include", "Grams of"),
        ({"ate": {"11100000": math.nan}}, "ate", "Grams of"),
        ({"include": {"11100000": None}, "ate": {"11100000": 100}}, "include", "The same food was eaten"),
        ({"include": {"11100000": 1}, "exclude": ("11100000",)}, "include", "The same food is excluded."),
        ({"exclude": ("1110000",)}, "exclude", "No such food. Did you mean 11100000?"),
        ({"like": ("1110000",)}, "like", "No such food. Did you mean 11100000?"),
        ({"like": ("11100000",), "exclude": ("11100000",)}, "like", "The same food is excluded."),
        ({"minimums": {"magnesum_mg": 1}}, "minimums", "Unknown nutrient. Did you mean magnesium_mg?"),
        ({"minimums": {"magnesium_mg": -1}}, "minimums",
         "A limit for magnesium_mg must be a number from 0 up."),
        ({"maximums": {"magnesium_mg": math.inf}}, "maximums", "A limit for magnesium_mg"),
        ({"maximums": {"energy_kcal": 1500}}, "maximums", "The energy of a plan is the person's own"),
        ({"meal_maximums": {"carbohydrates_g": 60}}, "meal_maximums",
         "Unknown nutrient. Did you mean carbohydrate_g?"),
        ({"minimums": {"magnesium_mg": 5}, "maximums": {"magnesium_mg": 4}}, "minimums",
         "The minimum of magnesium_mg is above its maximum 4."),
        ({"budget": 0}, "budget", "A budget must lie between 0 and 1000 $ a day."),
        ({"budget": math.nan}, "budget", "A budget must"),
        ({"quality": 101}, "quality", "A HEI-2020 score lies between 0 and 100."),
    ],
)  # fmt: skip
def test_rules_that_are_not_understood(knowledge, problems_of, rules, column, start):
    (problem,) = problems_of(require_rules, Rules(**rules), knowledge, "people.csv, line 2")
    assert (problem.where, problem.column) == ("people.csv, line 2", column)
    assert problem.message.startswith(start)


def test_every_problem_of_the_rules_comes_at_once(knowledge):
    rules = Rules(diet="x", goal="x", portions="x", without=("x",), exclude=("x",), budget=-1, quality=-1)
    assert [problem.column for problem in check_rules(rules, knowledge)] == [
        "diet", "goal", "portions", "without", "exclude", "budget", "quality",
    ]  # fmt: skip


def test_a_text_where_a_list_belongs_is_refused(knowledge):
    assert check_rules(Rules(without="peanuts"), knowledge)


# finding a food


@pytest.mark.parametrize("text", ["milk", " milk ", "Milk", "MILK"])
def test_a_food_by_id_or_name(made_up, text):
    assert resolve_food(text, made_up.foods) == "milk"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("mil", "Which one? milk Milk. Give the id"),
        ("mlik", "No such food."),
        ("qqqq", "No such food. Search with `mealopt foods search`."),
    ],
)
def test_a_food_that_is_not_found(made_up, text, start):
    problem = resolve_food(text, made_up.foods)
    assert isinstance(problem, Problem)
    assert problem.value == text
    assert problem.message.startswith(start)


def test_the_most_eaten_are_shown_first(knowledge):
    problem = resolve_food("milk", knowledge.foods)
    ids = [part.split()[0] for part in problem.message.removeprefix("Which one? ").split("; ")]
    popularity = [
        knowledge.foods.popularity[knowledge.foods.position(food)] for food in ids if food in knowledge.foods
    ]
    assert popularity == sorted(popularity, reverse=True)


# which foods are left


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


def test_python_takes_the_tags_that_people_csv_takes(knowledge):
    rules = Rules(without=("tree-nuts", "Tree_Nuts", "peanuts"), allow_unknown=("Vegan",))
    assert (rules.without, rules.allow_unknown) == (("tree_nuts", "peanuts"), ("vegan",))
    assert check_rules(rules, knowledge) == []
    (problem,) = check_rules(Rules(without="peanuts"), knowledge)
    assert (problem.column, problem.message) == ("without", "Give a list, not a text.")


@pytest.mark.parametrize(
    ("text", "some", "other"),
    [
        ("mushrooms", "Stuffed mushrooms, with sausage and Parmesan", "Banana, fresh"),  # one, many
        ("Fish", "Tuna, canned in water or oil", "Banana, fresh"),  # all of a category
        ("tomatoes", "Tomatoes, raw", "Potato, baked, with peel"),
        ("canned tuna", "Tuna, canned in water or oil", "Tuna salad with mayonnaise"),  # in any order
        ("Banana, fresh", "Banana, fresh", "Banana chips"),  # a whole name is one food
    ],
)
def test_a_word_stands_for_all_its_foods(knowledge, text, some, other):
    table = knowledge.foods
    names = {table.names[table.position(food)] for food in resolve_foods(text, table)}
    assert some in names
    assert other not in names


def test_a_word_of_no_food_is_a_problem(knowledge):
    assert isinstance(resolve_foods("xyzzy", knowledge.foods), Problem)
    assert isinstance(resolve_foods("-", knowledge.foods), Problem)


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


def test_a_goal_that_goes_by_what_the_table_lacks_is_told_with_all_else(knowledge):
    goal = replace(knowledge.goals["greenest"], priced="moonlight_kg")
    other = replace(knowledge, goals={**knowledge.goals, "greenest": goal})
    problems = check_rules(Rules(goal="greenest", budget=-1), other)
    said = {problem.column: problem.message for problem in problems}
    assert said["goal"] == "The food table has no moonlight_kg, which this goal goes by."
    assert "budget" in said
    assert check_rules(Rules(goal="greenest"), knowledge) == []

"""Rules that are understood, and all that is wrong with those that are not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mealopt import Rules
from mealopt.request.checking import check_rules, require_rules


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


def test_python_takes_the_tags_that_people_csv_takes(knowledge):
    rules = Rules(without=("tree-nuts", "Tree_Nuts", "peanuts"), allow_unknown=("Vegan",))
    assert (rules.without, rules.allow_unknown) == (("tree_nuts", "peanuts"), ("vegan",))
    assert check_rules(rules, knowledge) == []
    (problem,) = check_rules(Rules(without="peanuts"), knowledge)
    assert (problem.column, problem.message) == ("without", "Give a list, not a text.")


def test_a_goal_that_goes_by_what_the_table_lacks_is_told_with_all_else(knowledge):
    goal = replace(knowledge.goals["greenest"], priced="moonlight_kg")
    other = replace(knowledge, goals={**knowledge.goals, "greenest": goal})
    problems = check_rules(Rules(goal="greenest", budget=-1), other)
    said = {problem.column: problem.message for problem in problems}
    assert said["goal"] == "The food table has no moonlight_kg, which this goal goes by."
    assert "budget" in said
    assert check_rules(Rules(goal="greenest"), knowledge) == []

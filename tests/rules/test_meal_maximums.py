"""The most of a nutrient at a meal: coefficients by hand on five made-up foods."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import build_program
from mealopt.rules.family import Ask
from mealopt.rules.meal_maximums import MealMaximums, add_meal_maximums
from mealopt.rules.program import Shape

INF = math.inf


def test_unknown_sodium_counts_as_high_at_a_meal_too(parts, tiny, read_row):
    layout, slots = parts
    add_meal_maximums(layout, tiny.foods, ("sodium_mg",), slots)
    assert read_row(layout, "meal_maximum:sodium_mg:dinner") == pytest.approx(
        {
            "portion:bread:dinner": 250, "portion:milk:dinner": 80,
            "portion:oats:dinner": 240,  # the 90th percentile of its category: the cereal's 300 mg per 100 g
            "lower": -INF, "upper": INF,
        }
    )  # fmt: skip


@pytest.fixture
def asked(tiny):
    program = build_program(
        Shape(tiny.foods.ids, "made-up", 7, quality=False, per_meal=("sodium_mg",)), tiny
    )
    rules = Rules(meal_maximums={"sodium_mg": 600.0})
    targets = derive_targets(Person(35, "female"), rules, tiny)
    return program, Ask(targets, rules)


def test_each_meal_is_held_to_what_is_asked_and_let_go_as_one(asked):
    program, ask = asked
    bounds, family = program.layout.bounds(), MealMaximums()
    family.bind(program, bounds, ask)
    rows = [program.layout.rows[f"meal_maximum:sodium_mg:{meal.id}"] for meal in program.knowledge.meals]
    assert bounds.row_upper[rows].tolist() == [600.0] * len(rows)
    (member,) = family.list_members(program, ask)
    assert member.label == "at most 600 mg sodium at a meal"
    member.relax(bounds)
    assert bounds.row_upper[rows].tolist() == [INF] * len(rows)


def test_to_give_it_up_is_a_way_out(asked):
    program, ask = asked
    (change,) = MealMaximums().list_changes(ask.rules, program.knowledge)
    assert change.rules.meal_maximums == {}
    assert change.label == "let a meal hold as much sodium as it does"


def test_who_asks_for_none_is_held_to_none(tiny):
    program = SimpleNamespace(shape=SimpleNamespace(per_meal=()), knowledge=tiny)
    assert MealMaximums().list_members(program, Ask(None, Rules())) == []
    assert MealMaximums().list_changes(Rules(), tiny) == []

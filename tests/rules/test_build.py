"""One person's numbers on a program: limits, pins, exclusions, budget, caps, meals, energy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.request.energy import EnergyNeed
from mealopt.request.limit import Limit
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import Targets, derive_targets
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.foods import food_caps
from mealopt.rules.limits import place_limit
from mealopt.rules.program import Shape

INF = math.inf
ENERGY = 2000.0


def limit(nutrient, side, value, must=None, scope="total"):
    strength = "aim" if must is None else "must"
    return Limit(nutrient, side, value, must, "RDA", strength, scope, "a source", "")


def made_targets(*limits):
    both = [limit("energy_kcal", side, ENERGY, ENERGY) for side in ("minimum", "maximum")]
    return Targets(EnergyNeed(ENERGY, "", "", ""), {one.name: one for one in (*limits, *both)}, (), ())


@pytest.fixture
def bind(tiny_program):
    def call(*limits, rules=None, **options):
        return bind_person(tiny_program, made_targets(*limits), rules or Rules(goal="made-up"), **options)

    return call


@pytest.fixture
def column(tiny_program):
    def find(bounds, name):
        index = tiny_program.layout.columns[name]
        return float(bounds.column_lower[index]), float(bounds.column_upper[index])

    return find


@pytest.fixture
def row(tiny_program):
    def find(bounds, name):
        index = tiny_program.layout.rows[name]
        return float(bounds.row_lower[index]), float(bounds.row_upper[index])

    return find


def test_the_matrix_does_not_change_with_the_person(tiny_program, bind):
    before = [list(pairs) for pairs in tiny_program.layout.row_pairs]
    first = tiny_program.layout.bounds()
    bind(limit("magnesium_mg", "minimum", 300, 300), rules=Rules(include={"bread": 500.0}, goal="made-up"))
    assert tiny_program.layout.row_pairs == before
    second = tiny_program.layout.bounds()
    np.testing.assert_array_equal(first.row_upper, second.row_upper)
    np.testing.assert_array_equal(first.column_upper, second.column_upper)


@pytest.mark.parametrize(
    ("given_limit", "miss"),
    [
        (limit("magnesium_mg", "minimum", 300.0, 300.0), 0.0),  # a must is not missed
        (limit("magnesium_mg", "minimum", 400.0, 300.0), 100.0),  # an aim above a must, down to the must
    ],
)
def test_an_aim_may_be_missed_down_to_its_must(bind, column, row, given_limit, miss):
    bounds = bind(given_limit)
    assert row(bounds, given_limit.name) == (given_limit.value, INF)
    assert column(bounds, f"miss:{given_limit.name}") == (0.0, miss)


def test_an_aim_alone_may_be_missed_as_a_whole(bind, column):
    # the amount cannot be negative: more than the value is never missed
    assert column(bind(limit("magnesium_mg", "minimum", 400.0)), "miss:minimum:magnesium_mg")[1] >= 400.0


def test_a_maximum_is_never_missed(bind, column, row):
    bounds = bind(limit("sodium_mg", "maximum", 2300.0, 2300.0))
    assert row(bounds, "maximum:sodium_mg") == (-INF, 2300.0)
    assert column(bounds, "miss:maximum:sodium_mg") == (0.0, 0.0)


def test_limits_nobody_gave_stand_open(bind, row):
    bounds = bind()
    for side in ("minimum", "maximum"):
        assert row(bounds, f"{side}:sodium_mg") == (-INF, INF)


def test_a_limit_for_supplements_binds_its_own_row(bind, row):
    bounds = bind(limit("magnesium_mg", "maximum", 350.0, 350.0, "supplements"))
    assert row(bounds, "maximum:magnesium_mg:supplements") == (-INF, 350.0)


def test_a_limit_the_program_has_no_row_for_binds_nothing(tiny):
    ids = tuple(food for food in tiny.foods.ids if food != "tablet")
    program = build_program(Shape(ids, "made-up", 7, quality=False), tiny)
    rules = Rules(goal="made-up")
    bare = bind_person(program, made_targets(), rules)
    bound = bind_person(
        program, made_targets(limit("magnesium_mg", "maximum", 350.0, 350.0, "supplements")), rules
    )
    np.testing.assert_array_equal(bare.row_upper, bound.row_upper)
    np.testing.assert_array_equal(bare.column_upper, bound.column_upper)


@pytest.mark.parametrize(("slack", "expected"), [(0.0, (2000, 2000)), (0.02, (1960, 2040))])
def test_energy_is_met_exactly_or_within_its_slack(bind, column, slack, expected):
    assert column(bind(energy_slack=slack), "amount:energy_kcal") == pytest.approx(expected)


def test_each_meal_keeps_its_share_of_the_energy_asked(tiny, bind, column):
    bounds = bind(energy_slack=0.02)
    for meal in tiny.meals:
        expected = (meal.energy_share_min * ENERGY, meal.energy_share_max * ENERGY)
        assert column(bounds, f"meal:{meal.id}") == pytest.approx(expected)


def test_weekly_caps_are_a_seventh_on_the_average_day(tiny, bind, column):
    bounds = bind()
    assert column(bounds, "food:cereal") == (0.0, pytest.approx(1.0))  # 7 a week, not 3 a day
    assert column(bounds, "food:milk") == (0.0, pytest.approx(2.0))  # 14 a week, not 4 a day
    assert food_caps(tiny.foods, 1).tolist() == tiny.foods.max_day.tolist()
    assert food_caps(tiny.foods, 7).tolist() == [2.0, 1.0, 2.0, 2.0, 1.0]


def test_the_table_keeps_its_caps_when_one_is_changed(tiny):
    caps = food_caps(tiny.foods, 1)
    caps[0] = 99.0
    assert tiny.foods.max_day[0] == 4.0


def test_a_budget_is_money_a_day(bind, row):
    assert row(bind(), "budget") == (-INF, INF)
    assert row(bind(rules=Rules(goal="made-up", budget=3.5)), "budget") == (-INF, 3.5)


def test_what_was_eaten_already_is_paid_for(bind, row):
    # two slices at $0.25 and a helping of milk at $0.20 come on top of what may still be spent
    rules = Rules(goal="made-up", budget=3.5, ate={"bread": 100.0, "milk": None})
    assert row(bind(rules=rules), "budget")[1] == pytest.approx(4.2)


def test_an_excluded_food_has_no_room(bind, column):
    bounds = bind(rules=Rules(goal="made-up", exclude=("milk", "not in this shape")))
    assert column(bounds, "food:milk") == (0.0, 0.0)
    assert column(bounds, "food:bread") == (0.0, 2.0)


@pytest.mark.parametrize("kind", ["include", "ate"])
@pytest.mark.parametrize(("grams", "portions"), [(500.0, 10.0), (25.0, 0.5), (None, 2.0)])
def test_a_pin_is_exact_and_lifts_the_caps_that_would_forbid_it(bind, column, row, kind, grams, portions):
    bounds = bind(rules=Rules(goal="made-up", **{kind: {"bread": grams}}))
    assert column(bounds, "food:bread") == (portions, portions)
    for meal in ("breakfast", "lunch", "dinner"):
        assert column(bounds, f"portion:bread:{meal}") == (0.0, max(2.0, portions))
        # half a helping a slice, on top of what the limit allows everybody
        assert row(bounds, f"limit:starch:{meal}")[1] == pytest.approx(2.0 + 0.5 * portions)
        assert row(bounds, f"limit:one kind:Bread:{meal}")[1] == pytest.approx(1.5 + 0.5 * portions)
    assert row(bounds, "limit:one kind:Milk:lunch")[1] == 1.5


def test_a_pin_of_what_comes_with_something_may_come_alone(bind, row):
    bounds = bind(rules=Rules(goal="made-up", include={"cereal": 80.0}))
    # two cups of cereal are one helping, and stand for half a helping of milk
    assert row(bounds, "pairing:cereal with milk:breakfast")[1] == pytest.approx(0.5)


def test_missing_quality_is_open_to_whole_portions_only(popular_program, knowledge):
    targets = derive_targets(Person(35, "female"), Rules(), knowledge)
    miss = popular_program.layout.columns["miss:quality"]
    hard = bind_person(popular_program, targets, Rules(), quality=95)
    soft = bind_person(popular_program, targets, Rules(), quality=95, soft_quality=True)
    assert (hard.column_upper[miss], soft.column_upper[miss]) == (0.0, INF)


@given(
    age=st.integers(4, 100), sex=st.sampled_from(["female", "male"]), energy=st.floats(800, 5000),
    strict=st.booleans(), diet=st.sampled_from(["omnivore", "vegan", "vegetarian"]),
)  # fmt: skip
def test_every_limit_of_a_person_stands_where_it_says(
    popular_program, knowledge, age, sex, energy, strict, diet
):
    rules = Rules(diet=diet, strict=strict)
    program, layout = popular_program, popular_program.layout
    targets = derive_targets(Person(age, sex, energy_kcal=energy), rules, knowledge)
    bounds = bind_person(program, targets, rules)
    for one in targets.limits.values():
        if one.scope == "supplements":  # no supplement is among these foods
            assert one.name not in layout.rows
            continue
        kind, index = place_limit(program, one)
        lower, upper = (
            (bounds.row_lower, bounds.row_upper)
            if kind == "row"
            else (bounds.column_lower, bounds.column_upper)
        )
        assert (lower if one.side == "minimum" else upper)[index] == one.value
        assert (kind == "column") == (one.nutrient == knowledge.energy_id)
        if one.side == "minimum" and kind == "row":
            room = bounds.column_upper[layout.columns[f"miss:{one.name}"]]
            assert one.must is None or room == pytest.approx(one.value - one.must)
            assert not (strict and room > 0)
    assert (bounds.column_lower <= bounds.column_upper).all()


def test_foods_and_slots_are_found_by_position(tiny_program, tiny):
    layout = tiny_program.layout
    names = layout.column_names[tiny_program.food_columns]
    assert names == [f"food:{food}" for food in tiny.foods.ids]
    for index, food, meal, unit in tiny_program.slots:
        assert layout.column_names[index] == f"portion:{tiny.foods.ids[food]}:{meal}"
        assert unit == 1.0
    assert len(tiny_program.slots) == sum(name.startswith("portion:") for name in layout.column_names)


def test_the_order_of_the_ids_asked_for_does_not_matter(tiny, tiny_program):
    backwards = build_program(Shape(tiny.foods.ids[::-1], "made-up", 7, quality=False), tiny)
    assert backwards.layout == tiny_program.layout


def test_a_persons_own_nutrient_gets_rows_of_its_own(tiny):
    own = build_program(Shape(tiny.foods.ids, "made-up", 1, quality=False, own=("sodium_mg",)), tiny)
    assert {"minimum:sodium_mg", "maximum:sodium_mg"} <= set(own.layout.rows)
    assert not [name for name in own.layout.rows if name.startswith("again:")]  # one day has no repeats

"""Every kind of row, with the coefficients worked out by hand on five made-up foods."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.eating_index import score_day
from mealopt.knowledge.habits import Habits, Need, Role, Weekly
from mealopt.linear.layout import Layout
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.amounts import add_amounts, amount_name
from mealopt.rules.budget import add_budget
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.foods import add_foods, add_slots, eaten_at
from mealopt.rules.habits import add_needs, add_weekly
from mealopt.rules.helpings import add_meal_limits
from mealopt.rules.limits import add_limit
from mealopt.rules.meals import add_meals
from mealopt.rules.pairings import add_pairings
from mealopt.rules.program import Shape
from mealopt.rules.repeats import add_repeats

INF = math.inf


@pytest.fixture
def parts(tiny):
    """A layout with the foods of the made-up table and their places at meals."""
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals["made-up"])
    return layout, add_slots(layout, tiny.foods, tiny.meals, whole=False)


@pytest.mark.parametrize(
    ("food", "meals"),
    [
        ("bread", ["breakfast", "lunch", "dinner"]),  # 10 % as a snack is not enough
        ("cereal", ["breakfast"]),
        ("oats", ["dinner"]),  # nowhere often: where it is eaten most
    ],
)
def test_a_food_stands_where_people_eat_it(tiny, food, meals):
    found = eaten_at(tiny.foods, tiny.foods.position(food), tiny.meals)
    assert [meal.id for meal in found] == meals


def test_food_totals_are_the_sum_over_meals(parts, read_row):
    layout, slots = parts
    assert read_row(layout, "total:bread") == {
        "food:bread": -1, "portion:bread:breakfast": 1, "portion:bread:lunch": 1, "portion:bread:dinner": 1,
        "lower": 0, "upper": 0,
    }  # fmt: skip
    assert layout.column_bounds[layout.columns["portion:cereal:breakfast"]] == (0.0, 2.75)
    assert not layout.integers
    assert [layout.column_names[column] for column, _, _ in slots["dinner"]] == [
        "portion:bread:dinner", "portion:milk:dinner", "portion:oats:dinner", "portion:tablet:dinner",
    ]  # fmt: skip


def test_whole_portions_are_counted_in_steps(tiny, read_row):
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals["made-up"])
    add_slots(layout, tiny.foods, tiny.meals, whole=True)
    cereal = layout.columns["portion:cereal:breakfast"]
    assert cereal in layout.integers
    assert layout.column_bounds[cereal] == (0.0, 5.0)  # 2.75 cups are five and a half steps of a half
    assert read_row(layout, "total:cereal") == {
        "food:cereal": -1, "portion:cereal:breakfast": 0.5, "lower": 0, "upper": 0,
    }  # fmt: skip
    # half a helping is a cup: two steps; nobody serves one
    assert read_row(layout, "least:cereal:breakfast") == {
        "portion:cereal:breakfast": 1, "taken:cereal:breakfast": -2, "lower": 0, "upper": INF,
    }  # fmt: skip
    assert read_row(layout, "most:cereal:breakfast") == {
        "portion:cereal:breakfast": 1, "taken:cereal:breakfast": -5, "lower": -INF, "upper": 0,
    }  # fmt: skip
    assert layout.columns["taken:cereal:breakfast"] in layout.integers
    # half a helping of bread is one slice, the step itself: taken or not all the same
    assert read_row(layout, "least:bread:breakfast")["taken:bread:breakfast"] == -1


def test_whole_meals_have_few_different_foods(tiny, read_row):
    layout = Layout()
    add_foods(layout, tiny.foods, tiny.goals["made-up"])
    slots = add_slots(layout, tiny.foods, tiny.meals, whole=True)
    add_meal_limits(layout, tiny.foods, tiny.meal_limits, slots, 1.0)
    assert read_row(layout, "foods:starch:breakfast") == {
        "taken:bread:breakfast": 1, "taken:cereal:breakfast": 1, "lower": -INF, "upper": 2,
    }  # fmt: skip
    assert read_row(layout, "foods:one kind:Milk:lunch")["upper"] == 1


def test_unknown_counts_as_nothing_below_and_as_much_above(parts, tiny, read_row):
    layout, _ = parts
    add_amounts(layout, tiny.foods, ["magnesium_mg", "sodium_mg"])
    add_amounts(layout, tiny.foods, ["sodium_mg"], imputed=True)
    assert read_row(layout, "amount:magnesium_mg") == pytest.approx(
        {
            "food:bread": 20, "food:cereal": 40, "food:milk": 20, "food:oats": 120, "food:tablet": 100,
            "amount:magnesium_mg": -1, "lower": 0, "upper": 0,
        }
    )  # fmt: skip
    known = {"food:bread": 250, "food:cereal": 120, "food:milk": 80, "lower": 0, "upper": 0}
    assert read_row(layout, "amount:sodium_mg") == pytest.approx({**known, "amount:sodium_mg": -1})
    # the 90th percentile of the category: the cereal's 300 mg per 100 g
    assert read_row(layout, "amount:sodium_mg:imputed") == pytest.approx(
        {**known, "food:oats": 240, "amount:sodium_mg:imputed": -1}
    )
    assert layout.column_bounds[layout.columns["amount:sodium_mg"]] == (-INF, INF)


def test_a_limit_may_be_missed_only_through_its_own_column(parts, tiny, read_row):
    layout, _ = parts
    add_amounts(layout, tiny.foods, ["sodium_mg"])
    amount = layout.columns["amount:sodium_mg"]
    add_limit(layout, "minimum:sodium_mg", amount, "minimum", 0.5)
    add_limit(layout, "maximum:sodium_mg", amount, "maximum", 0.5)
    low, high = read_row(layout, "minimum:sodium_mg"), read_row(layout, "maximum:sodium_mg")
    # both stand open until a person has a limit
    assert low == {"amount:sodium_mg": 1, "miss:minimum:sodium_mg": 1, "lower": -INF, "upper": INF}
    assert high == {"amount:sodium_mg": 1, "miss:maximum:sodium_mg": -1, "lower": -INF, "upper": INF}
    for side, cost in (("minimum", 0.5), ("maximum", 0.0)):
        column = layout.columns[f"miss:{side}:sodium_mg"]
        assert layout.column_bounds[column] == (0.0, 0.0)
        assert layout.costs[column] == cost


def test_a_meals_energy_is_what_is_eaten_at_it(parts, tiny, read_row):
    layout, slots = parts
    add_meals(layout, tiny.foods, "energy_kcal", slots)
    assert read_row(layout, "meal:breakfast") == pytest.approx(
        {
            "portion:bread:breakfast": 100, "portion:cereal:breakfast": 160, "portion:milk:breakfast": 100,
            "meal:breakfast": -1, "lower": 0, "upper": 0,
        }
    )  # fmt: skip


@pytest.mark.parametrize("larger", [1.0, 1.5])
def test_meal_limits_count_helpings(parts, tiny, read_row, larger):
    layout, slots = parts
    add_meal_limits(layout, tiny.foods, tiny.meal_limits, slots, larger)
    # a helping is two slices of bread, two cups of cereal, half a cup of oats
    assert read_row(layout, "limit:starch:breakfast") == pytest.approx(
        {
            "portion:bread:breakfast": 0.5,
            "portion:cereal:breakfast": 0.5,
            "lower": -INF,
            "upper": 2.0 * larger,
        }
    )
    assert read_row(layout, "limit:starch:dinner") == pytest.approx(
        {"portion:bread:dinner": 0.5, "portion:oats:dinner": 2.0, "lower": -INF, "upper": 2.0 * larger}
    )
    assert read_row(layout, "limit:one kind:Milk:lunch") == pytest.approx(
        {"portion:milk:lunch": 1.0, "lower": -INF, "upper": 1.5 * larger}
    )
    assert "limit:one kind:Bread:snack" not in layout.rows


def test_what_is_eaten_with_something_comes_with_it(parts, tiny, read_row):
    layout, slots = parts
    add_pairings(layout, tiny.foods, tiny.pairings, slots)
    # a helping of cereal, two cups, needs half a helping of milk, half a cup; so do oats, half a cup
    assert read_row(layout, "pairing:cereal with milk:breakfast") == pytest.approx(
        {"portion:cereal:breakfast": 0.25, "portion:milk:breakfast": -1.0, "lower": -INF, "upper": 0}
    )
    assert read_row(layout, "pairing:cereal with milk:dinner") == pytest.approx(
        {"portion:oats:dinner": 1.0, "portion:milk:dinner": -1.0, "lower": -INF, "upper": 0}
    )
    assert "pairing:cereal with milk:lunch" not in layout.rows  # milk alone may be drunk


ROLE = Role("starch", "Starch", ("Bread", "Cereal"), ("snack",))


def test_a_meal_wants_a_role_and_pays_for_what_it_lacks(parts, tiny, read_row):
    layout, slots = parts
    needs = (Need("some starch", "breakfast", ROLE, 1.5, 0.8), Need("tea", "snack", ROLE, 1, 1))
    habits = Habits({}, needs, ())
    add_needs(layout, tiny.foods, habits, slots, 0.5)
    row = read_row(layout, "need:some starch")
    assert row.pop("lower") == 1.5
    assert row.pop("upper") == INF
    assert row.pop("miss:need:some starch") == 1.0
    assert layout.costs[layout.columns["miss:need:some starch"]] == pytest.approx(0.4)
    # a helping of bread is two slices, one of cereal two cups; oats stand at dinner only
    assert row == {"portion:bread:breakfast": 0.5, "portion:cereal:breakfast": 0.5}
    assert "need:tea" not in layout.rows  # nothing of the role is eaten then: no wish that cannot come true


def test_a_week_wants_and_has_enough_of_a_role(parts, tiny, read_row):
    layout, _ = parts
    add_weekly(layout, tiny.foods, Habits({}, (), (Weekly("starch", ROLE, 2, 7, 0.3),)), 7, 1.0)
    least, most = read_row(layout, "weekly:least:starch"), read_row(layout, "weekly:most:starch")
    assert (least["lower"], most["upper"]) == (pytest.approx(2 / 7), 1.0)
    assert (least["miss:weekly:least:starch"], most["miss:weekly:most:starch"]) == (1.0, -1.0)
    assert least["food:oats"] == most["food:oats"] == 2.0  # a helping of oats is half a cup


def test_a_role_is_left_out_of_meals_it_never_comes_at(tiny):
    habits = Habits({"starch": replace(ROLE, never_at=("breakfast",))}, (), ())
    found = eaten_at(tiny.foods, tiny.foods.position("bread"), tiny.meals, habits)
    assert [meal.id for meal in found] == ["lunch", "dinner"]


def test_repeats_cost_beyond_the_free_helpings_of_a_week(parts, tiny, read_row):
    layout, _ = parts
    add_repeats(layout, tiny.foods, tiny.goals["made-up"], 7)
    # two free helpings of two cups a week, as a day's share
    assert read_row(layout, "again:cereal") == pytest.approx(
        {"food:cereal": 1, "again:cereal": -1, "lower": -INF, "upper": 4 / 7}
    )
    assert layout.costs[layout.columns["again:cereal"]] == pytest.approx(0.08)
    assert "again:bread" not in layout.rows  # nobody tires of bread


def test_a_budget_counts_money_alone(parts, tiny, read_row):
    layout, _ = parts
    add_budget(layout, tiny.foods)
    assert read_row(layout, "budget") == pytest.approx(
        {
            "food:bread": 0.25, "food:cereal": 0.4, "food:milk": 0.2, "food:oats": 0.24, "food:tablet": 0.1,
            "miss:budget": -1, "lower": -INF, "upper": INF,
        }
    )  # fmt: skip


def test_a_limit_for_supplements_counts_supplements(tiny_program, read_row):
    layout = tiny_program.layout
    assert read_row(layout, "amount:magnesium_mg:supplements") == pytest.approx(
        {"food:tablet": 100, "amount:magnesium_mg:supplements": -1, "lower": 0, "upper": 0}
    )
    row = read_row(layout, "maximum:magnesium_mg:supplements")
    assert row["amount:magnesium_mg:supplements"] == 1


def test_without_supplements_there_is_no_such_row(tiny):
    ids = tuple(food for food in tiny.foods.ids if food != "tablet")
    layout = build_program(Shape(ids, "made-up", 7, quality=False), tiny).layout
    assert not [name for name in layout.row_names if name.endswith(":supplements")]


def test_maxima_use_what_unknowns_may_hold_and_minima_what_is_known(tiny_program, read_row):
    layout = tiny_program.layout
    assert "amount:sodium_mg:imputed" in read_row(layout, "maximum:sodium_mg")
    assert "amount:sodium_mg" in read_row(layout, "minimum:sodium_mg")
    # nothing unknown, nothing to double
    assert "amount:magnesium_mg:imputed" not in layout.columns


def test_energy_is_one_column_without_a_limit_row(tiny_program):
    assert "amount:energy_kcal" in tiny_program.layout.columns
    assert not [name for name in tiny_program.layout.row_names if name.startswith("minimum:energy")]


def hei_points(program, bounds, energy, amounts):
    """Return the most points the rows grant each component of a day, `None` where they forbid the day."""
    layout = program.layout
    points = {}
    for component in program.knowledge.eating_index:
        row = layout.rows[f"score:{component.id}"]
        column = layout.columns[f"score:{component.id}"]
        fixed = sum(
            value * amounts[layout.column_names[index]]
            for index, value in layout.row_pairs[row]
            if layout.column_names[index].startswith("amount:")
        )
        if component.per == "ratio":
            reached = fixed >= bounds.row_lower[row] - 1e-9
            points[component.id] = component.max_points if reached else None
            continue
        most = min(bounds.row_upper[row] - fixed, bounds.column_upper[column])
        points[component.id] = most * 1000 / energy if most >= -1e-9 else None
    return points


@given(st.integers(0, 2**32 - 1), st.floats(1000, 4000))
def test_the_rows_of_diet_quality_are_its_score(popular_program, knowledge, seed, energy):
    program, index = popular_program, knowledge.eating_index
    random = np.random.default_rng(seed)
    eaten = np.where(random.random(len(program.table)) < 0.3, random.gamma(1.0, 1.0, len(program.table)), 0.0)
    grams = eaten * program.table.portion_g
    sums = grams / 100 @ np.nan_to_num(program.table.amounts)
    amounts = dict(zip(program.table.nutrient_ids, map(float, sums), strict=True))
    targets = derive_targets(Person(35, "female", energy_kcal=energy), Rules(), knowledge)
    bounds = bind_person(program, targets, Rules(), quality=95)
    granted = hei_points(
        program, bounds, energy, {amount_name(name): value for name, value in amounts.items()}
    )
    scored = score_day(index, amounts, energy)
    for component in index:
        mine, theirs = granted[component.id], scored[component.id]
        if component.per == "ratio":  # asked at full marks
            assert (mine is not None) == (theirs > component.max_points - 1e-9)
        elif mine is None:  # below the lowest standard the rows forbid what the score calls zero
            assert theirs == 0.0
        else:
            assert mine == pytest.approx(theirs, abs=1e-7)


def test_the_score_asked_is_in_points_times_energy(popular_program, knowledge, read_row):
    targets = derive_targets(Person(35, "female", energy_kcal=2500), Rules(), knowledge)
    bounds = bind_person(popular_program, targets, Rules(), quality=90)
    row = read_row(popular_program.layout, "quality")
    assert bounds.row_lower[popular_program.layout.rows["quality"]] == pytest.approx(225.0)
    assert {name for name in row if name.startswith("score:")} == {
        f"score:{component.id}" for component in knowledge.eating_index
    }
    assert all(value == 1 for name, value in row.items() if name.startswith("score:"))


def test_without_a_score_asked_its_rows_bind_nobody(popular_program, knowledge):
    targets = derive_targets(Person(35, "female"), Rules(), knowledge)
    bounds = bind_person(popular_program, targets, Rules(), quality=None)
    for name, row in popular_program.layout.rows.items():
        if name == "quality" or name.startswith("score:"):
            assert bounds.row_lower[row] == -INF
            assert bounds.row_upper[row] == INF

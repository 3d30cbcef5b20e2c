"""The food table: unknown stays unknown, order does not matter, and a wrong table is refused."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import strategies as st

from mealopt.knowledge.food_reading import TAG_VALUES
from mealopt.knowledge.foods import MEALS, group_alike
from tests.knowledge.making import food

ARRAYS = (
    "portion_g", "step", "helping", "max_meal", "max_day", "max_week", "price", "popularity", "meal_shares",
    "amounts", "imputed",
)  # fmt: skip


def test_a_food_is_what_its_row_says(load):
    table = load({})
    assert (table.ids, table.names, table.categories, table.portions) == (
        ("bread",), ("Bread",), ("Bread",), ("1 slice",),
    )  # fmt: skip
    assert (table.portion_g[0], table.step[0], table.helping[0]) == (50, 1, 2)
    assert (table.max_meal[0], table.max_day[0], table.max_week[0]) == (2, 4, 14)
    assert table.meal_shares.tolist() == [[0.5, 0.2, 0.2, 0.1]]
    assert table.meals == MEALS
    assert table.cost_per_portion.tolist() == [0.25]
    assert table.per_portion("energy_kcal").tolist() == [100]
    assert table.tag("vegan") == ("yes",)
    assert table.tag("contains_peanuts") == ("no",)


def test_a_column_the_table_lacks_is_unknown_for_every_food(load):
    table = load({}, food("milk"), drop=("vegan",))
    assert table.tag("vegan") == ("unknown", "unknown")
    assert table.tag("contains_soy") == ("unknown", "unknown")


def test_unknown_stays_unknown(load):
    table = load({"sodium_mg": ""}, food("milk", sodium_mg="40"))
    assert np.isnan(table.column("sodium_mg")[0])
    assert table.per_portion("sodium_mg").tolist() == [0, 20]
    assert table.imputed[0, table.nutrient_ids.index("sodium_mg")] == 40


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        ({("Bread", "sodium_mg"): 7.0, ("", "sodium_mg"): 8.0}, 7.0),  # the frozen figure of the category
        ({("", "sodium_mg"): 8.0}, 8.0),  # the frozen figure of all foods
        (
            {("Milk", "sodium_mg"): 9.0},
            190.0,
        ),  # the category's own known values: 0.9 of the way from 100 to 200
        ({}, 190.0),
    ],
)
def test_an_unknown_value_counts_as_the_high_end_of_its_category(load, unknown, expected):
    table = load(
        food("a", sodium_mg=""), food("b", sodium_mg="100"), food("c", sodium_mg="200"),
        food("d", category="Milk", sodium_mg="5000"), unknown=unknown,
    )  # fmt: skip
    column = table.imputed[:, table.nutrient_ids.index("sodium_mg")]
    assert column.tolist() == pytest.approx([expected, 100, 200, 5000])


@pytest.mark.parametrize(("known", "expected"), [("300", 300.0), ("", 0.0)])
def test_a_category_nobody_measured_counts_like_all_foods(load, known, expected):
    table = load(food("a", sodium_mg=""), food("b", category="Milk", sodium_mg=known))
    assert table.imputed[0, table.nutrient_ids.index("sodium_mg")] == expected


def test_the_shipped_imputation_is_the_ninetieth_percentile_of_the_category(knowledge):
    table = knowledge.foods
    unknown = np.argwhere(np.isnan(table.amounts))
    assert unknown.size
    for row, column in unknown:
        alike = [i for i, category in enumerate(table.categories) if category == table.categories[row]]
        known = table.amounts[alike, column]
        known = known[~np.isnan(known)]
        if known.size:
            assert table.imputed[row, column] == pytest.approx(np.quantile(known, 0.9), rel=1e-3, abs=1e-6)
    measured = ~np.isnan(table.amounts)
    assert np.array_equal(table.imputed[measured], table.amounts[measured])


ROWS = {name: food(name) for name in ("bread", "milk")}


def test_the_order_of_the_rows_does_not_matter(load):
    rows = [food(name, sodium_mg="" if name in "bd" else str(i)) for i, name in enumerate("abcdef")]
    shuffled = random.Random(5).sample(rows, len(rows))
    first, second = load(*rows), load(*shuffled)
    assert first.digest == second.digest
    assert first.ids == second.ids == tuple("abcdef")
    for name in ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)


def test_another_cell_is_another_digest(load):
    assert load(food("a")).digest != load(food("a", sodium_mg="1")).digest


@pytest.mark.parametrize("make", [lambda table: table, lambda table: table.take([0])])
def test_no_array_can_be_changed(load, make):
    table = make(load({}, food("milk")))
    for name in ARRAYS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(table, name)[0] = 1.0


def test_taking_some_foods_keeps_them_whole_and_in_order(load):
    table = load(*(food(name, sodium_mg=str(i), vegan=v) for i, (name, v) in enumerate(
        zip("abcd", itertools.cycle(TAG_VALUES), strict=False))))  # fmt: skip
    part = table.take([3, 1, 3])
    assert part.ids == ("b", "d")
    assert part.column("sodium_mg").tolist() == [1, 3]
    assert part.tag("vegan") == ("no", "yes")
    assert part.position("d") == 1
    assert "a" not in part
    assert len(table.take([])) == 0


def test_a_position_of_no_food_is_an_error(load):
    with pytest.raises(KeyError):
        load({}).position("absent")


# prices of one's own


def prices(tmp_path, text):
    path = tmp_path / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


# properties

CELL = st.sampled_from(
    ["", "0", "1", "2.5", "-1", "inf", "1,5", "yes", "unknown", "1e400", "=1", "a", "\x00", "\n"]
)


def test_foods_of_a_category_that_are_called_the_same_are_alike(load):
    table = load(
        {"name": "Peanuts, salted"}, food("peanuts", name="Peanuts, unsalted"),
        food("almonds", name="Almonds"), food("raw", name="Peanuts, raw", category="Legumes"),
    )  # fmt: skip
    groups = dict(zip(table.names, group_alike(table).tolist(), strict=True))
    assert groups["Peanuts, salted"] == groups["Peanuts, unsalted"]
    assert len({groups["Peanuts, salted"], groups["Almonds"], groups["Peanuts, raw"]}) == 3

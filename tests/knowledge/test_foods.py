"""The food table: unknown stays unknown, order does not matter, and a wrong table is refused."""

from __future__ import annotations

import csv
import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.errors import BadInputError
from mealopt.knowledge.food_reading import FIXED, TAG_VALUES, load_foods
from mealopt.knowledge.foods import MEALS
from mealopt.knowledge.library import customise_knowledge
from mealopt.knowledge.prices import apply_prices

ARRAYS = (
    "portion_g", "step", "helping", "max_meal", "max_day", "max_week", "price", "popularity", "meal_shares",
    "amounts", "imputed",
)  # fmt: skip


def food(food_id, **changes):
    return {"food_id": food_id, "name": food_id.title(), **changes}


@pytest.fixture
def load(knowledge, write_foods):
    def call(*rows, unknown=None, **options):
        return load_foods(write_foods(*rows, **options), knowledge.nutrients, unknown or {})

    return call


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


def test_a_table_needs_no_other_nutrient_than_energy(load):
    table = load({}, drop=("magnesium_mg", "sodium_mg"))
    assert table.nutrient_ids == ("energy_kcal",)


ROWS = {name: food(name) for name in ("bread", "milk")}


@pytest.mark.parametrize(
    ("changes", "column", "start"),
    [
        ({"magnesum_mg": "1"}, "magnesum_mg", "Unknown column. Did you mean magnesium_mg? It is in mg."),
        ({"vegann": "yes"}, "vegann", "Unknown column. Did you mean vegan?"),
        ({"price": "1"}, "price", "Unknown column."),
        ({"food_id": "milk"}, "food_id", "The same food_id as in line 2."),
        ({"food_id": ""}, "food_id", "Blank, but a value is needed here."),
        ({"name": ""}, "name", "Blank, but"),
        ({"portion_g": "0"}, "portion_g", "Out of range"),
        ({"portion_g": "5001"}, "portion_g", "Out of range"),
        ({"step": "0"}, "step", "Out of range"),
        ({"price_per_100g": "-1"}, "price_per_100g", "Out of range"),
        ({"price_per_100g": ""}, "price_per_100g", "Blank, but"),
        ({"popularity": "20"}, "popularity", "Out of range"),
        ({"breakfast": "1.1"}, "breakfast", "Out of range"),
        ({"vegan": "Yes"}, "vegan", "Unknown value. Did you mean yes?"),
        ({"vegan": ""}, "vegan", "Blank, but"),
        ({"contains_peanuts": "maybe"}, "contains_peanuts", "Unknown value."),
        ({"energy_kcal": "906"}, "energy_kcal", "Out of range"),
        ({"energy_kcal": ""}, "energy_kcal", "Blank, but"),
        ({"magnesium_mg": "-1"}, "magnesium_mg", "Out of range"),
        ({"magnesium_mg": "1_0"}, "magnesium_mg", "Not a number"),
        ({"protein_g": "101"}, "protein_g", "Out of range"),
        (
            {"max_portions_meal": "5"},
            "max_portions_day",
            "The most portions at a meal, in a day and in a week",
        ),
        (
            {"max_portions_week": "3"},
            "max_portions_day",
            "The most portions at a meal, in a day and in a week",
        ),
    ],
)
def test_a_wrong_cell_or_column_is_refused(load, problems_of, changes, column, start):
    problem = problems_of(load, food("milk"), {**food("bread"), **changes})[-1]
    assert problem.column == column
    assert problem.message.startswith(start)
    assert problem.line == (1 if start.startswith("Unknown column") else 3)


@pytest.mark.parametrize("column", ["food_id", "portion_g", "helping_portions", "breakfast", "energy_kcal"])
def test_a_missing_column_is_named(load, problems_of, column):
    (problem,) = problems_of(load, {}, drop=(column,))
    assert problem.message == f"The column {column} is missing. Add it to the header."


def test_all_problems_of_a_table_come_at_once(load, problems_of):
    problems = problems_of(load, food("a", step="x", vegan="x"), food("b", portion_g=""), food("a"))
    assert [(p.line, p.column) for p in problems] == [
        (2, "step"),
        (2, "vegan"),
        (3, "portion_g"),
        (4, "food_id"),
    ]


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


def test_a_food_called_na_and_one_like_a_formula_keep_their_names(load):
    table = load(food("a", name="NA"), food("b", name="=1+1"), food("c", name="nan"))
    assert table.names == ("NA", "=1+1", "nan")


# prices of one's own


def prices(tmp_path, text):
    path = tmp_path / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_prices_stand_in_for_those_named(load, tmp_path):
    table = load({}, food("milk"))
    cheap = apply_prices(table, prices(tmp_path, "food_id,price_per_100g\nmilk,0\n"))
    assert cheap.price.tolist() == [0.5, 0]
    assert table.price.tolist() == [0.5, 0.5]
    assert cheap.digest != table.digest
    with pytest.raises(ValueError, match="read-only"):
        cheap.price[0] = 1.0


@pytest.mark.parametrize(
    ("text", "line", "column", "start"),
    [
        ("food_id,price_per_100g\nmlik,1\n", 2, "food_id", "No food has this id. Did you mean milk?"),
        ("food_id,price_per_100g\nmilk,-1\n", 2, "price_per_100g", "Out of range"),
        ("food_id,price_per_100g\nmilk,\n", 2, "price_per_100g", "Blank, but"),
        ("food_id,price_per_100g\n,1\n", 2, "food_id", "Blank, but"),
        ("food_id,price_per_100g\nmilk,1\nmilk,2\n", 3, "food_id", "The same food_id as in line 2."),
        ("food_id,price_per_100g,shop\nmilk,1,a\n", 1, "shop", "Unknown column."),
        ("price_per_100g\n1\n", 1, "", "The column food_id is missing."),
        ("food_id\nmilk\n", 1, "", "The column price_per_100g is missing."),
    ],
)
def test_wrong_prices_are_refused(load, tmp_path, problems_of, text, line, column, start):
    (problem,) = problems_of(apply_prices, load({}, food("milk")), prices(tmp_path, text))
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(start)


# properties

CELL = st.sampled_from(
    ["", "0", "1", "2.5", "-1", "inf", "1,5", "yes", "unknown", "1e400", "=1", "a", "\x00", "\n"]
)


@given(st.data())
def test_any_table_is_read_or_refused(knowledge, scratch_file, data):
    columns = [*sorted(FIXED), *MEALS, "energy_kcal", "vegan", "contains_soy"]
    columns = data.draw(st.permutations(columns).map(lambda names: names[: data.draw(st.integers(15, 24))]))
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=3))
    with scratch_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    for read in (
        lambda: load_foods(scratch_file, knowledge.nutrients, {}),
        lambda: apply_prices(knowledge.foods, scratch_file),
        lambda: customise_knowledge(knowledge, foods=scratch_file, prices=scratch_file),
    ):
        with pytest.raises(BadInputError):
            read()


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(knowledge, scratch_file, data):
    scratch_file.write_bytes(data)
    for option in ("foods", "prices", "targets"):
        with pytest.raises(BadInputError):
            customise_knowledge(knowledge, **{option: scratch_file})


@given(st.dictionaries(
    st.text("abc-=é", min_size=1), st.tuples(st.floats(0, 900), st.none() | st.floats(0, 100_000)),
    min_size=1, max_size=5,
))  # fmt: skip
def test_numbers_written_are_numbers_read(knowledge, scratch_file, amounts):
    fixed = dict.fromkeys({*FIXED, *MEALS} - {"food_id", "popularity", "price_note"}, "1")
    columns = ["food_id", *fixed, "popularity", "price_note", "energy_kcal", "sodium_mg"]
    with scratch_file.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for food_id, (energy, sodium) in amounts.items():
            writer.writerow({
                "food_id": food_id, **fixed, "energy_kcal": repr(energy),
                "sodium_mg": "" if sodium is None else repr(sodium),
            })  # fmt: skip
    table = load_foods(scratch_file, knowledge.nutrients, {})
    assert table.ids == tuple(sorted(amounts))
    for food_id, (energy, sodium) in amounts.items():
        row = table.position(food_id)
        assert table.column("energy_kcal")[row] == energy
        read = table.column("sodium_mg")[row]
        assert np.isnan(read) if sodium is None else read == sodium


def test_a_fifth_meal_is_a_row_and_a_column(knowledge, write_foods, tmp_path):
    """Meals were fixed in code: a row of meals.csv more, and no table could be loaded."""
    with pytest.raises(BadInputError, match="The column supper is missing"):
        load_foods(write_foods({}), knowledge.nutrients, {}, (), (*MEALS, "supper"))
    rows = list(csv.reader(write_foods({}).read_text(encoding="utf-8").splitlines()))
    path = tmp_path / "supper.csv"
    text = "\n".join(",".join(row) for row in ([*rows[0], "supper"], *([*row, "0.25"] for row in rows[1:])))
    path.write_text(text, encoding="utf-8")
    table = load_foods(path, knowledge.nutrients, {}, (), (*MEALS, "supper"))
    assert table.meals == (*MEALS, "supper")
    assert table.meal_shares[0, -1] == 0.25

"""A table of foods, read or refused."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.errors import BadInputError
from mealopt.knowledge.food_reading import FIXED, load_foods
from mealopt.knowledge.foods import MEALS
from mealopt.knowledge.library import customise_knowledge
from mealopt.knowledge.prices import apply_prices
from tests.knowledge.making import food


def test_a_table_needs_no_other_nutrient_than_energy(load):
    table = load({}, drop=("magnesium_mg", "sodium_mg"))
    assert table.nutrient_ids == ("energy_kcal",)


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


def test_a_food_called_na_and_one_like_a_formula_keep_their_names(load):
    table = load(food("a", name="NA"), food("b", name="=1+1"), food("c", name="nan"))
    assert table.names == ("NA", "=1+1", "nan")


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

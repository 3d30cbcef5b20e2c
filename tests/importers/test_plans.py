"""From somebody's table to a plan and back: unknown is never zero, and no price is not a price of nothing."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from mealopt.knowledge.food_reading import load_foods
from tests.importers.shapes import to_csv

HEAD = ["food_code", "Food name", "Group", "Energy (kcal)", "Protein (g)", "Fat (g)", "Carbohydrate (g)",
        "Magnesium (mg)", "Calcium (mg)", "Potassium (mg)", "Vitamin D (µg)", "Sodium (mg)"]  # fmt: skip
ROWS = [
    ["oats", "Oats", "Grain", 380, 13, 7, 60, 140, 50, 400, 0, 5],
    ["milk", "Milk", "Milk", 50, 3.4, 1.5, 5, 11, 120, 160, 1.3, 43],
    ["beans", "Beans", "Beans", 120, 8, 0.5, 21, 50, 40, 400, 0, 2],
    ["oil", "Oil", "Fat", 880, 0, 99, 0, 0, 0, 0, 0, 0],
    ["fish", "Fish", "Fish", 180, 22, 10, 0, 30, 12, 380, 9, 60],
    ["fishy", "Fish, never measured", "Fish", 180, 22, 10, 0, 30, 12, 380, "", 60],
    ["rice", "Rice", "Grain", 130, 2.7, 0.3, 28, 12, 10, 35, 0, 1],
    ["kale", "Kale", "Vegetable", 30, 3, 0.5, 5, 40, 200, 350, 0, 40],
    ["potato", "Potato", "Vegetable", 80, 2, 0.1, 18, 23, 8, 420, 0, 5],
]


def run(*words):
    return CliRunner().invoke(door, [str(word) for word in words])


@pytest.fixture(scope="module")
def foods(tmp_path_factory):
    """Import the table above."""
    folder = tmp_path_factory.mktemp("plans")
    file, out = folder / "mine.csv", folder / "foods.csv"
    file.write_text(to_csv([HEAD, *ROWS]))
    result = run("foods", "import", "table", file, "--guess", "-o", out, "-q")
    assert result.exit_code == 0, result.output
    return out


def test_a_blank_is_nothing_towards_a_minimum_and_high_towards_a_maximum(foods, knowledge):
    table = load_foods(foods, knowledge.nutrients, {}, (), knowledge.foods.meals)
    place = table.position("fishy")
    assert table.per_portion("vitamin_d_ug")[place] == 0
    assert table.most_per_portion("vitamin_d_ug")[place] == pytest.approx(9)  # as other fish have
    assert not table.known[place, table.nutrient_ids.index("vitamin_d_ug")]
    assert not table.priced
    assert table.meal_shares.tolist() == [[0.25] * 4] * len(table)


def test_a_plan_counts_the_blank_as_unknown_from_import_to_verify(foods, tmp_path):
    """200 g of a fish nobody measured: its vitamin D is no part of a day's, and the share says so."""
    plan, totals = tmp_path / "day.csv", tmp_path / "totals.csv"
    result = run(
        "day", "--age", 40, "--sex", "male", "--foods", foods, "--include", "fishy=200",
        "--portions", "exact",
        "-o", plan, "--totals", totals,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    portions = list(csv.DictReader(io.StringIO(plan.read_text())))
    grams = {row["food_id"]: float(row["grams"]) for row in portions}
    assert grams["fishy"] == pytest.approx(200)
    held = {row[0]: row[10] for row in ROWS if row[10] != ""}
    known = sum(grams.get(food, 0.0) * value / 100 for food, value in held.items())
    found = {row["nutrient"]: row for row in csv.DictReader(io.StringIO(totals.read_text()))}
    assert float(found["vitamin_d_ug"]["amount"]) == pytest.approx(known, abs=1e-3)
    assert float(found["vitamin_d_ug"]["measured_share"]) < 1
    checked = run("verify", plan, "--age", 40, "--sex", "male", "--foods", foods, "--include", "fishy=200")
    assert checked.exit_code == 0, checked.output
    assert "Nothing is off" in checked.output


def test_a_plan_without_prices_tells_no_money(foods, tmp_path):
    asked = ("--age", "40", "--sex", "male", "--foods", foods, "--portions", "exact")
    said = run("day", *asked).output
    assert "$" not in said
    assert "The food table has no prices" in " ".join(said.split())
    assert json.loads(run("day", *asked, "--format", "json").stdout)["cost_per_day"] is None
    plan = tmp_path / "day.csv"
    run("day", *asked, "-o", plan)
    assert {row["cost"] for row in csv.DictReader(io.StringIO(plan.read_text()))} == {""}
    assert "$" not in run("shopping", plan, "--foods", foods).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain",), "The food table has no prices"),
        (("day", "--budget", "5"), "nothing is known of money"),
        (("day", "--goal", "cheapest"), "this goal weighs nothing else"),
        (("day", "--drivers", "drivers.csv"), "The food table has no prices"),
    ],
)  # fmt: skip
def test_what_needs_prices_is_refused_without_them(foods, words, said):
    result = run(*words, "--age", 40, "--sex", "male", "--foods", foods, "--portions", "exact")
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_prices_for_some_of_an_unpriced_table_are_refused(foods, tmp_path):
    prices = tmp_path / "prices.csv"
    prices.write_text("food_id,price_per_100g\nmilk,0.1\n")
    result = run("day", "--age", 40, "--sex", "male", "--foods", foods, "--prices", prices)
    assert result.exit_code == 2
    assert "none for 8 foods" in " ".join(result.output.split())
    prices.write_text("food_id,price_per_100g\n" + "".join(f"{row[0]},0.1\n" for row in ROWS))
    asked = ("--age", 40, "--sex", "male", "--foods", foods, "--prices", prices, "--portions", "exact")
    result = run("day", *asked)
    assert result.exit_code == 0, result.output
    assert "$" in result.output


def test_the_template_is_a_table(tmp_path, knowledge):
    out = tmp_path / "mine.csv"
    assert run("foods", "template", "-o", out).exit_code == 0
    assert len(load_foods(out, knowledge.nutrients, {}, (), knowledge.foods.meals)) == 3
    assert "no problems" in run("foods", "check", out).output


def test_only_measured_leaves_out_what_nobody_measured(foods, tmp_path):
    """The fish whose vitamin D nobody measured stays out where that is asked for, pinned or not."""
    asked = ("--age", 40, "--sex", "male", "--foods", foods, "--portions", "exact")
    plan = tmp_path / "day.csv"
    assert run("day", *asked, "--only-measured", "vitamin_d_ug", "-o", plan).exit_code == 0
    assert "fishy" not in {row["food_id"] for row in csv.DictReader(io.StringIO(plan.read_text()))}
    pinned = run("day", *asked, "--only-measured", "vitamin_d_ug", "--include", "fishy=200")
    assert pinned.exit_code in {2, 3}
    wrong = run("day", *asked, "--only-measured", "vitamin_d")
    assert "Did you mean vitamin_d_ug?" in " ".join(wrong.output.split())

"""What growing a food took, by its recipe: weights, rules, and what is not known."""

from __future__ import annotations

import pytest

from builder.footprints import MATCHES, MEASURES, load_rules, measure_food
from builder.raw import RawProblem, load_rows
from builder.recipes import CODE, MOISTURE, NAME, NUMBER, WEIGHT, weigh_ingredients

PRODUCTS = {
    "Rice": {"greenhouse_gas_kg": 4.0, "land_m2": 3.0, "fresh_water_l": 2000.0},
    "Milk": {"greenhouse_gas_kg": 3.0, "land_m2": 9.0, "fresh_water_l": 600.0},
}
RULES = """begins,made_of,match
"Rice, white",Rice=0.4,same
"Rice, white, puffed",Rice=1; Milk=0.5,mixed
Cream,Milk=2,computed
Salt,,none
"""


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.csv"
    path.write_text(RULES, encoding="utf-8")
    return load_rules(PRODUCTS, path)


def row(code: str, number: str, name: str, grams: float, moisture: float = 0.0) -> dict[str, str]:
    return {CODE: code, NUMBER: number, NAME: name, WEIGHT: str(grams), MOISTURE: str(moisture)}


@pytest.mark.parametrize(
    ("ingredients", "gas", "match"),
    [
        ({"Rice, white, cooked": 1.0}, 1.6, "same"),
        ({"Rice, white, puffed": 1.0}, 5.5, "mixed"),  # the longest beginning counts
        ({"Rice, white, cooked": 0.5, "Cream, sour": 0.5}, 0.8 + 3.0, "computed"),  # most of it from cream
        ({"Salt, table": 1.0}, 0.0, "none"),
        ({}, 0.0, "none"),
    ],
)
def test_a_food_takes_what_its_parts_took(rules, ingredients, gas, match):
    found, how = measure_food(ingredients, rules, PRODUCTS)
    assert found["greenhouse_gas_kg"] == pytest.approx(gas)
    assert how == match


def test_one_unknown_part_makes_the_food_unknown(rules):
    assert measure_food({"Rice, white": 0.99, "Moon dust": 0.01}, rules, PRODUCTS) is None


def test_water_that_boils_away_leaves_more_of_the_rest():
    recipes = {"9": [row("9", "1", "Rice", 50.0, -50.0), row("9", "8", "Broth", 50.0, -50.0)]}
    recipes["8"] = [row("8", "2", "Water", 90.0), row("8", "3", "Salt", 10.0)]
    assert weigh_ingredients("9", recipes) == pytest.approx({"Rice": 1.0, "Water": 0.9, "Salt": 0.1})
    assert weigh_ingredients("7", recipes) == {}


def test_rules_name_products_and_matches_that_exist(tmp_path):
    path = tmp_path / "rules.csv"
    path.write_text(RULES + "Oats,Oat=1,same\nRye,Rice=1,sure\n", encoding="utf-8")
    with pytest.raises(RawProblem, match="Oat; sure"):
        load_rules(PRODUCTS, path)


def test_every_food_and_what_it_took_hang_together(knowledge):
    """Shipped figures: a dish of cheese takes more than bread, everything known, nothing below zero."""
    foods = knowledge.foods
    for measure in MEASURES:
        column = foods.column(measure)
        assert not (column < 0).any()
        assert (column == column).all(), measure  # noqa: PLR0124 - not blank
    assert set(foods.notes["footprint_match"]) <= {*MATCHES}
    gas = dict(zip(foods.names, foods.column("greenhouse_gas_kg").tolist(), strict=True))
    assert gas["Salmon, baked or broiled, with oil"] > gas["Egg, whole, cooked any way"] > gas["Milk, whole"]
    assert gas["Milk, whole"] > gas["Banana, fresh"] > 0 == gas["Tap water"]
    doubled = [r["begins"] for r in load_rows_of_rules()]
    assert len(doubled) == len(set(doubled))


def load_rows_of_rules():
    from builder.footprints import RULES as SHIPPED

    return load_rows(SHIPPED, ("begins", "made_of", "match"))

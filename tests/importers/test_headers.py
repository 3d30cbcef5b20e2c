"""What headers mean."""

from __future__ import annotations

import pytest

from mealopt.importers.headers import SPELT, Words, find_header, find_nutrient, find_role, load_roles
from mealopt.importers.units import load_units


@pytest.fixture(scope="module")
def words(knowledge):
    return Words(load_roles(), load_units(), knowledge.nutrients)


@pytest.mark.parametrize(
    ("header", "nutrient", "unit"),
    [
        ("Magnesium (mg)", "magnesium_mg", "mg"), ("Vitamin D (µg)", "vitamin_d_ug", "µg"),
        ("Energy (kcal)", "energy_kcal", "kcal"), ("magnesium_mg", "magnesium_mg", "mg"),
    ],
)  # fmt: skip
def test_a_nutrient_is_known_by_its_words_and_its_unit(words, header, nutrient, unit):
    found, said, sure, _ = find_nutrient(header, words)
    assert (found, said) == (nutrient, unit)
    assert sure >= SPELT


@pytest.mark.parametrize("header", ["Sel chlorure de sodium (g/100 g)", "Remarks", "", "2017"])
def test_a_neighbour_is_never_guessed(words, header):
    assert find_nutrient(header, words)[0] == ""


@pytest.mark.parametrize(
    ("header", "role"), [("food code", "food_id"), ("Bezeichnung", "name"), ("alim_nom_fr", "name")]
)
def test_columns_that_hold_no_nutrient_are_known_in_other_languages(words, header, role):
    assert find_role(header, words) == role


def test_the_header_is_the_row_with_most_names_that_are_known(words):
    sample = [
        (1, ["A table of foods", "", ""]), (2, ["2019", "1", "2"]),
        (3, ["food code", "name", "Iron (mg)"]), (4, ["1", "Bread", "1.2"]),
    ]  # fmt: skip
    assert find_header(sample, words) == 2
    assert find_header(sample[:2], words) is None

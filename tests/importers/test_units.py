"""Units and codes: what one of a unit is in ours, and that both tables are about nutrients there are."""

import pytest

from mealopt.importers.units import load_units, split_unit


@pytest.fixture(scope="module")
def units():
    return load_units()


@pytest.mark.parametrize(
    ("unit", "nutrient", "factor"),
    [
        ("mg", "magnesium_mg", 1.0), ("g", "magnesium_mg", 1000.0), ("µg", "iron_mg", 0.001),
        ("mcg", "vitamin_d_ug", 1.0), ("UG", "vitamin_b12_ug", 1.0), ("kJ", "energy_kcal", 1 / 4.184),
        ("IU", "vitamin_d_ug", 0.025), ("IU", "vitamin_e_mg", 0.67), ("mg/kg", "iron_mg", 0.1),
        ("IU", "vitamin_a_rae_ug", None),  # of retinol or of carotene: nobody can tell
        ("IU", "calcium_mg", None), ("kcal", "calcium_mg", None), ("mg", "energy_kcal", None),
        ("parsec", "calcium_mg", None),
    ],
)  # fmt: skip
def test_a_unit_in_ours(units, knowledge, unit, nutrient, factor):
    found = units.find_factor(unit, nutrient, knowledge.nutrients)
    assert found == (None if factor is None else pytest.approx(factor, rel=1e-8))


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("Calcium (mg/100 g)", "Calcium", "mg"), ("Energie [kJ]", "Energie", "kj"),
        ("Eisen, µg", "Eisen", "µg"),
        ("AG 18:2 9c,12c (n-6), linoléique (g/100 g)", "AG 18:2 9c,12c (n-6), linoléique", "g"),
        ("vitamin_d_iu", "vitamin_d", "iu"), ("Vitamin D (D2 + D3) (mcg)", "Vitamin D (D2 + D3)", "µg"),
        ("Mg", "Mg", ""), ("Calories", "Calories", ""), ("Folate, DFE (mcg_DFE)", "Folate, DFE", "mcg_dfe"),
    ],
)  # fmt: skip
def test_a_header_without_its_unit(units, header, name, unit):
    found, said = split_unit(header, units)
    assert (found, said) in {(name, unit), (name, {"µg": "mcg"}.get(unit, unit))}


def test_every_code_is_a_nutrient_in_a_unit_that_can_be_turned(units, knowledge):
    for code, meant in units.codes.items():
        assert meant.nutrient in knowledge.nutrients, code
        assert units.find_factor(meant.unit, meant.nutrient, knowledge.nutrients), code


def test_every_synonym_is_a_nutrient(knowledge):
    known = {*knowledge.nutrients.ids, ""}
    assert {*knowledge.nutrients.synonyms.values()} <= known

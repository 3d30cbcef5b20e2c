from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("vitamin_a", "vitamin_a_rae_ug"), ("VitA_mcg", "vitamin_a_rae_ug"), ("Carb_g", "carbohydrate_g"),
        ("vitamin_b5", ""), ("molybdenum", ""), ("iodine_ug", "iodine_ug"),
        ("magnesium", "magnesium_mg"), ("magnesum_mg", "magnesium_mg"),
        ("Vitamin B12 (µg)", "vitamin_b12_ug"), ("vitamin_b13", ""), ("potasium", "potassium_mg"),
        ("Fibre", "fiber_g"), ("vitamin d [IU]", "vitamin_d_ug"), ("unobtainium_mg", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_column_is_hinted_by_its_meaning_or_not_at_all(knowledge, name, meant):
    hint = knowledge.nutrients.hint(name)
    assert hint.startswith(f" Did you mean {meant}? It is in" if meant else " mealopt has no such nutrient.")


def test_every_synonym_means_a_nutrient_or_none(knowledge):
    assert {meant for meant in knowledge.nutrients.synonyms.values() if meant} <= set(knowledge.nutrients.ids)

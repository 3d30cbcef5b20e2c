from __future__ import annotations

import pytest

from mealopt.knowledge.composition import check_composition
from mealopt.knowledge.library import customise_knowledge


def doubts(knowledge):
    return list(check_composition(knowledge.foods, knowledge.nutrients, knowledge.energy_id))


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((176, 0.1, 10, 0.1), "are these kilojoules?"), ((0, 9, 48, 3), "make 255."),
        ((900, 60, 60, 60), "100 g hold 181 g"), ((250, 9, 48, 3), ""), (("0", "", "", ""), ""),
    ],
)  # fmt: skip
def test_energy_and_weight_that_cannot_be(knowledge, write_foods, figures, said):
    names = ("energy_kcal", "protein_g", "carbohydrate_g", "fat_g")
    path = write_foods(dict(zip(names, map(str, figures), strict=True)))
    found = doubts(customise_knowledge(knowledge, foods=path))
    assert len(found) == bool(said)
    assert all(said in text for text in found)


def test_the_shipped_foods_can_all_be(knowledge):
    assert doubts(knowledge) == []

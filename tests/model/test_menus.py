"""What is left of a sitting without what a diet takes."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.knowledge.sittings import Templates, find_sittings
from mealopt.model.menus import find_strangeness

RICE, MILK, BREAD, OTHER_MILK = "56205000", "11111000", "51000100", "11112110"


@pytest.mark.parametrize(
    ("left", "strangeness"),
    [
        ((RICE, BREAD, MILK), 4.0),  # as it was
        ((OTHER_MILK, BREAD, RICE), 4.0),  # of the same kinds, in any order
        ((RICE, MILK), 1.5),  # the mean of those people had
        ((RICE, RICE), 4.0),  # nobody had it: as strange as the strangest
        ((RICE,), 4.0),
    ],
)
def test_what_is_left_is_as_strange_as_what_people_had_of_its_kinds(knowledge, left, strangeness):
    sittings, nothing = find_sittings(knowledge.foods), len(knowledge.foods)
    rice, milk, bread = (knowledge.foods.position(food) for food in (RICE, MILK, BREAD))
    had = np.array([[rice, milk, -1], [milk, rice, -1], [rice, bread, milk]])
    known = Templates(had, np.ones(had.shape), np.array([1.0, 2.0, 4.0]))
    mine = [knowledge.foods.position(food) for food in left]
    foods = had.copy()
    foods[foods < 0] = nothing
    foods[2] = [*mine, *[nothing] * (3 - len(mine))]
    assert find_strangeness(foods, known, sittings) == pytest.approx([1.0, 2.0, strangeness])

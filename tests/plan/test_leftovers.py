"""What is cooked once is said once: how much, when, for which days."""

from __future__ import annotations

import pytest

from mealopt.plan.leftovers import say_pots
from mealopt.plan.portions import Serving, list_portions

BANANA = "63107010"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("1",), []),
        (("1", "2"), ["Cook 2 cups of Lentils on day 1, for day 1 and 2."]),
        (
            ("2", "3", "6"),
            ["Cook 3 cups of Lentils on day 2, for day 2, 3 and 6; freeze what is for day 6."],
        ),
    ],
)
def test_a_pot_says_what_it_is_for(knowledge, days, said):
    soup = next(
        f
        for f, n in zip(knowledge.foods.ids, knowledge.foods.names, strict=True)
        if n == "Lentils, from dried, cooked with oil"
    )
    rows = [Serving(day, "dinner", soup, 1.0) for day in days] + [
        Serving(d, "snack", BANANA, 1.0) for d in "1234567"
    ]
    found = say_pots(list_portions(rows, knowledge).frame, knowledge)
    assert [text.replace("Lentils, from dried, cooked with oil", "Lentils") for text in found] == said

"""What each food is bought for, as a heat map."""

from __future__ import annotations

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.desk.question import Question
from mealopt.desk.reasons import find_reasons
from mealopt.page.worth import build_cells, name_rows
from mealopt.request.person import Person

ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_the_heat_map_adds_up_to_what_foods_cost():
    reasons = find_reasons(ASKED)
    cells = build_cells(reasons.worth)
    cost = 100 * reasons.worth.groupby("food_id")["worth_usd"].sum()
    drawn = cells.groupby("food_id")["cents"].sum()
    assert drawn.to_dict() == pytest.approx(cost[drawn.index].to_dict(), abs=1e-9)
    assert len({*name_rows(cells).values()}) == len(drawn)

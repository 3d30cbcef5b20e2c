"""Plans made by hand."""

from __future__ import annotations

import pytest

from mealopt.plan.portions import Serving, list_portions
from mealopt.plan.shopping import build_shopping


@pytest.fixture(scope="session")
def plan_of(knowledge):
    """Return portions of (food id, grams) or (food id, grams, day)."""

    def make(*rows, eaten=()):
        table = knowledge.foods
        servings = [
            Serving(row[2] if len(row) > 2 else "1", "lunch", row[0],
                    row[1] / float(table.portion_g[table.position(row[0])]))
            for row in rows
        ]  # fmt: skip
        return list_portions(servings, knowledge, eaten).frame

    return make


@pytest.fixture(scope="session")
def bought(knowledge, plan_of):
    """Return the list for such rows as item → row."""

    def make(*rows, **options):
        frame = build_shopping(plan_of(*rows), knowledge, **options)
        return {row["food"]: row for row in frame.to_dict("records")}

    return make

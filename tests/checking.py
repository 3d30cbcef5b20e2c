"""Plans checked from the table itself, by another path than the program's."""

from __future__ import annotations

import os

import numpy as np
from hypothesis import settings

TIMES = int(os.environ.get("EXAMPLES_TIMES", "1"))  # `make nightly` asks each property a thousand times


def ask_times(examples: int) -> settings:
    """Return settings that ask a property of so many examples, and by night of eight times TIMES."""
    return settings(max_examples=examples if TIMES == 1 else 8 * TIMES)


def require_musts(plan, knowledge):
    table = knowledge.foods
    grams = np.zeros(len(table))
    for food, amount in zip(plan.portions["food_id"], plan.portions["grams"], strict=True):
        grams[table.position(food)] += amount
    known = dict(zip(table.nutrient_ids, grams / 100 @ np.nan_to_num(table.amounts), strict=True))
    highest = dict(zip(table.nutrient_ids, grams / 100 @ table.imputed, strict=True))
    checked = 0
    for limit in plan.targets.limits.values():
        if limit.must is None or limit.scope != "total":
            continue
        slack = 0.02 if limit.nutrient == knowledge.energy_id else 0.0
        checked += 1
        if limit.side == "minimum":
            assert known[limit.nutrient] >= limit.must * (1 - slack - 1e-6), limit.name
        else:
            assert highest[limit.nutrient] <= limit.must * (1 + slack + 1e-6), limit.name
    assert checked > 30

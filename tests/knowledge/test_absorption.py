"""Targets for what is absorbed stand beside those for what is eaten, and spinach does not meet them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt import Person, Rules, plan_day
from mealopt.errors import BadInputError
from mealopt.knowledge.absorption import ask_absorbed
from mealopt.request.targets import derive_targets

WOMAN = Person(35, "female")


@pytest.mark.parametrize(
    ("diet", "calcium", "iron", "eaten"),
    [("omnivore", 300, 3.24, 18), ("vegan", 300, 3.24, 32.4)],  # 1.8 times as much eaten, as much absorbed
)
def test_a_share_of_the_published_minimum_is_asked(knowledge, diet, calcium, iron, eaten):
    targets = derive_targets(WOMAN, Rules(diet=diet), ask_absorbed(knowledge))
    assert targets.minimum("calcium_absorbed_mg") == pytest.approx(calcium)
    assert targets.minimum("iron_absorbed_mg") == pytest.approx(iron)
    assert targets.minimum("iron_mg") == pytest.approx(eaten)
    assert targets.maximum("calcium_absorbed_mg") is None
    assert targets.maximum("calcium_mg") == 2500  # the upper limit is of what is eaten


def test_a_plan_meets_both(knowledge):
    plan = plan_day(WOMAN, Rules(portions="exact"), ask_absorbed(knowledge))
    totals = plan.totals.set_index("nutrient")
    assert totals.loc["calcium_absorbed_mg", "amount"] >= 300 - 1e-6
    assert totals.loc["iron_absorbed_mg", "status"] == "met"
    plain = plan_day(WOMAN, Rules(portions="exact"), knowledge)
    assert "calcium_absorbed_mg" not in set(plain.totals["nutrient"])  # not told of unless asked


def test_a_table_that_cannot_say_it_is_refused(knowledge):
    table = knowledge.foods
    kept = [n for n, name in enumerate(table.nutrient_ids) if "absorbed" not in name]
    bare = replace(
        table, nutrient_ids=tuple(table.nutrient_ids[n] for n in kept), amounts=table.amounts[:, kept],
        imputed=table.imputed[:, kept],
    )  # fmt: skip
    with pytest.raises(BadInputError, match="has no calcium_absorbed_mg, iron_absorbed_mg"):
        ask_absorbed(replace(knowledge, foods=bare))

"""The five nutrients come first: amounts of the plan, days that reach a target, foods of one's diet."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt import Person, Rules, plan_week
from mealopt.knowledge.guide import load_guide
from mealopt.page.five import build_tiles, say_tile

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.fixture(scope="module")
def week(weeks):
    return weeks(WOMAN, Rules())


def test_a_tile_says_what_the_plan_holds(week, knowledge):
    tiles = {tile.nutrient: tile for tile in build_tiles(week, knowledge)}
    assert list(tiles) == sorted(tiles, key=knowledge.nutrients.rank)
    assert set(tiles) == {n.id for n in knowledge.nutrients if n.kind == "core"}
    table = knowledge.foods
    for nutrient, tile in tiles.items():
        rows = week.totals[week.totals["nutrient"] == nutrient].set_index("day")
        target = rows.loc["week", "minimum"]
        assert tile.share == pytest.approx(rows.loc["week", "amount"] / target)
        by_day = [
            sum(
                row.grams * np.nan_to_num(table.column(nutrient)[table.position(row.food_id)]) / 100
                for row in week.portions[week.portions["day"] == day].itertuples()
            )
            for day in week.days
        ]
        assert tile.days == sum(amount >= target * (1 - 1e-6) for amount in by_day)
        assert tile.of_days == 7
        assert tile.sources
        assert f"on {tile.days} of 7 days" in say_tile(tile)


def test_an_average_day_counts_no_days(knowledge):
    plan = plan_week(WOMAN, Rules(portions="exact"), knowledge)
    assert {tile.days for tile in build_tiles(plan, knowledge)} == {None}


def test_every_core_nutrient_has_its_words(knowledge):
    guide = load_guide()
    assert {n.id for n in knowledge.nutrients if n.kind == "core"} <= set(guide)
    assert all(words.link.startswith("https://") for words in guide.values())


@pytest.mark.parametrize(
    "nutrient",
    [
        "magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug", "vitamin_b12_ug", "water_g",
        "iron_mg", "folate_dfe_ug", "iodine_ug", "vitamin_a_rae_ug", "vitamin_k_ug",
    ],
)  # fmt: skip
def test_what_cannot_wait_is_said_first(nutrient):
    """A fluttering heart or a fit is no reason to make an appointment."""
    words = load_guide()[nutrient].see_a_doctor
    assert "at once" in words.split(".", maxsplit=1)[0]

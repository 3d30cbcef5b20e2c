"""The five nutrients come first: amounts of the plan, days that reach a target, foods of one's diet."""

from __future__ import annotations

import math
import re

import pytest

from mealopt import Person, Rules, plan_week
from mealopt.knowledge.guide import load_guide
from mealopt.page.five import build_tiles, find_richest, say_tile
from mealopt.page.question import Question

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.fixture(scope="module")
def week(knowledge):
    return plan_week(WOMAN, Rules(), knowledge)


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
                row.grams * float(table.column(nutrient)[table.position(row.food_id)]) / 100
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


@pytest.mark.parametrize("diet", ["omnivore", "vegan"])
def test_the_richest_foods_are_of_ones_own_diet(knowledge, diet):
    table = knowledge.foods
    question = Question(WOMAN, diet, "balanced", without=("peanuts",))
    found = find_richest("calcium_mg", question, knowledge)
    assert list(found) == ["in a serving", "per 100 kcal", "per dollar"]
    assert all(len(foods) == 5 for foods in found.values())
    said = " ".join(food for foods in found.values() for food in foods)
    assert not (diet == "vegan" and re.search(r"(?<!soy )(?<!almond )\bmilk (?!drink)|cheese|yogurt", said))
    best = question_best(table, question, knowledge)
    assert found["in a serving"][0].endswith(knowledge.nutrients["calcium_mg"].show(best))


def question_best(table, question, knowledge):
    """Return the most calcium a serving of any common food of a diet holds, food by food."""
    diet = knowledge.diets[question.diet].column
    best = 0.0
    for food in range(len(table)):
        fits = not diet or table.tag(diet)[food] in {"yes", "label"}
        free = table.tag("contains_peanuts")[food] == "no"
        if fits and free and table.popularity[food] >= 0.002 and table.categories[food] != "Supplement":
            amount = (
                float(table.column("calcium_mg")[food]) * table.helping[food] * table.portion_g[food] / 100
            )
            best = max(best, 0.0 if math.isnan(amount) else amount)
    return best


def test_every_core_nutrient_has_its_words(knowledge):
    guide = load_guide()
    assert {n.id for n in knowledge.nutrients if n.kind == "core"} <= set(guide)
    assert all(words.link.startswith("https://") for words in guide.values())


@pytest.mark.parametrize(
    "nutrient", ["magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug", "vitamin_b12_ug", "water_g"]
)
def test_what_cannot_wait_is_said_first(nutrient):
    """A fluttering heart or a fit is no reason to make an appointment."""
    words = load_guide()[nutrient].see_a_doctor
    assert "at once" in words.split(".", maxsplit=1)[0]

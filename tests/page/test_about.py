"""Words on a nutrient: for every one there are words on, with foods of one's own diet."""

from __future__ import annotations

import math
import re

import pytest

from mealopt import Person
from mealopt.desk.question import Question
from mealopt.knowledge.guide import load_guide
from mealopt.page.about import find_richest
from mealopt.page.words import escape_markdown
from tests.page.driving import change, everything, open_page

WOMAN = Person(35, "female", energy_kcal=2000)


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


def test_every_nutrient_with_words_can_be_asked_about(knowledge):
    page = open_page(view="Nutrients")
    asked = page.get_by_key("about")
    told = load_guide()
    assert asked.options == [n.label for n in knowledge.nutrients if n.id in told]
    role = escape_markdown(told["iodine_ug"].role)
    assert role not in everything(page)
    said = everything(change(page, "about", "Iodine"))
    assert role in said
    (about,) = [part for part in page.expander if part.label == "About a nutrient"]
    assert about.proto.expanded  # a choice draws the page anew, and the words stay open
    assert "Most in a serving" in said

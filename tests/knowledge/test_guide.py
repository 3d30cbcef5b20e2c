"""The plain words on each core nutrient."""

from __future__ import annotations

import re

from mealopt.knowledge.guide import load_guide


def test_every_core_nutrient_has_its_words_and_where_they_are_from(knowledge):
    guide = load_guide()
    core = {nutrient.id for nutrient in knowledge.nutrients if nutrient.kind == "core"}
    assert core <= set(guide) <= set(knowledge.nutrients.ids)
    for words in guide.values():
        assert words.link.startswith("https://")
        assert words.source
        for text in (words.role, words.too_little, words.too_much, words.depends_on, words.see_a_doctor):
            assert re.search(r"[.!]$", text), text
            assert len(text) < 600


def test_it_is_read_once(data_folder):
    assert load_guide() is load_guide()
    assert load_guide(data_folder) == load_guide()

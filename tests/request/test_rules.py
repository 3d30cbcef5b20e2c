"""What a person asks for."""

from __future__ import annotations

import pytest

from mealopt import Person
from mealopt.request.rules import normalise_tag

ANYONE = Person(30, "female")
PREGNANT = Person(30, "female", life_stage="pregnancy", pregnancy_week=20)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("tree-nuts", "tree_nuts"),
        (" Tree Nuts ", "tree_nuts"),
        ("SOY", "soy"),
        ("high_mercury", "high_mercury"),
    ],
)
def test_tags_are_written_in_many_ways(knowledge, text, tag):
    assert normalise_tag(text) == tag
    assert tag in knowledge.exclusions


"""Whose reference intakes are asked."""

from __future__ import annotations

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.standards import choose_standard, load_standards


def test_the_standard_without_a_note_changes_nothing(knowledge):
    plain = next(name for name, one in load_standards().items() if not one.note)
    chosen = choose_standard(knowledge, plain)
    assert (chosen.intakes, chosen.notes, chosen.digest) == (
        knowledge.intakes, knowledge.notes, knowledge.digest,
    )  # fmt: skip


def test_another_has_its_own_values_its_note_and_its_own_mark(knowledge):
    other = next(one for one in load_standards().values() if one.note)
    chosen = choose_standard(knowledge, f" {other.id.upper()} ")
    assert chosen.notes == (*knowledge.notes, other.note)
    assert chosen.digest != knowledge.digest
    assert chosen.intakes != knowledge.intakes
    assert {row.nutrient for row in chosen.intakes} <= set(knowledge.nutrients.ids)


def test_an_unknown_one_is_named_with_those_there_are(knowledge):
    with pytest.raises(BadInputError) as raised:
        choose_standard(knowledge, "uss")
    assert "--standard" in str(raised.value)
    assert all(name in str(raised.value) for name in load_standards())

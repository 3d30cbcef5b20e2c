"""Names a shopper can read: how many are long, or leave open what to buy, may only fall."""

from __future__ import annotations

import re

import pytest

LONG = 45
CEILINGS = {  # lower one whenever names got better
    "longer than fits a line": (lambda name: len(name) > LONG, 151),
    "with a fat that is not named": (lambda name: bool(re.search(r"\bwith fat\b", name)), 88),
    "of any kind": (lambda name: "any kind" in name, 56),
}


@pytest.mark.parametrize("what", CEILINGS)
def test_names_only_get_better(knowledge, what):
    is_bad, ceiling = CEILINGS[what]
    assert sum(map(is_bad, knowledge.foods.names)) <= ceiling


def test_no_two_foods_have_one_name(knowledge):
    names = [name.casefold() for name in knowledge.foods.names]
    assert len(names) == len({*names})

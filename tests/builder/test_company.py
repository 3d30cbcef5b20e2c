"""Gravy comes with meat: what nearly nobody has alone makes no template alone, what many have alone does."""

from __future__ import annotations

import pytest

from builder.company import find_company, keeps_company

KINDS = ("sauce", "meat", "potato", "dish", "drink")
GRAVY, MEAT, POTATO, DISH, DRINK = range(5)
WITH = [(GRAVY, MEAT, DRINK)] * 20 + [(GRAVY, POTATO)] * 20
REST = [(DISH, DRINK)] * 60 + [(MEAT, DRINK)] * 5


@pytest.mark.parametrize(
    ("alone", "company"),
    [(2, {"meat", "potato"}), (10, None)],
    ids=["nearly nobody without", "many without"],
)
def test_what_nearly_nobody_has_without_its_company_has_one(alone: int, company: set[str] | None) -> None:
    found = find_company([*WITH, *REST, *[(GRAVY, DISH)] * alone], KINDS)
    assert found.get(GRAVY) == company
    assert keeps_company((GRAVY, DISH), KINDS, found) is (company is None)
    assert keeps_company((GRAVY, DISH, MEAT), KINDS, found)


def test_of_a_food_few_have_nothing_is_known() -> None:
    assert GRAVY not in find_company([*WITH[:19], *REST], KINDS)

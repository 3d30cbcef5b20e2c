"""Chooses the foods of the table: priced foods that people report often enough."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import Row, load_rows

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

RULES = Path(__file__).parent / "categories.csv"

MANY_PERSON_DAYS = 20
SOME_PERSON_DAYS = 5

LEFT_OUT = re.compile(
    r"for use|baby|infant|toddler|formula|\bhuman\b|powder\b(?!ed)|with alcohol|, dry mix$"
    r"|reconstituted, (NS|whole)",
    re.IGNORECASE,
)
VAGUE = re.compile(r"NFS|NS as to")


def load_category_rules() -> dict[str, str]:
    """WWEIA category number -> drop (never in the table) or rare (a few person-days are enough)."""
    return {row["number"]: row["rule"] for row in load_rows(RULES, ["number", "rule"])}


def is_selected(row: Row, rules: Mapping[str, str], priced: Container[str]) -> bool:
    """Whether one food of the consumption table belongs in the food table.

    No category numbered 9000 and above: baby food, formula, human milk and what has no category.
    """
    number, description, days = row["wweia_category"], row["description"], int(row["n_person_days"])
    rule = rules.get(number, "")
    if row["food_code"] not in priced or rule == "drop" or int(number) >= 9000:
        return False
    if LEFT_OUT.search(description):
        return False
    if days >= MANY_PERSON_DAYS:
        return True
    return rule == "rare" and days >= SOME_PERSON_DAYS and not VAGUE.search(description)


def select_foods(consumption: Mapping[str, Row], priced: Container[str]) -> list[str]:
    """Codes of the foods that belong in the table, sorted."""
    rules = load_category_rules()
    return sorted(code for code, row in consumption.items() if is_selected(row, rules, priced))

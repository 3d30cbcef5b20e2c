"""Categories of the survey that are parted: foods of one category that people eat in different ways.

Whatever takes a food's place in a sitting is of its category, so that what nobody has in the other's place
must not share one: plain tofu took the veggie burger's place on a bun.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import load_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.raw import Row

PARTED = Path(__file__).parent / "parted.csv"


@cache
def load_parted() -> dict[str, list[tuple[str, str]]]:
    """By category the first digits of the food codes that part from it, and the category those are of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in load_rows(PARTED, ("category", "prefix", "part", "reason")):
        found.setdefault(row["category"], []).append((row["prefix"], row["part"]))
    return found


def part_category(code: str, category: str) -> str:
    """The category of a food code: the survey's, or a part of it."""
    parts = load_parted().get(category, [])
    return next((part for prefix, part in parts if code.startswith(prefix)), category)


def part_foods(consumption: Mapping[str, Row]) -> dict[str, Row]:
    """What eaters reported, by food code, each food of its category or of the part of it."""
    name = "wweia_category_description"
    return {code: {**row, name: part_category(code, row[name])} for code, row in consumption.items()}

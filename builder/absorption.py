"""How much of a food's calcium and iron the body takes in: by group of food, from studies with isotopes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import load_rows
from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.raw import Row

RULES = Path(__file__).parent / "absorption.csv"
RULE_COLUMNS = ("nutrient", "absorbed_as", "category", "words", "share", "source")


@dataclass(frozen=True)
class Absorption:
    """The share of a nutrient that is absorbed from foods of a category, or with words in their name."""

    nutrient: str
    absorbed_as: str
    category: str
    words: str
    share: float

    def covers(self, food: Mapping[str, str]) -> bool:
        """Whether the rule is about a food."""
        described = food["fndds_description"].casefold()
        return food["category"].startswith(self.category) and self.words in described


def load_absorption(path: Path = RULES) -> list[Absorption]:
    """The rules, those by words first, then those of the longest category."""
    rows = load_rows(path, RULE_COLUMNS)
    rules = [
        Absorption(r["nutrient"], r["absorbed_as"], r["category"], r["words"], float(r["share"]))
        for r in rows
    ]
    return sorted(rules, key=lambda rule: (-len(rule.words), -len(rule.category)))


def add_absorbed(
    foods: Mapping[str, Row], ids: Sequence[str], rules: Sequence[Absorption] | None = None
) -> None:
    """What is absorbed of 100 g, for each nutrient the table asks it of; unknown where the whole is."""
    rules = load_absorption() if rules is None else rules
    for name in dict.fromkeys(rule.absorbed_as for rule in rules):
        if name not in ids:
            continue
        for row in foods.values():
            rule = next(rule for rule in rules if rule.absorbed_as == name and rule.covers(row))
            whole = row[rule.nutrient]
            row[name] = write_number(round(float(whole) * rule.share, 4)) if whole else ""

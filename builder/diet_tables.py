"""Curated tables behind the diet columns: what ingredients hold, what words give away, what reading showed.

A *trait* is something a food holds (meat, dairy, gluten, ...), three-valued: yes, no or unknown. `meat` is
poultry, gelatin and stock too; `other_animal` is what only a vegan minds: honey, beeswax, shellac, vitamin D3
from lanolin. `soy_oil` is refined soybean oil, which US law does not count as the allergen; `scaleless_fish`
is catfish and the like, `eaten_out` what a restaurant made. `pork` is lard and gelatin of pork too, and
unknown where gelatin is of an unknown animal.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent
LEAVES = FOLDER / "leaf_ingredients.csv"
EXTRAS = FOLDER / "diet_extras.csv"
LACTOSE_FREE = FOLDER / "lactose_free.csv"
WORDS = FOLDER / "diet_words.csv"
OVERRIDES = FOLDER / "diet_overrides.csv"

HELD = (
    "meat",
    "pork",
    "fish",
    "shellfish",
    "dairy",
    "eggs",
    "other_animal",
    "gluten",
    "peanuts",
    "tree_nuts",
    "soy",
    "soy_oil",
    "sesame",
)
TRAITS = (*HELD, "high_mercury", "pregnancy_risk", "scaleless_fish", "eaten_out")
VALUES = ("no", "unknown", "yes")  # in rising caution: a clue only ever moves a trait to the right
DIETS = ("vegan", "vegetarian", "pescatarian")  # each laxer than the one before
FAITHS = ("halal", "kosher_style")


class DietTableError(ValueError):
    """A curated table holds a row that cannot be read: names the file, the line and the trouble."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}: {problem}")


@dataclass(frozen=True)
class Holding:
    """What one ingredient (or one food described as a whole) holds, and why some of it is unknown.

    `vegan_note` says why `other_animal` is unknown where that is another reason than the rest.
    """

    traits: Mapping[str, str]
    note: str
    vegan_note: str

    def list_clues(self) -> Iterator[tuple[str, str, str]]:
        """(trait, value, why) for each trait."""
        for trait, value in self.traits.items():
            yield trait, value, (self.vegan_note if trait == "other_animal" else "") or self.note


@dataclass(frozen=True)
class WordRule:
    """What a word in a food's name, or its category, gives away; a rule without traits only adds its note."""

    scope: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    traits: Mapping[str, str]
    note: str

    def matches(self, name: str, category: str) -> bool:
        """Whether the text holds the pattern and nothing that takes it back (as "meatless" does)."""
        text = name if self.scope == "name" else category
        return bool(self.pattern.search(text)) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True)
class Override:
    """One value settled by reading: it replaces what was derived."""

    column: str
    value: str
    reason: str


def load_holdings(path: Path, key: str) -> dict[str, Holding]:
    """Read a table of things and what they hold; every doubt must say why."""
    holdings: dict[str, Holding] = {}
    for line, row in _load_rows(path, (key, *HELD, "note", "vegan_note")):
        traits = {trait: row[trait] for trait in HELD}
        for trait, value in traits.items():
            _check_value(path, line, trait, value)
            note = row["note"] or (row["vegan_note"] if trait == "other_animal" else "")
            if value == "unknown" and not note:
                raise DietTableError(path, line, f"{trait} is unknown but no note says why")
        if row[key] in holdings:
            raise DietTableError(path, line, f"{row[key]} is listed twice")
        holdings[row[key]] = Holding(traits, row["note"], row["vegan_note"])
    return holdings


def load_word_rules(path: Path) -> list[WordRule]:
    """Read the word rules: `traits` is written as "dairy=yes soy=unknown"."""
    rules: list[WordRule] = []
    for line, row in _load_rows(path, ("scope", "pattern", "unless", "traits", "note")):
        if row["scope"] not in {"name", "category"}:
            raise DietTableError(path, line, f"scope {row['scope']!r} is neither name nor category")
        traits: dict[str, str] = {}
        for part in row["traits"].split():
            trait, _, value = part.partition("=")
            if trait not in TRAITS:
                raise DietTableError(path, line, f"there is no trait {trait!r}")
            _check_value(path, line, trait, value)
            traits[trait] = value
        if not row["note"] and ("unknown" in traits.values() or not traits):
            raise DietTableError(path, line, "a rule that leaves something unknown says why")
        try:
            pattern = re.compile(row["pattern"], re.IGNORECASE)
            unless = re.compile(row["unless"], re.IGNORECASE) if row["unless"] else None
        except re.error as error:
            raise DietTableError(path, line, f"a pattern cannot be read ({error})") from None
        rules.append(WordRule(row["scope"], pattern, unless, traits, row["note"]))
    return rules


def load_lactose_free(path: Path = LACTOSE_FREE) -> set[str]:
    """Read the ids of dairy foods without lactose; every row carries its reason."""
    return {row["food_id"] for _, row in _load_rows(path, ("food_id", "reason"))}


def load_overrides(path: Path) -> dict[str, list[Override]]:
    """Read what was settled by hand, by food id; every row carries its reason."""
    overrides: dict[str, list[Override]] = {}
    for line, row in _load_rows(path, ("food_id", "column", "value", "reason")):
        column = row["column"].removeprefix("contains_")
        if column not in TRAITS + DIETS + FAITHS:
            raise DietTableError(path, line, f"there is no column {row['column']!r}")
        _check_value(path, line, column, row["value"])
        if not row["reason"]:
            raise DietTableError(path, line, "an override needs a reason")
        settled = overrides.setdefault(row["food_id"], [])
        if column in {override.column for override in settled}:
            raise DietTableError(path, line, f"{row['column']} of {row['food_id']} is settled twice")
        settled.append(Override(column, row["value"], row["reason"]))
    return overrides


def _load_rows(path: Path, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader, [])
        for name in needed:
            if name not in header:
                raise DietTableError(path, 1, f"the column {name!r} is missing")
        rows = []
        for cells in reader:
            if len(cells) != len(header):
                raise DietTableError(path, reader.line_num, "the row has too many or too few cells")
            rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    return rows


def _check_value(path: Path, line: int, column: str, value: str) -> None:
    if value not in VALUES:
        raise DietTableError(path, line, f"{column} is {value!r}, not yes, no or unknown")

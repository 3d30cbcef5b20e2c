"""What headers mean: columns that are no nutrients by their words, nutrients by code, word and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.importers.mapping import FACTS, LONG
from mealopt.importers.units import split_unit
from mealopt.knowledge.naming import bare_name, find_meant, plain_name
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from mealopt.importers.units import Units
    from mealopt.knowledge.nutrients import Nutrients

HEADERS = 25  # rows among which the header is
CODED, WORDED, SPELT = 0.95, 0.9, 0.7  # how sure a published code, a word and its like are
KILOJOULES = "kj"


@dataclass(frozen=True)
class Words:
    """What headers are known by."""

    roles: dict[str, str]
    units: Units
    nutrients: Nutrients


def load_roles() -> dict[str, str]:
    """Load what columns that hold no nutrient are called, in four languages."""
    columns = (
        Column("words", required=True),
        Column("role", "choice", required=True, choices=(*FACTS, *LONG)),
    )
    records = load_records(find_data() / "header_roles.csv", columns, key=("words",))
    return {plain_name(text_of(r, "words")): text_of(r, "role") for r in records}


def find_header(sample: list[tuple[int, list[str]]], words: Words) -> int | None:
    """Return the place of the header: of the first rows that with most names that are known."""
    best, most = None, 0
    for place, (_, cells) in enumerate(sample[:HEADERS]):
        known = sum(bool(find_role(cell, words) or find_nutrient(cell, words)[0]) for cell in cells)
        if known > most and known >= min(2, len(cells)):
            best, most = place, known
    return best


def find_role(header: str, words: Words) -> str:
    """Return what a column is that holds no nutrient, blank where nobody knows."""
    plain = plain_name(header)
    return words.roles.get(plain) or words.roles.get(plain_name(split_unit(header, words.units)[0]), "")


def find_nutrient(header: str, words: Words) -> tuple[str, str, float, int]:
    """Return the nutrient a header means, its unit (blank: not said), how sure that is, and its rank."""
    bare, unit = split_unit(header, words.units)
    code = words.units.codes.get(bare.casefold())
    if code:
        return code.nutrient, unit or code.unit, CODED, code.rank
    exact = find_meant(bare, words.nutrients.ids, words.nutrients.synonyms)
    if not exact:
        return "", unit, 0.0, 1
    spelt = bare_name(bare) in {*words.nutrients.synonyms, *map(bare_name, words.nutrients.ids)}
    if KILOJOULES in plain_name(bare).split():
        unit = KILOJOULES
    return exact, unit, WORDED if spelt else SPELT, 1

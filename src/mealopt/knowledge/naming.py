"""Which nutrient somebody means by a name of their own: by its meaning first, by its spelling with care.

A wrong hint files one vitamin under another, so no hint beats a doubtful one.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mealopt.knowledge.reading import Column, load_records, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

UNITS = {
    "mg", "mcg", "ug", "µg", "μg", "g", "iu", "kcal", "kj", "cal", "re", "rae", "dfe", "per", "100g", "100",
}  # fmt: skip
ALIKE = 0.85  # from this likeness on a misspelt name is taken for the other
SHORTEST = 5  # letters below which a likeness says nothing


def load_synonyms(path: Path) -> dict[str, str]:
    """Load `synonyms.csv`: the nutrient a word means, blank where mealopt has none of that name."""
    columns = (Column("word", required=True), Column("nutrient", "id"))
    return {
        bare_name(text_of(r, "word")): text_of(r, "nutrient")
        for r in load_records(path, columns, key=("word",))
    }


def bare_name(name: str) -> str:
    """Return a name without case, marks and units: `VitA_mcg` and `vit a` are both `vita`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.findall(r"[a-zµμ]+[0-9]*|[0-9]+[a-z]*", split.casefold())
    return "".join([word for word in words if word not in UNITS] or words)


def find_meant(name: str, nutrients: Iterable[str], synonyms: Mapping[str, str]) -> str:
    """Return the id of the nutrient a name means, blank where that is none or not sure."""
    known = {bare_name(nutrient): nutrient for nutrient in nutrients} | dict(synonyms)
    bare = bare_name(name)
    if bare in known:
        return known[bare]
    # vitamins differ by one letter or digit: spelling cannot tell them apart
    if len(bare) < SHORTEST or bare.startswith("vit"):
        return ""
    close = get_close_matches(bare, known, n=1, cutoff=ALIKE)
    same_digits = close and re.findall("[0-9]", close[0]) == re.findall("[0-9]", bare)
    return known[close[0]] if same_digits else ""

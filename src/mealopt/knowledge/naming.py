"""Which nutrient somebody means by a name of their own: by its meaning first, by its spelling with care.

A wrong hint files one vitamin under another, so no hint beats a doubtful one.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

UNITS = {
    "mg", "mcg", "ug", "μg", "g", "iu", "kcal", "kj", "cal", "re", "rae", "dfe", "per", "100g", "100",
}  # fmt: skip
ALIKE = 0.85  # from this likeness on a misspelt name is taken for the other
SHORTEST = 5  # letters below which a likeness says nothing


def load_synonyms(path: Path) -> dict[str, str]:
    """Load `synonyms.csv`: the nutrient a word means, blank where mealopt has none of that name.

    Words that differ in case, accents or spaces alone have to mean the same.
    """
    columns = (Column("word", required=True), Column("nutrient", "id"))
    found: dict[str, str] = {}
    for record in load_records(path, columns, key=("word",)):
        word, nutrient = text_of(record, "word"), text_of(record, "nutrient")
        if found.setdefault(bare_name(word), nutrient) != nutrient:
            text = "This word and another that is read alike mean two nutrients."
            raise BadInputError(Problem(str(path), text, column="word", value=word))
    return found


def plain_name(name: str) -> str:
    """Return a name without case, accents and marks: `Protéines, N x 6.25` is `proteines n x 6 25`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    letters = unicodedata.normalize("NFKD", split.casefold())
    return " ".join(re.findall(r"[a-zμ]+[0-9]*|[0-9]+[a-z]*", re.sub("[\u0300-\u036f]", "", letters)))


def bare_name(name: str) -> str:
    """Return a name without case, accents, marks and units: `VitA_mcg` and `vit a` are both `vita`."""
    words = plain_name(name).split()
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

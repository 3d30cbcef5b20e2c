"""Units as people write them, and what each is in ours: `units.csv` and `nutrient_codes.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from mealopt.knowledge.nutrients import Nutrients

BARE = re.compile(r"[\s._-]+")
UNIT_TAIL = re.compile(r"[/ ]*(?:per|pro|par|por|je|/)?[ ]*100[ ]*(?:g|ml)?$")


@dataclass(frozen=True)
class Code:
    """A nutrient by the code of a system; of two of one nutrient the lower `rank` is the better figure."""

    nutrient: str
    unit: str
    rank: int


@dataclass(frozen=True)
class Units:
    """What one of a unit is in the unit of a nutrient, and which codes mean which nutrient."""

    general: dict[str, tuple[str, float]]
    special: dict[tuple[str, str], float]
    codes: dict[str, Code]

    def __contains__(self, unit: object) -> bool:
        return isinstance(unit, str) and (
            unit in self.general or any(unit == known for known, _ in self.special)
        )

    def find_factor(self, unit: str, nutrient: str, nutrients: Nutrients) -> float | None:
        """Return what one of a unit is in the nutrient's own; `None` where nobody knows."""
        unit = bare_unit(unit)
        if (unit, nutrient) in self.special:
            return self.special[unit, nutrient]
        mine = self.general.get(unit)
        own = self.general.get(bare_unit(nutrients[nutrient].unit))
        if mine is None or own is None or mine[0] != own[0]:
            return None
        return mine[1] / own[1]


def bare_unit(text: str) -> str:
    """Return a unit as it stands in the table: `mg/100 g` and `MG` are both `mg`."""
    text = text.strip().casefold().replace("\u03bc", "µ")
    text = UNIT_TAIL.sub("", text)
    text = BARE.sub("_", text).strip("_/")
    return "µg" if text in {"ug", "µg"} else text


def load_units() -> Units:
    """Load the units and the codes."""
    data = find_data()
    columns = (
        Column("unit", required=True), Column("nutrient", "id"), Column("into", required=True),
        Column("factor", "number", required=True, minimum=1e-12, maximum=1e6),
        Column("source", required=True),
    )  # fmt: skip
    general: dict[str, tuple[str, float]] = {}
    special: dict[tuple[str, str], float] = {}
    for record in load_records(data / "units.csv", columns, key=("unit", "nutrient")):
        unit, factor = bare_unit(text_of(record, "unit")), number_of(record, "factor") or 0.0
        nutrient = text_of(record, "nutrient")
        if nutrient:
            special[unit, nutrient] = factor
        else:
            general[unit] = (text_of(record, "into"), factor)
    return Units(general, special, load_codes())


def load_codes() -> dict[str, Code]:
    """Load what nutrients are called by number and by tag."""
    columns = (
        Column("system", required=True), Column("code", required=True),
        Column("nutrient", "id", required=True),
        Column("unit", required=True), Column("rank", "whole", required=True, minimum=1, maximum=9),
    )  # fmt: skip
    records = load_records(find_data() / "nutrient_codes.csv", columns, key=("system", "code"))
    return {
        text_of(r, "code").casefold(): Code(
            text_of(r, "nutrient"), text_of(r, "unit"), int(number_of(r, "rank") or 1)
        )
        for r in records
    }


def split_unit(header: str, units: Units) -> tuple[str, str]:
    """Return a header without its unit, and the unit: `Calcium (mg/100 g)` is Calcium in mg.

    The unit stands in brackets, behind a comma, or as the last word; blank where there is none.
    """
    header = " ".join(header.split())
    for opened in reversed(list(re.finditer(r"[(\[]([^()\[\]]*)[)\]]", header))):
        if bare_unit(opened[1]) in units:
            return " ".join((header[: opened.start()] + header[opened.end() :]).split()), bare_unit(opened[1])
    for mark in (",", " ", "_"):
        head, found, tail = header.rpartition(mark)
        if found and head and bare_unit(tail) in units and len(bare_unit(head)) > 0:
            return head.strip(" ,_"), bare_unit(tail)
        head, found, tail = header.partition(mark)
    return header, ""

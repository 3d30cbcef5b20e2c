"""Whose reference intakes are asked: a row of `standards.csv` each, with the table that holds them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.intakes import load_intakes
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge


@dataclass(frozen=True)
class Standard:
    """A body whose values are asked; `note` is what everybody who asks them should be told."""

    id: str
    label: str
    intakes: str
    note: str


def load_standards(folder: Path | None = None) -> dict[str, Standard]:
    """Load `standards.csv`."""
    columns = (
        Column("standard", "id", required=True), Column("label", required=True),
        Column("intakes", required=True), Column("note"),
    )  # fmt: skip
    return {
        text_of(r, "standard"): Standard(
            text_of(r, "standard"), text_of(r, "label"), text_of(r, "intakes"), text_of(r, "note")
        )
        for r in load_records((folder or find_data()) / "standards.csv", columns, key=("standard",))
    }


def choose_standard(knowledge: Knowledge, name: str, folder: Path | None = None) -> Knowledge:
    """Return the knowledge with a standard's reference intakes; raises BadInputError for an unknown one."""
    data = folder or find_data()
    standards = load_standards(data)
    chosen = standards.get(name.strip().casefold())
    if chosen is None:
        text = f"Unknown standard.{nearest(name, standards)} Known: {', '.join(standards)}."
        raise BadInputError(Problem("--standard", text, value=name))
    intakes = load_intakes(data / chosen.intakes, knowledge.nutrients)
    notes = (*knowledge.notes, chosen.note) if chosen.note else knowledge.notes
    mark = hashlib.sha256(f"{knowledge.digest}{chosen.id}".encode()).hexdigest()[:16]
    return replace(knowledge, intakes=intakes, notes=notes, digest=mark if chosen.note else knowledge.digest)

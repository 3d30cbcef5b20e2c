"""What each core nutrient does, how too little and too much of it show, and when to be seen: plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "nutrient", "role", "too_little", "too_much", "depends_on", "see_a_doctor", "note", "source", "link",
)  # fmt: skip


@dataclass(frozen=True)
class Guide:
    """The words on one nutrient, each a sentence or two, and where they are from."""

    nutrient: str
    role: str
    too_little: str
    too_much: str
    depends_on: str
    see_a_doctor: str
    note: str
    source: str
    link: str


@lru_cache(maxsize=2)
def load_guide(folder: Path | None = None) -> dict[str, Guide]:
    """Load `guide.csv` of a folder, our own by default, by nutrient; read on first use."""
    path = (folder or find_data()) / "guide.csv"
    columns = [Column(name, "id" if name == "nutrient" else "text", required=True) for name in COLUMNS]
    rows = load_records(path, columns, key=("nutrient",))
    return {text_of(r, "nutrient"): Guide(*(text_of(r, name) for name in COLUMNS)) for r in rows}

"""The nutrients the program speaks of: a row of `nutrients.csv` each, its unit in its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.knowledge.reading import Column, load_records, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KINDS = ("core", "companion", "other", "component")
UNITS = ("kcal", "g", "mg", "µg", "cup", "oz", "tsp")
# the most 100 g of anything can hold, by unit: a value above it is a value in another unit
MOST_PER_100G = {"kcal": 905.0, "g": 100.5, "mg": 1e5, "µg": 1e8, "cup": 100.0, "oz": 100.0, "tsp": 100.0}

COLUMNS = (
    Column("nutrient", "id", required=True),
    Column("label", required=True),
    Column("unit", "choice", required=True, choices=UNITS),
    Column("kind", "choice", required=True, choices=KINDS),
    Column("decimals", "whole", required=True, minimum=0, maximum=6),
    Column("description"),
    Column("source"),
    Column("fndds_column", present=False),
)


@dataclass(frozen=True)
class Nutrient:
    """One nutrient, or one food-pattern component, and how to print it."""

    id: str
    label: str
    unit: str
    kind: str
    decimals: int
    description: str
    source: str

    @property
    def most_per_100g(self) -> float:
        """Return the largest believable amount in 100 g of a food."""
        return MOST_PER_100G[self.unit]

    def show(self, amount: float) -> str:
        """Write an amount with its unit: `420 mg`."""
        return f"{amount:,.{self.decimals}f} {self.unit}"


@dataclass(frozen=True)
class Nutrients:
    """All nutrients in the order of the table: the core five first where people look first.

    `tag_columns` are the columns of a food table that are no nutrients: what diets and exclusions ask for.
    """

    by_id: dict[str, Nutrient]
    tag_columns: tuple[str, ...] = ()

    def __getitem__(self, nutrient: str) -> Nutrient:
        return self.by_id[nutrient]

    def __contains__(self, nutrient: object) -> bool:
        return nutrient in self.by_id

    def __iter__(self) -> Iterator[Nutrient]:
        return iter(self.by_id.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids in table order."""
        return tuple(self.by_id)

    def rank(self, nutrient: str) -> tuple[int, int]:
        """Return the place of a nutrient in a list for people: core, companion, other, component."""
        return KINDS.index(self.by_id[nutrient].kind), self.ids.index(nutrient)


def load_nutrients(path: Path, tag_columns: Iterable[str] = ()) -> Nutrients:
    """Load `nutrients.csv`."""
    records = load_records(path, COLUMNS, key=("nutrient",), others=True)
    return Nutrients(
        {
            text_of(r, "nutrient"): Nutrient(
                text_of(r, "nutrient"), text_of(r, "label"), text_of(r, "unit"), text_of(r, "kind"),
                int(r["decimals"] or 0), text_of(r, "description"), text_of(r, "source"),
            )
            for r in records
        },
        tuple(sorted(set(tag_columns))),
    )  # fmt: skip

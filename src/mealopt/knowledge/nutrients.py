"""The nutrients the program speaks of: a row of `nutrients.csv` each, its unit in its id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.knowledge.naming import find_meant
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

KINDS = ("core", "companion", "other", "component", "absorbed", "footprint")
UNITS = ("kcal", "g", "mg", "µg", "cup", "oz", "tsp", "kg", "m²", "L")
# the most 100 g of anything can hold, by unit: a value above it is a value in another unit
MOST_PER_100G = {
    "kcal": 905.0, "g": 100.5, "mg": 1e5, "µg": 1e8, "cup": 100.0, "oz": 100.0, "tsp": 100.0,
    "kg": 100.0, "m²": 1e4, "L": 1e5,
}  # fmt: skip

COLUMNS = (
    Column("nutrient", "id", required=True),
    Column("label", required=True),
    Column("unit", "choice", required=True, choices=UNITS),
    Column("kind", "choice", required=True, choices=KINDS),
    Column("decimals", "whole", required=True, minimum=0, maximum=6),
    Column("description"),
    Column("source"),
    Column("fndds_column", present=False),
    Column("kcal_per_unit", "number", minimum=0, maximum=20, present=False),
)


@dataclass(frozen=True)
class Nutrient:
    """One nutrient, or one food-pattern component, or what a food took to make, and how to print it."""

    id: str
    label: str
    unit: str
    kind: str
    decimals: int
    description: str
    source: str
    kcal_per_unit: float | None = None  # what a unit of it adds to energy [kcal], blank for nothing

    @property
    def most_per_100g(self) -> float:
        """Return the largest believable amount in 100 g of a food."""
        return MOST_PER_100G[self.unit]

    @property
    def inside(self) -> str:
        """Return the label as it stands inside a sentence."""
        return lower_first(self.label)

    def show(self, amount: float) -> str:
        """Write an amount with its unit: `420 mg`."""
        return f"{amount:,.{self.decimals}f} {self.unit}"


def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence: `vitamin D`, but `DHA` stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def start_large(text: str) -> str:
    """Return a text as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]


def join_words(words: Sequence[str]) -> str:
    """Join names as a person does: `milk`, `milk and salmon`, `milk, salmon and tofu`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


@dataclass(frozen=True)
class Nutrients:
    """All nutrients in the order of the table: the core five first where people look first.

    `tag_columns` are the columns of a food table that are no nutrients: what diets and exclusions ask for.
    """

    by_id: dict[str, Nutrient]
    tag_columns: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)

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

    def hint(self, name: str, among: Collection[str] | None = None) -> str:
        """Say which nutrient a name probably means, with its unit; or that there is none of that name.

        `among` are the nutrients that will do, all by default.
        """
        meant = find_meant(name, self.ids, self.synonyms)
        if meant and (among is None or meant in among):
            return f" Did you mean {meant}? It is in {self.by_id[meant].unit}."
        return " mealopt has no such nutrient."

    def rank(self, nutrient: str) -> tuple[int, int]:
        """Return the place of a nutrient in a list for people: by its kind, then as in the table."""
        return KINDS.index(self.by_id[nutrient].kind), self.ids.index(nutrient)


def load_nutrients(
    path: Path, tag_columns: Iterable[str] = (), synonyms: Mapping[str, str] | None = None
) -> Nutrients:
    """Load `nutrients.csv`."""
    records = load_records(path, COLUMNS, key=("nutrient",), others=True)
    return Nutrients(
        {
            text_of(r, "nutrient"): Nutrient(
                text_of(r, "nutrient"), text_of(r, "label"), text_of(r, "unit"), text_of(r, "kind"),
                int(r["decimals"] or 0), text_of(r, "description"), text_of(r, "source"),
                number_of(r, "kcal_per_unit"),
            )
            for r in records
        },
        tuple(sorted(set(tag_columns))),
        synonyms or {},
    )  # fmt: skip

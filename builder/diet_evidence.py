"""What the raw files say about a food's animal and allergen content: recipe leaves, FPED, nutrients, its name.

Each path yields `Clue`s. A clue can only raise a trait (no -> unknown -> yes), so no path can undo another's caution.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builder.diet_tables import TRAITS, Holding, WordRule

INGREDIENTS = Path("nhanes/fndds_2017_2018_ingredients.csv.gz")
LEAF_INGREDIENTS = Path("nhanes/fndds_2017_2018_leaf_ingredients.csv.gz")
FPED = Path("fped-2017-2018/FPED_1718.csv")
NUTRIENTS = Path("fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv")

# Butyric acid (4:0) is found in milk fat and hardly elsewhere; 0.02 g is what 0.6 g of butter brings. Below that the
# figures are noise: raisins have 0.007 g, coconut oil 0.009 g.
BUTYRIC_ACID_G = 0.02
CHOLESTEROL_MG = 1.0

MEAT_COLUMNS = ("PF_MEAT", "PF_CUREDMEAT", "PF_ORGAN", "PF_POULT")
SEAFOOD_COLUMNS = ("PF_SEAFD_HI", "PF_SEAFD_LOW")

Clue = tuple[str, str, str]
"""(trait, value, why)"""


@dataclass(frozen=True)
class FoodRecord:
    """What the raw files hold about one FNDDS food; amounts are per 100 g."""

    name: str
    category: str
    leaves: Sequence[tuple[str, str]] = ()
    fped: Mapping[str, float] = field(default_factory=dict)
    nutrients: Mapping[str, float] = field(default_factory=dict)


def load_food_records(raw: Path, food_ids: Iterable[str]) -> dict[str, FoodRecord]:
    """Gather name, category, recipe leaves, FPED components and nutrients of the FNDDS foods asked for."""
    wanted = set(food_ids)
    names: dict[str, tuple[str, str]] = {}
    for row in _read_rows(raw / INGREDIENTS, "Food code", wanted):
        names[row["Food code"]] = (row["Main food description"], row["WWEIA Category description"])
    leaves: dict[str, list[tuple[str, str]]] = {}
    for row in _read_rows(raw / LEAF_INGREDIENTS, "food_code", wanted):
        leaf = (row["leaf_ingredient_code"], row["leaf_ingredient_description"])
        leaves.setdefault(row["food_code"], []).append(leaf)
    fped = _load_amounts(raw / FPED, "FOODCODE", wanted)
    nutrients = _load_amounts(raw / NUTRIENTS, "Food code", wanted)
    return {
        food_id: FoodRecord(
            *names[food_id], sorted(leaves.get(food_id, [])), fped.get(food_id, {}), nutrients.get(food_id, {})
        )
        for food_id in sorted(names)
    }


def read_leaf_clues(record: FoodRecord, holdings: Mapping[str, Holding]) -> Iterator[Clue]:
    """The recipe, leaf by leaf; an ingredient nobody has judged, or no recipe at all, leaves everything unknown."""
    if not record.leaves:
        yield from ((trait, "unknown", "no recipe is known") for trait in TRAITS)
    for code, description in record.leaves:
        holding = holdings.get(code)
        if holding is None:
            why = f"the ingredient {description!r} is not classified"
            yield from ((trait, "unknown", why) for trait in TRAITS)
        else:
            yield from ((trait, value, holding.note) for trait, value in holding.traits.items())


def read_word_clues(record: FoodRecord, rules: Iterable[WordRule]) -> Iterator[Clue]:
    """What the food's own name and category give away."""
    for rule in rules:
        if rule.matches(record.name if rule.scope == "name" else record.category):
            yield from ((trait, value, rule.note) for trait, value in rule.traits.items())


def read_notes(record: FoodRecord, rules: Iterable[WordRule]) -> list[str]:
    """Remarks that belong to a food whatever its values are (cheese and rennet)."""
    return [
        rule.note
        for rule in rules
        if not rule.traits and rule.matches(record.name if rule.scope == "name" else record.category)
    ]


def read_fped_clues(record: FoodRecord, traits: Mapping[str, str]) -> Iterator[Clue]:
    """Food-pattern components. FPED cannot see butter, lard, gelatin or honey: its zeros say nothing."""
    if any(record.fped.get(column, 0.0) > 0 for column in MEAT_COLUMNS):
        yield "meat", "yes", "FPED counts meat"
    if record.fped.get("PF_EGGS", 0.0) > 0:
        yield "eggs", "yes", "FPED counts egg"
    if record.fped.get("PF_SOY", 0.0) > 0:
        yield "soy", "yes", "FPED counts soy"
    if record.fped.get("D_TOTAL", 0.0) > 0:
        # Unknown, not yes: FPED counts fortified soy milk as dairy.
        yield "dairy", "unknown", "FPED counts milk, or soy milk in its place"
    seafood = any(record.fped.get(column, 0.0) > 0 for column in SEAFOOD_COLUMNS)
    if seafood and "yes" not in (traits["fish"], traits["shellfish"]):
        yield "fish", "unknown", "FPED counts seafood of an unnamed kind"
        yield "shellfish", "unknown", "FPED counts seafood of an unnamed kind"
    nuts = record.fped.get("PF_NUTSDS", 0.0) > 0
    if nuts and "yes" not in (traits["peanuts"], traits["tree_nuts"], traits["sesame"]):
        for trait in ("peanuts", "tree_nuts"):
            yield trait, "unknown", "nuts or seeds of an unnamed kind"


def read_nutrient_clues(record: FoodRecord, traits: Mapping[str, str]) -> Iterator[Clue]:
    """What only animals (or their additives) bring: milk fat, cholesterol, added vitamin D."""
    if record.nutrients.get("4:0 (g)", 0.0) >= BUTYRIC_ACID_G:
        yield "dairy", "unknown", "its fat holds butyric acid, as milk fat does"
    animal = any(traits[trait] == "yes" for trait in ("meat", "fish", "shellfish", "dairy", "eggs"))
    if not animal and record.nutrients.get("Cholesterol (mg)", 0.0) >= CHOLESTEROL_MG:
        for trait in ("dairy", "eggs", "other_animal"):
            yield trait, "unknown", "it holds cholesterol, so something animal"
    if not animal and record.nutrients.get("Vitamin D (D2 + D3) (mcg)", 0.0) > 0:
        yield "other_animal", "unknown", "its vitamin D may be D3 from lanolin"


def _read_rows(path: Path, key: str, wanted: set[str]) -> Iterator[dict[str, str]]:
    """Rows of the wanted foods; USDA files have title rows above the header and newlines inside its cells."""
    opened = gzip.open(path, "rt", encoding="utf-8-sig", newline="") if path.suffix == ".gz" else None
    with opened or path.open(encoding="utf-8-sig", newline="") as file:
        header: list[str] = []
        for cells in csv.reader(file):
            if header:
                row = dict(zip(header, cells, strict=False))
                if row[key] in wanted:
                    yield row
            elif cells and cells[0].strip() == key:
                header = [" ".join(cell.split()) for cell in cells]
            elif key in cells:
                header = [" ".join(cell.split()) for cell in cells]
    if not header:
        raise ValueError(f"{path.name}: no row starts with the column {key!r}")


def _load_amounts(path: Path, key: str, wanted: set[str]) -> dict[str, dict[str, float]]:
    amounts: dict[str, dict[str, float]] = {}
    for row in _read_rows(path, key, wanted):
        amounts[row[key]] = {_strip_unit(name): _parse_amount(cell) for name, cell in row.items()}
    return amounts


def _strip_unit(name: str) -> str:
    """FPED headers carry their unit ("D_TOTAL (cup eq.)"); only the code is used here."""
    return name.split(" (")[0] if " eq.)" in name or name.endswith(("(grams)", "(no. of drinks)")) else name


def _parse_amount(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return 0.0

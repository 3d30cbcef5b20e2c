"""What the raw files say of a food's animal and allergen content: recipe leaves, FPED, nutrients, name.

Each path yields `Clue`s. A clue only ever raises a trait (no -> unknown -> yes), so no path undoes another's
caution.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from builder.diet_tables import TRAITS, Holding, WordRule
from builder.raw import load_food_patterns, load_nutrient_values, load_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LEAF_INGREDIENTS = Path("nhanes/fndds_2017_2018_leaf_ingredients.csv.gz")
LEAF_COLUMNS = ("food_code", "leaf_ingredient_code", "leaf_ingredient_description")

BUTYRIC_ACID = "4:0 (g)"
CHOLESTEROL = "Cholesterol (mg)"
VITAMIN_D = "Vitamin D (D2 + D3) (mcg)"
RETINOL = "Retinol (mcg)"
# Butyric acid (4:0) is found in milk fat and hardly elsewhere; 0.02 g is what 0.6 g of butter brings. Below
# that the figures are noise: raisins have 0.007 g, coconut oil 0.009 g.
BUTYRIC_ACID_G = 0.02
CHOLESTEROL_MG = 1.0

MEAT = ("PF_MEAT (oz. eq.)", "PF_CUREDMEAT (oz. eq.)", "PF_ORGAN (oz. eq.)", "PF_POULT (oz. eq.)")
SEAFOOD = ("PF_SEAFD_HI (oz. eq.)", "PF_SEAFD_LOW (oz. eq.)")
EGGS, SOY, NUTS_SEEDS = "PF_EGGS (oz. eq.)", "PF_SOY (oz. eq.)", "PF_NUTSDS (oz. eq.)"
DAIRY = "D_TOTAL (cup eq.)"

Clue = tuple[str, str, str]
"""(trait, value, why)"""


@dataclass(frozen=True)
class FoodRecord:
    """What the raw files hold about one FNDDS food; amounts are per 100 g."""

    name: str
    category: str
    leaves: Sequence[tuple[str, str]] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)

    def holds(self, *columns: str) -> bool:
        """Whether any of the amounts is above zero."""
        return any(self.amounts.get(column, 0.0) > 0 for column in columns)


def load_food_records(raw: Path, food_ids: Iterable[str]) -> dict[str, FoodRecord]:
    """Gather name, category, recipe leaves, nutrients and FPED components of the FNDDS foods asked for."""
    wanted = set(food_ids)
    if not wanted:
        return {}
    nutrient_columns = (BUTYRIC_ACID, CHOLESTEROL, VITAMIN_D, RETINOL)
    pattern_columns = (*MEAT, *SEAFOOD, EGGS, SOY, NUTS_SEEDS, DAIRY)
    nutrients = load_nutrient_values(raw, nutrient_columns)
    patterns = load_food_patterns(raw, pattern_columns)
    leaves: dict[str, list[tuple[str, str]]] = {}
    for row in load_rows(raw / LEAF_INGREDIENTS, LEAF_COLUMNS):
        leaf = (row["leaf_ingredient_code"], row["leaf_ingredient_description"])
        leaves.setdefault(row["food_code"], []).append(leaf)
    records: dict[str, FoodRecord] = {}
    for food_id in sorted(wanted & nutrients.keys()):
        row = nutrients[food_id]
        amounts = {column: parse_amount(row[column]) for column in nutrient_columns}
        components = patterns.get(food_id, {})
        amounts |= {column: parse_amount(components.get(column, "")) for column in pattern_columns}
        name, category = row["Main food description"], row["WWEIA Category description"]
        records[food_id] = FoodRecord(name, category, sorted(leaves.get(food_id, [])), amounts)
    return records


def parse_amount(cell: str) -> float:
    """Blank is no evidence; anything else must be a number."""
    return float(cell) if cell else 0.0


def read_leaf_clues(record: FoodRecord, holdings: Mapping[str, Holding]) -> Iterator[Clue]:
    """The recipe, leaf by leaf; an ingredient not yet judged, or no recipe, leaves everything unknown."""
    if not record.leaves:
        yield from ((trait, "unknown", "no recipe is known") for trait in TRAITS)
    for code, description in record.leaves:
        holding = holdings.get(code)
        if holding is None:
            why = f"the ingredient {description!r} is not classified"
            yield from ((trait, "unknown", why) for trait in TRAITS)
        else:
            yield from holding.list_clues()


def read_word_clues(record: FoodRecord, rules: Iterable[WordRule]) -> Iterator[Clue]:
    """What the food's own name and category give away."""
    for rule in rules:
        if rule.matches(record.name, record.category):
            yield from ((trait, value, rule.note) for trait, value in rule.traits.items())


def list_remarks(record: FoodRecord, rules: Iterable[WordRule]) -> list[str]:
    """Remarks that belong to a food whatever its values are (cheese and rennet)."""
    return [rule.note for rule in rules if not rule.traits and rule.matches(record.name, record.category)]


def read_pattern_clues(record: FoodRecord, traits: Mapping[str, str]) -> Iterator[Clue]:
    """Food-pattern components. FPED cannot see butter, lard, gelatin or honey: its zeros say nothing."""
    if record.holds(*MEAT):
        yield "meat", "yes", "FPED counts meat"
    if record.holds(EGGS):
        yield "eggs", "yes", "FPED counts egg"
    if record.holds(SOY):
        yield "soy", "yes", "FPED counts soy"
    if record.holds(DAIRY):
        # Unknown, not yes: FPED counts fortified soy milk as dairy.
        yield "dairy", "unknown", "FPED counts milk, or soy milk in its place"
    if record.holds(*SEAFOOD) and "yes" not in (traits["fish"], traits["shellfish"]):
        for trait in ("fish", "shellfish"):
            yield trait, "unknown", "seafood of an unnamed kind"
    if record.holds(NUTS_SEEDS) and "yes" not in (traits["peanuts"], traits["tree_nuts"], traits["sesame"]):
        for trait in ("peanuts", "tree_nuts"):
            yield trait, "unknown", "nuts or seeds of an unnamed kind"


def read_nutrient_clues(record: FoodRecord, traits: Mapping[str, str]) -> Iterator[Clue]:
    """What only animals (or their additives) bring: milk fat, cholesterol, vitamins D and A."""
    if record.amounts.get(BUTYRIC_ACID, 0.0) >= BUTYRIC_ACID_G:
        yield "dairy", "unknown", "its fat holds butyric acid, as milk fat does"
    if "yes" in (traits[trait] for trait in ("meat", "fish", "shellfish", "dairy", "eggs")):
        return
    if record.amounts.get(CHOLESTEROL, 0.0) >= CHOLESTEROL_MG:
        for trait in ("dairy", "eggs", "other_animal"):
            yield trait, "unknown", "it holds cholesterol, so something animal"
    if record.holds(VITAMIN_D):
        yield "other_animal", "unknown", "its vitamin D may be D3 from lanolin"
    if record.holds(RETINOL):
        yield "other_animal", "unknown", "its preformed vitamin A is an additive of unknown origin"

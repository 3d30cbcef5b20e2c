"""Diet and allergen columns of the food table: vegan ... contains_pork, high_mercury, diet_note.

Every food gets yes, no or unknown, and unknown counts as "not allowed" later, so doubt always ends there.
Four paths are read and the most cautious wins: the recipe down to its leaves (leaf_ingredients.csv), the FPED
components, the nutrients only animals bring, and the food's own name and category (diet_words.csv). Then come
the values settled by reading (diet_overrides.csv), which alone may lower a caution; each gives its reason.

The diets follow from the traits, so they cannot contradict them: vegan forbids everything animal, vegetarian
meat, poultry, gelatin, fish and shellfish, pescatarian meat, poultry and gelatin; halal and kosher-style
pork, shellfish and gelatin of an unknown animal (kosher-style fish without scales too). Cane sugar may be
whitened over bone char; as it holds no animal matter it is accepted as an ingredient, and unknown only
where sugar is the food itself. Traces from shared lines and frying oils are unknown where they are usual,
not everywhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from builder.diet_evidence import (
    Clue,
    list_remarks,
    load_food_records,
    read_leaf_clues,
    read_nutrient_clues,
    read_pattern_clues,
    read_word_clues,
)
from builder.diet_tables import (
    DIETS,
    EXTRAS,
    FAITHS,
    LEAVES,
    OVERRIDES,
    TRAITS,
    VALUES,
    WORDS,
    Override,
    load_holdings,
    load_lactose_free,
    load_overrides,
    load_word_rules,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FORBIDDEN: Mapping[str, tuple[str, ...]] = {
    "vegan": ("meat", "pork", "fish", "shellfish", "dairy", "eggs", "other_animal"),
    "vegetarian": ("meat", "pork", "fish", "shellfish"),
    "pescatarian": ("meat", "pork"),
    "halal": ("pork", "shellfish"),
    "kosher_style": ("pork", "shellfish", "scaleless_fish"),
}
# what only the label says of a food that is otherwise fit, and why; what is eaten out has none
LABELLED: Mapping[str, tuple[str, str]] = {
    "halal": ("meat", "meat is halal by how the animal was slaughtered"),
}
ALLERGENS = (
    "gluten",
    "dairy",
    "eggs",
    "fish",
    "shellfish",
    "peanuts",
    "tree_nuts",
    "soy",
    "sesame",
    "pork",
)
# what is read more strictly than a label has to: each column is the worst of its traits
STRICT: Mapping[str, tuple[str, ...]] = {"contains_soy_strict": ("soy", "soy_oil")}
LACTOSE = "contains_lactose"  # as dairy, but for what is sold without
RISKS = ("high_mercury", "pregnancy_risk")
COLUMNS = (
    *DIETS, *FAITHS, *(f"contains_{allergen}" for allergen in ALLERGENS), *STRICT, LACTOSE, *RISKS,
    "diet_note",
)  # fmt: skip


class DietContradictionError(ValueError):
    """Two columns of a food cannot both be true: an override says what the traits forbid."""

    def __init__(self, food_id: str, problem: str) -> None:
        super().__init__(f"{food_id}: {problem}; correct diet_overrides.csv")


class Traits:
    """The traits of one food while clues come in, with the reasons why some are unknown."""

    def __init__(self) -> None:
        self.values = dict.fromkeys(TRAITS, "no")
        self.reasons: dict[str, list[str]] = {trait: [] for trait in TRAITS}

    def add(self, clues: Iterable[Clue]) -> None:
        """Take in clues; a trait only ever rises from no to unknown to yes."""
        for trait, value, why in clues:
            self.values[trait] = max(self.values[trait], value, key=VALUES.index)
            if value == "unknown" and why and why not in self.reasons[trait]:
                self.reasons[trait].append(why)

    def settle(self, override: Override) -> None:
        """Put a value settled by reading in the place of the derived one."""
        self.values[override.column] = override.value
        self.reasons[override.column] = [override.reason]


def derive_diet_tags(
    raw: Path,
    food_ids: Sequence[str],
    *,
    leaves: Path = LEAVES,
    extras: Path = EXTRAS,
    words: Path = WORDS,
    overrides: Path = OVERRIDES,
) -> dict[str, dict[str, str]]:
    """Give every food its diet columns (`COLUMNS`).

    `raw` is the folder of the published tables. Foods outside FNDDS (SR foods, supplements) are described
    whole in `extras`. Raises ValueError naming the foods that are in neither, and DietContradictionError
    where an override would call a food fit for a diet its traits forbid.
    """
    whole = load_holdings(extras, "food_id")
    holdings = load_holdings(leaves, "leaf_ingredient_code")
    rules = load_word_rules(words)
    settled = load_overrides(overrides)
    split = load_lactose_free()
    records = load_food_records(raw, (food_id for food_id in food_ids if food_id not in whole))
    missing = [food_id for food_id in food_ids if food_id not in whole and food_id not in records]
    if missing:
        raise ValueError(f"no recipe and no row in {extras.name} for: {', '.join(missing)}")
    tags: dict[str, dict[str, str]] = {}
    for food_id in food_ids:
        traits = Traits()
        remarks: list[str] = []
        if food_id in whole:
            holding = whole[food_id]
            traits.add(holding.list_clues())
            if "unknown" not in holding.traits.values() and holding.note:
                remarks.append(holding.note)
        else:
            record = records[food_id]
            traits.add(read_leaf_clues(record, holdings))
            traits.add(read_word_clues(record, rules))
            traits.add(read_pattern_clues(record, traits.values))
            traits.add(read_nutrient_clues(record, traits.values))
            remarks = list_remarks(record, rules)
        mine = settled.get(food_id, ())
        tags[food_id] = derive_columns(food_id, traits, mine, remarks, split=food_id in split)
    return tags


def derive_columns(
    food_id: str, traits: Traits, overrides: Iterable[Override], remarks: Sequence[str], *, split: bool
) -> dict[str, str]:
    """Turn traits into columns, after the overrides, with the note that says why something is unknown.

    `split` says that the lactose of a dairy food is.
    """
    diet_overrides = {}
    for override in overrides:
        if override.column in DIETS + FAITHS:
            diet_overrides[override.column] = override
        else:
            traits.settle(override)
    values = traits.values
    columns: dict[str, str] = {}
    reasons = {f"contains_{trait}": traits.reasons[trait] for trait in ALLERGENS}
    reasons |= {risk: traits.reasons[risk] for risk in RISKS}
    for column, held in STRICT.items():
        reasons[column] = [why for trait in held for why in traits.reasons[trait]]
    for diet, forbidden in FORBIDDEN.items():
        worst = find_worst(values, forbidden)
        columns[diet] = {"no": "yes", "unknown": "unknown", "yes": "no"}[worst]
        doubtful = (trait for trait in forbidden if values[trait] == "unknown")
        reasons[diet] = [why for trait in doubtful for why in traits.reasons[trait]]
        if diet in diet_overrides:
            columns[diet] = diet_overrides[diet].value
            reasons[diet] = [diet_overrides[diet].reason]
    labelled = []
    for diet, (trait, why) in LABELLED.items():
        if columns[diet] == "yes" and values[trait] != "no" and diet not in diet_overrides:
            columns[diet] = "unknown" if values["eaten_out"] == "yes" else "label"
            reasons[diet] = [f"{why}, which a restaurant need not say"]
            labelled += [f"{diet} by the label: {why}"] if columns[diet] == "label" else []
    columns.update({f"contains_{trait}": values[trait] for trait in ALLERGENS})
    columns |= {column: find_worst(values, held) for column, held in STRICT.items()}
    columns[LACTOSE] = "no" if split else columns["contains_dairy"]
    columns |= {risk: values[risk] for risk in RISKS}
    problems = check_consistency(columns)
    if problems:
        raise DietContradictionError(food_id, problems[0])
    unknown = [column for column in columns if columns[column] == "unknown" and column != LACTOSE]
    columns["diet_note"] = build_note({column: reasons[column] for column in unknown}, [*labelled, *remarks])
    return columns


def find_worst(values: Mapping[str, str], traits: Iterable[str]) -> str:
    """The most cautious of the values of some traits."""
    return max((values[trait] for trait in traits), key=VALUES.index)


def check_consistency(columns: Mapping[str, str]) -> list[str]:
    """Problems between columns that cannot both be true, or of which the laxer one would mislead."""
    problems: list[str] = []
    for diet, forbidden in FORBIDDEN.items():
        for trait in forbidden:
            content = columns.get(f"contains_{trait}", "no")
            open_to = {"yes": ("unknown", "yes"), "label": ("unknown", "yes"), "unknown": ("yes",), "no": ()}
            if content in open_to[columns[diet]]:
                problems.append(f"{diet} is {columns[diet]} but contains_{trait} is {content}")
    for strict, lax in pairwise(DIETS):
        if VALUES.index(columns[strict]) > VALUES.index(columns[lax]):
            problems.append(f"{strict} is {columns[strict]} but {lax} is {columns[lax]}")
    return problems


def build_note(reasons: Mapping[str, Sequence[str]], remarks: Sequence[str]) -> str:
    """One short sentence: which columns are unknown and why, with as few reasons as cover them all."""
    uncovered = {column: set(whys) or {"not stated"} for column, whys in reasons.items()}
    order = list(dict.fromkeys(why for whys in reasons.values() for why in whys or ["not stated"]))
    parts: list[str] = []
    while uncovered:
        why = max(order, key=lambda reason: sum(reason in whys for whys in uncovered.values()))
        columns = [column for column, whys in uncovered.items() if why in whys]
        names = ", ".join(column.removeprefix("contains_").replace("_", " ") for column in columns)
        parts.append(f"{names} unknown: {why}")
        uncovered = {column: whys for column, whys in uncovered.items() if why not in whys}
    return "; ".join([*parts, *remarks])

"""What growing and making a food took: greenhouse gas, land and water, by way of its published recipe.

Poore and Nemecek (Science 2018) give them per kg of some forty products. Each single ingredient of FNDDS is
made of so many kg of such products (`footprints.csv`, by hand: what is cooked, dried or pressed counts as
what it was made of; dairy by its milk solids, as the International Dairy Federation shares milk out), and a
food is made of its ingredients. An ingredient of none, such as salt, has nothing; one that is not known makes
the food unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import RawProblem, load_rows
from builder.recipes import load_recipes, weigh_ingredients
from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


PRODUCTS = Path("env/owid_poore_nemecek_2018_v2020-01-29.csv")
RULES = Path(__file__).parent / "footprints.csv"
RULE_COLUMNS = ("begins", "made_of", "match")
SOURCE = "(Poore & Nemecek, 2018)"
MEASURES = {
    "greenhouse_gas_kg": f"GHG emissions per kilogram {SOURCE}",
    "land_m2": f"Land use per kilogram {SOURCE}",
    "fresh_water_l": f"Freshwater withdrawals per kilogram {SOURCE}",
}
MATCHES = ("same", "computed", "like", "mixed", "none")  # how a match was made, the surest first


@dataclass(frozen=True)
class Rule:
    """What an ingredient is made of [kg of a product per kg], and how sure that is."""

    begins: str
    made_of: Mapping[str, float]
    match: str


def load_rules(products: Iterable[str], path: Path = RULES) -> list[Rule]:
    """The rules, the longest beginning first; raises RawProblem with what is no product or no match."""
    known, rules, wrong = set(products), [], []
    for row in load_rows(path, RULE_COLUMNS):
        parts = [part.rsplit("=", 1) for part in row["made_of"].split("; ") if part]
        wrong += [name for name, _ in parts if name not in known]
        wrong += [row["match"]] if row["match"] not in MATCHES else []
        rules.append(Rule(row["begins"], {name: float(kg) for name, kg in parts}, row["match"]))
    if wrong:
        raise RawProblem(f"{path}: no such product or match: {'; '.join(sorted(set(wrong)))}.")
    return sorted(rules, key=lambda rule: -len(rule.begins))


def load_products(raw: Path) -> dict[str, dict[str, float]]:
    """By product, what a kg of it took of each measure; what is not given of all of them is left out."""
    rows = load_rows(raw / PRODUCTS, ["Entity", *MEASURES.values()])
    return {
        row["Entity"]: {measure: float(row[column]) for measure, column in MEASURES.items()}
        for row in rows
        if all(row[column] for column in MEASURES.values())
    }


def measure_food(
    ingredients: Mapping[str, float], rules: Sequence[Rule], products: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, float], str] | None:
    """What a kg of a food took of each measure, and how the most of its greenhouse gas was matched.

    `None` where an ingredient is of no rule.
    """
    found, by_match = dict.fromkeys(MEASURES, 0.0), dict.fromkeys(MATCHES, 0.0)
    for name, share in ingredients.items():
        rule = next((rule for rule in rules if name.startswith(rule.begins)), None)
        if rule is None:
            return None
        for product, kg in rule.made_of.items():
            for measure in MEASURES:
                found[measure] += share * kg * products[product][measure]
            by_match[rule.match] += share * kg * products[product]["greenhouse_gas_kg"]
    return found, max(MATCHES, key=lambda name: by_match[name]) if max(by_match.values()) > 0 else "none"


def load_footprints(raw: Path, foods: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """By measure and food: the amount per 100 g; and by food, how it was matched.

    `foods` are descriptions by id: a food of no recipe is what it is called. Foods of no rule are unknown.
    """
    products = load_products(raw)
    rules, recipes = load_rules(products), load_recipes(raw)
    amounts: dict[str, dict[str, str]] = {measure: {} for measure in MEASURES}
    matches: dict[str, str] = {}
    for food, description in foods.items():
        measured = measure_food(weigh_ingredients(food, recipes) or {description: 1.0}, rules, products)
        if measured is None:
            continue
        for measure, value in measured[0].items():
            amounts[measure][food] = write_number(round(value / 10.0, 4))
        matches[food] = measured[1]
    return amounts, matches

"""Assembles the food table: one row per food, per 100 g, with portions, prices, helpings and tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.absorption import add_absorbed
from builder.extras import build_extra_rows, build_supplement_rows, load_extra_rules
from builder.footprints import MEASURES, load_footprints
from builder.helpings import MEALS, Borrowing, Helping
from builder.measured_elsewhere import check_matched, load_measured_elsewhere
from builder.parted import part_foods
from builder.portions import (
    Portion,
    choose_portion,
    choose_step,
    derive_amounts,
    find_least,
    find_least_kcal,
    find_usual_grams,
    find_week_days,
    load_chosen_portions,
)
from builder.prices import build_price_factor_row, derive_price_factor, scale_price
from builder.raw import (
    FOOD_PATTERNS,
    NUTRIENT_VALUES,
    PORTIONS,
    RawPortion,
    RawProblem,
    Row,
    list_fndds_columns,
    load_consumption,
    load_food_patterns,
    load_nutrient_values,
    load_portions,
    load_prices,
    load_rows,
)
from builder.selection import select_foods
from builder.writing import write_number

NAMES = Path(__file__).parent / "names.csv"
TOPPINGS = NAMES.parent / "toppings.csv"
ENERGY = "energy_kcal"

TagRule = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]

TAGS = (
    "vegan",
    "vegetarian",
    "pescatarian",
    "halal",
    "kosher_style",
    "contains_gluten",
    "contains_dairy",
    "contains_eggs",
    "contains_fish",
    "contains_shellfish",
    "contains_peanuts",
    "contains_tree_nuts",
    "contains_soy",
    "contains_sesame",
    "contains_pork",
    "contains_soy_strict",
    "contains_lactose",
    "high_mercury",
    "pregnancy_risk",
    "diet_note",
    "footprint_match",
)
FIRST_COLUMNS = (
    "food_id",
    "name",
    "fndds_description",
    "category",
    "portion",
    "portion_g",
    "step",
    "helping_portions",
    "least_portions",
    "max_portions_meal",
    "max_portions_day",
    "max_portions_week",
    "price_per_100g",
    "price_note",
    "popularity",
    *MEALS,
    *TAGS,
)

TAP_WATER = "94000100"
TAP_WATER_NOTE = "Costs nothing at the tap; PP-NAP prices it like bottled water."


@dataclass(frozen=True)
class FoodTable:
    """The finished food table: rows sorted by id, its nutrient ids, and the price factor's row."""

    rows: list[Row]
    nutrients: tuple[str, ...]
    price_factor: Row


def load_toppings() -> frozenset[str]:
    """Foods whose reports are mostly of another use than the dish they are in our table."""
    return frozenset(row["food_id"] for row in load_rows(TOPPINGS, ("food_id", "reason")))


def load_names() -> dict[str, str]:
    """Plain names by food id."""
    return {row["food_id"]: row["name"] for row in load_rows(NAMES, ("food_id", "name"))}


def copy_nutrients(
    code: str,
    nutrients: Sequence[Row],
    values: Mapping[str, Row],
    patterns: Mapping[str, Row],
    elsewhere: Mapping[str, Mapping[str, str]],
) -> Row:
    """Nutrients and food-pattern amounts per 100 g as published, what FNDDS lacks as measured `elsewhere`."""
    amounts = {}
    for nutrient in nutrients:
        if not nutrient["fndds_column"]:
            amounts[nutrient["nutrient"]] = elsewhere.get(nutrient["nutrient"], {}).get(code, "")
            continue
        component = nutrient["kind"] == "component"
        table, path = (patterns, FOOD_PATTERNS) if component else (values, NUTRIENT_VALUES)
        if code not in table:
            raise RawProblem(f"{path}: food {code} is missing, though people report it and it has a price.")
        text = table[code][nutrient["fndds_column"]]
        amounts[nutrient["nutrient"]] = write_number(text) if text else ""
    return amounts


def describe_amounts(category: str, portion: Portion, helping: Helping, kcal_per_100g: float) -> Row:
    """The portion columns of one food."""
    amounts = derive_amounts(
        portion, helping, *find_week_days(category), find_least(category),
        kcal=kcal_per_100g * portion.grams / 100, least_kcal=find_least_kcal(category),
    )  # fmt: skip
    return {
        "portion": portion.text,
        "portion_g": write_number(portion.grams),
        "step": write_number(portion.step),
        "helping_portions": write_number(amounts.helping),
        "least_portions": write_number(amounts.least),
        "max_portions_meal": write_number(amounts.meal),
        "max_portions_day": write_number(amounts.day),
        "max_portions_week": write_number(amounts.week),
    }


def build_food_table(raw: Path, nutrients: Sequence[Row], derive_tags: TagRule) -> FoodTable:
    """The whole table: FNDDS foods, SR28 foods and supplements.

    `nutrients` are the rows of data/nutrients.csv; `derive_tags` gives the diet columns of food ids.
    """
    ids = tuple(row["nutrient"] for row in nutrients)
    elsewhere = load_measured_elsewhere(raw) if any(not row["fndds_column"] for row in nutrients) else {}
    components = {row["nutrient"]: row["fndds_column"] for row in nutrients if row["kind"] == "component"}
    values = load_nutrient_values(raw, list_fndds_columns(nutrients))
    patterns = load_food_patterns(raw, list(components.values()))
    prices, portions = load_prices(raw), load_portions(raw)
    consumption = part_foods(load_consumption(raw))
    factor = derive_price_factor(raw)
    chosen = load_chosen_portions()
    borrowing = Borrowing(
        consumption, lambda code: find_usual_grams(portions.get(code, [])), load_toppings()
    )

    def describe_portion(food_id: str, category: str, helping: Helping, code: str, kcal: float) -> Row:
        portion = find_portion(food_id, category, helping, portions.get(code, []), chosen)
        if portion is None:
            raise RawProblem(
                f'{raw / PORTIONS}: the column "Portion description" has no portion to use for {food_id}.'
            )
        return describe_amounts(category, portion, helping, kcal)

    foods: dict[str, Row] = {}
    helpings: dict[str, Helping] = {}
    for code in select_foods(consumption, prices):
        eaten = consumption[code]
        helping = helpings[code] = borrowing.derive_helping(eaten)
        category = eaten["wweia_category_description"]
        tap = code == TAP_WATER
        amounts = copy_nutrients(code, nutrients, values, patterns, elsewhere)
        foods[code] = {
            "food_id": code,
            "fndds_description": eaten["description"],
            "category": category,
            **describe_portion(code, category, helping, code, float(amounts[ENERGY] or 0)),
            "price_per_100g": "0" if tap else scale_price(prices[code], factor),
            "price_note": TAP_WATER_NOTE if tap else "",
            "popularity": write_number(eaten["share_days_adult20"]),
            **{meal: write_number(share) for meal, share in helping.meals.items()},
            **amounts,
        }
    extra_rules = load_extra_rules()
    for food_id, row in build_extra_rows(raw, foods, ids, list(components)).items():
        kin = extra_rules[food_id]["eaten_like"]
        kcal = float(row[ENERGY] or 0)
        described = describe_portion(food_id, row["category"], helpings[kin], kin, kcal)
        measured = {name: amounts[food_id] for name, amounts in elsewhere.items() if food_id in amounts}
        foods[food_id] = {**row, **measured, **described}
    check_matched(foods, elsewhere)
    foods.update(build_supplement_rows(ids))
    add_footprints(raw, foods, ids)
    add_absorbed(foods, ids)
    return FoodTable(add_words(foods, derive_tags), ids, build_price_factor_row(factor))


def add_footprints(raw: Path, foods: dict[str, Row], ids: Sequence[str]) -> None:
    """What growing and making each food took, where the table of nutrients asks for it."""
    if not set(MEASURES) <= set(ids):
        return
    amounts, matches = load_footprints(raw, {food: row["fndds_description"] for food, row in foods.items()})
    for food, row in foods.items():
        row.update({measure: amounts[measure].get(food, "") for measure in MEASURES})
        row["footprint_match"] = matches.get(food, "unknown")


def find_portion(
    food_id: str,
    category: str,
    helping: Helping,
    portions: Sequence[RawPortion],
    chosen: Mapping[str, Row],
) -> Portion | None:
    """The portion set by hand, or else the one the rules choose."""
    row = chosen.get(food_id)
    if row is None:
        return choose_portion(category, portions, helping)
    grams = float(row["portion_g"])
    step = float(row["step"]) if row["step"] else choose_step(category, row["portion"], grams, helping)
    return Portion(row["portion"], grams, step)


def add_words(foods: Mapping[str, Row], derive_tags: TagRule) -> list[Row]:
    """Rows sorted by id, with their plain names and diet columns."""
    ids = sorted(foods)
    names, tags = load_names(), derive_tags(ids)
    return [
        {**foods[food_id], "name": names.get(food_id) or foods[food_id]["fndds_description"], **tags[food_id]}
        for food_id in ids
    ]

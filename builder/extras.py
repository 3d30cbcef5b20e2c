"""Foods that FNDDS lacks: ten SR28 foods with vitamin D or B12 from no animal, and supplements."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from builder.helpings import MEALS
from builder.raw import EXTRA_NUTRIENTS, RawProblem, Row, load_extra_nutrients, load_rows
from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
SR_PREFIX = "sr-"
SUPPLEMENT_CATEGORY = "Supplement"
GRAMS_PER_TABLET = 1
SUPPLEMENT_MEALS = {"breakfast": "0.5", "lunch": "0", "dinner": "0.5", "snack": "0"}
SUPPLEMENT_NOTE = (
    "Assumed: {price} dollars a tablet of {grams} g, a usual low dose, a popularity of {popularity}, and no "
    "other nutrient in it."
)
KIN_NOTE = "Priced like {kin} ({code}); SR28 has no price."


def load_extra_rules() -> dict[str, Row]:
    """For each SR28 food: the plain food it is priced and eaten like, and its food-pattern amounts."""
    return {
        row["food_id"]: row for row in load_rows(HERE / "extras.csv", ("food_id", "kin", "eaten_like", "how"))
    }


def read_sr_nutrients(
    path: Path, rows: Mapping[str, Row], numbers: Mapping[str, Row], nutrients: Sequence[str]
) -> dict[str, str]:
    """Nutrients per 100 g of one SR28 food by our ids; a nutrient SR28 does not give stays blank."""
    amounts = dict.fromkeys(nutrients, "")
    for nutrient in nutrients:
        number = numbers.get(nutrient)
        row = rows.get(number["number"]) if number else None
        if number is None or row is None:
            continue
        if row["unit"] != number["unit"]:
            raise RawProblem(
                f'{path}: the column "unit" gives nutrient {number["number"]} ({row["nutrient"]}) of food '
                f"{row['ndb']} in {row['unit']}, not in {number['unit']}."
            )
        amounts[nutrient] = write_number(row["per_100g"]) if row["per_100g"] else ""
    return amounts


def build_extra_rows(
    raw: Path, foods: Mapping[str, Row], nutrients: Sequence[str], components: Sequence[str]
) -> dict[str, Row]:
    """Rows of the SR28 foods, made from the finished rows of their kin.

    Category, price, popularity and meals are the kin's, nutrients SR28's own.
    """
    path = raw / EXTRA_NUTRIENTS
    entries = load_rows(HERE / "sr_nutrients.csv", ("nutrient", "number", "unit"))
    numbers = {entry["nutrient"]: entry for entry in entries}
    rules = load_extra_rules()
    rows: dict[str, Row] = {}
    for ndb, values in sorted(load_extra_nutrients(raw).items()):
        food_id = SR_PREFIX + ndb
        rule = rules.get(food_id)
        kin = foods.get(rule["kin"]) if rule else None
        if rule is None or kin is None:
            raise RawProblem(f'{path}: the column "ndb" holds {ndb}, which has no kin in builder/extras.csv.')
        description = next(iter(values.values()))["description"]
        rows[food_id] = {
            **{column: kin[column] for column in ("category", "price_per_100g", "popularity", *MEALS)},
            "food_id": food_id,
            "name": description,
            "fndds_description": description,
            "price_note": KIN_NOTE.format(kin=kin["fndds_description"].lower(), code=rule["kin"]),
            **read_sr_nutrients(path, values, numbers, nutrients),
            **{component: rule.get(component) or "0" for component in components},
        }
    return rows


def build_supplement_rows(nutrients: Sequence[str]) -> dict[str, Row]:
    """Rows of the supplements: one tablet is one portion of one gram."""
    columns = ("food_id", "name", "nutrients", "amount_per_tablet", "price_per_tablet", "popularity")
    rows: dict[str, Row] = {}
    for entry in load_rows(HERE / "supplements.csv", (*columns, "max_portions_meal", "max_portions_day")):
        held = entry["nutrients"].split(" + ")
        per_100g = Decimal(entry["amount_per_tablet"]) / GRAMS_PER_TABLET * 100
        day = entry["max_portions_day"]
        note = SUPPLEMENT_NOTE.format(
            price=entry["price_per_tablet"], grams=GRAMS_PER_TABLET, popularity=entry["popularity"]
        )
        rows[entry["food_id"]] = {
            "food_id": entry["food_id"],
            "name": entry["name"],
            "fndds_description": entry["name"],
            "category": SUPPLEMENT_CATEGORY,
            "portion": "1 tablet",
            "portion_g": write_number(GRAMS_PER_TABLET),
            "step": "1",
            "helping_portions": "1",
            "least_portions": "1",
            "max_portions_meal": entry["max_portions_meal"],
            "max_portions_day": day,
            "max_portions_week": write_number(7 * Decimal(day)),
            "price_per_100g": write_number(Decimal(entry["price_per_tablet"]) / GRAMS_PER_TABLET * 100),
            "price_note": note,
            "popularity": entry["popularity"],
            **SUPPLEMENT_MEALS,
            **{nutrient: write_number(per_100g) if nutrient in held else "0" for nutrient in nutrients},
        }
    return rows

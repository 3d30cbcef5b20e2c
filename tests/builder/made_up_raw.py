"""A small made-up raw folder in the shapes of the published files, for the tests of the builder."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

from builder import raw as published

if TYPE_CHECKING:
    from pathlib import Path

NUTRIENTS = [
    {"nutrient": "energy_kcal", "kind": "other", "fndds_column": "Energy (kcal)"},
    {"nutrient": "magnesium_mg", "kind": "core", "fndds_column": "Magnesium (mg)"},
    {"nutrient": "vitamin_b12_ug", "kind": "core", "fndds_column": "Vitamin B-12 (mcg)"},
    {"nutrient": "vitamin_b12_added_ug", "kind": "other", "fndds_column": "Vitamin B-12, added (mcg)"},
    {"nutrient": "vitamin_d_ug", "kind": "core", "fndds_column": "Vitamin D (D2 + D3) (mcg)"},
    {"nutrient": "calcium_mg", "kind": "core", "fndds_column": "Calcium (mg)"},
    {"nutrient": "zinc_mg", "kind": "other", "fndds_column": "Zinc (mg)"},
    {"nutrient": "vegetable_total_cup", "kind": "component", "fndds_column": "V_TOTAL (cup eq.)"},
    {"nutrient": "soy_oz", "kind": "component", "fndds_column": "PF_SOY (oz. eq.)"},
]

# code, description, category number, category, person-days, reports, price, energy
FOODS = [
    ("11000001", "Milk, moon", "1002", "Milk, whole", 300, 400, "0.1", "61"),
    ("11000002", "Milk, rare moon", "1002", "Milk, whole", 5, 6, "0.2", "62"),
    ("11000003", "Milk, rarest moon", "1002", "Milk, whole", 4, 5, "0.2", "62"),
    ("11000004", "Milk, moon, NFS", "1002", "Milk, whole", 6, 6, "0.2", "62"),
    ("11000005", "Milk, unpriced", "1002", "Milk, whole", 300, 400, "", "62"),
    ("31000001", "Egg, green", "2502", "Eggs and omelets", 100, 120, "0.25", "150"),
    ("31000002", "Egg, blue, for use on a sandwich", "2502", "Eggs and omelets", 100, 120, "0.25", "150"),
    ("53000001", "Cake, cloud", "5502", "Cakes and pies", 19, 19, "0.5", "380"),
    ("67000001", "Apple, baby food", "9004", "Baby food: fruit", 90, 99, "0.5", "50"),
    ("75115000", "Mushrooms, raw", "6489", "Never eaten", 50, 50, "0.9", "22"),
    ("75219011", "Mushrooms, fried", "6432", "Other vegetables and combinations", 40, 50, "0.9", "30"),
    ("75219033", "Mushrooms, stewed", "6432", "Other vegetables and combinations", 40, 50, "0.8", "31"),
    ("94000100", "Water, tap", "7702", "Tap water", 900, 990, "0.05", "0"),
]

PORTIONS = [
    ("11000001", "", "Quantity not specified", "244"),
    ("11000001", "", "1 fl oz", "30.5"),
    ("11000001", "", "1 cup (8 fl oz)", "244"),
    ("11000002", "", "1 cup", "250"),
    ("11000002", "", "Quantity not specified", "250"),
    ("31000001", "", "Quantity not specified", "50"),
    ("31000001", "", "1 cubic inch", "9"),
    ("31000001", "", "1 cup", "135"),
    ("31000001", "1000123", "1 jumbo brand egg", "80"),
    ("31000001", "", "1 egg, NS as to size", "50"),
    ("75115000", "", "1 cup", "70"),
    ("75115000", "", "Quantity not specified", "35"),
    ("75219011", "", "1 cup", "150"),
    ("75219011", "", "Quantity not specified", "75"),
    ("75219033", "", "1 cup", "160"),
    ("75219033", "", "Quantity not specified", "80"),
    ("94000100", "", "1 cup", "240"),
    ("94000100", "", "Quantity not specified", "240"),
]

# grams: occasion p25, p50, p75, p90, day p50, p90
GRAMS = {
    "11000001": (122, 244, 300, 488, 244, 600),
    "11000002": (1, 1, 1, 1, 1, 1),
    "31000001": (50, 100, 100, 155, 100, 170),
    "75219033": (40, 53, 80, 500, 53, 500),
    "94000100": (240, 360, 480, 960, 900, 2400),
}

SR = [
    ("208", "Energy", "kcal", "22"),
    ("304", "Magnesium, Mg", "mg", "9.0"),
    ("324", "Vitamin D", "IU", "1046"),
    ("328", "Vitamin D (D2 + D3)", "µg", "26.20"),
    ("418", "Vitamin B-12", "µg", "0.00"),
]


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = buffer.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def list_nutrient_rows() -> list[list[str]]:
    header = [
        "Food code",
        "Main food description",
        "WWEIA Category number",
        "WWEIA Category description",
        "Energy (kcal)",
        "Vitamin B-12 (mcg)",
        "Vitamin B-12, added\n(mcg)",
        "Vitamin D (D2 + D3) (mcg)",
        "Calcium (mg)",
        "Magnesium (mg)",
        "Zinc\n(mg)",
    ]
    rows = [["FNDDS Nutrient Values\nMade up      ", *[""] * 10], header]
    for code, name, number, category, _, _, _, energy in FOODS:
        rows.append([code, name, number, category, energy, "0.54", "0", "1.1", "123", "12", "0.420"])
    return rows


def list_consumption_rows() -> list[list[str]]:
    rows = [[*published.CONSUMPTION_COLUMNS, "n_persons"]]
    for code, name, number, category, days, reports, _, _ in FOODS:
        grams = GRAMS.get(code, (100, 100, 100, 100, 100, 100))
        shares = ["0.5", "0.2", "0.1", "0.1"] if code != "11000002" else ["0", "0", "0", "1"]
        numbers = [str(value) for value in (*grams, 2 * grams[-1])]
        rows.append([code, name, number, category, str(reports), str(days), "0.25", *numbers, *shares, "9"])
    return rows


def write_raw_folder(raw: Path) -> None:
    """Every file the food table is built from, with invented figures."""
    write_csv(raw / published.NUTRIENT_VALUES, list_nutrient_rows())
    portion_header = ["Food code", "Subcode", "Portion description", "Portion weight\n(g)"]
    write_csv(raw / published.PORTIONS, [["Portions", "", "", ""], portion_header, *map(list, PORTIONS)])
    patterns = [["FOODCODE", "DESCRIPTION", "V_TOTAL (cup eq.)", "PF_SOY (oz. eq.)"]]
    patterns += [[food[0], food[1], "0.65", "0"] for food in FOODS]
    write_csv(raw / published.FOOD_PATTERNS, patterns)
    prices = [["year", "food_code", "food_description", "price_100gm "]]
    prices += [["2011/2012", food[0], "Crème brûlée", "9.9"] for food in FOODS]
    prices += [["2017/2018", food[0], "Crème brûlée", food[6] or "NA"] for food in FOODS]
    write_csv(raw / published.PRICES, prices, encoding="cp1252")
    changes = [["Consumer Price Index item", "Year", "Percent change"], ["All food", "2018", "50"]]
    changes += [["Food at home", str(year), "10" if year == 2024 else "0"] for year in range(2016, 2025)]
    write_csv(raw / published.FOOD_CPI, changes)
    write_csv(raw / published.CONSUMPTION, list_consumption_rows())
    sr = [["ndb", "description", "nutrient_no", "nutrient", "unit", "per_100g"]]
    sr += [["11939", "Mushrooms, lit", *values] for values in SR]
    write_csv(raw / published.EXTRA_NUTRIENTS, sr)

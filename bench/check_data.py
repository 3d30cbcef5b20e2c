"""Compare every cell of data/foods.csv with the raw files, by another path than the builder's.

    python bench/check_data.py --raw ../shared/data

Nutrients are read from the published Excel file (the builder reads the CSV), by the file's own headers.
Prints the number of cells compared and every difference; exits 1 where there is one.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

EXCEL = "fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.xlsx"
MATCHED = Path(__file__).resolve().parents[1] / "builder/measured_elsewhere.csv"
PARTED = Path(__file__).resolve().parents[1] / "builder/parted.csv"
FOOTPRINTS = Path(__file__).resolve().parents[1] / "builder/footprints.csv"
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# SR28's own nutrient numbers, typed here a second time; 8:4 etc. of FNDDS have no row of ours
SR_NUMBERS = {
    "energy_kcal": "208", "protein_g": "203", "carbohydrate_g": "205", "fat_g": "204", "fiber_g": "291",
    "sugars_g": "269", "water_g": "255", "calcium_mg": "301", "iron_mg": "303", "magnesium_mg": "304",
    "phosphorus_mg": "305", "potassium_mg": "306", "sodium_mg": "307", "zinc_mg": "309", "copper_mg": "312",
    "selenium_ug": "317", "vitamin_d_ug": "328", "vitamin_c_mg": "401", "thiamin_mg": "404",
    "riboflavin_mg": "405", "niacin_mg": "406", "vitamin_b6_mg": "415", "choline_mg": "421",
    "vitamin_b12_ug": "418", "vitamin_b12_added_ug": "578", "vitamin_k_ug": "430", "folate_dfe_ug": "435",
    "folate_total_ug": "417", "folic_acid_ug": "431", "retinol_ug": "319", "vitamin_a_rae_ug": "320",
    "vitamin_e_mg": "323", "vitamin_e_added_mg": "573", "saturated_fat_g": "606",
    "monounsaturated_fat_g": "645", "polyunsaturated_fat_g": "646", "cholesterol_mg": "601",
    "linoleic_acid_g": "618", "alpha_linolenic_acid_g": "619", "caffeine_mg": "262",
}  # fmt: skip


def find_part(code: str, category: str, parts: list[dict[str, str]]) -> str:
    """Return the part of its category that a food is of, by the rows of the table of parts."""
    rows = [row for row in parts if row["category"] == category]
    return next((row["part"] for row in rows if code.startswith(row["prefix"])), category)


def read_rows(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> list[dict[str, str]]:
    """Read a CSV file, gzipped or not, below its title rows."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as file:
        lines = list(csv.reader(file))[skip:]
    header = [re.sub(r"\s+", " ", name).strip() for name in lines[0]]
    return [dict(zip(header, line, strict=False)) for line in lines[1:]]


def read_excel(path: Path) -> list[dict[str, str]]:
    """Read the first sheet of an Excel file below its title row, with nothing but the standard library."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{NS}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{NS}row"):
        cells: dict[str, str] = {}
        for cell in row:
            letters = re.sub(r"\d", "", cell.get("r", ""))
            value = cell.find(f"{NS}v")
            if value is not None and value.text is not None:
                cells[letters] = shared[int(value.text)] if cell.get("t") == "s" else value.text
        rows.append(cells)
    header = {letter: re.sub(r"\s+", " ", name).strip() for letter, name in rows[1].items()}
    return [{header[k]: v for k, v in row.items() if k in header} for row in rows[2:]]


def compare(raw: Path, data: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield (food, column, ours, raw) for each cell compared; the caller looks for differences."""
    fndds = {row["Food code"]: row for row in read_excel(raw / EXCEL)}
    fped = {row["FOODCODE"]: row for row in read_rows(raw / "fped-2017-2018/FPED_1718.csv")}
    eaten = {row["food_code"]: row for row in read_rows(raw / "nhanes/food_consumption.csv.gz")}
    prices = {
        row["food_code"]: row["price_100gm"]
        for row in read_rows(raw / "pp-nap/pp_national_average_prices_csv.csv", "cp1252")
        if row["year"] == "2017/2018"
    }
    extras: dict[str, dict[str, str]] = {}
    for row in read_rows(raw / "sr28-extras/nutrients.csv"):
        extras.setdefault(f"sr-{row['ndb']}", {})[row["nutrient_no"]] = row["per_100g"]
    parts = read_rows(PARTED)
    nutrients = read_rows(data / "nutrients.csv")
    factor = Decimal(read_rows(data / "price_factor.csv")[0]["factor"])
    served = {row["Description"]: row for row in read_rows(raw / "iodine-r4/iodine_data.csv")}
    matched = {row["food_id"]: served[row["measured_as"]] for row in read_rows(MATCHED)}
    for food in read_rows(data / "foods.csv"):
        code = food["food_id"]
        if code.startswith("supplement"):
            continue
        serving = matched.get(code)
        yield code, "iodine_ug", food["iodine_ug"], "" if serving is None else str(round(
            Decimal(serving["Iodine (mcg/serving)"]) / Decimal(serving["Serving Weight (g)"]) * 100, 2
        ))  # fmt: skip
        if code in fndds:
            source = {**fped[code], **fndds[code]}
            for row in nutrients:
                if row["fndds_column"]:
                    yield code, row["nutrient"], food[row["nutrient"]], source[row["fndds_column"]]
            yield code, "fndds_description", food["fndds_description"], source["Main food description"]
            category = find_part(code, source["WWEIA Category description"], parts)
            yield code, "category", food["category"], category
            yield code, "popularity", food["popularity"], eaten[code]["share_days_adult20"]
            price = Decimal(0) if food["price_note"] and not Decimal(food["price_per_100g"]) else (
                Decimal(prices[code]) * factor
            )  # fmt: skip
            if "own price was" in food["price_note"]:  # a family's price stands in; its own is in the note
                own = food["price_note"].split("own price was ")[1].split(" ")[0]
                yield code, "price_note", own, str(round(price, 6))
            else:
                yield code, "price_per_100g", food["price_per_100g"], str(round(price, 6))
            if int(eaten[code]["n_reports"]) >= 20:
                for meal in ("breakfast", "lunch", "dinner", "snack"):
                    yield code, meal, food[meal], eaten[code][f"eo_{meal}"]
        elif code in extras:
            for nutrient, number in SR_NUMBERS.items():
                yield code, nutrient, food[nutrient], extras[code].get(number, "")


def spread_recipes(raw: Path) -> dict[str, dict[str, float]]:
    """By food, its single ingredients [kg per kg as eaten], recipes opened until none is left."""
    parts: dict[str, dict[str, float]] = {}
    for row in read_rows(raw / "nhanes/fndds_2017_2018_ingredients.csv.gz", "utf-8"):
        own = parts.setdefault(row["Food code"], {})
        inside = row["Ingredient code"] + "\t" + row["Ingredient description"]
        own[inside] = own.get(inside, 0.0) + float(row["Ingredient weight (g)"])
        own[""] = 1.0 + float(row["Moisture change (%)"] or 0.0) / 100.0
    for own in parts.values():
        whole = own.pop("") * sum(own.values())
        own.update({name: grams / whole for name, grams in own.items()})
    for _ in range(9):
        for code, own in parts.items():
            for inside in [name for name in own if name.split("\t")[0] in parts]:
                if inside.split("\t")[0] != code:
                    share = own.pop(inside)
                    for name, part in parts[inside.split("\t")[0]].items():
                        own[name] = own.get(name, 0.0) + share * part
    return parts


def compare_footprints(raw: Path, foods: list[dict[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each food's greenhouse gas, land and water as ours and as worked out anew."""
    products = {r["Entity"]: r for r in read_rows(raw / "env/owid_poore_nemecek_2018_v2020-01-29.csv")}
    rules = {r["begins"]: r["made_of"] for r in read_rows(FOOTPRINTS)}
    recipes = spread_recipes(raw)
    titles = {"greenhouse_gas_kg": "GHG emissions", "land_m2": "Land use", "fresh_water_l": "Freshwater"}
    for food in foods:
        for measure, title in titles.items():
            found = 0.0
            described = {"\t" + food["fndds_description"]: 1.0}
            for name, share in (recipes.get(food["food_id"]) or described).items():
                text = name.split("\t")[1]
                made_of = rules[max((b for b in rules if text.startswith(b)), key=len)]
                for part in filter(None, made_of.split("; ")):
                    product, kg = part.split("=")
                    row = products[product]
                    value = next(v for k, v in row.items() if k.startswith(title) and "per kilogram" in k)
                    found += share * float(kg) * float(value) / 10
            ours = food[measure]  # four decimals, and the last one as the sums fell
            yield food["food_id"], measure, ours, ours if abs(float(ours) - found) < 6e-5 else f"{found:.6f}"


def differs(ours: str, theirs: str) -> bool:
    """Say whether two cells differ: as numbers where both are, with Excel's binary noise forgiven."""
    try:
        left, right = Decimal(ours), Decimal(theirs)
    except ArithmeticError:
        return ours != theirs
    return abs(left - right) > Decimal("1e-6") * max(Decimal(1), abs(right))


def main() -> int:
    """Compare everything and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("data"))
    options = parser.parse_args()
    cells = 0
    wrong = []
    footprints = compare_footprints(options.raw, read_rows(options.data / "foods.csv"))
    for food, column, ours, theirs in [*compare(options.raw, options.data), *footprints]:
        cells += 1
        if differs(ours, theirs):
            wrong.append(f"{food} {column}: {ours!r} here, {theirs!r} in the raw file")
    print(f"{cells:,} cells compared, {len(wrong)} differences")
    for line in wrong[:50]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

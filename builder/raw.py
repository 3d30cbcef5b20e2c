"""Reads the raw files as published: title rows, line breaks in headers, old encodings, gzip."""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FNDDS = Path("fndds-2017-2018")
NUTRIENT_VALUES = FNDDS / "2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv"
PORTIONS = FNDDS / "2017-2018 FNDDS At A Glance - Portions and Weights.csv"
FOOD_PATTERNS = Path("fped-2017-2018/FPED_1718.csv")
PRICES = Path("pp-nap/pp_national_average_prices_csv.csv")
FOOD_CPI = Path("pp-nap/ers_historical_food_cpi.csv")
CONSUMPTION = Path("nhanes/food_consumption.csv.gz")
EXTRA_NUTRIENTS = Path("sr28-extras/nutrients.csv")
EXTRA_PORTIONS = Path("sr28-extras/portions.csv")

PRICE_YEARS = "2017/2018"

Row = dict[str, str]


class RawProblem(Exception):  # noqa: N818 - a problem of the data, not of the program
    """A raw file is missing, or is not what the builder expects; the message names file and column."""


@dataclass(frozen=True)
class RawPortion:
    """One household portion of FNDDS: its words and its weight [g]."""

    text: str
    grams: str
    subcode: str


def read_header(cells: Iterable[str]) -> list[str]:
    """Column names on one line: FNDDS breaks lines inside a header, PP-NAP leaves a space at its end."""
    return [re.sub(r"\s+", " ", cell).strip() for cell in cells]


def load_text(path: Path, encoding: str = "utf-8-sig") -> str:
    """The whole file as text; `.gz` is unpacked."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise RawProblem(f"{path}: this raw file is missing; --raw names the folder that holds it.") from None
    try:
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode(encoding)
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise RawProblem(f"{path}: cannot be read as {encoding} text ({error}).") from None


def load_rows(
    path: Path, needed: Sequence[str], encoding: str = "utf-8-sig", title_rows: int = 0
) -> list[Row]:
    """Rows of a CSV file as dictionaries of text; raises RawProblem if a needed column is missing."""
    reader = csv.reader(io.StringIO(load_text(path, encoding), newline=""))
    for _ in range(title_rows):
        next(reader, None)
    header = read_header(next(reader, []))
    for name in needed:
        if name not in header:
            raise RawProblem(f'{path}: the column "{name}" is missing; its columns are {", ".join(header)}.')
    rows = []
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            raise RawProblem(
                f"{path}, line {reader.line_num}: {len(cells)} cells stand under {len(header)} columns."
            )
        rows.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    return rows


def index_rows(rows: Iterable[Row], key: str, path: Path) -> dict[str, Row]:
    """Rows by their key; a key that comes twice is a problem of the raw file."""
    table: dict[str, Row] = {}
    for row in rows:
        if row[key] in table:
            raise RawProblem(f'{path}: the column "{key}" holds {row[key]} twice.')
        table[row[key]] = row
    return table


def list_fndds_columns(nutrients: Sequence[Row]) -> list[str]:
    """The columns of FNDDS that hold nutrients; what stands in none is measured elsewhere."""
    return [row["fndds_column"] for row in nutrients if row["kind"] != "component" and row["fndds_column"]]


def load_nutrient_values(raw: Path, columns: Sequence[str]) -> dict[str, Row]:
    """FNDDS nutrients per 100 g by food code."""
    needed = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]
    rows = load_rows(raw / NUTRIENT_VALUES, [*needed, *columns], title_rows=1)
    return index_rows(rows, "Food code", raw / NUTRIENT_VALUES)


def load_food_patterns(raw: Path, columns: Sequence[str]) -> dict[str, Row]:
    """FPED components per 100 g by food code."""
    rows = load_rows(raw / FOOD_PATTERNS, ["FOODCODE", *columns])
    return index_rows(rows, "FOODCODE", raw / FOOD_PATTERNS)


def load_prices(raw: Path) -> dict[str, str]:
    """PP-NAP price per 100 edible grams [US$ of 2017/18] by food code."""
    rows = load_rows(raw / PRICES, ["year", "food_code", "price_100gm"], encoding="cp1252")
    priced = [row for row in rows if row["year"] == PRICE_YEARS and row["price_100gm"] not in ("", "NA")]
    if not priced:
        raise RawProblem(f'{raw / PRICES}: the column "year" has no priced row for {PRICE_YEARS}.')
    return {code: row["price_100gm"] for code, row in index_rows(priced, "food_code", raw / PRICES).items()}


def load_portions(raw: Path) -> dict[str, list[RawPortion]]:
    """FNDDS household portions by food code, in their order."""
    needed = ["Food code", "Subcode", "Portion description", "Portion weight (g)"]
    portions: dict[str, list[RawPortion]] = {}
    for row in load_rows(raw / PORTIONS, needed, title_rows=1):
        portion = RawPortion(row["Portion description"], row["Portion weight (g)"], row["Subcode"])
        portions.setdefault(row["Food code"], []).append(portion)
    return portions


CONSUMPTION_COLUMNS = (
    "food_code",
    "description",
    "wweia_category",
    "wweia_category_description",
    "n_reports",
    "n_person_days",
    "share_days_adult20",
    "g_occasion_p25",
    "g_occasion_p50",
    "g_occasion_p75",
    "g_occasion_p90",
    "g_day_p50",
    "g_day_p90",
    "g_day_p95",
    "eo_breakfast",
    "eo_lunch",
    "eo_dinner",
    "eo_snack",
)


def load_consumption(raw: Path) -> dict[str, Row]:
    """What NHANES eaters reported, by food code."""
    return index_rows(load_rows(raw / CONSUMPTION, CONSUMPTION_COLUMNS), "food_code", raw / CONSUMPTION)


def load_extra_nutrients(raw: Path) -> dict[str, dict[str, Row]]:
    """SR28 rows of the foods FNDDS lacks: food number -> nutrient number -> row."""
    needed = ["ndb", "description", "nutrient_no", "nutrient", "unit", "per_100g"]
    foods: dict[str, dict[str, Row]] = {}
    for row in load_rows(raw / EXTRA_NUTRIENTS, needed):
        foods.setdefault(row["ndb"], {})[row["nutrient_no"]] = row
    return foods


def load_food_cpi(raw: Path, item: str) -> dict[int, float]:
    """Yearly change of one consumer price index [percent] by year."""
    needed = ["Consumer Price Index item", "Year", "Percent change"]
    rows = load_rows(raw / FOOD_CPI, needed)
    changes = {
        int(row["Year"]): float(row["Percent change"])
        for row in rows
        if row["Consumer Price Index item"] == item and row["Percent change"]
    }
    if not changes:
        raise RawProblem(f'{raw / FOOD_CPI}: the column "Consumer Price Index item" has no row "{item}".')
    return changes

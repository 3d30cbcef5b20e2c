"""The published files a panel is checked against, read by a path of its own.

Nothing here imports mealopt. Our tables stand in only for what the published files lack (foods of SR28 and
supplements), for tags of diets, and for the parts foods play in a meal.
"""

from __future__ import annotations

import csv
import gzip
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FNDDS = "fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv"
FPED = "fped-2017-2018/FPED_1718.csv"
PRICES = "pp-nap/pp_national_average_prices_csv.csv"
EATEN = "nhanes/food_consumption.csv.gz"
STANDARDS = "hei/hei2020_scoring_standards.csv"
TAP_WATER = "94000100"  # the one price that is not the published one: it costs nothing at the tap
SUPPLEMENT = "Supplement"
ENERGY = "Energy (kcal)"
SHORT = {  # what the standards call columns of FNDDS and FPED
    "PUFA_g": "Fatty acids, total polyunsaturated (g)",
    "MUFA_g": "Fatty acids, total monounsaturated (g)",
    "SFA_g": "Fatty acids, total saturated (g)",
    "sodium_mg": "Sodium (mg)",
    "ADD_SUGARS_tsp": "ADD_SUGARS (tsp. eq.)",
}
PLANTS = ("F_TOTAL", "V_TOTAL", "V_LEGUMES", "G_WHOLE", "PF_NUTSDS")
MAIN_DISH = "main dish"
FEW = 20  # reports below which a quantile or a share is noise


@dataclass(frozen=True)
class Standard:
    """One component of HEI-2020: `scale` × Σ parts (÷ Σ over), by `unit`, between `zero` and `full`."""

    component: str
    points: float
    full: float
    zero: float
    unit: str
    scale: float
    parts: tuple[str, ...]
    over: tuple[str, ...]

    def score(self, amounts: Mapping[str, float]) -> float:
        """Return the points of what was eaten."""
        top = self.scale * sum(amounts[part] for part in self.parts)
        if self.over:
            bottom = sum(amounts[part] for part in self.over)
            value = top / bottom if bottom else math.inf if top else 0.0
        else:
            value = top / amounts[ENERGY] * (100.0 if self.unit.startswith("%") else 1000.0)
        return self.points * min(1.0, max(0.0, (value - self.zero) / (self.full - self.zero)))


@dataclass(frozen=True)
class Habit:
    """How a food is eaten: reports, helping [g], what 95 % of its eaters take in a day [g], meal shares."""

    reports: int
    helping_g: float
    most_g: float
    shares: dict[str, float]


@dataclass(frozen=True)
class Raw:
    """What the published files say, by food and by their own column names; `ours` are rows of our table."""

    amounts: dict[str, dict[str, float]]  # food → column → per 100 g
    blanks: dict[str, dict[str, float]]  # food → column → what a blank counts as towards a maximum
    columns: dict[str, str]  # nutrient id → column
    categories: dict[str, str]
    prices: dict[str, float]  # food → dollars of 2017/18 per 100 g
    factor: float
    habits: dict[str, Habit]
    standards: tuple[Standard, ...]
    plants: frozenset[str]
    main_dishes: frozenset[str]
    main_meals: frozenset[str]  # meals at which a main dish counts
    ours: dict[str, dict[str, str]]

    def helping(self, food: str) -> float:
        """Return the median helping of a food [g]: the survey's, or ours where the survey has none."""
        if food in self.habits:
            return self.habits[food].helping_g
        return float(self.ours[food]["portion_g"]) * float(self.ours[food]["helping_portions"])


def read_rows(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> list[dict[str, str]]:
    """Read a CSV file, gzipped or not, below its title rows; spaces in headers are made single."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as file:
        lines = csv.reader(file)
        for _ in range(skip):
            next(lines)
        header = [" ".join(name.split()) for name in next(lines)]
        return [dict(zip(header, line, strict=True)) for line in lines if line]


def read_standards(path: Path) -> tuple[Standard, ...]:
    """Read the scoring standards; a part is a column's full name, or its name up to the unit."""
    standards = []
    for row in read_rows(path):
        text = row["numerator_FPED_or_nutrient"].removesuffix(" kcal")
        top, _, below = text.partition("/")
        top, _, times = top.partition("*")
        divisor = float(below) if below.isdigit() else 1.0
        over = () if not below or below.isdigit() else tuple(below.strip("()").split("+"))
        standards.append(
            Standard(
                row["component"], float(row["max_points"]), float(row["standard_for_max_score"]),
                float(row["standard_for_zero_score"]), row["unit"], float(times or 1) / divisor,
                tuple(SHORT.get(part, part) for part in top.strip("()").split("+")),
                tuple(SHORT.get(part, part) for part in over),
            )
        )  # fmt: skip
    return tuple(standards)


def read_amounts(raw: Path) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Read FNDDS and FPED together, per 100 g; also the category of each food.

    FPED columns stand under their full name and, for the standards, under the name without its unit.
    """
    amounts: dict[str, dict[str, float]] = {}
    categories = {}
    for row in read_rows(raw / FNDDS, skip=1):
        texts = ("Food code", "Main food description", "WWEIA Category number", "WWEIA Category description")
        amounts[row["Food code"]] = {name: float(value) for name, value in row.items() if name not in texts}
        categories[row["Food code"]] = row["WWEIA Category description"]
    for row in read_rows(raw / FPED):
        food = amounts.get(row["FOODCODE"])
        if food is not None:
            for name, value in row.items():
                if name not in {"FOODCODE", "DESCRIPTION"}:
                    food[name] = food[name.split(" (")[0]] = float(value)
    return amounts, categories


def read_habits(path: Path) -> dict[str, Habit]:
    """Read how foods are eaten; foods nobody reported are left out."""
    return {
        row["food_code"]: Habit(
            int(row["n_reports"]), float(row["g_occasion_p50"]), float(row["g_day_p95"]),
            {name.removeprefix("eo_"): float(row[name]) for name in row if name.startswith("eo_")},
        )
        for row in read_rows(path)
        if int(row["n_reports"])
    }  # fmt: skip


def read_raw(raw: Path, data: Path) -> Raw:
    """Read the published files, and from our tables what those lack."""
    amounts, categories = read_amounts(raw)
    published = set(amounts)
    names = sorted({name for food in amounts.values() for name in food})
    rows = read_rows(data / "nutrients.csv")
    columns = {row["nutrient"]: row["fndds_column"] for row in rows if row["fndds_column"]}
    prices = {
        row["food_code"]: float(row["price_100gm"])
        for row in read_rows(raw / PRICES, "cp1252")
        if row["year"] == "2017/2018"
    }
    prices[TAP_WATER] = 0.0
    factor = float(read_rows(data / "price_factor.csv")[0]["factor"])
    unknown = {
        (r["category"], r["nutrient"]): float(r["value"]) for r in read_rows(data / "unknown_values.csv")
    }
    ours = {row["food_id"]: row for row in read_rows(data / "foods.csv")}
    blanks: dict[str, dict[str, float]] = {}
    for food, row in ours.items():
        if food in published:
            continue
        amounts[food] = dict.fromkeys(names, 0.0)
        blanks[food] = {}
        for nutrient, column in columns.items():
            if row[nutrient]:
                amounts[food][column] = amounts[food][column.split(" (")[0]] = float(row[nutrient])
            else:
                blanks[food][column] = unknown.get((row["category"], nutrient), 0.0)
        categories[food] = row["category"]
        prices[food] = float(row["price_per_100g"]) / factor
    parts = {row["role"]: row["categories"].split(";") for row in read_rows(data / "roles.csv")}
    dishes = {category.strip() for category in parts[MAIN_DISH]}
    needs = read_rows(data / "meal_needs.csv")
    return Raw(
        amounts, blanks, columns, categories, prices, factor, read_habits(raw / EATEN),
        read_standards(raw / STANDARDS),
        frozenset(
            food for food, row in ours.items()
            if row["vegan"] == "yes" and any(amounts[food][name] > 0 for name in PLANTS)
        ),
        frozenset(food for food in ours if categories[food] in dishes),
        frozenset(row["meal"] for row in needs if row["role"] == MAIN_DISH),
        ours,
    )  # fmt: skip

"""What the survey (NHANES) and our table say of foods, as the templates of meals and servings need it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from builder.foods import load_toppings
from builder.parted import part_category
from builder.raw import load_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

OCCASIONS = (Path("nhanes/eating_occasions_2003_2016.csv.gz"), Path("nhanes/eating_occasions.csv.gz"))
CONSUMPTION = Path("nhanes/food_consumption.csv.gz")
ALONE = Path(__file__).parent / "alone.csv"
NAMED = {
    "breakfast": "breakfast",
    "brunch": "breakfast",
    "lunch": "lunch",
    "dinner": "dinner",
    "supper": "dinner",
}
LEFT_OUT = (
    "Tap water", "Bottled water", "Enhanced or fortified water", "Flavored or carbonated water",
    "Sugar substitutes",
)  # fmt: skip
CHILDREN = ("2-11",)
FEW_REPORTS = 20
CODE_DIGITS, KIN_DIGITS = 8, 4  # digits of a food code, and those that kin have in common at least
PLENTY = 0.9  # of the servings of a category, the part that the largest one of its foods is not below
AGREED = 0.9  # of what kin are eaten, the part that has to be of one category


@dataclass(frozen=True)
class Foods:
    """What of the food table the sittings need, an array each."""

    ids: tuple[str, ...]
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    portion_g: np.ndarray
    step: np.ndarray
    helping: np.ndarray
    least: np.ndarray
    max_meal: np.ndarray
    kcal: np.ndarray
    rarity: np.ndarray  # within its category [nats]


def load_foods(out: Path) -> Foods:
    """The food table that was just built."""
    rows = pd.read_csv(out / "foods.csv", dtype={"food_id": str}, keep_default_na=False, na_values=[""])
    rows = rows[rows.category != "Supplement"]
    kinds = {r["category"]: r["kind"] for r in load_rows(out / "kinds.csv", ("category", "kind"))}
    popularity = rows.popularity.fillna(0).clip(lower=2e-4)
    top = popularity.groupby(rows.category).transform("max")
    half = np.maximum(1.0, np.ceil(rows.helping_portions / 2 / rows.step - 1e-9)) * rows.step
    least = rows["least_portions"].fillna(half) if "least_portions" in rows else half
    return Foods(
        tuple(rows.food_id), tuple(rows.category), tuple(kinds[c] for c in rows.category),
        rows.portion_g.to_numpy(), rows.step.to_numpy(), rows.helping_portions.to_numpy(), np.asarray(least),
        rows.max_portions_meal.to_numpy(), (rows.energy_kcal * rows.portion_g / 100).to_numpy(),
        np.asarray(np.log(top / popularity)),
    )  # fmt: skip


def load_eaten(raw: Path) -> pd.DataFrame:
    """Every food of every sitting: key of the sitting, meal, age group, food code, category, grams, and what
    it was eaten within, a sandwich, a salad, a cup of something: nothing where it was by itself."""
    columns = ("person_day", "age_group", "eating", "occasion", "combination", "food_code", "grams")
    load_rows(raw / OCCASIONS[1], (*columns, "combination_type"))
    cons = pd.read_csv(raw / CONSUMPTION, dtype={"food_code": str})
    category = dict(zip(cons.food_code, cons.wweia_category_description, strict=True))
    parts = []
    for number, path in enumerate(OCCASIONS):
        part = pd.read_csv(raw / path, dtype={"food_code": str})
        survey = part["survey"].astype(str) if "survey" in part else str(number)
        part["meal"] = part.occasion.map(NAMED).fillna("snack")
        part["key"] = (
            survey + "|" + part.person_day.astype(str) + "|" + part.eating.astype(str) + "|" + part.meal
        )
        part["within"] = part.combination_type.where(part["combination"] != 0, "")
        parts.append(part[["key", "meal", "age_group", "food_code", "grams", "within"]])
    eaten = pd.concat(parts, ignore_index=True)
    reports = dict(zip(cons.food_code, cons.n_reports, strict=True))
    category = guess_categories(category, reports, eaten.food_code)
    category = {code: part_category(code, mine) for code, mine in category.items()}
    eaten["category"] = eaten.food_code.map(category).fillna("?")
    return eaten[~eaten.category.isin(LEFT_OUT)]


def guess_categories(
    known: dict[str, str], reports: dict[str, int], codes: Iterable[str]
) -> dict[str, str]:
    """The category of each food code, of those the last survey no longer has by their next of kin.

    The digits of a code go from the large to the small (2 meat, 24 poultry, 241 chicken): a code that has
    none is of the category of the known codes it shares most digits with, `KIN_DIGITS` at least, where they
    agree (`AGREED`, by how often they are eaten). As long as they were left out, every ninth food of the
    surveys was none: of chicken, chips, hot cereals and pasta the most, and no sitting that had one was
    known.
    """
    kin: dict[str, dict[str, float]] = {}
    for code, category in known.items():
        for digits in range(KIN_DIGITS, CODE_DIGITS):
            mine = kin.setdefault(code[:digits], {})
            mine[category] = mine.get(category, 0.0) + reports[code] + 0.5
    found = dict(known)
    for code in sorted(set(codes) - set(known)):
        for digits in range(CODE_DIGITS - 1, KIN_DIGITS - 1, -1):
            mine = kin.get(code[:digits], {})
            if mine:
                category = max(mine, key=lambda one: (mine[one], one))
                if mine[category] >= AGREED * sum(mine.values()):
                    found[code] = category
                break
    return found


def build_servings(eaten: pd.DataFrame, foods: Foods) -> list[dict[str, float]]:
    """The quartiles of what eaters of each food have at a sitting [portions], in whole steps, and the largest
    serving: the high one, or what nine in ten servings of its category do not pass.

    Quartiles are, of the kinds of `alone.csv` and where enough do, of those who have it by itself, or
    `within` what is named there; no serving of a kind that is `whole` there is below the lower quartile of
    all of its kind, nor, where it is so up to the `usual`, below the lesser of that, or its own (its
    category's, where few have it), and the usual serving: an olive is had by the olive, but pumpkin and corn
    not by the quarter cup, and no burger by the half. What few have goes by the helping, but is no less than
    the quartile of its category.
    """
    grown = eaten[~eaten.age_group.isin(CHILDREN)]
    counts = grown.groupby("food_code").size().drop(load_toppings(), errors="ignore")
    rules = load_rows(ALONE, ("kind", "whole", "within", "reason"))
    kinds, within = {r["kind"]: r["whole"] for r in rules}, {r["kind"]: r["within"] for r in rules}
    kind_of = dict(zip(foods.ids, foods.kinds, strict=True))
    kind = grown.food_code.map(kind_of)
    alone = grown[kind.isin(list(kinds)) & ((grown.within == "") | (grown.within == kind.map(within)))]
    quartiles = find_quartiles(grown)
    quartiles.update(find_quartiles(alone, FEW_REPORTS))
    tokens = alone.groupby(alone.food_code.map(kind_of)).grams.quantile(0.25)
    category = pd.concat([grown[~kind.isin(list(kinds))], alone]).groupby("category").grams.quantile(0.25)
    plenty = grown.groupby("category").grams.quantile(PLENTY)
    rows = []
    for place, food in enumerate(foods.ids):
        few = counts.get(food, 0) < FEW_REPORTS
        if few:
            usual = float(foods.helping[place])
            had = float(category.get(foods.categories[place], 0.0)) / foods.portion_g[place]
            low, high = max(0.6 * usual, min(usual, had)), 1.4 * usual
        else:
            low, usual, high = (quartiles.loc[food] / foods.portion_g[place]).tolist()
        step, most = float(foods.step[place]), float(foods.max_meal[place])

        def whole(value: float, step: float = step) -> float:
            return max(step, round(value / step) * step)

        usual = min(max(whole(usual), float(foods.least[place])), most)
        low = min(usual, max(whole(low), min(float(foods.least[place]), usual)))
        if held := kinds.get(foods.kinds[place]):
            own = float(category.get(foods.categories[place], 0.0) if few else quartiles[0.25][food])
            token = tokens[foods.kinds[place]] if held == "yes" else max(tokens[foods.kinds[place]], own)
            token /= foods.portion_g[place]
            low = min(most if held == "yes" else usual, max(low, math.ceil(token / step) * step))
            usual = max(usual, low)
        high = max(usual, min(whole(high), most))
        most_had = float(plenty.get(foods.categories[place], 0.0)) / foods.portion_g[place]
        largest = max(high, math.floor(most_had / step) * step)
        rows.append({"low": low, "usual": usual, "high": high, "largest": largest})
    return rows


def find_quartiles(eaten: pd.DataFrame, reports: int = 1) -> pd.DataFrame:
    """The quartiles of what is eaten at a sitting of each food with so many reports [g]."""
    grams = eaten.groupby("food_code").grams
    return pd.DataFrame({q: grams.quantile(q) for q in (0.25, 0.5, 0.75)})[grams.size() >= reports]

"""Chooses the household portion a shopper knows, its step, and how much of it is a helping or too much.

The rules are tables beside this file: portion_rules.csv (which words a person recognises, by category),
steps.csv (the smallest sensible fraction), mains.csv (what a main dish holds at least), portions.csv
(portions set by hand), week_days.csv (how often).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import RawPortion, RawProblem, Row, load_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.helpings import Helping

HERE = Path(__file__).parent
QUANTITY_NOT_SPECIFIED = "Quantity not specified"
FINEST_STEP = 0.25
MOST_PORTIONS_IN_A_HELPING = 8
MOST_KCAL = 1000.0  # of one food at a meal: what more there is in the reports are feasts
# How many portions make a helping, and how much worse than exactly one portion each count reads.
COUNTS = ((1, 0.0), (2, 0.05), (0.5, 0.1), (1.5, 0.12), (3, 0.15), (4, 0.25), (0.25, 0.3), (6, 0.4), (8, 0.5))


@dataclass(frozen=True)
class Portion:
    """One household portion: its words, its weight [g] and the smallest fraction people take of it."""

    text: str
    grams: float
    step: float


@dataclass(frozen=True)
class Amounts:
    """A median helping, the least of a serving, and the most in a meal, a day and a week, in portions."""

    helping: float
    least: float
    meal: float
    day: float
    week: float


@lru_cache
def load_rule_table(name: str, columns: tuple[str, ...]) -> list[Row]:
    """One table of rules beside this file; the first row that fits decides."""
    return load_rows(HERE / name, columns)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _fits(pattern: str, value: str) -> bool:
    return not pattern or _compile(pattern).search(value) is not None


def find_rule(name: str, value: str, category: str, text: str) -> str:
    """The value of the first rule whose category and portion patterns fit; blank patterns fit all."""
    for rule in load_rule_table(name, ("category", "portion", value)):
        if _fits(rule["category"], category) and _fits(rule["portion"], text):
            return rule[value]
    raise RawProblem(f'{HERE / name}: no row of the column "portion" fits "{text}" ({category}).')


NOISE = re.compile(
    r",? (NFS|NS as to [a-z ]+|NS size|any size|cooked|boneless|without shell|without skin|drained|prepared)$"
)


def clean_text(text: str) -> str:
    """The words of a portion without weights, sizes in inches and survey terms."""
    text = re.sub(r"\s*\([^)]*\)", "", text).strip()
    while (shorter := NOISE.sub("", text)) != text:
        text = shorter
    return text


def name_portion(category: str, text: str) -> str:
    """The words people use for a portion of this category: "1 bagel" for "1 regular"."""
    for rule in load_rule_table("portion_words.csv", ("category", "portion", "words")):
        if rule["portion"] == text and _fits(rule["category"], category):
            return rule["words"]
    return text


def _is_unusable(category: str, text: str) -> bool:
    """Whether the full words rule a portion out: "1 oz (yield after cooking)" is not an ounce."""
    return text.startswith("1 oz") and find_rule("portion_rules.csv", "penalty", category, text) == "never"


def list_candidates(category: str, portions: Sequence[RawPortion]) -> list[tuple[str, float]]:
    """Words and grams of the portions FNDDS gives, and of those that follow from them (8 fl oz are a cup)."""
    plain = [
        (clean_text(portion.text), float(portion.grams))
        for portion in portions
        if not portion.subcode and not _is_unusable(category, portion.text)
    ]
    candidates = list(plain)
    words = {text for text, _ in plain}
    for rule in load_rule_table("derived_portions.csv", ("category", "portion", "words", "factor", "grams")):
        if rule["words"] in words or not _fits(rule["category"], category):
            continue
        for text, grams in plain:
            if _fits(rule["portion"], text):
                derived = float(rule["grams"]) if rule["grams"] else round(grams * float(rule["factor"]), 2)
                candidates.append((rule["words"], derived))
                words.add(rule["words"])
                break
    return candidates


def choose_step(category: str, text: str, grams: float, helping: Helping) -> float:
    """The step of the rules, halved while one step is more than three quarters of eaters take."""
    step = float(find_rule("steps.csv", "step", category, text))
    while step > FINEST_STEP and step * grams > helping.ample:
        step /= 2
    return step


def score_portion(category: str, text: str, grams: float, helping: Helping) -> float | None:
    """How badly a portion suits a food [0 = best]; None if it must not be used."""
    penalty = find_rule("portion_rules.csv", "penalty", category, text)
    if penalty == "never" or grams <= 0:
        return None
    step = float(find_rule("steps.csv", "step", category, text))
    fit = min(
        abs(math.log(helping.median / (count * grams))) + cost for count, cost in COUNTS if count >= step
    )
    too_large = max(0.0, math.log(step * grams / helping.ample))
    too_small = max(0.0, math.log(helping.median / (MOST_PORTIONS_IN_A_HELPING * grams)))
    return float(penalty) + fit + 3 * (too_large + too_small)


def choose_portion(category: str, portions: Sequence[RawPortion], helping: Helping) -> Portion | None:
    """The household portion nearest to what eaters take, among the words a shopper recognises."""
    candidates = list_candidates(category, portions)
    scores = [score_portion(category, text, grams, helping) for text, grams in candidates]
    ranked = sorted((score, place) for place, score in enumerate(scores) if score is not None)
    if not ranked:
        return None
    text, grams = candidates[ranked[0][1]]
    return Portion(name_portion(category, text), grams, choose_step(category, text, grams, helping))


def find_usual_grams(portions: Sequence[RawPortion]) -> float:
    """The weight FNDDS takes where a person did not say how much [g]; 0 if it takes none."""
    for portion in portions:
        if portion.text == QUANTITY_NOT_SPECIFIED and not portion.subcode:
            return float(portion.grams)
    return 0.0


def load_chosen_portions() -> Mapping[str, Row]:
    """Portions set by hand where the rules fail, by food id."""
    rows = load_rows(HERE / "portions.csv", ("food_id", "portion", "portion_g", "step"))
    return {row["food_id"]: row for row in rows}


def round_to_step(value: float, step: float) -> float:
    """The nearest multiple of a step; halves go up."""
    return math.floor(value / step + 0.5) * step


def find_least(category: str) -> str:
    """Whether the least of a food at a meal is one step (a splash of milk) or half a helping."""
    for row in load_rule_table("least.csv", ("category", "least")):
        if _fits(row["category"], category):
            return row["least"]
    raise RawProblem(f'{HERE / "least.csv"}: no row of the column "category" fits "{category}".')


def find_least_kcal(category: str) -> float:
    """What the least of a food has to hold where it may be what a meal is about [kcal]; 0 for all others."""
    for row in load_rule_table("mains.csv", ("category", "least_kcal")):
        if _fits(row["category"], category):
            return float(row["least_kcal"])
    raise RawProblem(f'{HERE / "mains.csv"}: no row of the column "category" fits "{category}".')


def derive_amounts(
    portion: Portion,
    helping: Helping,
    days: float,
    basis: str,
    least_rule: str = "half",
    *,
    kcal: float = 0.0,
    least_kcal: float = 0.0,
) -> Amounts:
    """Median helping, least amount and caps of a meal, a day and a week in portions.

    `kcal` is the energy of a portion: a meal has no more of one food than `MOST_KCAL`, unless that is less
    than a helping; the least of a food holds `least_kcal`, unless a helping holds less. No rounding makes of
    what one in ten have on a day what fewer than one in twenty have.
    """
    step = portion.step
    usual = max(step, round_to_step(helping.median / portion.grams, step))
    least = step if least_rule == "step" else max(step, math.ceil(usual / 2 / step - 1e-9) * step)
    meal = max(usual, round_to_step(helping.large / portion.grams, step))
    if kcal > 0:
        least = max(least, min(usual, math.ceil(least_kcal / kcal / step - 1e-9) * step))
        meal = min(meal, max(usual, math.floor(MOST_KCAL / kcal / step + 1e-9) * step))
    most = max(usual, math.floor(helping.day_most / portion.grams / step + 1e-9) * step)
    meal = min(meal, most)
    day = max(meal, min(most, round_to_step(helping.day_large / portion.grams, step)))
    each = day if basis == "most" else max(usual, helping.day_median / portion.grams)
    # The small term keeps 3 * 0.1-like products from falling below the step they stand on.
    week = max(day, math.floor(each * days / step + 1e-9) * step)
    return Amounts(usual, least, meal, day, week)


def find_week_days(category: str) -> tuple[float, str]:
    """On how many days of a week a food may come, and whether the cap is the most or the median of a day."""
    for row in load_rule_table("week_days.csv", ("category", "days", "basis")):
        if _fits(row["category"], category):
            return float(row["days"]), row["basis"]
    raise RawProblem(f'{HERE / "week_days.csv"}: no row of the column "category" fits "{category}".')

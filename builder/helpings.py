"""What people take at a time and in a day, and at which meals (NHANES); borrowed where reports are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from builder.raw import Row

FEW_REPORTS = 20
# A 90th percentile of fewer than 100 reports rests on fewer than ten people: one feast must not set a cap.
FEW_FOR_TAILS = 100
TAIL_OVER_MEDIAN = 3
QUANTILES = (
    "g_occasion_p25", "g_occasion_p50", "g_occasion_p75", "g_occasion_p90", "g_day_p50", "g_day_p90",
    "g_day_p95",
)  # fmt: skip
MEALS = ("breakfast", "lunch", "dinner", "snack")


@dataclass(frozen=True)
class Helping:
    """Grams of one food at an eating occasion and in a day of those who eat it, and its share of meals."""

    light: float
    median: float
    ample: float
    large: float
    day_median: float
    day_large: float
    day_most: float
    meals: Mapping[str, str | float]


def weighted_median(pairs: Iterable[tuple[float, int]]) -> float:
    """The least value at which half of the weight is reached."""
    ordered = sorted(pairs)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    raise ValueError("no value to take a median of")


def weighted_mean(pairs: Sequence[tuple[float, int]]) -> float:
    """Mean of values by weight."""
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


class Borrowing:
    """Quantiles and meal shares for foods with few reports, taken from the other foods of their category.

    Quantiles travel as ratios to the usual amount of a food (the weight FNDDS takes where a quantity was not
    specified), because a cup of puffed cereal and a cup of granola weigh so differently.
    """

    def __init__(
        self,
        consumption: Mapping[str, Row],
        usual_grams: Callable[[str], float],
        toppings: Collection[str] = (),
    ) -> None:
        self._toppings = toppings
        self._usual_grams = usual_grams
        self._kin: dict[str, list[Row]] = {}
        for row in consumption.values():
            if int(row["n_reports"]) > 0 and usual_grams(row["food_code"]) > 0:
                self._kin.setdefault(row["wweia_category"], []).append(row)

    def derive_helping(self, row: Row) -> Helping:
        """The helping of one food: its own figures from 20 reports on, below that those of its category.

        So it is for `toppings`, whose reports are of another use than the dish they are in our table.
        """
        if int(row["n_reports"]) >= FEW_REPORTS and row["food_code"] not in self._toppings:
            grams = {name: float(row[name]) for name in QUANTILES}
            if int(row["n_reports"]) < FEW_FOR_TAILS:
                for tail, median in (("g_occasion_p90", "g_occasion_p50"), ("g_day_p90", "g_day_p50")):
                    grams[tail] = min(grams[tail], TAIL_OVER_MEDIAN * grams[median])
            return _make_helping(grams, {meal: row[f"eo_{meal}"] for meal in MEALS})
        usual = self._usual_grams(row["food_code"])
        kin = self._kin.get(row["wweia_category"], [])
        often = [other for other in kin if int(other["n_reports"]) >= FEW_REPORTS] or kin
        if not often or usual <= 0:
            grams = {name: float(row[name]) for name in QUANTILES}
            return _make_helping(grams, {meal: row[f"eo_{meal}"] for meal in MEALS})
        whole = row["food_code"] in self._toppings  # as heavy as its kin, whatever a spoonful weighs
        grams = {
            name: (1.0 if whole else usual)
            * weighted_median(
                (
                    float(other[name]) / (1.0 if whole else self._usual_grams(other["food_code"])),
                    int(other["n_reports"]),
                )
                for other in often
            )
            for name in QUANTILES
        }
        meals = {
            meal: round(
                weighted_mean([(float(other[f"eo_{meal}"]), int(other["n_reports"])) for other in often]), 4
            )
            for meal in MEALS
        }
        return _make_helping(grams, meals)


def _make_helping(grams: Mapping[str, float], meals: Mapping[str, str | float]) -> Helping:
    light, median, ample, large, day_median, day_large, day_most = (grams[name] for name in QUANTILES)
    return Helping(light, median, ample, large, day_median, day_large, day_most, meals)

"""Freezes what stands in for an unknown amount when a maximum is checked: the category's 90th percentile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from builder.raw import Row

UNKNOWN_COLUMNS = ("category", "nutrient", "value")
QUANTILE = 0.9


def take_quantile(values: Iterable[float], quantile: float) -> float:
    """Quantile with linear interpolation between the sorted values."""
    ordered = sorted(values)
    place = quantile * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


def build_unknown_rows(foods: Sequence[Row], nutrients: Sequence[str]) -> list[Row]:
    """One row for each category and nutrient that some food of the category leaves blank, per 100 g.

    Where no food of the category has a value, the whole table stands in.
    """
    blanks = {(food["category"], name) for food in foods for name in nutrients if food[name] == ""}
    rows = []
    for category, nutrient in sorted(blanks):
        known = [food for food in foods if food[nutrient] != ""]
        values = [float(food[nutrient]) for food in known if food["category"] == category]
        values = values or [float(food[nutrient]) for food in known]
        value = write_number(take_quantile(values, QUANTILE))
        rows.append({"category": category, "nutrient": nutrient, "value": value})
    return rows

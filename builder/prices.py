"""Brings prices of 2017/18 to dollars of a stated later year with one factor of the food-at-home CPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.raw import FOOD_CPI, RawProblem, load_food_cpi
from builder.writing import write_number

if TYPE_CHECKING:
    from pathlib import Path

CPI_ITEM = "Food at home"
BASE_YEARS = (2017, 2018)
TARGET_YEAR = 2024
FACTOR_DECIMALS = 4
CPI_SOURCE = "USDA Economic Research Service, Food Price Outlook: historical Consumer Price Index"
CPI_LINK = "https://www.ers.usda.gov/data-products/food-price-outlook/"
METHOD = (
    "The yearly per cent changes of the index are chained to a level with {first} = 1; the factor is the "
    "level of {target} over the mean of the levels of {base}, rounded to {decimals} decimals. PP-NAP prices "
    "per 100 edible grams are multiplied by it and rounded to 6 decimals."
)
FACTOR_COLUMNS = ("item", "base", "target", "factor", "method", "source", "link")


def derive_price_factor(raw: Path) -> float:
    """Price level of the target year over the mean level of the base years."""
    changes = load_food_cpi(raw, CPI_ITEM)
    first, *_ = BASE_YEARS
    levels = {first: 1.0}
    for year in range(first + 1, TARGET_YEAR + 1):
        if year not in changes:
            raise RawProblem(f'{raw / FOOD_CPI}: the column "Year" has no row {year} for "{CPI_ITEM}".')
        levels[year] = levels[year - 1] * (1 + changes[year] / 100)
    base = sum(levels[year] for year in BASE_YEARS) / len(BASE_YEARS)
    return round(levels[TARGET_YEAR] / base, FACTOR_DECIMALS)


def build_price_factor_row(factor: float) -> dict[str, str]:
    """The one row of data/price_factor.csv."""
    return {
        "item": CPI_ITEM,
        "base": "/".join(map(str, BASE_YEARS)),
        "target": str(TARGET_YEAR),
        "factor": write_number(factor),
        "method": METHOD.format(
            first=BASE_YEARS[0],
            target=TARGET_YEAR,
            base=" and ".join(map(str, BASE_YEARS)),
            decimals=FACTOR_DECIMALS,
        ),
        "source": CPI_SOURCE,
        "link": CPI_LINK,
    }


def scale_price(price: str, factor: float) -> str:
    """A PP-NAP price in dollars of the target year."""
    return write_number(round(float(price) * factor, 6))

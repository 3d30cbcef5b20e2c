"""The price of a target in one line: per unit, how far it holds, and whether it is the only one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.explain.sentences import readable_unit, say_money
from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    from mealopt.explain.driver import Driver


def say_price(driver: Driver) -> str:
    """Write the price of a driver, ready for Markdown; its range where it was measured."""
    factor, unit = readable_unit(driver.price, driver.unit.removeprefix("$ per "))
    prices = driver.prices
    if prices is None:
        return escape_markdown(f"{say_signed(driver.price * factor)} per {unit}")
    if prices.unique:
        parts = [f"{say_signed(driver.price * factor)} per {unit}, the only price there is"]
    else:
        said = [
            f"{say_signed(price * factor)} for {way}" if math.isfinite(price) else f"nothing fits with {way}"
            for price, way in ((prices.below, "less"), (prices.above, "more"))
        ]
        parts = [f"Two prices per {unit}: {' and '.join(said)}"]
    parts.append(say_range(driver))
    return escape_markdown(" · ".join(part for part in parts if part))


def say_signed(amount: float) -> str:
    """Write a price, a minus sign before one that saves."""
    return f"{'−' if amount < 0 else ''}{say_money(amount)}"


def say_range(driver: Driver) -> str:
    """Write the range a price holds over, blank where it holds everywhere."""
    prices = driver.prices
    assert prices is not None
    unit = driver.unit.removeprefix("$ per ")

    def show(value: float) -> str:
        return f"{value:,.{max(driver.decimals, 1)}f}"

    low = math.isfinite(prices.low) and prices.low > 0
    high = math.isfinite(prices.high)
    if low and high:
        return f"from {show(prices.low)} to {show(prices.high)} {unit}"
    if low:
        return f"from {show(prices.low)} {unit} up"
    return f"up to {show(prices.high)} {unit}" if high else ""

"""The sentences of an explanation, written from its numbers, so that every door says the same thing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mealopt.explain.drivers import Driver

UNIT_WORDS = {"kcal": "kilocalorie", "g": "gram", "mg": "milligram", "µg": "microgram", "tsp": "teaspoon"}


def say_percent(share: float) -> str:
    """Write a per cent change of the cost with no more precision than it has: `0.4 %`."""
    size = abs(share)
    if size < 0.0095:
        return "less than 0.01 %"
    return f"{size:.1f} %" if size >= 0.095 else f"{size:.2f} %"


def say_money(amount: float) -> str:
    """Write dollars the way people say them: `$1.20`, `3 ¢`, `0.4 ¢`."""
    size = abs(amount)
    if size >= 0.995:
        return f"${size:,.2f}"
    cents = size * 100
    if cents >= 9.5:
        return f"{cents:.0f} ¢"
    if cents >= 0.095:
        return f"{cents:.1f} ¢".replace(".0 ¢", " ¢")
    return "less than 0.1 ¢"


def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence: `vitamin D`, but `DHA` stays."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def join_words(words: tuple[str, ...]) -> str:
    """Join names as a person does: `milk`, `milk and salmon`, `milk, salmon and tofu`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def say_driver(driver: Driver) -> str:
    """Say what a limit does to the cost: by one per cent, by unit while the price holds, and for which foods.

    A share of 0.4 means that one per cent more of the limit changes the cost by 0.4 per cent.
    """
    label = driver.label
    more = "more" if driver.share > 0 else "less"
    if driver.is_group:
        return f"{label}: {driver.share * 100:+.0f} % of the cost."
    if driver.limit == "maximum":
        change = f"{say_percent(driver.share)} {more}"
        first = f"The limit on {lower_first(label)} binds: allowing 1 % more would cost {change}."
    elif driver.share >= 0.2:
        first = f"{label} drives this plan: 1 % more would cost {say_percent(driver.share)} {more}."
    else:
        first = f"1 % more {lower_first(label)} would cost {say_percent(driver.share)} {more}."
    parts = [first, say_range(driver)]
    if driver.foods and driver.share > 0:
        parts.append(f"It is why the plan has {join_words(driver.foods)}.")
    return " ".join(part for part in parts if part)


def say_range(driver: Driver) -> str:
    """Say what a unit less and more would do, and how far; blank where no range was measured."""
    prices = driver.prices
    if prices is None:
        return ""
    unit = driver.unit.removeprefix("$ per ")
    factor, word = readable_unit(driver.price, unit)
    parts = []

    def show(value: float) -> str:
        return f"{value:,.{max(driver.decimals, 1)}f} {unit}"

    if not prices.unique:
        parts.append(
            f"Two limits meet here: each {word} less saves {say_money(prices.below * factor)}, each more costs "
            f"{say_money(prices.above * factor)}."
        )
    elif driver.limit == "maximum":
        end = f", up to {show(prices.high)}" if math.isfinite(prices.high) else ""
        parts.append(f"Each {word} more would save {say_money(driver.price * factor)} a day{end}.")
    elif driver.price > 0:
        end = f", down to {show(prices.low)}" if prices.low > 0 else ""
        parts.append(f"Each {word} less would save {say_money(driver.price * factor)} a day{end}.")
    else:
        end = f", up to {show(prices.high)}" if math.isfinite(prices.high) else ""
        parts.append(f"Each {word} more would save {say_money(driver.price * factor)} a day{end}.")
    return " ".join(parts)


def readable_unit(price: float, unit: str) -> tuple[float, str]:
    """Return a number of units whose price can be said in cents, and its words: `100 milligrams`."""
    word = UNIT_WORDS.get(unit, unit)
    factor = 1.0
    while abs(price) * factor < 0.001 and factor < 1000:
        factor *= 10
    return factor, word if factor == 1 else f"{factor:,.0f} {word}s"


def say_headline(
    cost: float, days: int, energy: float, score: float, driver: str, missed: int, musts: int
) -> str:
    """Say the whole plan in one line."""
    parts = [f"${cost:.2f} a day", f"{energy:,.0f} kcal"]
    parts.append(f"all {musts} musts met" + (" every day" if days > 1 else ""))
    if missed:
        aims = f"{missed} aim{'s' if missed > 1 else ''} missed"
        parts.append(f"{aims} on some day" if days > 1 else aims)
    parts.append(f"HEI-2020 {score:.0f} of 100")
    if driver:
        parts.append(f"{lower_first(driver)} drives the cost")
    return " · ".join(parts)


def say_shortfall(label: str, side: str, missing: str, limit: str, percent: float) -> str:
    """Say by how much one target cannot be met."""
    if side == "minimum":
        return f"{label}: {missing} short of {limit} ({percent:.0f} %)"
    return f"{label}: {missing} above {limit} ({percent:.0f} %)"

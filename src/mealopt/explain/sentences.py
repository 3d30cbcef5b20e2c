"""The sentences of an explanation, written from its numbers, so that every door says the same thing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.knowledge.nutrients import join_words, lower_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.explain.driver import Driver
    from mealopt.explain.parametric import PriceRange

UNIT_WORDS = {
    "kcal": "kilocalorie", "g": "gram", "mg": "milligram", "µg": "microgram", "tsp": "teaspoon",
    "oz": "ounce",
}  # fmt: skip
LEAST_MONEY = 0.00095  # dollars: less than that cannot be said in tenths of a cent
LEAST_SHARE = 0.01  # of the cost: less is said in words
DRIVES = 0.2  # from this share of the cost on a limit drives a plan
NEAR = 1e-3  # a price that ends closer to its limit than this share of it holds only there
ALL_MONEY, NO_MONEY = 0.2, 0.01  # how far money may be from the whole price, or from nothing


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


def say_driver(driver: Driver) -> str:
    """Say what a limit does to the cost: by one per cent, by unit while the price holds, and for which foods.

    A share of 0.4 means that one per cent more of the limit changes the cost by 0.4 per cent.
    """
    label = driver.label
    if driver.is_group:
        verb, way = ("adds", "to") if driver.share > 0 else ("takes", "off")
        return f"{label}: {verb} {abs(driver.share) * 100:.0f} % {way} the cost."
    change = f"{say_percent(driver.share)} {'more' if driver.share > 0 else 'less'}"
    if driver.limit == "maximum":
        first = f"The limit on {lower_first(label)} binds: allowing 1 % more would cost {change}."
    elif driver.share >= DRIVES:
        first = f"{label} drives this plan: 1 % more would cost {change}."
    else:
        first = f"1 % more {lower_first(label)} would cost {change}."
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
    if not prices.unique:
        return say_corner(prices, unit)
    factor, word = readable_unit(driver.price, unit)
    # what is dear is told as what less of it would save, what is in the way as what more would
    way, end, limited = (
        ("less", prices.low, prices.low > 0)
        if driver.price > 0
        else ("more", prices.high, math.isfinite(prices.high))
    )
    text = f"Each {word} {way} would save {say_money(driver.price * factor)} a day"
    text += say_money_part(driver, factor)
    if limited:
        text += say_end(driver, end, unit)
    return f"{text}."


def say_corner(prices: PriceRange, unit: str) -> str:
    """Say both prices of a limit where another limit meets it."""
    sizes = [abs(price) for price in (prices.below, prices.above) if math.isfinite(price) and price]
    factor, word = readable_unit(max(sizes, default=1.0), unit)

    def effect(price: float, rises: str, falls: str) -> str:
        if math.isinf(price):
            return "does not fit"
        if abs(price) * factor < LEAST_MONEY:
            return "changes nothing"
        return f"{rises if price > 0 else falls} {say_money(price * factor)}"

    below = effect(prices.below, "saves", "costs")
    above = effect(prices.above, "costs", "saves")
    return f"Another limit meets it here: each {word} less {below}, each {word} more {above} a day.".replace(
        "does not fit a day", "does not fit"
    ).replace("changes nothing a day", "changes nothing")


def say_money_part(driver: Driver, factor: float) -> str:
    """Say how much of a price is money, where surcharges of the goal are much of it."""
    whole, money = driver.price * factor, (driver.money or 0.0) * factor
    close = abs(money - whole) <= ALL_MONEY * abs(whole) or say_money(money) == say_money(whole)
    if driver.money is None or (close and money * whole > 0):
        return ""
    if abs(money) < max(LEAST_MONEY, NO_MONEY * abs(whole)):
        return " (all of it surcharges)"
    if money * whole < 0:
        return f" (in surcharges: money alone would rise by {say_money(money)})"
    if abs(money) < abs(whole):
        return f" ({say_money(money)} of it money, the rest surcharges)"
    return f" ({say_money(money)} in money, less what surcharges take back)"


def say_end(driver: Driver, end: float, unit: str) -> str:
    """Say how far a price holds, with no more digits than it takes to tell it from the limit."""
    bound = driver.bound
    if abs(end - bound) < NEAR * abs(bound):
        return ", but only close to today's limit"
    decimals = driver.decimals
    while decimals < driver.decimals + 2 and f"{end:.{decimals}f}" == f"{bound:.{decimals}f}":
        decimals += 1
    return f", {'down' if end < bound else 'up'} to {end:,.{decimals}f} {unit}"


def readable_unit(price: float, unit: str) -> tuple[float, str]:
    """Return a number of units whose price can be said in cents, and its words: `100 milligrams`."""
    word = UNIT_WORDS.get(unit, unit)
    factor = 1.0
    while abs(price) * factor < LEAST_MONEY and factor < 1000:
        factor *= 10
    return factor, word if factor == 1 else f"{factor:,.0f} {word}s"


def say_headline(
    cost: float,
    days: int,
    energy: float,
    score: float | None,
    lead: str,
    missed: int,
    musts: int,
    unmeasured: Sequence[str] = (),
    *,
    weekly: bool = False,
) -> str:
    """Say the whole plan in one line; `lead` is what drives its cost, in words (`say_lead`).

    `unmeasured` are the nutrients it could not be planned for.

    A cost that is NaN is not known. In a `weekly` plan most musts and the aims hold on the week's average.
    """
    parts = [] if math.isnan(cost) else [f"${cost:.2f} a day"]
    parts.append(f"{energy:,.0f} kcal")
    if unmeasured:
        parts.append("NOT planned for, as the table does not measure them: " + say_first(unmeasured))
    measured = " it can measure" if unmeasured else ""
    when = " over the week" if weekly else " every day" if days > 1 else ""
    parts.append(f"all {musts} musts{measured} met{when}")
    if missed:
        aims = f"{missed} aim{'s' if missed > 1 else ''} missed"
        parts.append(f"{aims} on some day" if days > 1 and not weekly else aims)
    if score is not None:
        parts.append(f"HEI-2020 {score:.0f} of 100")
    return " · ".join([*parts, lead] if lead else parts)


def say_lead(label: str, share: float, energy_share: float) -> str:
    """Say which nutrient costs most, energy aside, with its share of the cost."""
    percent = f"{share:.0%}".replace("%", " %") if share >= LEAST_SHARE else "under 1 %"
    after = "after calories, " if energy_share > share else ""
    return f"{after}{lower_first(label)} costs most ({percent})"


def say_first(words: Sequence[str], most: int = 3) -> str:
    """Name the first few and count the others."""
    more = len(words) - most
    return ", ".join(map(lower_first, words[:most])) + (f" and {more} more" if more > 0 else "")


def say_shortfall(label: str, side: str, missing: str, limit: str, percent: float) -> str:
    """Say by how much one target cannot be met."""
    if side == "minimum":
        return f"{label}: {missing} short of {limit} ({percent:.0f} %)"
    return f"{label}: {missing} above {limit} ({percent:.0f} %)"

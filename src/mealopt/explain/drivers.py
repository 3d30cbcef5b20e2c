"""Drivers: the shadow price of each binding limit, how far it holds, and its share of the optimum.

A shadow price is what one unit more of a limit would cost [$ per unit]. By strong duality the products
price × limit add up to the optimum, so that the shares are a signed waterfall; single bars may pass 100 %.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.explain.driver import Driver
from mealopt.explain.parametric import Mover, Point, PriceRange, find_prices, limit_slope
from mealopt.explain.sentences import say_driver, say_lead
from mealopt.rules.build import list_groups, owners_of
from mealopt.rules.family import OTHER
from mealopt.rules.limits import COLUMN, ROW, knows_limit, miss_column, place_limit
from mealopt.tables.frames import Records, list_column
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.linear.layout import Bounds
    from mealopt.request.limit import Limit
    from mealopt.rules.family import Group

COLUMNS = (
    "nutrient", "limit", "bound", "shadow_price", "unit", "range_low", "range_high", "unique", "share",
    "sentence", "price_below", "price_above", "money_price",
)  # fmt: skip
Place = tuple[str, int]  # a row or a column


def find_drivers(
    average: Average, answer: Answer, paid: Mapping[str, tuple[str, ...]] | None = None
) -> list[Driver]:
    """Return every bar of the waterfall, nutrients by the size of their share, then the groups.

    The shares add up to 1 within the certificate's tolerance: Σ price × bound = optimum. `paid` names
    the foods each nutrient pays for.
    """
    total = answer.objective
    products = dual_products(average.bounds, answer)
    drivers = []
    for limit in average.targets.limits.values():
        driver = limit_driver(average, limit, answer, products)
        if driver is not None:
            drivers.append(replace(driver, foods=(paid or {}).get(driver.nutrient, ())))
    drivers.sort(key=lambda driver: (-abs(driver.share), driver.nutrient, driver.limit))
    layout = average.program.layout
    for group in list_groups():
        owners = owners_of(group)
        mine = [(ROW, row) for row in sorted(row for owner in owners for row in layout.rows_of(owner))]
        columns = sorted(column for owner in owners for column in layout.columns_of(owner))
        mine += [(COLUMN, column) for column in columns]
        drivers += group_driver(group, sum(products.pop(place, 0.0) for place in mine), total)
    return drivers + group_driver(OTHER, sum(products.values()), total)


def group_driver(group: Group, amount: float, total: float) -> list[Driver]:
    """Return the bar of a group of limits, nothing where they cost nothing."""
    if abs(amount) <= TRACE * max(1.0, abs(total)):
        return []
    return [Driver(group.id, group.label, "group", math.nan, math.nan, "", amount / total)]


def dual_products(bounds: Bounds, answer: Answer) -> dict[Place, float]:
    """Return price × bound of every row and column that has a price."""
    products: dict[Place, float] = {}
    for kind, prices, lower, upper in (
        (ROW, answer.duals, bounds.row_lower, bounds.row_upper),
        (COLUMN, answer.reduced, bounds.column_lower, bounds.column_upper),
    ):
        sides = np.where(prices > 0, lower, upper)
        for index in np.flatnonzero((prices != 0) & (sides != 0) & np.isfinite(sides)).tolist():
            products[kind, index] = float(prices[index] * sides[index])
    return products


def limit_driver(
    average: Average, limit: Limit, answer: Answer, products: dict[Place, float]
) -> Driver | None:
    """Return the bar of one limit, with what its aim was missed by; `None` where it costs nothing.

    Its products are taken from those given.
    """
    program = average.program
    if not knows_limit(program, limit):
        return None
    mine = [place_limit(program, limit)]
    if mine[0][0] == ROW:
        mine.append((COLUMN, miss_column(program, limit)))
    price = limit_slope(program, answer, limit, average.slack)
    if abs(price) <= TRACE:
        return None
    if len(mine) == 1 and (price > 0) != (limit.side == "minimum"):
        return None  # energy is one number with two sides: the one that presses speaks
    info = program.knowledge.nutrients[limit.nutrient]
    amount = sum(products.pop(place, 0.0) for place in mine)
    return Driver(
        limit.nutrient, info.label, limit.side, limit.value, price, f"$ per {info.unit}",
        amount / answer.objective, info.decimals, limit_name=limit.name,
    )  # fmt: skip


def measure_ranges(average: Average, answer: Answer, drivers: list[Driver]) -> list[Driver]:
    """Return the drivers with both one-sided prices, the ranges they hold over, and their money part."""
    measured = []
    for driver in drivers:
        if driver.is_group:
            measured.append(driver)
            continue
        limit = average.targets.limits[driver.limit_name]
        mover = Mover(average.live, average.bounds, limit, slack=average.slack)
        prices = find_prices(mover, Point(limit.value, answer.objective, driver.price))
        measured.append(
            replace(driver, prices=prices, money=money_price(mover, average, answer, limit, prices))
        )
    return measured


def money_price(
    mover: Mover, average: Average, answer: Answer, limit: Limit, prices: PriceRange
) -> float | None:
    """Return what one unit more of a limit costs in money alone [$ per unit], `None` where unknown.

    It is the change of the plan's money over half the way to the nearer end of the price's range.
    """
    room = prices.high - limit.value
    step = room / 2 if math.isfinite(room) and room > 0 else (limit.value - prices.low) / -2
    if abs(step) < PROVED * max(1.0, limit.value):
        return None
    point = mover.answer(limit.value + step)
    if point is None:
        return None
    costs = average.program.table.cost_per_portion
    foods = average.program.food_columns
    return float(multiply(costs, point.columns[foods] - answer.columns[foods])) / step


def list_drivers(drivers: list[Driver]) -> Records:
    """Return the rows of drivers in the columns of the file; blank is unknown or without end."""

    def blank(value: float | None) -> float:
        return math.nan if value is None or math.isinf(value) else value

    rows = []
    for driver in drivers:
        prices = driver.prices
        unique = "" if prices is None else ("yes" if prices.unique else "no")
        rows.append((
            driver.nutrient, driver.limit, driver.bound, driver.price, driver.unit,
            blank(prices.low if prices else None), blank(prices.high if prices else None),
            unique, driver.share, say_driver(driver),
            blank(prices.below if prices else None), blank(prices.above if prices else None),
            blank(driver.money),
        ))  # fmt: skip
    return Records(COLUMNS, rows)


def name_lead(drivers: Records, knowledge: Knowledge) -> str:
    """Say which nutrient of some drivers costs most, energy aside; blank where none does."""
    columns = (list_column(drivers, name) for name in ("nutrient", "limit", "share"))
    bars = [(nutrient, share) for nutrient, limit, share in zip(*columns, strict=True)
            if limit != "group" and share > 0]  # fmt: skip
    lead = next((bar for bar in bars if bar[0] != knowledge.energy_id), None)
    if lead is None:
        return ""
    energy = sum(share for nutrient, share in bars if nutrient == knowledge.energy_id)
    return say_lead(knowledge.nutrients[lead[0]].label, lead[1], energy)

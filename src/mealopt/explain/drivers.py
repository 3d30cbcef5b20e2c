"""Drivers: the shadow price of each binding limit and its signed share of the optimum.

A shadow price is what one unit more of a limit would cost [$ per unit]. By strong duality the products
price × limit add up to the optimum, so that the shares are a signed waterfall; single bars may pass 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mealopt.explain.sentences import say_driver
from mealopt.model.layout import Bounds
from mealopt.model.program import Program
from mealopt.request.targets import Limit, Targets
from mealopt.solve.live import Answer

COLUMNS = (
    "nutrient", "limit", "bound", "shadow_price", "unit", "range_low", "range_high", "unique", "share",
    "sentence",
)  # fmt: skip
NOTHING = 1e-9  # below this a price is the solver's rounding
GROUPS = (
    ("quality", "Diet quality (HEI-2020)", ("quality", "score:")),
    ("meals", "Shares of the meals", ("meal:",)),
    ("caps", "Sensible amounts of each food", ("food:", "portion:", "limit:", "pairing:")),
    ("repeats", "Variety over the week", ("again:",)),
    ("budget", "Your budget", ("budget",)),
)


@dataclass(frozen=True)
class Driver:
    """One bar of the waterfall: a limit (or a group of them), its price and its share of the optimum."""

    nutrient: str
    label: str
    limit: str
    bound: float
    price: float
    unit: str
    share: float


def find_drivers(program: Program, bounds: Bounds, answer: Answer, targets: Targets) -> list[Driver]:
    """Return every bar of the waterfall, nutrients by the size of their share, then the groups.

    The shares add up to 1 within the certificate's tolerance: `Σ price × bound = optimum`.
    """
    total = answer.objective
    names, values, products = dual_products(program, bounds, answer)
    used: set[str] = set()
    drivers = []
    for limit in targets.limits.values():
        driver = limit_driver(program, limit, names, values, products, total, used)
        if driver is not None:
            drivers.append(driver)
    drivers.sort(key=lambda driver: (-abs(driver.share), driver.nutrient, driver.limit))
    rest = {name: product for name, product in products.items() if name not in used}
    for key, label, prefixes in GROUPS:
        members = [name for name in rest if name.startswith(prefixes)]
        amount = sum(rest.pop(name) for name in members)
        if abs(amount) > NOTHING * max(1.0, abs(total)):
            drivers.append(Driver(key, label, "group", float("nan"), float("nan"), "", amount / total))
    left = sum(rest.values())
    if abs(left) > NOTHING * max(1.0, abs(total)):
        drivers.append(Driver("other", "Everything else", "group", float("nan"), float("nan"), "", left / total))
    return drivers


def dual_products(
    program: Program, bounds: Bounds, answer: Answer
) -> tuple[dict[str, int], dict[str, float], dict[str, float]]:
    """Return price and price × bound of every row and column that has a price, by name."""
    layout = program.layout
    values: dict[str, float] = {}
    products: dict[str, float] = {}
    names: dict[str, int] = {}
    for kind, labels, prices, lower, upper in (
        ("row", layout.row_names, answer.duals, bounds.row_lower, bounds.row_upper),
        ("column", layout.column_names, answer.reduced, bounds.column_lower, bounds.column_upper),
    ):
        sides = np.where(prices > 0, lower, upper)
        for index in np.flatnonzero((np.abs(prices) > NOTHING) & np.isfinite(sides)):
            name = labels[index] if kind == "row" else f"{labels[index]}"
            values[name] = values.get(name, 0.0) + float(prices[index])
            products[name] = products.get(name, 0.0) + float(prices[index] * sides[index])
            names[name] = int(index)
    return names, values, products


def limit_driver(
    program: Program,
    limit: Limit,
    names: dict[str, int],
    values: dict[str, float],
    products: dict[str, float],
    total: float,
    used: set[str],
) -> Driver | None:
    """Return the bar of one limit, with what its aim was missed by; `None` where it costs nothing."""
    info = program.knowledge.nutrients[limit.nutrient]
    if limit.name in program.layout.rows:
        mine = [limit.name, f"miss:{limit.name}"]
        price = values.get(limit.name, 0.0)
        amount = sum(products.get(name, 0.0) for name in mine)
    else:
        mine = [f"amount:{limit.nutrient}"]
        price = values.get(mine[0], 0.0)
        amount = products.get(mine[0], 0.0)
        if mine[0] in used or (price > 0) != (limit.side == "minimum"):
            return None
    used.update(mine)
    if abs(price) <= NOTHING:
        return None
    return Driver(
        limit.nutrient, info.label, limit.side, limit.value, price, f"$ per {info.unit}", amount / total
    )


def build_drivers(drivers: list[Driver], program: Program, answer: Answer) -> pd.DataFrame:
    """Return the frame of drivers in the columns of the file."""
    return pd.DataFrame(
        [
            {
                "nutrient": driver.nutrient,
                "limit": driver.limit,
                "bound": driver.bound,
                "shadow_price": driver.price,
                "unit": driver.unit,
                "range_low": float("nan"),
                "range_high": float("nan"),
                "unique": "",
                "share": driver.share,
                "sentence": say_driver(driver.label, driver.limit, driver.share),
            }
            for driver in drivers
        ],
        columns=list(COLUMNS),
    )

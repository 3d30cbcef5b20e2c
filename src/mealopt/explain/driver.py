"""One bar of the waterfall: a binding limit, its shadow price and its share of the optimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mealopt.explain.parametric import PriceRange


@dataclass(frozen=True)
class Driver:
    """One bar of the waterfall: a limit, or a group of them, its price and its share of the optimum.

    `prices` holds both one-sided prices and their ranges, `money` the part of the price that is money
    [$ per unit]; both are blank until asked for. `foods` are those the limit pays for.
    """

    nutrient: str
    label: str
    limit: str
    bound: float
    price: float
    unit: str
    share: float
    decimals: int = 0
    prices: PriceRange | None = None
    money: float | None = None
    foods: tuple[str, ...] = ()
    limit_name: str = ""  # the id of its limit, blank for a group: a nutrient may have two of one value

    @property
    def is_group(self) -> bool:
        """Say whether the bar stands for several limits that are no nutrient's."""
        return self.limit == "group"

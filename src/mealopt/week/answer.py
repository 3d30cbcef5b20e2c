"""What the linear program over sittings comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:

    from mealopt.linear.layout import Floats
    from mealopt.week.items import Choice


@dataclass(frozen=True)
class SittingAnswer:
    """The optimum over sittings: prices of the measures, the columns with their amounts, and the bound [$].

    `bound` is per day, over every sitting of the library; `kind_prices` are by
    menu what a sitting of each kind, size and category costs at the duals [$]; `missed` is what musts of the
    week are missed by, as shares of each, together.
    """

    duals: Floats
    food_prices: Floats
    kind_prices: tuple[Floats, ...]
    columns: tuple[Choice, ...]
    amounts: Floats
    value: float
    bound: float
    missed: float

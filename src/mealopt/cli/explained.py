"""What `mealopt explain` is asked for and what it found out, for those who print it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.explain.explanation import Explanation
    from mealopt.request.limit import Limit


@dataclass(frozen=True)
class Questions:
    """What is to be answered beside the drivers: foods by id, curves as limit with its ends, restrictions."""

    swaps: tuple[str, ...]
    curves: tuple[tuple[Limit, float | None, float | None], ...]
    restrictions: bool


@dataclass(frozen=True)
class FoodSwap:
    """What a food would change: the price at which one outside comes in, or what banning one inside costs.

    `figure` is $ per 100 g or $ a day; blank where the food cannot be had, or cannot be left out.
    """

    food_id: str
    food: str
    inside: bool
    price: float
    figure: float | None
    changes: pd.DataFrame


@dataclass(frozen=True)
class Answers:
    """Everything that was found out."""

    explanation: Explanation
    swaps: tuple[FoodSwap, ...]
    curves: tuple[tuple[Limit, pd.DataFrame], ...]
    restrictions: pd.DataFrame | None

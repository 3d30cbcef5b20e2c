"""What is served in a week: what its days hold, and whether musts and the most people eat are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.tolerances import PROVED

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.demand import Demand
    from mealopt.week.menus import Bools
    from mealopt.week.model import SittingModel



class HeldDays(Protocol):
    """What days are held to: how many there are, what each and the week must hold, what is pinned."""

    @property
    def days(self) -> int:
        """Return how many days there are."""

    @property
    def demand(self) -> Demand:
        """Return what a day and the week must hold."""

    @property
    def pinned(self) -> Floats:
        """Return the portions of each food that every day has."""


@dataclass(frozen=True)
class Served:
    """Portions of a food at a meal of a day."""

    day: int
    meal: str
    food: int
    portions: float


def misses_day(needs: HeldDays, held: Floats) -> Bools:
    """Say which musts of a day are missed."""
    return misses(held, needs.demand.day_lower, needs.demand.day_upper)


def misses(held: Floats, lower: Floats, upper: Floats) -> Bools:
    """Say which measures are outside their limits."""
    short: Bools = held < lower - PROVED * np.maximum(1.0, np.abs(lower))
    return short | (held > upper + PROVED * np.maximum(1.0, np.abs(upper)))


def hold_days(needs: HeldDays, served: list[Served]) -> list[Floats]:
    """Return what each day holds of every measure, pins among it."""
    held = [multiply(needs.pinned, needs.demand.per_portion) for _ in range(needs.days)]
    for one in served:
        held[one.day] = held[one.day] + one.portions * needs.demand.per_portion[one.food]
    return held


def keeps_caps(model: SittingModel, served: list[Served]) -> bool:
    """Say whether no food is had in larger amounts than people eat, on a day or in the week."""
    eaten = np.zeros((model.days, len(model.money)))
    for one in served:
        if one.food != model.water:
            eaten[one.day, one.food] += one.portions
    room = 1.0 + PROVED
    return bool((eaten <= model.max_day * room).all() and (eaten.sum(axis=0) <= model.max_week * room).all())


def find_misses(model: SittingModel, held: list[Floats]) -> list[str]:
    """Return the measures whose musts are missed, on a day or over the week."""
    demand, mean = model.demand, np.sum(held, axis=0) / model.days
    missed = misses(mean, demand.week_lower, demand.week_upper)
    for row in held:
        missed = missed | misses_day(model, row)
    return [demand.names[number] for number in np.flatnonzero(missed)]

"""A week while it is searched: sittings on days, what each day holds, how often the week has each food."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.items import Choice

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel


@dataclass(frozen=True, eq=False)  # what was worked out for a place is kept by which it is
class Place:
    """A sitting on a day: its meal, foods and portions, where it comes from and what it costs [$]."""

    meal: int
    template: int
    foods: Ints
    portions: Floats
    price: float


@dataclass
class Week:
    """Seven days of places, with what each day holds and how often the week has each food."""

    days: list[list[Place]]
    held: list[Floats]
    eaten: Floats  # portions by food
    served: Floats  # sittings by food
    kinds: Floats  # sittings by meal and kind
    parts: Floats  # sittings by day and part of a day

    def become(self, other: Week) -> None:
        """Take over the days of another week."""
        self.days, self.held, self.kinds = other.days, other.held, other.kinds
        self.eaten, self.served, self.parts = other.eaten, other.served, other.parts


def place_of(choice: Choice, row: int) -> Place:
    """Return one sitting of a choice."""
    return Place(
        choice.meal,
        int(choice.template[row]),
        choice.foods[row],
        choice.portions[row],
        float(choice.price[row]),
    )


def empty_choice(model: SittingModel, meal: int, rows: int = 1) -> Choice:
    """Return a sitting of nothing: a snack that is not had."""
    width = model.menus[meal].foods.shape[1]
    nothing = len(model.money) - 1
    return Choice(
        meal, np.full(rows, -1), np.full((rows, width), nothing), np.zeros((rows, width)), np.zeros(rows)
    )

def measure_excess(eaten: Floats, most: Floats) -> float:
    """Return by how much portions pass what people eat, as shares of it, together."""
    return float((np.maximum(0.0, eaten - most) / most).sum())

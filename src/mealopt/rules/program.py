"""A whole model for one shape of rules: its columns, its rows, and where the foods stand among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mealopt.linear.linear_program import LinearProgram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge

Slot = tuple[int, int, float]  # column of x, food, portions per unit of the column


@dataclass(frozen=True)
class Shape:
    """What changes the matrix: the foods allowed, the goal, the days, quality, and own limits.

    `slots` leaves foods (by id) only some of their meals; `per_meal` are nutrients with a maximum at a meal.

    People who share a shape share a model; everything else about them is a bound.
    """

    food_ids: tuple[str, ...]
    goal: str
    days: int
    quality: bool
    own: tuple[str, ...] = ()
    whole: bool = False
    slots: frozenset[tuple[str, str]] | None = None
    larger: float = 1.0
    pins: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    per_meal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Program(LinearProgram):
    """A linear program with the table and goal it was built for; its costs are dollars."""

    shape: Shape
    table: FoodTable
    goal: Goal
    knowledge: Knowledge

    @property
    def heads(self) -> slice:
        """Return the food totals: the portions of a food at its meals hang on it."""
        return self.food_columns

    @cached_property
    def food_columns(self) -> slice:
        """Return where the food totals y stand: one run of columns, in table order."""
        first = self.layout.columns[f"food:{self.table.ids[0]}"]
        return slice(first, first + len(self.table))

    @cached_property
    def slots(self) -> tuple[tuple[int, int, str, float], ...]:
        """Return every food at a meal: its column, the food, the meal, portions per unit of the column."""
        found = []
        pins = dict(self.shape.pins)
        for food, food_id in enumerate(self.table.ids):
            unit = pins.get(food_id) or (float(self.table.step[food]) if self.shape.whole else 1.0)
            for meal in self.knowledge.meals:
                column = self.layout.columns.get(f"portion:{food_id}:{meal.id}")
                if column is not None:
                    found.append((column, food, meal.id, unit))
        return tuple(found)

    @cached_property
    def slot_of(self) -> dict[int, tuple[int, int, str, float]]:
        """Return the food at a meal of each column that is one."""
        return {slot[0]: slot for slot in self.slots}

    def find_slots(self, columns: Iterable[int]) -> Iterator[tuple[int, int, str, float]]:
        """Yield which foods at meals some columns are; those that are none are left out."""
        return (self.slot_of[column] for column in columns if column in self.slot_of)

    @cached_property
    def column_rows(self) -> dict[int, list[tuple[int, float]]]:
        """Return the rows each column stands in, with its coefficients."""
        found: dict[int, list[tuple[int, float]]] = {}
        for row, pairs in enumerate(self.layout.row_pairs):
            for column, value in pairs:
                found.setdefault(column, []).append((row, value))
        return found

    @cached_property
    def slot_rows(self) -> dict[int, list[tuple[int, float]]]:
        """Return the rows giving way to a pin that each food at a meal counts in, with its coefficient."""
        found: dict[int, list[tuple[int, float]]] = {}
        for row in sorted(self.layout.giving_way):
            for column, value in self.layout.row_pairs[row]:
                if value > 0:
                    found.setdefault(column, []).append((row, value))
        return found

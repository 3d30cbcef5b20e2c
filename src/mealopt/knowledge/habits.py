"""What makes food a meal, and days a week: roles of foods, what a meal needs, and what is enough in a week.

None of it is a must. A habit missed has a price, so that no nutrient is ever given up for one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.knowledge.choices import split_list
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Role:
    """A part that foods play in a meal, by their categories.

    `never_at` are meals they do not come at, `most_days` the days of a week each of them may come on
    (infinite where it does not matter).
    """

    id: str
    label: str
    categories: tuple[str, ...]
    never_at: tuple[str, ...]
    most_days: float = math.inf


@dataclass(frozen=True)
class Need:
    """What a meal wants: so many helpings of foods of a role; `usd` is the price of a helping missed."""

    id: str
    meal: str
    role: Role
    helpings: float
    usd: float


@dataclass(frozen=True)
class Weekly:
    """How many helpings of foods of a role a week wants, and how many are enough.

    `usd` is the price of a helping missed or of one too many; `at_most` is infinite where there is no limit.
    """

    id: str
    role: Role
    at_least: float
    at_most: float
    usd: float


@dataclass(frozen=True)
class Habits:
    """All roles, the needs of meals and the habits of weeks."""

    roles: Mapping[str, Role]
    needs: tuple[Need, ...]
    weekly: tuple[Weekly, ...]

    def is_out_of_place(self, category: str, meal: str) -> bool:
        """Say whether foods of a category do not come at a meal, whatever a few people do."""
        return any(meal in role.never_at and category in role.categories for role in self.roles.values())

    def most_days(self, category: str) -> float:
        """Return on how many days of a week a food of a category may come."""
        return min(
            (role.most_days for role in self.roles.values() if category in role.categories), default=math.inf
        )

    def is_main(self, category: str, meal: str) -> bool:
        """Say whether a category is what a meal needs as its dish: a role no other meal may borrow."""
        return any(
            need.meal == meal and need.role.never_at and category in need.role.categories
            for need in self.needs
        )


def load_habits(folder: Path, meals: Collection[str]) -> Habits:
    """Load `roles.csv`, `meal_needs.csv` and `weekly_habits.csv` of a folder; `meals` are the known ones."""
    columns = (
        Column("role", required=True), Column("label"), Column("never_at"),
        Column("most_days", "whole", minimum=1, maximum=7), Column("categories", required=True),
    )  # fmt: skip
    roles = {
        text_of(r, "role"): Role(
            text_of(r, "role"), text_of(r, "label"), split_list(text_of(r, "categories")),
            split_list(text_of(r, "never_at")),
            math.inf if number_of(r, "most_days") is None else float(number_of(r, "most_days") or 0.0),
        )
        for r in load_records(folder / "roles.csv", columns, key=("role",))
    }
    role = Column("role", "choice", required=True, choices=tuple(roles))
    usd = Column("usd_per_helping", "number", required=True, minimum=0, maximum=100)
    wanted = (
        Column("need", required=True), Column("meal", "choice", required=True, choices=tuple(meals)), role,
        Column("helpings", "number", required=True, minimum=0, maximum=100), usd,
    )  # fmt: skip
    needs = tuple(
        Need(
            text_of(r, "need"), text_of(r, "meal"), roles[text_of(r, "role")],
            number_of(r, "helpings") or 0.0, number_of(r, "usd_per_helping") or 0.0,
        )
        for r in load_records(folder / "meal_needs.csv", wanted, key=("need",))
    )  # fmt: skip
    habits = (
        Column("habit", required=True), role, Column("at_least", "number", minimum=0, maximum=100),
        Column("at_most", "number", minimum=0, maximum=100), usd,
    )  # fmt: skip
    weekly = tuple(
        Weekly(
            text_of(r, "habit"), roles[text_of(r, "role")], number_of(r, "at_least") or 0.0,
            math.inf if number_of(r, "at_most") is None else float(number_of(r, "at_most") or 0.0),
            number_of(r, "usd_per_helping") or 0.0,
        )
        for r in load_records(folder / "weekly_habits.csv", habits, key=("habit",))
    )  # fmt: skip
    return Habits(roles, needs, weekly)

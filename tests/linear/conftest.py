"""Small linear programs of any shape, and live models of real foods, shared because building takes time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mealopt.linear.layout import Bounds, Layout
from mealopt.linear.linear_program import LinearProgram
from mealopt.linear.live import LiveModel
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.average.models import Models
    from mealopt.knowledge.library import Knowledge


def make_random_layout(seed: int) -> Layout:
    """Return a small program with boxes for columns, and rows of every kind; it may or may not fit."""
    random = np.random.default_rng(seed)
    columns, rows = int(random.integers(2, 8)), int(random.integers(1, 7))
    layout = Layout()
    lower = random.choice([0.0, 0.0, -1.5], columns)
    upper = lower + random.uniform(0.5, 6.0, columns)
    costs = random.normal(size=columns)
    for column in range(columns):
        layout.add_column(f"x{column}", float(lower[column]), float(upper[column]), float(costs[column]))
    inside = random.uniform(lower, upper)
    for row in range(rows):
        values = np.where(random.random(columns) < 0.7, random.normal(size=columns), 0.0)
        # rows are drawn around a point inside, and some a good way beyond what can be reached
        middle = float(values @ inside) + (float(random.normal()) * 12 if random.random() < 0.3 else 0.0)
        room = float(random.exponential(0.5))
        kind = random.choice(["lower", "upper", "equal", "free"], p=[0.4, 0.35, 0.15, 0.1])
        low = {"lower": middle - room, "equal": middle}.get(kind, -np.inf)
        high = {"upper": middle + room, "equal": middle}.get(kind, np.inf)
        layout.add_row(f"r{row}", enumerate(values.tolist()), low, high)
    layout.add_row("all", [(column, 1.0) for column in range(columns)])
    return layout


@dataclass(frozen=True)
class Blocked(LinearProgram):
    """A problem whose first columns are the heads of blocks."""

    count: int

    @property
    def heads(self) -> slice:
        return slice(0, self.count)


def make_random_program(seed: int, foods: int = 24) -> Blocked:
    """Return a small program of foods in blocks, with shared rows of every kind; it may or may not fit.

    Foods have amounts at one to three meals, some a surcharge for more of them (or a gift), some a second
    tie of another make, one in twenty must be had; rows count totals, amounts at meals, or both.
    """
    random = np.random.default_rng(seed)
    layout = Layout()
    for food in range(foods):
        most = float(random.choice([0.0, 1.0, 3.0]))
        least = most * 0.3 if random.random() < 0.03 else 0.0
        layout.add_column(f"food:f{food}", least, most, float(random.uniform(0.1, 2)))
    meals: list[list[int]] = [[], [], []]
    for food in range(foods):
        pairs = [(food, -1.0)]
        for meal in random.choice(3, int(random.integers(1, 4)), replace=False).tolist():
            top = float(random.choice([0.0, 1.0, 2.0], p=[0.1, 0.5, 0.4]))
            column = layout.add_column(f"portion:f{food}:{meal}", 0.0, top)
            meals[meal].append(column)
            pairs.append((column, float(random.choice([1.0, 0.5]))))
        layout.add_row(f"total:f{food}", pairs, 0.0, 0.0)
        if random.random() < 0.4:
            again = layout.add_column(f"again:f{food}", 0.0, 2.0, float(random.uniform(-0.2, 1)))
            free = float(random.choice([0.0, 0.5]))
            layout.add_row(f"again:f{food}", [(food, 1.0), (again, -1.0)], upper=free)
        if random.random() < 0.1:
            twin = layout.add_column(f"twin:f{food}", 0.0, 5.0, 0.1)
            layout.add_row(f"twin:f{food}", [(food, 1.0), (twin, -2.0)], 0.0, 0.0)
    for number in range(5):
        # an amount as a column of its own with a minimum and a price for missing it, as nutrients have
        held = np.where(random.random(foods) < 0.7, random.uniform(0, 2, foods), 0.0)
        amount = layout.add_column(f"amount:{number}", -np.inf, np.inf)
        layout.add_row(f"amount:{number}", [*enumerate(held.tolist()), (amount, -1.0)], 0.0, 0.0)
        miss = layout.add_column(f"miss:{number}", 0.0, float(random.choice([0.0, 1.0, np.inf])), 3.0)
        least = float(random.uniform(0, 12))
        layout.add_row(f"minimum:{number}", [(amount, 1.0), (miss, 1.0)], lower=least)
        layout.add_row(f"maximum:{number}", [(amount, 1.0)], upper=least + float(random.uniform(1, 15)))
    for meal, columns in enumerate(meals):
        for number in range(4):
            some = [column for column in columns if random.random() < 0.3]
            few = [(column, float(random.uniform(0.5, 1.5))) for column in some]
            if random.random() < 0.85:
                layout.add_row(f"most:{meal}:{number}", few, upper=float(random.uniform(0, 3)))
            else:
                layout.add_row(f"least:{meal}:{number}", few, lower=float(random.uniform(0, 0.7)))
    return Blocked(layout, foods)


@pytest.fixture(scope="session")
def random_program() -> Callable[..., Blocked]:
    return make_random_program


@pytest.fixture(scope="session")
def random_layout() -> Callable[[int], Layout]:
    return make_random_layout


@pytest.fixture(scope="session")
def live_of() -> Callable[..., LiveModel]:
    """Put a bare layout on a live model: all that is asked of a program is its layout."""

    def make(layout: Layout, reference: Bounds | None = None) -> LiveModel:
        return LiveModel(LinearProgram(layout), layout.bounds() if reference is None else reference)

    return make


@pytest.fixture(scope="session")
def vegan_week(models: Models) -> LiveModel:
    """The live model of everyone who eats vegan and asks for the average day of a week."""
    return models.live(models.shape_of(Person(35, "female"), Rules(diet="vegan"), 7, 95.0))


@pytest.fixture(scope="session")
def bind_vegan(vegan_week: LiveModel, knowledge: Knowledge) -> Callable[..., Bounds]:
    """Return the bounds of a vegan, with an HEI-2020 of ninety asked."""

    def bind(person: Person, quality: float | None = 90.0, **rules: object) -> Bounds:
        asked = Rules(diet="vegan", **rules)  # type: ignore[arg-type]
        targets = derive_targets(person, asked, knowledge)
        return bind_person(vegan_week.program, targets, asked, quality=quality)

    return bind

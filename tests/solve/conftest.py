"""Small linear programs of any shape, and live models of real foods, shared because building takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mealopt.model.layout import Bounds, Layout
from mealopt.model.program import Program, bind_person
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.solve.live import LiveModel
from mealopt.solve.models import Models

if TYPE_CHECKING:
    from collections.abc import Callable

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


@pytest.fixture(scope="session")
def random_layout() -> Callable[[int], Layout]:
    return make_random_layout


@pytest.fixture(scope="session")
def live_of() -> Callable[..., LiveModel]:
    """Put a bare layout on a live model: all that is asked of a program is its layout."""

    def make(layout: Layout, reference: Bounds | None = None) -> LiveModel:
        program = Program(None, None, None, layout, None)  # type: ignore[arg-type]
        return LiveModel(program, layout.bounds() if reference is None else reference)

    return make


@pytest.fixture(scope="session")
def models(knowledge: Knowledge) -> Models:
    return Models(knowledge)


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

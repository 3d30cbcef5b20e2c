"""What a kind of rule is: the verbs by which a program, a person and an explanation ask it.

Which columns and rows are whose is noted as they are added (`Layout.owner`): nobody reads it from names.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.linear.layout import Bounds

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats, Layout
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program, Shape, Slot

MANY = 1e3  # portions a day: as good as no cap, and finite, so that rounding cannot spoil a proof
MUST, AIM, QUALITY = "must", "aim", "quality"  # what a miss is of
# what is dropped first from a conflict matters least to say: habits before limits, limits before energy
PAIRED, SHARES, AMOUNTS, LIMIT, ASKED, ENERGY = range(6)
Relaxation = Callable[[Bounds], None]


@dataclass(frozen=True)
class Group:
    """What the explanation calls the price of some rules together; `place` orders them."""

    id: str
    label: str
    place: int = 99


CAPS = Group("caps", "Sensible amounts of each food", 4)
MEALS = Group("meals", "Meals that look like meals", 2)
REPEATS = Group("repeats", "Variety over the week", 5)
OTHER = Group("other", "Everything else", 100)


@dataclass
class Stage:
    """A program while it is built: what its rules are added for, and what those before have added.

    `slots` are the foods at each meal, `nutrients` those with an amount, `blanks` those with an imputed one.
    """

    layout: Layout
    shape: Shape
    foods: FoodTable
    goal: Goal
    knowledge: Knowledge
    slots: dict[str, list[Slot]] = field(default_factory=dict)
    nutrients: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """What one person asks of a program.

    `quality` is the HEI-2020 score asked (`None`: none), `energy_slack` the share by which energy may
    differ from the target (0 in exact mode), `soft_quality` whether points may be missed at a price.
    """

    targets: Targets
    rules: Rules
    quality: float | None = None
    energy_slack: float = 0.0
    soft_quality: bool = False


@dataclass(frozen=True)
class Member:
    """One request of a conflict: its id, how to call it, and how to drop it from a person's bounds."""

    id: str
    label: str
    kind: str  # minimum | maximum | meal_maximum | energy | budget | pin | exclusion | …
    relax: Relaxation
    nutrient: str = ""
    rank: int = ASKED


@dataclass(frozen=True)
class Concession:
    """A request that gives something up: what to do, and the rules with it."""

    id: str
    label: str
    rules: Rules


@dataclass(frozen=True)
class Miss:
    """A column by which something asked may be missed where nothing fits.

    `of` is what it is measured against, so that units cannot decide; beyond `allowed`, of a must, it is a
    shortfall of `limit`. `nutrient` is what is missed, or the family's id.
    """

    column: int
    kind: str
    of: float = 1.0
    nutrient: str = ""
    side: str = ""
    limit: float = math.nan
    allowed: float = 0.0
    say: Callable[[float], str] | None = None  # the sentence for what is missing, where it is no nutrient


@dataclass(frozen=True)
class Measure:
    """What days and week of meals must hold of something that adds up over foods [per portion].

    Bounds are infinite where there is none.
    """

    name: str
    per_portion: Floats
    day: tuple[float, float] = (-math.inf, math.inf)
    week: tuple[float, float] = (-math.inf, math.inf)


class Family(ABC):
    """A kind of rule. What one does not say of itself it has none of."""

    id: str
    group: Group = OTHER  # what its price counts towards

    @abstractmethod
    def add(self, stage: Stage) -> None:
        """Add the columns and rows to a program that is built; all numbers of a person are bounds."""

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set a person's numbers."""

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return what a person could give up of it, for the conflict that nothing fits."""
        return []

    def list_changes(self, rules: Rules, knowledge: Knowledge) -> list[Concession]:
        """Return the requests that give some of it up, to be tried as repairs."""
        return []

    def list_misses(self, program: Program, ask: Ask) -> list[Miss]:
        """Return the columns by which it may be missed where nothing fits."""
        return []

    def list_measures(self, knowledge: Knowledge, ask: Ask) -> list[Measure]:
        """Return what it asks of days and week of meals; a row over foods is one line."""
        return []

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return what a portion of other foods would bring to a row; `None` where that is not clear.

        It decides whether a proof that nothing fits holds for them too: unclear is always safe.
        """
        return None

    def enlarge(self, program: Program, bounds: Bounds, factor: float) -> None:
        """Loosen what people eat of foods at most by a factor, at least as much as larger portions do."""

    def allow_beside(self, program: Program, bounds: Bounds, table: FoodTable) -> None:
        """Loosen by all that some supplements, eaten beside, could hold: they can help with minima alone."""


def relax_rows(rows: list[int]) -> Relaxation:
    """Return how to drop some rows."""

    def relax(bounds: Bounds) -> None:
        bounds.row_lower[rows], bounds.row_upper[rows] = -math.inf, math.inf

    return relax


def relax_column(column: int, side: str) -> Relaxation:
    """Return how to drop one side of a column."""

    def relax(bounds: Bounds) -> None:
        if side == "upper":
            bounds.column_upper[column] = math.inf
        else:
            bounds.column_lower[column] = -math.inf

    return relax

"""HEI-2020, the Healthy Eating Index: thirteen components, each scored between two standards."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

KINDS = ("adequacy", "moderation", "ratio")
PERS = ("1000_kcal", "percent_energy", "ratio")


@dataclass(frozen=True)
class Component:
    """One component: full marks at `full_at`, none at `zero_at`, a straight line between.

    The measured value is `scale` × Σ numerator ÷ (energy / 1000 kcal), as per cent of energy, or as a
    ratio to Σ denominator, by `per`.
    """

    id: str
    label: str
    kind: str
    max_points: float
    full_at: float
    zero_at: float
    per: str
    scale: float
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    source: str
    link: str

    @property
    def slope(self) -> float:
        """Return the points one unit of the measured value is worth between the two standards."""
        return self.max_points / (self.full_at - self.zero_at)

    @property
    def weight(self) -> float:
        """Return points × energy / 1000 per unit of the numerator: the coefficient of the linear rows."""
        return self.slope * self.scale * (1.0 if self.per == "1000_kcal" else 0.1)

    def density(self, amounts: Mapping[str, float], energy_kcal: float) -> float:
        """Return the measured value of a day [unit of the standard].

        A ratio to nothing is infinite, of nothing to nothing zero: who eats no fat at all scores none.
        """
        top = self.scale * sum(amounts.get(nutrient, 0.0) for nutrient in self.numerator)
        if self.per == "ratio":
            bottom = sum(amounts.get(nutrient, 0.0) for nutrient in self.denominator)
            return top / bottom if bottom > 0 else math.inf if top > 0 else 0.0
        if energy_kcal <= 0:
            return 0.0
        return top / energy_kcal * (1000.0 if self.per == "1000_kcal" else 100.0)

    def score(self, amounts: Mapping[str, float], energy_kcal: float) -> float:
        """Return the points of a day; a day without energy has none."""
        if energy_kcal <= 0:
            return 0.0
        reached = (self.density(amounts, energy_kcal) - self.zero_at) / (self.full_at - self.zero_at)
        return self.max_points * min(1.0, max(0.0, reached))


def load_eating_index(path: Path) -> tuple[Component, ...]:
    """Load `eating_index.csv`."""
    numbers = ("max_points", "full_at", "zero_at", "scale")
    columns = (
        Column("component", required=True), Column("label"),
        Column("kind", "choice", choices=KINDS, required=True),
        *(Column(name, "number", required=True) for name in numbers),
        Column("per", "choice", choices=PERS, required=True), Column("numerator", required=True),
        Column("denominator"), Column("source"), Column("link"),
    )  # fmt: skip

    def parts(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split("+") if part.strip())

    components = []
    for r in load_records(path, columns, key=("component",)):
        points, full, zero, scale = (number_of(r, name) or 0.0 for name in numbers)
        components.append(
            Component(
                text_of(r, "component"), text_of(r, "label"), text_of(r, "kind"), points, full, zero,
                text_of(r, "per"), scale, parts(text_of(r, "numerator")), parts(text_of(r, "denominator")),
                text_of(r, "source"), text_of(r, "link"),
            )
        )  # fmt: skip
    return tuple(components)


def score_day(
    components: tuple[Component, ...], amounts: Mapping[str, float], energy_kcal: float
) -> dict[str, float]:
    """Return the points of each component for the amounts of a day or of a week."""
    return {component.id: component.score(amounts, energy_kcal) for component in components}


def can_score(components: tuple[Component, ...], measured: Collection[str]) -> bool:
    """Say whether a table measures everything HEI-2020 counts: what is absent would have full marks."""
    return all({*c.numerator, *c.denominator} <= set(measured) for c in components)

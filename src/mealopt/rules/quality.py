"""Diet quality: HEI-2020 of the day, each component between its line and its full marks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.rules.amounts import amount_name
from mealopt.rules.family import QUALITY, Ask, Family, Group, Miss, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.eating_index import Component
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Bounds, Floats, Layout
    from mealopt.rules.program import Program



class Quality(Family):
    """HEI-2020, at least as many points as asked."""

    id = "quality"
    group = Group("quality", "Diet quality (HEI-2020)", 1)

    def add(self, stage: Stage) -> None:
        """Add the components and their sum, where a score is asked."""
        if stage.shape.quality:
            add_eating_index(stage.layout, stage.knowledge.eating_index, stage.knowledge.figures.quality_usd)

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set the points asked, and whether some may be missed at their price."""
        if program.shape.quality:
            index, energy = program.knowledge.eating_index, ask.targets.energy.kcal
            bind_quality(program.layout, index, bounds, energy, ask.quality)
            if ask.soft_quality:
                bounds.column_upper[program.layout.columns[MISSED]] = math.inf

    def list_misses(self, program: Program, ask: Ask) -> list[Miss]:
        """Return the columns by which points may be missed: they are never a must."""
        columns = program.layout.columns
        ratios = [c.id for c in program.knowledge.eating_index if c.per == "ratio"]
        names = [MISSED, *(f"miss:score:{component}" for component in ratios)]
        return [Miss(columns[name], QUALITY) for name in names if name in columns]

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return nothing: scores are of amounts, not of foods."""
        return np.zeros(len(table))


MISSED = "miss:quality"


def add_eating_index(layout: Layout, components: tuple[Component, ...], missed_usd: float) -> None:
    """Add HEI-2020: S_c = points × energy target / 1000, each below its line and its full marks.

    `missed_usd` is what whole portions pay per point missed on a day of 1,000 kcal.

    S_c ≤ k (s · Σ A − zero · E / 1000) with k = points / (full − zero), so that the person's energy E
    stands on the right-hand side only. The ratio component is asked at full marks: one linear row.
    """
    for component in components:
        score = layout.add_column(f"score:{component.id}")
        amounts = [layout.columns[amount_name(nutrient)] for nutrient in component.numerator]
        if component.per == "ratio":
            others = [layout.columns[amount_name(nutrient)] for nutrient in component.denominator]
            miss = layout.add_column(f"miss:score:{component.id}", 0.0, 0.0)
            layout.misses[miss] = layout.add_row(
                f"score:{component.id}",
                [
                    *((a, component.scale) for a in amounts),
                    *((o, -component.full_at) for o in others),
                    (miss, 1.0),
                ],
                lower=0.0,
            )
            continue
        layout.add_row(
            f"score:{component.id}", [(score, 1.0), *((a, -component.weight) for a in amounts)], upper=0.0
        )
    scores = [(layout.columns[f"score:{component.id}"], 1.0) for component in components]
    miss = layout.add_column(MISSED, 0.0, 0.0, missed_usd)
    layout.misses[miss] = layout.add_row("quality", [*scores, (miss, 1.0)], lower=0.0)


def bind_quality(
    layout: Layout, components: Sequence[Component], bounds: Bounds, energy: float, quality: float | None
) -> None:
    """Set the right-hand sides of HEI-2020 for an energy target [kcal]; `None` asks for no score."""
    for component in components:
        full = component.max_points * energy / 1000.0
        column, row = find_component(layout, component)
        bounds.column_upper[column] = full
        if component.per == "ratio":
            bounds.column_lower[column] = full
            bounds.row_lower[row] = 0.0 if quality else -math.inf
        else:
            bounds.row_upper[row] = score_line(component, energy) if quality else math.inf
    bounds.row_lower[quality_row(layout)] = quality * energy / 1000.0 if quality else -math.inf


def score_line(component: Component, energy: float) -> float:
    """Return the right-hand side of a component's line for an energy [kcal]: −k · zero · E / 1000."""
    return -component.slope * component.zero_at * energy / 1000.0


def find_component(layout: Layout, component: Component) -> tuple[int, int]:
    """Return the column and the row of a component's score."""
    name = f"score:{component.id}"
    return layout.columns[name], layout.rows[name]


def quality_row(layout: Layout) -> int:
    """Return the row of the sum of all scores."""
    return layout.rows["quality"]


def missed_column(layout: Layout) -> int | None:
    """Return the column of points missed, `None` where no score is asked."""
    return layout.columns.get(MISSED)

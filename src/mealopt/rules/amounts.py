"""The amounts of a plan: what it holds of each nutrient, unknown values as nothing and as high."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.rules.family import Family

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats, Layout
    from mealopt.rules.family import Stage
    from mealopt.rules.program import Program

TOTAL, IMPUTED, SUPPLEMENTS = "total", "imputed", "supplements"  # scopes: of which foods, and how counted


class Amounts(Family):
    """What a plan holds of each nutrient that somebody has a limit for, or HEI-2020 counts."""

    id = "amounts"

    def add(self, stage: Stage) -> None:
        """Add the amount of each nutrient; of those unknown of some food a second one, unknown as high."""
        foods, knowledge = stage.foods, stage.knowledge
        stage.nutrients = nutrients_of(knowledge, foods, stage.shape.own, quality=stage.shape.quality)
        stage.blanks = [
            n for n in stage.nutrients if np.isnan(foods.column(n)).any() and n != knowledge.energy_id
        ]
        add_amounts(stage.layout, foods, stage.nutrients)
        add_amounts(stage.layout, foods, stage.blanks, imputed=True)

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return what a portion of other foods holds."""
        return supply_amount(program, row, table)


def amount_name(nutrient: str, scope: str = TOTAL, *, imputed: bool = False) -> str:
    """Return the column that holds a plan's amount of a nutrient."""
    scope = IMPUTED if imputed else scope
    return f"amount:{nutrient}" + ("" if scope == TOTAL else f":{scope}")


def amount_column(program: Program, nutrient: str) -> int:
    """Return the column of a plan's amount of a nutrient."""
    return program.layout.columns[amount_name(nutrient)]


def add_amounts(layout: Layout, table: FoodTable, nutrients: Iterable[str], *, imputed: bool = False) -> None:
    """Add A_n = Σ_f a_nf · y_f, the plan's amount of each nutrient.

    Unknown values count as zero, or, `imputed`, as their category's 90th percentile: the first for
    minima, the second for maxima.
    """
    values = table.imputed if imputed else table.filled
    scope = IMPUTED if imputed else TOTAL
    for nutrient in nutrients:
        per_portion = values[:, table.nutrient_ids.index(nutrient)] * table.portion_g / 100.0
        add_amount(layout, table, nutrient, scope, per_portion)


def add_scoped_amount(layout: Layout, table: FoodTable, nutrient: str, scope: str, mask: Floats) -> None:
    """Add the amount of a nutrient that comes from some of the foods only (the supplements)."""
    per_portion = np.nan_to_num(table.column(nutrient)) * table.portion_g / 100.0 * mask
    add_amount(layout, table, nutrient, scope, per_portion)


def add_amount(layout: Layout, table: FoodTable, nutrient: str, scope: str, per_portion: Floats) -> None:
    """Add one amount, and note what its row is about."""
    name = amount_name(nutrient, scope)
    amount = layout.add_column(name, -math.inf, math.inf)
    first = layout.columns[f"food:{table.ids[0]}"]
    row = layout.add_row(name, [*food_pairs(first, per_portion), (amount, -1.0)], 0.0, 0.0)
    layout.about[row] = (nutrient, scope)


def food_pairs(first: int, per_portion: Floats) -> list[tuple[int, float]]:
    """Return the coefficients of the food totals, which start at column `first`; zeros left out."""
    foods = np.flatnonzero(per_portion)
    return list(zip((first + foods).tolist(), per_portion[foods].tolist(), strict=True))


def nutrients_of(knowledge: Knowledge, table: FoodTable, extra: Iterable[str], *, quality: bool) -> list[str]:
    """Return the nutrients the model needs amounts of: limited ones, HEI-2020's, and a person's own."""
    wanted = {row.measured_as for row in knowledge.intakes if row.strength != "report"}
    wanted |= {knowledge.energy_id, *extra}
    if quality:
        for component in knowledge.eating_index:
            wanted |= {*component.numerator, *component.denominator}
    return [nutrient for nutrient in table.nutrient_ids if nutrient in wanted]


def supply_amount(program: Program, row: int, table: FoodTable) -> Floats:
    """Return what a portion of other foods brings to a row of an amount."""
    nutrient, scope = program.layout.about[row]
    amounts = table.imputed if scope == IMPUTED else table.filled
    held: Floats = amounts[:, table.nutrient_ids.index(nutrient)] * table.portion_g / 100.0
    return held

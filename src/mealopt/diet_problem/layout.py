"""The linear program of any diet problem: amounts of foods, limits of nutrients, the money as objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.linear.layout import Layout

if TYPE_CHECKING:
    from mealopt.diet_problem.problem import DietProblem

LOOSE = "loose"


def build_diet_layout(problem: DietProblem) -> Layout:
    """Return the layout: a column per food, a row per side of a limit, one row for an equality."""
    layout = Layout()
    for place, food_id in enumerate(problem.food_ids):
        layout.add_column(
            f"food:{food_id}", float(problem.minimum[place]), float(problem.maximum[place]),
            float(problem.prices[place]), whole=bool(problem.whole[place]),
        )  # fmt: skip
    for place, limit in enumerate(problem.limits):
        values = problem.amounts[:, place]
        pairs = [(int(food), float(values[food])) for food in np.flatnonzero(values)]
        if limit.minimum == limit.maximum:
            layout.add_row(f"equal:{limit.nutrient}", pairs, limit.minimum, limit.maximum)
            continue
        if np.isfinite(limit.minimum):
            layout.add_row(f"minimum:{limit.nutrient}", pairs, lower=limit.minimum)
        if np.isfinite(limit.maximum):
            layout.add_row(f"maximum:{limit.nutrient}", pairs, upper=limit.maximum)
    # PuLP leaves out variables that stand in no row: a row without a limit keeps them in their places
    used = {column for pairs in layout.row_pairs for column, _ in pairs}
    left = [column for column in range(len(layout.column_names)) if column not in used]
    if left:
        layout.add_row(LOOSE, [(column, 1.0) for column in left])
    return layout

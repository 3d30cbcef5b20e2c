"""The model as a PuLP problem: the one module that speaks PuLP, versions 3 and 4 alike."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import pulp

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Layout


def make_expression(pairs: list[tuple[Any, float]]) -> Any:
    """Return Σ coefficient · variable; PuLP 4 names the constructor, PuLP 3 has only the class.

    Pairs are four to eight times faster than summing products.
    """
    build = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    return build(pairs)


def state_problem(layout: Layout, bounds: Bounds, name: str = "mealopt") -> Any:
    """State a layout with one person's bounds as a PuLP minimisation.

    Variables are named by their index first: PuLP 3 orders columns by name and PuLP 4 by creation,
    and both orders must be ours. A row that is free on both sides is stated as `≥ −1e30`, which the
    solver reads as no bound, so that it keeps its index for the next person.
    """
    problem = pulp.LpProblem(name, pulp.LpMinimize)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PuLP 3 announces PuLP 4 on every name it keeps for it
        variables = [
            problem.add_variable(
                f"c{index:07d}_{column}",
                lower if math.isfinite(lower) else None,
                upper if math.isfinite(upper) else None,
                cat="Integer" if index in layout.integers else "Continuous",
            )
            for index, (column, lower, upper) in enumerate(
                zip(layout.column_names, bounds.column_lower, bounds.column_upper, strict=True)
            )
        ]
        problem.setObjective(
            make_expression([(variables[i], cost) for i, cost in enumerate(layout.costs) if cost != 0.0])
        )
        for index, pairs in enumerate(layout.row_pairs):
            expression = make_expression([(variables[column], value) for column, value in pairs])
            lower, upper = float(bounds.row_lower[index]), float(bounds.row_upper[index])
            if lower == upper:
                constraint = expression == lower
            elif math.isfinite(upper):
                constraint = expression <= upper
            elif math.isfinite(lower):
                constraint = expression >= lower
            else:
                constraint = expression >= FREE
            problem.addConstraint(constraint, f"r{index:07d}")
    return problem


FREE = -1e30

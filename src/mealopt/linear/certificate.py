"""Proof of an answer, recomputed with numpy from the model's own coefficients, never read from the solver.

For min cᵀx with l ≤ Ax ≤ u and column bounds, duals y of the rows give reduced costs d = c − Aᵀy. The
answer is optimal when x keeps every bound, y and d have the sign of the side they press on, and
cᵀx equals the dual objective Σ (y > 0 ? y·l : y·u) + Σ (d > 0 ? d·l : d·u).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.errors import CertificateError
from mealopt.tolerances import PROVED, ROUNDING, TRACE

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Matrix



@dataclass(frozen=True)
class Certificate:
    """How far an answer is from proved; each figure is relative, and 0 is perfect."""

    primal_violation: float
    dual_violation: float
    gap: float
    objective: float
    bound: float

    @property
    def holds(self) -> bool:
        """Say whether every figure is within tolerance; one that is not a number is not."""
        return all(figure <= PROVED for figure in (self.primal_violation, self.dual_violation, self.gap))


def certify(matrix: Matrix, bounds: Bounds, costs: Floats, columns: Floats, duals: Floats) -> Certificate:
    """Return the certificate of a solution: columns x and row duals y, both as the solver gave them."""
    return prove(matrix, bounds, costs, columns, duals)[0]


def prove(
    matrix: Matrix, bounds: Bounds, costs: Floats, columns: Floats, duals: Floats
) -> tuple[Certificate, Floats]:
    """Return the certificate of a solution, and the reduced costs it was weighed with."""
    objective = float(multiply(costs, columns))
    primal = primal_violation(matrix, bounds, columns)
    reduced = costs - matrix.transposed_times(duals)
    scale = 1.0 + float(np.max(np.abs(costs), initial=0.0))
    dual = dual_violation(duals, bounds.row_lower, bounds.row_upper) / scale
    dual = max(dual, dual_violation(reduced, bounds.column_lower, bounds.column_upper) / scale)
    bound = dual_bound(bounds, duals, reduced)
    gap = abs(objective - bound) / (1.0 + abs(objective))
    return Certificate(primal, dual, gap, objective, bound), reduced


def require_certificate(certificate: Certificate, what: str) -> None:
    """Raise unless the certificate holds: nothing unproved leaves this room."""
    if not certificate.holds:
        raise CertificateError(
            f"The answer for {what} failed its proof: primal {certificate.primal_violation:.1e}, "
            f"dual {certificate.dual_violation:.1e}, gap {certificate.gap:.1e}. Please report it."
        )


def primal_violation(matrix: Matrix, bounds: Bounds, columns: Floats) -> float:
    """Return the largest breach of a row or column bound, relative to the bound's size."""
    activity = matrix.times(columns)
    worst = 0.0
    for values, lower, upper in (
        (activity, bounds.row_lower, bounds.row_upper),
        (columns, bounds.column_lower, bounds.column_upper),
    ):
        for breach, limit in ((lower - values, lower), (values - upper, upper)):
            finite = np.isfinite(limit)
            if finite.any():
                relative = breach[finite] / (1.0 + np.abs(limit[finite]))
                worst = max(worst, float(np.max(relative)))
    return worst


def dual_violation(duals: Floats, lower: Floats, upper: Floats) -> float:
    """Return the largest dual that presses on a side which is open."""
    wrong = np.where(np.isinf(lower), np.maximum(duals, 0.0), 0.0)
    wrong = np.maximum(wrong, np.where(np.isinf(upper), np.maximum(-duals, 0.0), 0.0))
    return float(np.max(wrong, initial=0.0))


def dual_bound(bounds: Bounds, duals: Floats, reduced: Floats) -> float:
    """Return the dual objective: no answer with these bounds can cost less.

    Parts that press on an open side count as zero here; `dual_violation` reports them.
    """
    total = 0.0
    for values, lower, upper in (
        (duals, bounds.row_lower, bounds.row_upper),
        (reduced, bounds.column_lower, bounds.column_upper),
    ):
        low = np.where(np.isfinite(lower), lower, 0.0)
        high = np.where(np.isfinite(upper), upper, 0.0)
        total += float(np.sum(np.where(values > 0, values * low, values * high)))
    return total


def proves_infeasible(matrix: Matrix, bounds: Bounds, ray: Floats) -> bool:
    """Say whether row weights prove that nothing fits (Farkas).

    For weights y the sum yᵀAx of any x within its bounds cannot reach what the rows together demand.
    """
    return ray_margin(bounds, ray, weigh_columns(matrix, ray)) > 0.0


def weigh_columns(matrix: Matrix, ray: Floats) -> Floats:
    """Return the weight yᵀA of each column under row weights."""
    weights = matrix.transposed_times(ray)
    # what is left of terms that cancel is rounding, not a weight on an open column
    terms = matrix.sizes.transposed_times(np.abs(ray))
    weights[np.abs(weights) <= ROUNDING * terms] = 0.0
    return weights


def ray_margin(bounds: Bounds, ray: Floats, weights: Floats) -> float:
    """Return by how much rows weighed together ask for more than the columns can give.

    Above zero it proves that nothing fits; what rounding could explain is taken off.
    """
    demand = float(np.sum(np.where(ray > 0, ray * finite_or(bounds.row_lower, ray > 0),
                                   ray * finite_or(bounds.row_upper, ray < 0))))  # fmt: skip
    reach = np.where(
        weights > 0, weights * finite_or(bounds.column_upper, weights > 0),
        weights * finite_or(bounds.column_lower, weights < 0),
    )  # fmt: skip
    supply = float(np.sum(reach))
    if not (math.isfinite(demand) and math.isfinite(supply)):
        return -math.inf
    return demand - supply - TRACE * (1.0 + abs(demand))


def finite_or(values: Floats, needed: np.typing.NDArray[np.bool_]) -> Floats:
    """Return the values, zero where they are not needed, so that 0 · ∞ never arises."""
    return np.where(needed, values, 0.0)

"""What a solve ends with: a proved optimum, or the proof that there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.tolerances import ROUNDING, TRACE

if TYPE_CHECKING:
    from mealopt.linear.certificate import Certificate
    from mealopt.linear.layout import Floats


@dataclass(frozen=True)
class Answer:
    """A proved optimum: column values, row duals, reduced costs, and the certificate."""

    columns: Floats
    duals: Floats
    reduced: Floats
    objective: float
    certificate: Certificate


@dataclass(frozen=True)
class Infeasible:
    """A proved "nothing fits": `ray` weighs the rows that together ask for more than there is."""

    ray: Floats


def safe_gap(value: float, bound: float) -> float:
    """Return (value − bound) / |bound|, zero where both are zero."""
    if math.isclose(value, bound, abs_tol=ROUNDING):
        return 0.0
    return (value - bound) / max(abs(bound), TRACE)

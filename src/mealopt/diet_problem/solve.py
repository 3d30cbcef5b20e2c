"""Solving any diet problem with proof: an optimum, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.diet_problem.layout import build_diet_layout
from mealopt.errors import CertificateError, SolverLimitError
from mealopt.linear.certificate import (
    Certificate,
    certify,
    primal_violation,
    proves_infeasible,
    require_certificate,
)
from mealopt.linear.highs import is_excluded, is_optimal, is_whole, ran_out_of_work, read_ray, run_pulp
from mealopt.linear.layout import Bounds, Floats, Layout
from mealopt.linear.statement import state_problem
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    from mealopt.diet_problem.problem import DietProblem

WHAT = "this diet problem"
NODES = 1_000_000  # the limit of work of a problem with whole amounts


@dataclass(frozen=True)
class DietAnswer:
    """`status` optimal | infeasible | unbounded, and what was found.

    `shadow_prices` are d(cost)/d(bound) by nutrient: positive on a binding minimum, negative on a binding
    maximum, either on an equality; `reduced_costs` the same for the bounds of each food. Both are empty
    where amounts must be whole. `bound` is the proved least cost: for whole amounts that of the linear
    program without them. `explanation` says why there is no answer.
    """

    status: str
    objective: float | None = None
    amounts: dict[str, float] = field(default_factory=dict)
    shadow_prices: dict[str, float] = field(default_factory=dict)
    reduced_costs: dict[str, float] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)
    bound: float | None = None
    certificate: Certificate | None = None
    explanation: str = ""


def solve_diet(problem: DietProblem) -> DietAnswer:
    """Return the proved least-cost amounts, or the proof that none exist."""
    layout = build_diet_layout(problem)
    bounds = layout.bounds()
    empty = [
        name
        for name, pairs, (low, high) in zip(
            layout.row_names, layout.row_pairs, layout.row_bounds, strict=True
        )
        if not pairs and not low <= 0.0 <= high
    ]
    if empty:
        return DietAnswer("infeasible", explanation=f"No food has any of it: {say_rows(layout, empty)}.")
    relaxed = replace(layout, integers=set())
    linear = solve_linear(problem, relaxed, bounds)
    if linear.status != "optimal" or not problem.whole.any():
        return linear
    return solve_whole(problem, layout, bounds, linear)


def run_layout(layout: Layout, bounds: Bounds, **options: Any) -> Any:
    """State and run a layout; the HiGHS model must have the columns and rows that were stated."""
    highs = run_pulp(state_problem(layout, bounds), **options)
    if (highs.getNumCol(), highs.getNumRow()) != (len(layout.column_names), len(layout.row_names)):
        msg = f"PuLP handed over another model than was stated for {WHAT}"
        raise CertificateError(msg)
    return highs


def solve_linear(problem: DietProblem, layout: Layout, bounds: Bounds) -> DietAnswer:
    """Solve the linear program and certify the answer."""
    highs = run_layout(layout, bounds)
    if not (is_optimal(highs) or ran_out_of_work(highs)):
        # presolve may end in "infeasible or unbounded"; without it HiGHS says which and why
        highs = run_layout(layout, bounds, presolve="off")
    matrix, costs = layout.matrix(), np.array(layout.costs)
    if is_optimal(highs):
        solution = highs.getSolution()
        columns, duals = np.array(solution.col_value), np.array(solution.row_dual)
        certificate = certify(matrix, bounds, costs, columns, duals)
        require_certificate(certificate, WHAT)
        answer = describe(problem, columns, certificate)
        reduced = costs - matrix.transposed_times(duals)
        return replace(
            answer,
            bound=certificate.bound,
            shadow_prices=shadow_prices(problem, layout, duals),
            reduced_costs=dict(zip(problem.food_ids, map(clean, reduced), strict=True)),
        )
    if is_excluded(highs):
        ray = read_ray(highs)
        for signed in () if ray is None else (ray, -ray):
            if proves_infeasible(matrix, bounds, signed):
                names = [layout.row_names[row] for row in np.flatnonzero(np.abs(signed) > PROVED)]
                return DietAnswer(
                    "infeasible", explanation=f"These cannot be met together: {say_rows(layout, names)}."
                )
        falling = find_falling(layout, bounds)
        if falling:
            shown = ", ".join(problem.names[food] for food in falling[:5])
            return DietAnswer(
                "unbounded",
                explanation=f"The more, the cheaper, without end: {shown}. Give a maximum to foods whose "
                "price is below zero, or correct the price.",
            )
    raise SolverLimitError(WHAT, "the solver neither found nor excluded an answer")


def find_falling(layout: Layout, bounds: Bounds) -> list[int]:
    """Return the foods of a direction in which the cost falls for ever from a point that is allowed.

    The direction is the optimum of a second program: what may grow without end, no limit worsened.
    """
    free = replace(layout, costs=[0.0] * len(layout.costs))
    if not is_optimal(run_layout(free, bounds)):
        return []
    cone = Bounds(
        np.zeros_like(bounds.column_lower),
        np.where(np.isinf(bounds.column_upper), 1.0, 0.0),
        np.where(np.isfinite(bounds.row_lower), 0.0, -np.inf),
        np.where(np.isfinite(bounds.row_upper), 0.0, np.inf),
    )
    highs = run_layout(layout, cone)
    columns = np.array(highs.getSolution().col_value)
    falls = float(multiply(np.array(layout.costs), columns)) < -PROVED
    if not falls or primal_violation(layout.matrix(), cone, columns) > PROVED:
        return []
    return [int(food) for food in np.flatnonzero(columns > PROVED)]


def solve_whole(problem: DietProblem, layout: Layout, bounds: Bounds, linear: DietAnswer) -> DietAnswer:
    """Solve with whole amounts; every row is checked with the amounts rounded to exactly whole."""
    highs = run_layout(layout, bounds, mip_rel_gap=0.0, mip_abs_gap=TRACE, mip_max_nodes=NODES)
    if is_excluded(highs):
        return DietAnswer(
            "infeasible",
            bound=linear.bound,
            explanation=f"No whole amounts meet every limit; broken ones do, at {linear.objective:.6g}.",
        )
    if not is_optimal(highs):
        raise SolverLimitError(WHAT, "the limit of work for whole amounts was reached")
    columns = np.array(highs.getSolution().col_value)
    if not is_whole(columns[problem.whole]):
        msg = "An amount that must be whole came back broken. Please report it."
        raise CertificateError(msg)
    columns[problem.whole] = np.round(columns[problem.whole])
    violation = primal_violation(layout.matrix(), bounds, columns)
    objective = float(multiply(np.array(layout.costs), columns))
    bound = objective if linear.bound is None else linear.bound
    below = bound - objective > PROVED * (1.0 + abs(objective))
    if violation > PROVED or below:
        msg = (
            f"The whole amounts break a limit by {violation:.1e}, or cost less than possible. "
            "Please report it."
        )
        raise CertificateError(msg)
    certificate = Certificate(violation, 0.0, 0.0, objective, bound)
    return replace(describe(problem, columns, certificate), bound=bound)


def describe(problem: DietProblem, columns: Floats, certificate: Certificate) -> DietAnswer:
    """Return the amounts and what they hold."""
    totals = multiply(columns, problem.amounts)
    return DietAnswer(
        "optimal",
        clean(certificate.objective),
        dict(zip(problem.food_ids, map(clean, columns), strict=True)),
        totals={limit.nutrient: clean(total) for limit, total in zip(problem.limits, totals, strict=True)},
        certificate=certificate,
    )


def shadow_prices(problem: DietProblem, layout: Layout, duals: Floats) -> dict[str, float]:
    """Return d(cost)/d(bound) of each nutrient; of its two sides at most one presses."""
    prices = {}
    for limit in problem.limits:
        names = [f"{side}:{limit.nutrient}" for side in ("minimum", "maximum", "equal")]
        prices[limit.nutrient] = clean(sum(duals[layout.rows[name]] for name in names if name in layout.rows))
    return prices


def clean(value: float) -> float:
    """Return a number without the solver's rounding at the far end, and without a negative zero."""
    return round(float(value), 12) + 0.0


def say_rows(layout: Layout, names: list[str]) -> str:
    """Name limits as a person gave them: `protein at least 91, fat at most 65`."""
    words = {"minimum": "at least", "maximum": "at most", "equal": "exactly"}
    said = []
    for name in names:
        side, _, nutrient = name.partition(":")
        low, high = layout.row_bounds[layout.rows[name]]
        if side in words:
            said.append(f"{nutrient} {words[side]} {high if side == 'maximum' else low:g}")
    return ", ".join(said)

"""HiGHS itself: made silent, stated by PuLP, run on one thread within limits of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pulp

from mealopt.tolerances import PROVED, ROUNDING

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats

ITERATIONS = 200_000  # a limit of work: no sound diet problem comes near it
FUSE_SECONDS = 300.0  # only a fuse: it ends in exit 4, never in an answer
NO_END = float(highspy.kHighsInf)
OPTIONS = {"parallel": "off", "random_seed": 0, "simplex_iteration_limit": ITERATIONS}


class SilentHighs(highspy.Highs):  # type: ignore[misc] # highspy is not typed
    """A HiGHS that never writes to stdout, where the answer stands alone."""

    def enableCallbacks(self) -> None:  # noqa: N802 - highspy's own name
        """Turn the output off first: from 1.16 on setting callbacks, while it is made, prints a banner."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


def make_highs(**options: Any) -> Any:
    """Return an empty HiGHS model on one thread, with its fuse and limits of work."""
    highs = SilentHighs()
    highs.setOptionValue("output_flag", False)
    for name, value in {"threads": 1, "time_limit": FUSE_SECONDS, **OPTIONS, **options}.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            msg = f"HiGHS has no option {name} = {value!r}"
            raise ValueError(msg)
    return highs


def run_pulp(problem: Any, **options: Any) -> Any:
    """Hand a PuLP problem to HiGHS, run it on one thread, and return the live HiGHS object.

    PuLP builds the HiGHS model and we make and run it: PuLP 3's own reading of the status fails on a node
    limit and calls a time limit optimal.
    """
    problem.solverModel = make_highs(**options)
    pulp.HiGHS(msg=False).buildSolverModel(problem)
    problem.solverModel.run()
    return problem.solverModel


def run_fused(highs: Any) -> None:
    """Run a live model with its fuse counted from now: HiGHS counts its seconds from its first run on."""
    highs.setOptionValue("time_limit", highs.getRunTime() + FUSE_SECONDS)
    highs.run()


def is_optimal(highs: Any) -> bool:
    """Say whether the last run ended in an optimum."""
    return bool(highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def is_excluded(highs: Any) -> bool:
    """Say whether the last run ended in that nothing fits, or in that there is no least."""
    states = highspy.HighsModelStatus
    return highs.getModelStatus() in {states.kInfeasible, states.kUnbounded, states.kUnboundedOrInfeasible}


def ran_out_of_work(highs: Any) -> bool:
    """Say whether the last run ended with its limit of steps, or its fuse."""
    states = highspy.HighsModelStatus
    return highs.getModelStatus() in {states.kIterationLimit, states.kTimeLimit}


def ran_out_of_time(highs: Any) -> bool:
    """Say whether the last run ended with its fuse."""
    return bool(highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit)


def has_point(highs: Any) -> bool:
    """Say whether the last run found a point that keeps every row, the best or not."""
    feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return bool(highs.getInfo().primal_solution_status == feasible)


def read_ray(highs: Any) -> Floats | None:
    """Return the dual ray of an infeasible model, `None` where HiGHS has none."""
    result = highs.getDualRay()
    values = result[-1] if isinstance(result, tuple) else None
    if values is None or not isinstance(result, tuple) or not result[1]:
        return None
    ray = np.array(values, dtype=np.float64)
    largest = float(np.max(np.abs(ray), initial=0.0))
    if largest == 0.0:
        return None
    ray /= largest
    # rounding that presses on an open side would spoil a proof; what is left is checked all the same
    ray[np.abs(ray) < ROUNDING] = 0.0
    return ray


def is_whole(values: Floats) -> bool:
    """Say whether every value is a whole number, within the solver's own tolerance."""
    return bool(np.max(np.abs(values - np.round(values)), initial=0.0) <= PROVED)

"""Ten thousand random diet problems, solved here and by a solver of another family.

    python bench/nightly.py [--problems 10000] [--seed 1]

Clarabel, an interior point method, is given the problem as it stands, by no matrix of ours. Among the
problems are degenerate ones (foods twice, limits that are sums of others, everything in whole numbers),
infeasible ones and unbounded ones (prices below zero without a most). Both have to say the same of each, and
optima must agree to a millionth. Exits 1 where they do not, with the number of the problem: the same seed
makes the same problems.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter

import clarabel
import numpy as np
import numpy.typing as npt
from scipy import sparse

from mealopt.diet_problem.problem import DietProblem, NutrientLimit
from mealopt.diet_problem.solve import solve_diet

CLOSE = 1e-6  # of the optimum, or of 1
Floats = npt.NDArray[np.float64]
EVERY = 10.0  # seconds between lines of progress


def make_problem(rng: np.random.Generator) -> DietProblem:
    """Return a random problem: small whole numbers, so that many of its corners coincide."""
    foods, nutrients = int(rng.integers(1, 13)), int(rng.integers(1, 8))
    amounts = rng.integers(0, 9, (foods, nutrients)) * (rng.random((foods, nutrients)) < 0.7)
    prices = rng.integers(0, 10, foods).astype(float)
    if rng.random() < 0.15:
        prices[int(rng.integers(foods))] = -float(rng.integers(1, 4))
    if foods > 1 and rng.random() < 0.2:  # a food twice
        amounts[-1], prices[-1] = amounts[0], prices[0]
    if nutrients > 1 and rng.random() < 0.2:  # a nutrient that is the sum of two
        amounts[:, -1] = amounts[:, 0] + amounts[:, min(1, nutrients - 2)]
    maximum = np.where(rng.random(foods) < 0.5, rng.integers(1, 12, foods), np.inf)
    minimum = np.where(rng.random(foods) < 0.1, 1.0, 0.0)
    limits = []
    for number in range(nutrients):
        low = float(rng.integers(1, 60)) if rng.random() < 0.8 else -math.inf
        high = math.inf
        if rng.random() < 0.4:
            high = max(low, 0.0) + float(rng.integers(0, 30)) * (rng.random() < 0.8)
        limits.append(NutrientLimit(f"nutrient_{number}", "g", low, high))
    ids = tuple(f"food_{number}" for number in range(foods))
    whole = np.zeros(foods, dtype=np.bool_)
    return DietProblem(ids, ids, prices, minimum, maximum, whole, tuple(limits), amounts.astype(float))


def solve_other(problem: DietProblem, prices: Floats) -> tuple[str, float | None]:
    """Return what Clarabel finds at some prices: the status in our words, and the optimum."""
    sides, rows = [], []
    each = np.vstack([problem.amounts.T, np.eye(len(prices))])
    lows = [*(limit.minimum for limit in problem.limits), *problem.minimum]
    highs = [*(limit.maximum for limit in problem.limits), *problem.maximum]
    for row, low, high in zip(each, lows, highs, strict=True):
        if math.isfinite(high):
            rows.append(row)
            sides.append(high)
        if math.isfinite(low):
            rows.append(-row)
            sides.append(-low)
    options = clarabel.DefaultSettings()
    options.verbose, options.max_threads = False, 1
    count = len(prices)
    found = clarabel.DefaultSolver(
        sparse.csc_matrix((count, count)), prices, sparse.csc_matrix(np.array(rows)), np.array(sides),
        [clarabel.NonnegativeConeT(len(rows))], options,
    ).solve()  # fmt: skip
    status = str(found.status)
    if "PrimalInfeasible" in status:
        return "infeasible", None
    if "DualInfeasible" in status:  # where it is both, nothing fits: asked at prices that have an optimum
        fits = solve_other(problem, np.ones_like(prices))[0] == "optimal"
        return ("unbounded" if fits else "infeasible"), None
    return ("optimal", float(found.obj_val)) if "Solved" in status else (status, None)


def disagree(problem: DietProblem) -> tuple[str, str]:
    """Return our status, and what the two say differently; nothing where they agree."""
    mine = solve_diet(problem)
    status, optimum = solve_other(problem, problem.prices)
    if mine.status != status:
        return mine.status, f"{mine.status} here, {status} there"
    if optimum is not None and mine.objective is not None:
        if abs(mine.objective - optimum) > CLOSE * max(1.0, abs(optimum)):
            return mine.status, f"{mine.objective!r} here, {optimum!r} there"
        if mine.certificate is None or not mine.certificate.holds:
            return mine.status, "no certificate that holds"
    return mine.status, ""


def main() -> int:
    """Solve them all, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--problems", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seen, wrong, shown = Counter[str](), [], time.monotonic()
    for number in range(options.problems):
        status, said = disagree(make_problem(np.random.default_rng([options.seed, number])))
        seen[status] += 1
        if said:
            wrong.append(f"problem {number}: {said}")
        if time.monotonic() - shown > EVERY:
            shown = time.monotonic()
            print(f"{number + 1:,} of {options.problems:,}, {len(wrong)} differ", file=sys.stderr, flush=True)
    kinds = ", ".join(f"{count:,} {status}" for status, count in sorted(seen.items()))
    print(f"{options.problems - len(wrong):,} of {options.problems:,} agree ({kinds})")
    for line in wrong[:50]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

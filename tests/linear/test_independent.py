"""Another solver, of another family, finds the same optimum: Clarabel, an interior point method."""

from __future__ import annotations

import clarabel
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from mealopt.linear.answer import Answer, Infeasible
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person
from tests.checking import ask_times


def solve_by_clarabel(layout, bounds, costs):
    """Return the optimum, `None` where nothing fits. Rows: equalities, then everything as `≤`."""
    matrix = layout.matrix()
    shape = (matrix.row_count, matrix.column_count)
    rows = sparse.csr_matrix((matrix.values, (matrix.row_index, matrix.column_index)), shape)
    both = sparse.vstack([rows, sparse.identity(shape[1], format="csr")], format="csr")
    lower = np.concatenate([bounds.row_lower, bounds.column_lower])
    upper = np.concatenate([bounds.row_upper, bounds.column_upper])
    equal = lower == upper
    high, low = np.isfinite(upper) & ~equal, np.isfinite(lower) & ~equal
    stacked = sparse.vstack([both[equal], both[high], -both[low]], format="csc")
    sides = np.concatenate([upper[equal], upper[high], -lower[low]])
    cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(int(high.sum() + low.sum()))]
    options = clarabel.DefaultSettings()
    options.verbose = False
    options.max_threads = 1
    nothing = sparse.csc_matrix((shape[1], shape[1]))
    found = clarabel.DefaultSolver(nothing, np.array(costs), stacked, sides, cones, options).solve()
    status = str(found.status)
    if "PrimalInfeasible" in status:
        return None
    assert "Solved" in status, status
    return found.obj_val


def agree(random_layout, live_of, seed):
    """Solve one random program both ways; say whether anything fits it."""
    layout, other = random_layout(seed), random_layout(seed).bounds()
    other.column_upper += 1.0  # the reference is somebody else
    bounds = layout.bounds()
    answer = live_of(layout, other).solve(bounds)
    optimum = solve_by_clarabel(layout, bounds, layout.costs)
    if optimum is None:
        assert isinstance(answer, Infeasible)
        assert answer.ray is not None
    else:
        assert isinstance(answer, Answer)
        assert answer.objective == pytest.approx(optimum, rel=1e-5, abs=1e-6)
    return optimum is not None


@ask_times(60)
@given(st.integers(0, 2**32 - 1))
def test_small_programs(random_layout, live_of, seed):
    agree(random_layout, live_of, seed)


@pytest.mark.nightly
def test_a_thousand_small_programs(random_layout, live_of):
    fits = [agree(random_layout, live_of, seed) for seed in range(1000)]
    assert 100 <= fits.count(False) <= 900  # what fits nothing is among them, and not alone


def test_both_kinds_are_among_the_small_programs(random_layout, live_of):
    answers = [live_of(random_layout(seed)).solve(random_layout(seed).bounds()) for seed in range(40)]
    assert 5 <= sum(isinstance(answer, Infeasible) for answer in answers) <= 35


def test_a_real_persons_average_day(vegan_week, bind_vegan):
    bounds = bind_vegan(Person(44, "male", energy_kcal=2500))
    answer = vegan_week.solve(bounds)
    optimum = solve_by_clarabel(vegan_week.program.layout, bounds, vegan_week.program.costs)
    assert answer.objective == pytest.approx(optimum, rel=1e-5)


@pytest.mark.parametrize("days", [1, 7])
def test_a_day_priced_from_few_foods(models, knowledge, days):
    rules, person = Rules(), Person(62, "male", energy_kcal=2200)
    live = models.live(models.shape_of(person, rules, days, 95.0))
    bounds = bind_person(live.program, derive_targets(person, rules, knowledge), rules, quality=95.0)
    answer = live.priced.solve(bounds)
    optimum = solve_by_clarabel(live.program.layout, bounds, live.program.costs)
    assert answer.objective == pytest.approx(optimum, rel=1e-5)

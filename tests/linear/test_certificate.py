"""The certificate accepts what is proved and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.errors import CertificateError
from mealopt.linear.answer import Answer
from mealopt.linear.certificate import (
    Certificate,
    certify,
    dual_bound,
    dual_violation,
    proves_infeasible,
    ray_margin,
    require_certificate,
    weigh_columns,
)
from mealopt.linear.layout import Bounds, Layout
from mealopt.tolerances import PROVED

SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture
def corner():
    """min x + 2y with x + y ≥ 3, x − y free, 0 ≤ x ≤ 2, y ≥ 0: x = 2, y = 1 at a cost of 4."""
    layout = Layout()
    layout.add_column("x", 0.0, 2.0, 1.0)
    layout.add_column("y", cost=2.0)
    layout.add_row("sum", [(0, 1.0), (1, 1.0)], lower=3.0)
    layout.add_row("difference", [(0, 1.0), (1, -1.0)])
    return layout


def judge(layout, columns, duals, costs=None):
    costs = np.array(layout.costs if costs is None else costs)
    return certify(layout.matrix(), layout.bounds(), costs, np.array(columns), np.array(duals))


def test_the_optimum_is_proved(corner):
    found = judge(corner, [2.0, 1.0], [2.0, 0.0])
    assert found.holds
    assert (found.primal_violation, found.dual_violation, found.gap) == (0.0, 0.0, 0.0)
    assert found.objective == found.bound == 4.0
    require_certificate(found, "a corner")


@pytest.mark.parametrize(
    ("columns", "duals", "figure"),
    [
        ([2.0, 0.9], [2.0, 0.0], "primal_violation"),  # the row is missed
        ([2.1, 0.9], [2.0, 0.0], "primal_violation"),  # a column's bound is missed
        ([3.5, -0.5], [2.0, 0.0], "primal_violation"),
        ([2.0, 1.0], [-2.0, 0.0], "dual_violation"),  # presses on the side that is open
        ([2.0, 1.0], [2.5, 0.0], "dual_violation"),  # y would have to fall for ever
        ([2.0, 1.0], [2.0, 0.1], "dual_violation"),  # a free row has no price
        ([2.0, 1.0], [1.9, 0.0], "gap"),  # a bound, but not this answer's
        ([1.0, 2.0], [2.0, 0.0], "gap"),  # allowed, but dearer
        ([2.0, 1.1], [2.0, 0.0], "gap"),
    ],
)
def test_what_is_off_is_named_and_refused(corner, columns, duals, figure):
    found = judge(corner, columns, duals)
    assert not found.holds
    assert getattr(found, figure) > 1e-3
    with pytest.raises(CertificateError, match="a corner"):
        require_certificate(found, "a corner")


def test_another_objective_is_not_proved(corner):
    assert not judge(corner, [2.0, 1.0], [2.0, 0.0], costs=[1.0, 1.0]).holds
    assert not judge(corner, [2.0, 1.0], [2.0, 0.0], costs=[3.0, 2.0]).holds


def test_a_not_a_number_is_not_proved(corner):
    for columns, duals in (([np.nan, 1.0], [2.0, 0.0]), ([2.0, 1.0], [np.nan, 0.0])):
        assert not judge(corner, columns, duals).holds


@given(SEEDS, st.floats(1e-3, 1.0), st.data())
def test_a_moved_answer_fails(random_layout, live_of, seed, step, data):
    layout = random_layout(seed)
    bounds, costs, matrix = layout.bounds(), np.array(layout.costs), layout.matrix()
    answer = live_of(layout).solve(bounds)
    if not isinstance(answer, Answer):
        return
    assert certify(matrix, bounds, costs, answer.columns, answer.duals).holds
    moved = answer.columns.copy()
    moved[data.draw(st.integers(0, len(costs) - 1))] += step * data.draw(st.sampled_from([-1.0, 1.0]))
    found = certify(matrix, bounds, costs, moved, answer.duals)
    # every cost is some way from zero: a move is either forbidden or dearer, never both free and allowed
    assert not found.holds or found.objective == pytest.approx(answer.objective, abs=2e-6)


@given(SEEDS)
def test_no_allowed_point_costs_less_than_any_dual_bound(random_layout, seed):
    layout = random_layout(seed)
    random = np.random.default_rng(seed + 1)
    matrix, costs, bounds = layout.matrix(), np.array(layout.costs), layout.bounds()
    point = random.uniform(bounds.column_lower, bounds.column_upper)
    # rows moved so that this point is allowed, and every side is closed: any duals give a bound
    activity = matrix.times(point)
    bounds.row_lower = activity - random.exponential(1.0, len(activity))
    bounds.row_upper = activity + random.exponential(1.0, len(activity))
    for _ in range(5):
        duals = random.normal(size=len(activity)) * random.choice([0.0, 0.1, 1.0, 10.0], len(activity))
        bound = dual_bound(bounds, duals, costs - matrix.transposed_times(duals))
        assert bound <= costs @ point + 1e-9 * (1 + abs(bound))


@pytest.fixture
def clash():
    """Two columns of at least one each, and a sum of at most one."""
    layout = Layout()
    layout.add_column("x", 1.0)
    layout.add_column("y", 1.0, 5.0)
    layout.add_row("sum", [(0, 1.0), (1, 1.0)], upper=1.0)
    layout.add_row("other", [(0, 1.0)], lower=0.0)
    return layout


@pytest.mark.parametrize(
    ("ray", "proves"),
    [
        ([-1.0, 0.0], True),
        ([-0.001, 0.0], True),  # any positive multiple
        ([1.0, 0.0], False),  # the wrong side: the row has no lower one
        ([0.0, 0.0], False),
        ([0.0, 1.0], False),
        ([-1.0, 1.0], False),  # x without end would pay for it
        ([np.nan, 0.0], False),
    ],
)
def test_a_ray_proves_what_it_proves(clash, ray, proves):
    assert proves_infeasible(clash.matrix(), clash.bounds(), np.array(ray)) is proves


def test_a_row_that_just_fits_is_not_infeasible(clash):
    bounds = clash.bounds()
    bounds.row_upper[0] = 2.0
    assert not proves_infeasible(clash.matrix(), bounds, np.array([-1.0, 0.0]))


@given(SEEDS)
def test_no_ray_proves_that_a_point_there_is_is_not(random_layout, seed):
    layout = random_layout(seed)
    random = np.random.default_rng(seed + 2)
    matrix, bounds = layout.matrix(), layout.bounds()
    point = random.uniform(bounds.column_lower, bounds.column_upper)
    activity = matrix.times(point)
    open_low, open_high = random.random((2, len(activity))) < 0.3
    bounds.row_lower = np.where(open_low, -np.inf, activity - random.exponential(0.1, len(activity)))
    bounds.row_upper = np.where(open_high, np.inf, activity + random.exponential(0.1, len(activity)))
    for _ in range(10):
        ray = random.normal(size=len(activity)) * (random.random(len(activity)) < 0.6)
        assert not proves_infeasible(matrix, bounds, ray)


OPEN, TO_FIVE, TINY = (-np.inf, np.inf), (-np.inf, 5.0), 1e-11


@pytest.mark.parametrize(
    ("columns", "duals", "costs", "figures"),
    [
        ([1.0, 2.5], [2.0, 0.0], None, (0.0, 0.0, 2 / 7)),  # 6 where 4 is proved, relative to 1 + 6
        ([2.0, 0.9], [2.0, 0.0], None, (0.1 / 4, 0.0, 0.2 / 4.8)),  # 0.1 short of 3, relative to 1 + 3
        ([2.0, 1.0], [-2.0, 0.0], None, (0.0, 2 / 3, 4 / 5)),  # relative to 1 + the largest cost
        ([2.0, 1.0], [2.5, 0.0], None, (0.0, 0.5 / 3, 0.5 / 5)),
        ([2.0, 1.0], [1.0, 0.0], [0.0, 0.0], (0.0, 1.0, 1.0)),  # without costs: as it is
        ([2.0, 1.0], [-1.0, 0.0], [-4.0, 0.0], (0.0, 0.2, 2 / 9)),  # costs below nothing count by their size
    ],
)  # fmt: skip
def test_each_figure_by_hand(corner, columns, duals, costs, figures):
    found = judge(corner, columns, duals, costs)
    assert (found.primal_violation, found.dual_violation, found.gap) == pytest.approx(figures, abs=1e-12)


def test_what_is_within_tolerance_holds_and_nothing_beyond():
    for place in range(3):
        figures = [0.0, 0.0, 0.0]
        figures[place] = PROVED
        assert Certificate(*figures, 1.0, 1.0).holds
        figures[place] = PROVED * 1.001
        assert not Certificate(*figures, 1.0, 1.0).holds


@pytest.mark.parametrize(
    ("dual", "sides", "wrong"),
    [
        (0.5, (1.0, 2.0), 0.0), (-0.5, (1.0, 2.0), 0.0), (0.5, TO_FIVE, 0.5), (-0.5, TO_FIVE, 0.0),
        (-0.5, (1.0, np.inf), 0.5), (0.5, (1.0, np.inf), 0.0), (0.5, OPEN, 0.5), (-0.5, OPEN, 0.5),
        (0.0, OPEN, 0.0),
    ],
)  # fmt: skip
def test_a_dual_is_wrong_where_its_side_is_open(dual, sides, wrong):
    assert dual_violation(np.array([dual]), *np.array(sides).reshape(2, 1)) == wrong


def bounds_of(columns, rows):
    return Bounds(*(np.array(side, dtype=float) for of in (columns, rows) for side in zip(*of, strict=True)))


def test_the_dual_objective_by_hand():
    bounds = bounds_of([(1.0, 2.0), OPEN, TO_FIVE], [(3.0, 4.0), OPEN, TO_FIVE])
    duals, reduced = np.array([10.0, 7.0, -1.0]), np.array([-100.0, 9.0, -1000.0])
    assert dual_bound(bounds, duals, reduced) == 10 * 3 + 0 - 1 * 5 - 100 * 2 + 0 - 1000 * 5
    assert dual_bound(bounds, -duals, -reduced) == -10 * 4 + 0 + 0 + 100 * 1 + 0 + 0  # what is open is zero


def test_a_margin_by_hand(clash):
    """At most 1 where 1 + 1 is the least: 1 too much, less what rounding could explain."""
    bounds, matrix = clash.bounds(), clash.matrix()
    for ray, margin in (([-1.0, 0.0], 1 - 2e-9), ([-4.0, 0.0], 4 - 5e-9), ([0.0, 0.0], -1e-9)):
        weights = weigh_columns(matrix, np.array(ray))
        assert ray_margin(bounds, np.array(ray), weights) == pytest.approx(margin, abs=1e-13)
    for ray in ([1.0, 0.0], [-1.0, 2.0]):  # an open row, an open column
        assert ray_margin(bounds, np.array(ray), weigh_columns(matrix, np.array(ray))) == -np.inf
    bounds = bounds_of([(-2.0, 3.0)], [(1.0, 2.0)])
    margins = [ray_margin(bounds, np.array([y]), np.array([y])) for y in (1.0, -1.0)]
    assert margins == pytest.approx([1 - 3 - 2e-9, -2 - 2 - 3e-9], abs=1e-13)


def test_terms_that_cancel_leave_no_weight_and_small_ones_stay():
    layout = Layout()
    for name in "xyz":
        layout.add_column(name)
    for number, value in enumerate((0.1, 0.2, -0.3)):
        layout.add_row(str(number), [(0, value), (1, TINY if number == 0 else 0.0), (2, 1.0)])
    weights = weigh_columns(layout.matrix(), np.ones(3))
    assert weights.tolist() == [0.0, TINY, 3.0]

"""PuLP 3 and 4 hand HiGHS exactly the layout: same columns, rows, bounds, costs, in the same order."""

from __future__ import annotations

import math

import highspy
import numpy as np
import pulp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.linear.layout import Layout
from mealopt.linear.statement import FREE, state_problem

OPEN = 1e20  # from here on HiGHS calls a bound infinite
SIDES = ("free", "lower", "upper", "equal")


def hand_over(layout, bounds):
    """Let PuLP build the HiGHS model, and read it back."""
    problem = state_problem(layout, bounds)
    solver = pulp.HiGHS(msg=False, threads=1)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return problem.solverModel.getLp()


def opened(values):
    """Write every bound HiGHS calls infinite as infinite."""
    values = np.array(values, dtype=np.float64)
    return np.where(np.abs(values) >= OPEN, np.copysign(np.inf, values), values)


def full_matrix(lp):
    matrix = lp.a_matrix_
    starts, indices, values = (np.array(part) for part in (matrix.start_, matrix.index_, matrix.value_))
    rowwise = matrix.format_ != highspy.MatrixFormat.kColwise
    full = np.zeros((lp.num_row_, lp.num_col_))
    for outer in range(lp.num_row_ if rowwise else lp.num_col_):
        for place in range(starts[outer], starts[outer + 1]):
            inner = indices[place]
            full[(outer, inner) if rowwise else (inner, outer)] += values[place]
    return full


def same_as_stated(layout, bounds, lp):
    assert (lp.num_col_, lp.num_row_) == (len(layout.column_names), len(layout.row_names))
    np.testing.assert_array_equal(opened(lp.col_lower_), bounds.column_lower)
    np.testing.assert_array_equal(opened(lp.col_upper_), bounds.column_upper)
    np.testing.assert_array_equal(opened(lp.row_lower_), bounds.row_lower)
    np.testing.assert_array_equal(opened(lp.row_upper_), bounds.row_upper)
    np.testing.assert_array_equal(np.array(lp.col_cost_), layout.costs)
    assert lp.sense_ == highspy.ObjSense.kMinimize
    assert lp.offset_ == 0.0
    kinds = list(lp.integrality_) or [highspy.HighsVarType.kContinuous] * lp.num_col_
    whole = {i for i, kind in enumerate(kinds) if kind == highspy.HighsVarType.kInteger}
    assert whole == layout.integers
    full = np.zeros((lp.num_row_, lp.num_col_))
    for row, pairs in enumerate(layout.row_pairs):
        for column, value in pairs:
            full[row, column] += value
    np.testing.assert_array_equal(full_matrix(lp), full)


@st.composite
def layouts(draw):
    """Any small layout: open and closed columns, whole ones, free rows, equalities, odd names."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layout = Layout()
    # more than ten columns and rows: `c10` sorts before `c2`
    columns, rows = draw(st.integers(1, 13)), draw(st.integers(0, 13))
    for column in range(columns):
        lower = draw(st.sampled_from([0.0, -math.inf, -2.5, 1.0]))
        upper = draw(st.sampled_from([math.inf, 3.0, 1.0]))
        layout.add_column(
            f"{draw(st.sampled_from(['food', 'portion', 'a b', 'é-[]>']))}:{column}", lower, upper,
            draw(st.sampled_from([0.0, 1.5, -0.25])), whole=draw(st.booleans()),
        )  # fmt: skip
    for row in range(rows):
        values = np.where(random.random(columns) < 0.5, random.integers(-4, 5, columns), 0)
        side = draw(st.sampled_from(SIDES))
        bound = float(random.integers(-5, 6))
        layout.add_row(
            f"row:{row}", enumerate(values.astype(float).tolist()),
            bound if side in {"lower", "equal"} else -math.inf,
            bound if side in {"upper", "equal"} else math.inf,
        )  # fmt: skip
    # every column stands in a row: a diet problem without that is given one
    layout.add_row("all", [(column, 1.0) for column in range(columns)])
    return layout


@given(layouts())
def test_the_solver_gets_exactly_the_layout(layout):
    bounds = layout.bounds()
    same_as_stated(layout, bounds, hand_over(layout, bounds))


def test_the_solver_gets_exactly_a_real_person(popular_program, knowledge):
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import derive_targets
    from mealopt.rules.build import bind_person

    rules = Rules(exclude=(popular_program.table.ids[3],), budget=5.0)
    targets = derive_targets(Person(35, "female"), rules, knowledge)
    bounds = bind_person(popular_program, targets, rules, quality=95)
    same_as_stated(popular_program.layout, bounds, hand_over(popular_program.layout, bounds))


def test_variables_are_named_in_our_order():
    layout = Layout()
    for column in range(120):
        layout.add_column(f"x{column}", cost=float(column))
    layout.add_row("all", [(column, 1.0) for column in range(120)], upper=1.0)
    problem = state_problem(layout, layout.bounds())  # PuLP 4: variables live as long as their problem
    names = [variable.name for variable in problem.variables()]
    assert names == sorted(names)
    assert [int(name[1:8]) for name in names] == list(range(120))


@pytest.mark.parametrize(
    ("lower", "upper"), [(-math.inf, math.inf), (2.0, math.inf), (-math.inf, 2.0), (2.0, 2.0)], ids=SIDES
)
def test_a_row_keeps_its_place_whatever_its_sides(lower, upper):
    layout = Layout()
    layout.add_column("x")
    layout.add_row("first", [(0, 1.0)], lower, upper)
    layout.add_row("second", [(0, 2.0)], upper=8.0)
    lp = hand_over(layout, layout.bounds())
    assert opened(lp.row_lower_).tolist() == [lower, -math.inf]
    assert opened(lp.row_upper_).tolist() == [upper, 8.0]


def test_a_free_row_is_stated_beyond_what_the_solver_counts():
    assert FREE <= -OPEN

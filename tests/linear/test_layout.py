"""The layout: names used once, arrays as stated, and the two products of a certificate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.linear.layout import Layout


def test_a_name_is_used_once():
    layout = Layout()
    layout.add_column("x")
    layout.add_row("r", [(0, 1.0)])
    with pytest.raises(ValueError, match="column x"):
        layout.add_column("x")
    with pytest.raises(ValueError, match="row r"):
        layout.add_row("r", [])


def test_what_is_added_is_what_is_there():
    layout = Layout()
    assert layout.add_column("x", cost=2.0) == 0
    assert layout.add_column("n", -1.0, 4.0, whole=True) == 1
    layout.add_row("free", [(0, 1.0), (1, 0.0)])
    layout.add_row("both", [(1, 3.0)], 6.0, 6.0)
    bounds = layout.bounds()
    assert bounds.column_lower.tolist() == [0.0, -1.0]
    assert bounds.column_upper.tolist() == [math.inf, 4.0]
    assert bounds.row_lower.tolist() == [-math.inf, 6.0]
    assert bounds.row_upper.tolist() == [math.inf, 6.0]
    assert layout.costs == [2.0, 0.0]
    assert layout.integers == {1}
    assert layout.row_pairs == [[(0, 1.0)], [(1, 3.0)]]  # a coefficient of zero is left out


def test_a_persons_bounds_leave_everyones_alone():
    layout = Layout()
    layout.add_column("x", 0.0, 1.0)
    layout.add_row("r", [(0, 1.0)], lower=0.5)
    first = layout.bounds()
    mine = first.copy()
    for values in (mine.column_lower, mine.column_upper, mine.row_lower, mine.row_upper):
        values[0] = 9.0
    assert (first.column_lower[0], first.column_upper[0]) == (0.0, 1.0)
    assert (first.row_lower[0], first.row_upper[0]) == (0.5, math.inf)
    assert layout.bounds().column_upper[0] == 1.0


def test_an_empty_layout_has_empty_arrays():
    bounds = Layout().bounds()
    assert bounds.column_lower.shape == bounds.row_upper.shape == (0,)


@given(st.integers(0, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_products_equal_those_of_the_full_matrix(rows, columns, seed):
    random = np.random.default_rng(seed)
    full = np.where(random.random((rows, columns)) < 0.5, random.normal(size=(rows, columns)), 0.0)
    layout = Layout()
    for column in range(columns):
        layout.add_column(f"x{column}")
    for row in range(rows):
        layout.add_row(f"r{row}", list(enumerate(full[row].tolist())))
    matrix = layout.matrix()
    x, y = random.normal(size=columns), random.normal(size=rows)
    np.testing.assert_allclose(matrix.times(x), full @ x, atol=1e-12)
    np.testing.assert_allclose(matrix.transposed_times(y), full.T @ y, atol=1e-12)
    assert matrix.times(x).dtype == matrix.transposed_times(y).dtype == np.float64


@given(st.integers(0, 2**32 - 1))
def test_products_of_mostly_full_rows_equal_those_of_the_full_matrix(seed):
    """Crowded columns are multiplied as a block: among them rows that are full, sparse and empty."""
    random = np.random.default_rng(seed)
    share = np.outer(random.choice([0.0, 0.1, 0.6, 1.0], 40), random.choice([0.05, 1.0], 25))
    full = np.where(random.random((40, 25)) < share, random.normal(size=(40, 25)), 0.0)
    layout = Layout()
    for column in range(25):
        layout.add_column(f"x{column}")
    for row in range(40):
        halves = [(column, value / 2) for column, value in enumerate(full[row].tolist())]
        layout.add_row(f"r{row}", halves + halves)  # a pair may stand in a row twice
    matrix = layout.matrix()
    x, y = random.normal(size=25) * (random.random(25) < 0.4), random.normal(size=40)
    np.testing.assert_allclose(matrix.times(x), full @ x, atol=1e-12)
    np.testing.assert_allclose(matrix.transposed_times(y), full.T @ y, atol=1e-12)
    np.testing.assert_allclose(matrix.sizes.transposed_times(y), np.abs(full).T @ y, atol=1e-12)


def test_what_is_added_later_has_bounds_too():
    layout = Layout()
    layout.add_column("x", 0.0, 1.0)
    assert layout.bounds().column_upper.tolist() == [1.0]
    layout.add_column("y", 0.0, 2.0)
    assert layout.bounds().column_upper.tolist() == [1.0, 2.0]
    layout.add_row("r", [(0, 1.0)], lower=3.0)
    assert layout.bounds().row_lower.tolist() == [3.0]

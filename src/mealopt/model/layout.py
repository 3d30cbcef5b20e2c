"""Columns and rows by name, with the coefficients that never change with the person.

A `Layout` is the matrix; `Bounds` are one person's numbers on it. Names are the ids of what they stand
for (`portion:11111000:breakfast`, `minimum:magnesium_mg`), so that every room can find its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass
class Bounds:
    """Lower and upper bounds of every column and row, for one person."""

    column_lower: Floats
    column_upper: Floats
    row_lower: Floats
    row_upper: Floats

    def copy(self) -> Bounds:
        """Return bounds that can be changed without changing these."""
        return Bounds(
            self.column_lower.copy(), self.column_upper.copy(), self.row_lower.copy(), self.row_upper.copy()
        )


@dataclass
class Layout:
    """A growing model: named columns with a cost, named rows with their coefficients.

    The bounds given here are those that hold for everyone; a person's replace them in `Bounds`.
    """

    column_names: list[str] = field(default_factory=list)
    row_names: list[str] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    column_bounds: list[tuple[float, float]] = field(default_factory=list)
    row_bounds: list[tuple[float, float]] = field(default_factory=list)
    integers: set[int] = field(default_factory=set)
    row_pairs: list[list[tuple[int, float]]] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add_column(
        self,
        name: str,
        lower: float = 0.0,
        upper: float = math.inf,
        cost: float = 0.0,
        *,
        whole: bool = False,
    ) -> int:
        """Add one column and return its index; a name may be used once."""
        if name in self.columns:
            msg = f"column {name} is there already"
            raise ValueError(msg)
        index = len(self.column_names)
        self.columns[name] = index
        self.column_names.append(name)
        self.costs.append(cost)
        self.column_bounds.append((lower, upper))
        if whole:
            self.integers.add(index)
        return index

    def add_row(
        self, name: str, pairs: Iterable[tuple[int, float]], lower: float = -math.inf, upper: float = math.inf
    ) -> int:
        """Add one row `lower ≤ Σ coefficient · column ≤ upper`; coefficients of zero are left out.

        A row has one finite side, or both equal: PuLP states no ranges.
        """
        if name in self.rows:
            msg = f"row {name} is there already"
            raise ValueError(msg)
        index = len(self.row_names)
        self.rows[name] = index
        self.row_names.append(name)
        self.row_bounds.append((lower, upper))
        self.row_pairs.append([(column, value) for column, value in pairs if value != 0.0])
        return index

    def bounds(self) -> Bounds:
        """Return the bounds that hold for everyone, as arrays to be made a person's."""
        columns = np.array(self.column_bounds, dtype=np.float64).reshape(-1, 2)
        rows = np.array(self.row_bounds, dtype=np.float64).reshape(-1, 2)
        return Bounds(columns[:, 0].copy(), columns[:, 1].copy(), rows[:, 0].copy(), rows[:, 1].copy())

    def matrix(self) -> Matrix:
        """Return the coefficients as arrays, for the certificate: built here, not read from a solver."""
        lengths = [len(pairs) for pairs in self.row_pairs]
        row_index = np.repeat(np.arange(len(lengths)), lengths)
        flat = [pair for pairs in self.row_pairs for pair in pairs]
        return Matrix(
            row_index,
            np.array([column for column, _ in flat], dtype=np.int64),
            np.array([value for _, value in flat], dtype=np.float64),
            len(self.row_names),
            len(self.column_names),
        )


@dataclass(frozen=True)
class Matrix:
    """A sparse matrix as triplets, with just the two products a certificate needs."""

    row_index: Ints
    column_index: Ints
    values: Floats
    row_count: int
    column_count: int

    def times(self, columns: Floats) -> Floats:
        """Return A·x."""
        weights = self.values * columns[self.column_index]
        return np.bincount(self.row_index, weights, self.row_count).astype(np.float64, copy=False)

    def transposed_times(self, rows: Floats) -> Floats:
        """Return Aᵀ·y."""
        weights = self.values * rows[self.row_index]
        return np.bincount(self.column_index, weights, self.column_count).astype(np.float64, copy=False)

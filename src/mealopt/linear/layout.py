"""Columns and rows by name, with the coefficients that never change with the person.

A `Layout` is the matrix; `Bounds` are one person's numbers on it. Names are the ids of what they stand
for (`portion:11111000:breakfast`, `minimum:magnesium_mg`), for who adds them and for who reads a model; whose
a column or row is stands beside it.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

    The bounds given here are those that hold for everyone; a person's replace them in `Bounds`. `misses`
    are the columns by which a row may be missed, `about` says of some rows which amount they are (what, and
    of which foods), `giving_way` in which a pin finds room.
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
    misses: dict[int, int] = field(default_factory=dict)
    about: dict[int, tuple[str, str]] = field(default_factory=dict)
    giving_way: set[int] = field(default_factory=set)
    _owner: str = field(default="", init=False, repr=False, compare=False)
    _owned: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict, init=False, repr=False)
    _bounds: Bounds | None = field(default=None, init=False, repr=False, compare=False)

    @contextmanager
    def owned_by(self, owner: str) -> Iterator[None]:
        """Note whose the rows and columns are that are added meanwhile."""
        before, self._owner = self._owner, owner
        try:
            yield
        finally:
            self._owner = before

    def rows_of(self, owner: str) -> list[int]:
        """Return the rows of an owner, in their order; none where it added none."""
        return self._owned.get(owner, ([], []))[0]

    def columns_of(self, owner: str) -> list[int]:
        """Return the columns of an owner, in their order."""
        return self._owned.get(owner, ([], []))[1]

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
        self._bounds = None
        index = len(self.column_names)
        self.columns[name] = index
        self.column_names.append(name)
        self.costs.append(cost)
        self.column_bounds.append((lower, upper))
        if whole:
            self.integers.add(index)
        self._owned.setdefault(self._owner, ([], []))[1].append(index)
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
        self._bounds = None
        index = len(self.row_names)
        self.rows[name] = index
        self.row_names.append(name)
        self.row_bounds.append((lower, upper))
        self.row_pairs.append([(column, value) for column, value in pairs if value != 0.0])
        self._owned.setdefault(self._owner, ([], []))[0].append(index)
        return index

    def bounds(self) -> Bounds:
        """Return the bounds that hold for everyone, as arrays to be made a person's.

        They are read once, until a column or row is added: reading takes longer than a person's solve.
        """
        if self._bounds is None:
            columns = np.array(self.column_bounds, dtype=np.float64).reshape(-1, 2)
            rows = np.array(self.row_bounds, dtype=np.float64).reshape(-1, 2)
            self._bounds = Bounds(columns[:, 0], columns[:, 1], rows[:, 0], rows[:, 1])
        return self._bounds.copy()

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
    """A sparse matrix as triplets, with just the two products a certificate needs.

    Sums run in an order of their own, in one thread: the same bytes whatever the machine is busy with.
    """

    row_index: Ints
    column_index: Ints
    values: Floats
    row_count: int
    column_count: int

    @cached_property
    def by_column(self) -> tuple[Ints, Ints, Floats]:
        """Return where each column starts (one more at the end), and its rows and values in order."""
        order = np.argsort(self.column_index, kind="stable")
        starts = np.searchsorted(self.column_index[order], np.arange(self.column_count + 1))
        return starts, self.row_index[order], self.values[order]

    @cached_property
    def sizes(self) -> Matrix:
        """Return the matrix of absolute values."""
        return replace(self, values=np.abs(self.values))

    @cached_property
    def parts(self) -> tuple[Ints, Ints, Floats, Matrix]:
        """Return the rows and columns that are mostly full, their block, and the triplets of the rest.

        Most coefficients are those of the nutrients, a number for nearly every food: as a block they take
        a quarter of the time.
        """
        wide = np.bincount(self.column_index, minlength=self.column_count) >= CROWDED
        among = wide[self.column_index]
        columns = np.flatnonzero(wide)
        counts = np.bincount(self.row_index[among], minlength=self.row_count)
        full = (counts * SPARSE >= len(columns)) & (counts > 0)
        rows = np.flatnonzero(full)
        inside = among & full[self.row_index]
        block = np.zeros((len(rows), len(columns)))
        # a pair may stand in a row twice: its coefficients add up, as they do for the solver
        down, across = self.row_index[inside], self.column_index[inside]
        places = (np.searchsorted(rows, down), np.searchsorted(columns, across))
        np.add.at(block, places, self.values[inside])
        rest = replace(
            self, row_index=self.row_index[~inside], column_index=self.column_index[~inside],
            values=self.values[~inside],
        )  # fmt: skip
        return rows, columns, block, rest

    def times(self, columns: Floats) -> Floats:
        """Return A·x; columns at zero, nearly all of them in a plan, cost nothing."""
        starts, rows, values = self.by_column
        places, owners = spread(starts, np.flatnonzero(columns))
        weights = values[places] * columns[owners]
        return np.bincount(rows[places], weights, self.row_count).astype(np.float64, copy=False)

    def transposed_times(self, rows: Floats) -> Floats:
        """Return Aᵀ·y."""
        full, columns, block, rest = self.parts
        weights = rest.values * rows[rest.row_index]
        product = np.bincount(rest.column_index, weights, self.column_count).astype(np.float64, copy=False)
        # not a matrix product of the library: its threads may sum in another order
        product[columns] += np.einsum("r,rc->c", rows[full], block)
        return product


CROWDED = 12  # a column of at least so many coefficients is a food's total, or something like it
SPARSE = 4  # a row is mostly full when it has one coefficient in so many of the crowded columns


def spread(starts: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Return the places of all entries of some chosen runs, and the run each belongs to."""
    lengths = starts[chosen + 1] - starts[chosen]
    before = np.cumsum(lengths) - lengths
    places = np.repeat(starts[chosen] - before, lengths) + np.arange(int(lengths.sum()))
    return places, np.repeat(chosen, lengths)

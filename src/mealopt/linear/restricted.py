"""A live model of some of a program's members: blocks come in while a person is solved and go afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import numpy.typing as npt

from mealopt.errors import CertificateError
from mealopt.linear.blocks import SHARED
from mealopt.linear.highs import run_fused, run_pulp
from mealopt.linear.layout import Bounds, Layout, spread
from mealopt.linear.statement import state_problem
from mealopt.tolerances import USUAL

if TYPE_CHECKING:
    from mealopt.linear.blocks import Blocks
    from mealopt.linear.layout import Floats, Ints
    from mealopt.linear.linear_program import LinearProgram

Ints32 = npt.NDArray[np.int32]
# the dual simplex method with Devex weights: exact ones take longer to set up than a small model to solve
DUAL, DEVEX = 1, 1
PRIMAL = 4  # after members have come in the plan at hand is allowed, and only too dear


@dataclass(frozen=True)
class Start:
    """Where the people near a reference start: members beside the model's own, and an optimum's basis."""

    members: Ints
    basis: Any


class Restricted:
    """A small model inside HiGHS: every shared column, the blocks of some members, the rows these stand in.

    PuLP states it with the reference bounds; `first` is the start their optimum makes. `columns` and
    `rows` are the places of its columns and rows in the program, those of members added last. A row without
    any column of the model is left out while zero is allowed for it.
    """

    def __init__(self, program: LinearProgram, blocks: Blocks, members: Ints, reference: Bounds) -> None:
        self.program = program
        self.blocks = blocks
        self.base = np.union1d(members, blocks.always)
        held = np.zeros(blocks.count + 1, dtype=np.bool_)  # the last place is that of SHARED: always held
        held[self.base] = held[SHARED] = True
        self.base_columns = np.flatnonzero(held[blocks.column_owner])
        rows = blocks.matrix.by_column[1][spread(blocks.matrix.by_column[0], self.base_columns)[0]]
        self.base_rows = np.unique(rows)
        small = take_layout(program, self.base_columns, self.base_rows)
        problem = state_problem(small, self.take(reference, self.base_columns, self.base_rows))
        self.highs = run_pulp(problem, presolve="off", simplex_dual_edge_weight_strategy=DEVEX)
        if (self.highs.getNumCol(), self.highs.getNumRow()) != (len(self.base_columns), len(self.base_rows)):
            msg = "PuLP handed over another model than was stated for the members at hand"
            raise CertificateError(msg)
        self.costs = program.costs
        self.clear()
        self.first = Start(np.empty(0, dtype=np.int64), self.highs.getBasis())

    def clear(self) -> None:
        """Forget which members have been added; the model itself is put right by `begin`."""
        self.columns, self.rows = self.base_columns, self.base_rows
        self.held = np.zeros(self.blocks.count, dtype=np.bool_)
        self.held[self.base] = True
        self.place = np.full(self.blocks.matrix.row_count, -1)
        self.place[self.rows] = np.arange(len(self.rows))

    @staticmethod
    def take(bounds: Bounds, columns: Ints, rows: Ints) -> Bounds:
        """Return the bounds of some columns and rows."""
        return Bounds(
            bounds.column_lower[columns], bounds.column_upper[columns],
            bounds.row_lower[rows], bounds.row_upper[rows],
        )  # fmt: skip

    def begin(self, bounds: Bounds, costs: Floats, start: Start) -> None:
        """Take out what was added, set a person's bounds and costs, and go to a start."""
        highs, columns, rows = self.highs, len(self.base_columns), len(self.base_rows)
        if len(self.columns) > columns:
            highs.deleteCols(len(self.columns) - columns, numbers(columns, len(self.columns)))
        if len(self.rows) > rows:
            highs.deleteRows(len(self.rows) - rows, numbers(rows, len(self.rows)))
        self.clear()
        small = self.take(bounds, self.columns, self.rows)
        highs.changeColsBounds(columns, numbers(0, columns), small.column_lower, small.column_upper)
        highs.changeRowsBounds(rows, numbers(0, rows), small.row_lower, small.row_upper)
        if costs is not self.costs:
            highs.changeColsCost(columns, numbers(0, columns), costs[self.columns])
            self.costs = costs if costs is self.program.costs else costs.copy()
        self.sharpen(USUAL)
        self.strategy = DUAL
        highs.clearSolver()
        self.add(start.members, bounds)
        if start.basis.valid:
            highs.setBasis(start.basis)
        # rows that stand empty and do not allow zero: only members to come can meet them
        closed = ~((bounds.row_lower <= 0.0) & (bounds.row_upper >= 0.0)) & (self.place < 0)
        if closed.any():
            self.add_rows(np.flatnonzero(closed), bounds)

    def add_rows(self, rows: Ints, bounds: Bounds) -> None:
        """Add rows of the program that have no column in the model yet."""
        none = np.empty(0, dtype=np.int32)
        self.highs.addRows(
            len(rows), bounds.row_lower[rows], bounds.row_upper[rows], 0,
            np.zeros(len(rows), dtype=np.int32), none, np.empty(0),
        )  # fmt: skip
        self.place[rows] = np.arange(len(self.rows), len(self.rows) + len(rows))
        self.rows = np.concatenate([self.rows, rows])

    def add(self, members: Ints, bounds: Bounds) -> None:
        """Add the blocks of some members, and the rows that get their first column with them."""
        if not len(members):
            return
        held = np.zeros(self.blocks.count + 1, dtype=np.bool_)
        held[members] = True
        columns = np.flatnonzero(held[self.blocks.column_owner])
        starts, rows, values = self.blocks.matrix.by_column
        places, _ = spread(starts, columns)
        touched = rows[places]
        new = np.unique(touched[self.place[touched] < 0])
        if len(new):
            self.add_rows(new, bounds)
        lengths = starts[columns + 1] - starts[columns]
        self.highs.addCols(
            len(columns), self.costs[columns], bounds.column_lower[columns], bounds.column_upper[columns],
            len(places), (np.cumsum(lengths) - lengths).astype(np.int32),
            self.place[touched].astype(np.int32), values[places],
        )  # fmt: skip
        self.columns = np.concatenate([self.columns, columns])
        self.held[members] = True

    def run(self) -> Any:
        """Run HiGHS from where it is, and return its status.

        Foods that come into an optimum find a plan that is allowed; into what nothing fits, none.
        """
        self.highs.setOptionValue("simplex_strategy", self.strategy)
        run_fused(self.highs)
        status = self.highs.getModelStatus()
        self.strategy = PRIMAL if status == highspy.HighsModelStatus.kOptimal else DUAL
        return status

    def sharpen(self, tolerance: float) -> None:
        """Set how far the solver may stay from each bound and each sign."""
        self.highs.setOptionValue("primal_feasibility_tolerance", tolerance)
        self.highs.setOptionValue("dual_feasibility_tolerance", tolerance)

    def solution(self) -> tuple[Floats, Floats]:
        """Return the columns and row duals of the whole program: zero for what the model does not hold."""
        found = self.highs.getSolution()
        columns = np.zeros(self.blocks.matrix.column_count)
        columns[self.columns] = found.col_value
        duals = np.zeros(self.blocks.matrix.row_count)
        duals[self.rows] = found.row_dual
        return columns, duals


def take_layout(program: LinearProgram, columns: Ints, rows: Ints) -> Layout:
    """Return the layout of some columns and rows of a program, in their order."""
    layout, small = program.layout, Layout()
    for column in columns.tolist():
        lower, upper = layout.column_bounds[column]
        small.add_column(layout.column_names[column], lower, upper, layout.costs[column])
    starts, index, values = program.matrix.by_column
    places, owners = spread(starts, columns)
    pairs: dict[int, list[tuple[int, float]]] = {row: [] for row in rows.tolist()}
    own_places = np.searchsorted(columns, owners).tolist()
    for row, place, value in zip(index[places].tolist(), own_places, values[places].tolist(), strict=True):
        pairs[row].append((place, value))
    for row, members in pairs.items():
        lower, upper = layout.row_bounds[row]
        small.add_row(layout.row_names[row], members, lower, upper)
    return small


def numbers(first: int, end: int) -> Ints32:
    """Return the places from the first up to the end, as HiGHS counts."""
    return np.arange(first, end, dtype=np.int32)

"""One live HiGHS model, moved from person to person and always started from its reference basis."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import highspy
import numpy as np

from mealopt.errors import CertificateError, SolverLimitError
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.certificate import prove, proves_infeasible, require_certificate
from mealopt.linear.highs import ITERATIONS, read_ray, run_fused, run_pulp
from mealopt.linear.linear_program import LinearProgram
from mealopt.linear.statement import state_problem
from mealopt.tolerances import SHARP, USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.linear.layout import Bounds, Floats
    from mealopt.linear.pricing import PricedModel


BYTES = 400  # what an entry of the matrix takes in all: rows, columns, HiGHS' own copies, factors (measured)

Stated = TypeVar("Stated", bound=LinearProgram)


class LiveModel(Generic[Stated]):
    """A program inside HiGHS. The first bounds it is given make the reference basis.

    PuLP states the model with those bounds and hands it to HiGHS once; every later solve moves bounds
    on that object and starts again from the reference basis, so that the answer does not depend on who
    came before. With a `priced` model beside it people are solved there, on few columns, and the whole
    model is stated only when a walk needs it.

    One thread at a time: every solve holds the model's lock, and whoever makes several solves that belong
    together leases it (`with live.lease():`), so that nobody comes between them.
    """

    def __init__(
        self,
        program: Stated,
        reference: Bounds,
        what: str = "the reference person",
        priced: PricedModel | None = None,
    ) -> None:
        self.program = program
        self.reference = reference
        self.what = what
        self.priced = priced
        self.column_count = len(program.layout.column_names)
        self.row_count = len(program.layout.row_names)
        self.column_index = np.arange(self.column_count, dtype=np.int32)
        self.row_index = np.arange(self.row_count, dtype=np.int32)
        self.costs = program.costs
        self._lock = threading.RLock()
        self.left = False  # somebody was solved on few columns since: the next walk starts at the reference
        if priced is None:
            _ = self.stated

    @property
    def size(self) -> int:
        """Return what the model takes [bytes], by the entries of its matrix."""
        return BYTES * len(self.program.matrix.by_column[1])

    @contextmanager
    def lease(self) -> Iterator[LiveModel[Stated]]:
        """Hold the model for solves that belong together; others wait."""
        with self._lock:
            yield self

    @cached_property
    def stated(self) -> tuple[Any, Any]:
        """Return the whole model inside HiGHS, and its reference basis: `None` where nothing fits then."""
        # without presolve: it costs more than it saves here, and leaves no ray where nothing fits
        highs = run_pulp(state_problem(self.program.layout, self.reference), presolve="off")
        if (highs.getNumCol(), highs.getNumRow()) != (self.column_count, self.row_count):
            msg = f"PuLP handed over another model than was stated for {self.what}"
            raise CertificateError(msg)
        optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return highs, highs.getBasis() if optimal else None

    @property
    def highs(self) -> Any:
        """Return the whole model inside HiGHS."""
        return self.stated[0]

    @property
    def basis(self) -> Any:
        """Return the reference basis of the whole model."""
        return self.stated[1]

    def move(self, bounds: Bounds, costs: Floats | None = None) -> None:
        """Set every bound, and the costs where they differ."""
        self.highs.changeColsBounds(
            self.column_count, self.column_index, bounds.column_lower, bounds.column_upper
        )
        lower = bounds.row_lower
        upper = bounds.row_upper
        changer = getattr(self.highs, "changeRowsBounds", None)
        if changer is None:
            for row in range(self.row_count):
                self.highs.changeRowBounds(row, float(lower[row]), float(upper[row]))
        else:
            changer(self.row_count, self.row_index, lower, upper)
        wanted = self.program.costs if costs is None else costs
        if not np.array_equal(wanted, self.costs):
            self.highs.changeColsCost(self.column_count, self.column_index, wanted)
            self.costs = wanted.copy()  # the caller may change theirs

    def solve(
        self, bounds: Bounds, costs: Floats | None = None, what: str = "this plan", *, here: bool = False
    ) -> Answer | Infeasible:
        """Solve for one person's bounds and return a certified answer, or the proof that none exists.

        `here` starts from where the last such solve ended: quicker for a walk along one limit, whose
        optimum and slope do not depend on the start; never for a plan, whose foods might. A walk begins
        with a solve that is not `here`, and is the same whoever walked before.
        """
        with self.lease():
            return self.solve_leased(bounds, costs, what, here=here)

    def solve_leased(
        self, bounds: Bounds, costs: Floats | None, what: str, *, here: bool
    ) -> Answer | Infeasible:
        """Solve; for the thread that holds the lease."""
        if self.priced is not None and not here:
            found = self.priced.solve(bounds, costs)
            self.left = True
            if found is not None:
                return found
        self.move(bounds, costs)
        if self.left or not here:
            self.left = False
            self.highs.clearSolver()
            if self.basis is not None:
                self.highs.setBasis(self.basis)
        run_fused(self.highs)
        answer = self.read(bounds, what)
        if answer is None:
            # a start that confuses the simplex method is no answer: once more from nothing, and sharper
            self.highs.clearSolver()
            self.sharpen(SHARP)
            try:
                run_fused(self.highs)
                answer = self.read(bounds, what, last=True)
            finally:
                self.sharpen(USUAL)  # whoever comes next starts as if nobody had been here
        if answer is None:
            raise SolverLimitError(what, "the solver neither found nor excluded a plan")
        return answer

    def sharpen(self, tolerance: float) -> None:
        """Set how far the solver may stay from each bound and each sign."""
        self.highs.setOptionValue("primal_feasibility_tolerance", tolerance)
        self.highs.setOptionValue("dual_feasibility_tolerance", tolerance)

    def read(self, bounds: Bounds, what: str, *, last: bool = False) -> Answer | Infeasible | None:
        """Read the state of HiGHS: a certified answer, a proved infeasibility, or `None` for neither."""
        status = self.highs.getModelStatus()
        states = highspy.HighsModelStatus
        if status == states.kOptimal:
            solution = self.highs.getSolution()
            columns = np.array(solution.col_value)
            duals = np.array(solution.row_dual)
            certificate, reduced = prove(self.program.matrix, bounds, self.costs, columns, duals)
            if not certificate.holds and not last:
                return None
            require_certificate(certificate, what)
            return Answer(columns, duals, reduced, certificate.objective, certificate)
        if status in {states.kInfeasible, states.kUnboundedOrInfeasible}:
            ray = read_ray(self.highs)
            if ray is not None:
                for signed in (ray, -ray):
                    if proves_infeasible(self.program.matrix, bounds, signed):
                        return Infeasible(signed)
            return None
        if status in {states.kIterationLimit, states.kTimeLimit, states.kInterrupt}:
            raise SolverLimitError(what, f"the work limit of {ITERATIONS:,} steps was reached")
        return None

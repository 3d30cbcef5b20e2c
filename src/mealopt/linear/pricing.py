"""Column pricing: a small model near the person, and the members that pay brought in until none does.

The answer is that of the whole table, proved over every one of its columns and rows. What is left out is
priced by Blocks; what pays comes into the live model, and the simplex method goes on from there. Where
nothing fits the small model, its Farkas ray takes the place of the prices: a member comes in when it could
help, and when none can, the ray is the proof for the whole table.

The small model and its basis are those of the nearest of a few fixed reference people, chosen by the
bounds alone: who was solved before decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt

from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.blocks import SHARED, Blocks, find_blocks
from mealopt.linear.certificate import prove, proves_infeasible, ray_margin, weigh_columns
from mealopt.linear.generation import Generation
from mealopt.linear.highs import read_ray
from mealopt.linear.restricted import Restricted, Start
from mealopt.tolerances import PAYS, SHARP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.linear.linear_program import LinearProgram

AT_ONCE = 30  # members that come in together at most
ROUNDS = 200  # far more than any diet takes; beyond, the whole model is asked
NEAR = 60  # members a reference person's model holds at least, the nearest to their plan
CHEAP = 0.01  # $ a portion: what costs less is as good as free
SOURCES = 3  # of every row the cheapest sources, for the first guess


class PricedModel:
    """A program solved by column pricing, from the nearest of the references."""

    def __init__(self, program: LinearProgram, references: Sequence[Bounds]) -> None:
        self.program = program
        self.references = references
        self.blocks = find_blocks(program)
        self._starts: dict[int, Start] = {}
        self._marks = np.array([flatten(bounds) for bounds in references])
        with np.errstate(invalid="ignore"):
            self._telling = np.flatnonzero(
                np.isfinite(self._marks).all(axis=0) & (self._marks != self._marks[0]).any(axis=0)
            )
        self._marks = self._marks[:, self._telling]
        self._scale = np.mean(np.abs(self._marks), axis=0)

    def solve(self, bounds: Bounds, costs: Floats | None = None) -> Answer | Infeasible | None:
        """Return a person's certified answer or the proof that none exists; `None` where neither came."""
        start = self.start_of(self.nearest(bounds))
        return solve_priced(self.model, bounds, self.program.costs if costs is None else costs, start)

    def nearest(self, bounds: Bounds) -> int:
        """Return the reference whose bounds are most like these."""
        if len(self.references) == 1:
            return 0
        mine = flatten(bounds)[self._telling]
        apart = np.abs(mine - self._marks) / self._scale
        return int(np.argmin(np.sum(np.minimum(apart, 1.0), axis=1)))

    @cached_property
    def model(self) -> Restricted:
        """Return the small model, with the members near the first reference's plan.

        That plan is found from the cheapest sources of every row.
        """
        reference, costs = self.references[0], self.program.costs
        guess = Restricted(self.program, self.blocks, find_sources(self.program), reference)
        answer = solve_priced(guess, reference, costs, guess.first)
        return Restricted(self.program, self.blocks, self.near_members(guess, answer, reference), reference)

    def start_of(self, number: int) -> Start:
        """Return the start of the people near a reference, found when first needed."""
        if number not in self._starts:
            self._starts[number] = self.model.first if number == 0 else self.find_start(number)
        return self._starts[number]

    def find_start(self, number: int) -> Start:
        """Solve a reference by pricing, then with the members near its plan alone: its basis is the start."""
        model, bounds, costs = self.model, self.references[number], self.program.costs
        near = self.near_members(model, solve_priced(model, bounds, costs, model.first), bounds)
        members = np.setdiff1d(near, model.base)
        model.begin(bounds, costs, model.first)
        model.add(members, bounds)
        model.run()
        return Start(members, model.highs.getBasis())

    def near_members(self, model: Restricted, answer: Answer | Infeasible | None, bounds: Bounds) -> Ints:
        """Return the members of a reference's plan, and those that come nearest to it.

        Where nothing fits the reference, all that were tried: the proof stands on them.
        """
        if not isinstance(answer, Answer):
            return np.flatnonzero(model.held)
        eaten = np.flatnonzero(answer.columns[self.blocks.heads] != 0.0)
        shared = np.where(self.blocks.row_owner == SHARED, answer.duals, 0.0)
        reduced = self.program.costs - self.blocks.matrix.transposed_times(shared)
        saving, _ = self.blocks.price(reduced, bounds)
        return np.union1d(eaten, np.argsort(-saving, kind="stable")[:NEAR])


def flatten(bounds: Bounds) -> Floats:
    """Return all bounds one after the other."""
    return np.concatenate([bounds.row_lower, bounds.row_upper, bounds.column_lower, bounds.column_upper])


def find_sources(program: LinearProgram) -> Ints:
    """Return the members whose totals give most for their cost to some row that most members stand in."""
    _, columns, block, _ = program.matrix.parts
    heads = program.heads
    inside = (columns >= heads.start) & (columns < heads.stop)
    members = columns[inside] - heads.start
    worth = block[:, inside] / (program.costs[heads][members] + CHEAP)
    best = np.argsort(-worth, axis=1, kind="stable")[:, :SOURCES]
    return np.unique(members[best])


def solve_priced(
    model: Restricted, bounds: Bounds, costs: Floats, start: Start
) -> Answer | Infeasible | None:
    """Solve on a small model and bring in what pays until nothing does; `None` where no proof came of it."""
    return Pricing(model, bounds, costs, start).generate(ROUNDS)


@dataclass(frozen=True)
class SmallAnswer:
    """What a small model says: columns and duals of the whole program, and the costs these are duals at.

    Where nothing fits it, its Farkas ray takes the place of the duals, and nothing has a cost.
    """

    fits: bool
    columns: Floats
    duals: Floats
    costs: Floats


class Pricing(Generation[SmallAnswer, "Answer | Infeasible"]):
    """One person's question to a small model."""

    def __init__(self, model: Restricted, bounds: Bounds, costs: Floats, start: Start) -> None:
        self.model, self.bounds, self.costs = model, bounds, costs
        self.whole, self.nothing = costs, np.zeros(len(costs))
        self.sharp = False  # whether the solver's tolerances are the finest
        self.spent = False  # whether they were not enough either
        model.begin(bounds, costs, start)
        needed = model.blocks.needed(bounds)
        model.add(needed[~model.held[needed]], bounds)

    def solve_held(self) -> SmallAnswer | None:
        """Return what the small model says; `None` where it says nothing more."""
        model, states = self.model, highspy.HighsModelStatus
        status = None if self.spent else model.run()
        if status == states.kOptimal:
            return SmallAnswer(True, *model.solution(), self.costs)
        if status in {states.kInfeasible, states.kUnboundedOrInfeasible}:
            return SmallAnswer(False, self.nothing, find_ray(model, self.bounds), self.nothing)
        return None

    def bring_in(self, found: SmallAnswer) -> int:
        """Bring in the members that pay, or that could help where nothing fits; keep duals of every row."""
        model, blocks, bounds = self.model, self.model.blocks, self.bounds
        saving, link = blocks.price(found.costs - blocks.matrix.transposed_times(found.duals), bounds)
        self.whole = build_duals(blocks, model, found.duals, link)
        entering = find_entering(saving, model.held)
        if found.fits or not proves_infeasible(blocks.matrix, bounds, self.whole):
            model.add(entering, bounds)
        return len(entering)

    def prove(self, found: SmallAnswer, entered: int) -> Answer | Infeasible | None:
        """Return the certified answer, or the ray that proves there is none; `None` where neither stands."""
        matrix, bounds = self.model.blocks.matrix, self.bounds
        if not found.fits and proves_infeasible(matrix, bounds, self.whole):
            return Infeasible(self.whole)
        if entered:
            return None
        if found.fits:
            certificate, reduced = prove(matrix, bounds, self.costs, found.columns, self.whole)
            if certificate.holds:
                return Answer(found.columns, self.whole, reduced, certificate.objective, certificate)
        # the solver stopped within its tolerances, and these were not enough
        self.model.sharpen(SHARP)
        self.sharp, self.spent = True, self.sharp
        return None


def find_entering(saving: Floats, held: npt.NDArray[np.bool_]) -> Ints:
    """Return the members left out that pay, those that save most, in the order of the table."""
    paying = np.flatnonzero((saving > PAYS) & ~held)
    if len(paying) > AT_ONCE:
        paying = np.sort(paying[np.argsort(-saving[paying], kind="stable")[:AT_ONCE]])
    return paying


def build_duals(blocks: Blocks, model: Restricted, duals: Floats, price: Floats) -> Floats:
    """Return the duals of every row: those of the small model, and the best of the links left out."""
    out = blocks.linked[~model.held[blocks.linked]]
    whole = duals.copy()
    whole[blocks.link_row[out]] = price[out]
    return whole


def find_ray(model: Restricted, bounds: Bounds) -> Floats:
    """Return the ray of an infeasible small model over all rows, turned so that it proves just that.

    Zero where the solver has none that does.
    """
    found = read_ray(model.highs)
    ray = np.zeros(model.blocks.matrix.row_count)
    if found is None:
        return ray
    ray[model.rows] = found
    weights = weigh_columns(model.blocks.matrix, ray)
    outside = np.ones(len(weights), dtype=np.bool_)
    outside[model.columns] = False
    weights[outside] = 0.0
    for turned, turned_weights in ((ray, weights), (-ray, -weights)):
        if ray_margin(bounds, turned, turned_weights) > 0.0:
            return turned
    return np.zeros(len(ray))

"""The optimum as one number moves: exact, piecewise linear, found by re-solving and never by a basis.

A solver's ranging speaks of one basis and can stop short. Here a segment ends where re-solving says so:
two supporting lines of the convex curve meet in a point; either the curve passes through it, and the
point is a corner, or a new line is found there (Eisner & Severance 1976, Mathematical Methods for Record
Segmentation and the Assignment of Records).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.solve.live import Answer, LiveModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.model.layout import Bounds, Floats
    from mealopt.model.program import Program
    from mealopt.request.targets import Limit

SOLVES = 60  # the most re-solves for one side of one limit: a curve of this data has far fewer corners
SAME = 1e-9  # two values of the optimum closer than this, relatively, are one
SAME_SLOPE = 1e-7


@dataclass(frozen=True)
class Point:
    """The optimum at one value of the limit, and a slope the curve has there."""

    at: float
    value: float
    slope: float


@dataclass(frozen=True)
class Prices:
    """The price of a limit on both sides, and how far each holds.

    `below` holds from `low` up to the limit, `above` from the limit up to `high`; infinite where no end
    was met. They are equal where the price is unique.
    """

    below: float
    above: float
    low: float
    high: float

    @property
    def unique(self) -> bool:
        """Say whether both sides have the same price."""
        return math.isclose(self.below, self.above, rel_tol=1e-6, abs_tol=SAME_SLOPE)


class Mover:
    """Moves one limit of one person on a live model and reads the optimum and its slope."""

    def __init__(
        self, live: LiveModel, bounds: Bounds, limit: Limit, *, slack: float = 0.0, costs: Floats | None = None
    ) -> None:
        self.live = live
        self.bounds = bounds.copy()
        self.limit = limit
        self.slack = slack
        self.costs = costs
        self.place, self.index = live.program.limit_place(limit)
        self.solves = 0

    def answer(self, at: float) -> Answer | None:
        """Return the answer with the limit moved to a value, `None` where nothing fits."""
        move_limit(self.live.program, self.bounds, self.limit, at, self.slack)
        self.solves += 1
        found = self.live.solve(self.bounds, self.costs, "the curve of a limit", here=True)
        return found if isinstance(found, Answer) else None

    def point(self, at: float) -> Point | None:
        """Return the optimum with the limit moved to a value, `None` where nothing fits."""
        found = self.answer(at)
        if found is None:
            return None
        return Point(at, found.objective, limit_slope(self.live.program, found, self.limit, self.slack))

    def reach(self, *, most: bool) -> float:
        """Return the furthest value the limit can be moved to before nothing fits."""
        start = self.limit.value
        far = start * 4.0 + 1.0 if most else 0.0
        if self.point(far) is not None:
            return far
        program = self.live.program
        move_limit(program, self.bounds, self.limit, start, self.slack)
        opened = open_limit(program, self.bounds, self.limit)
        costs = program.costs * 0.0
        column = amount_column(program, self.limit)
        costs[column] = -1.0 if most else 1.0
        best = self.live.solve(opened, costs, "the reach of a limit", here=True)
        if not isinstance(best, Answer):
            return start
        edge = float(best.columns[column])
        if self.place == "column" and self.slack:
            edge /= 1.0 - self.slack if most else 1.0 + self.slack
        # the solver's own tolerance lies between the edge and what still fits
        return edge - 1e-7 * abs(edge) if most else edge + 1e-7 * abs(edge)


def amount_column(program: Program, limit: Limit) -> int:
    """Return the column of the amount a limit holds for."""
    kind, index = program.limit_place(limit)
    if kind == "column":
        return index
    return program.layout.row_pairs[index][0][0]


def open_limit(program: Program, bounds: Bounds, limit: Limit) -> Bounds:
    """Return bounds without one limit (energy: without either side)."""
    opened = bounds.copy()
    kind, index = program.limit_place(limit)
    if kind == "column":
        opened.column_lower[index], opened.column_upper[index] = -math.inf, math.inf
    else:
        opened.row_lower[index], opened.row_upper[index] = -math.inf, math.inf
    return opened


def move_limit(program: Program, bounds: Bounds, limit: Limit, at: float, slack: float = 0.0) -> None:
    """Set one limit to a value; a must moves as a must, an aim as an aim."""
    kind, index = program.limit_place(limit)
    if kind == "column":
        bounds.column_lower[index], bounds.column_upper[index] = at * (1 - slack), at * (1 + slack)
    elif limit.side == "minimum":
        bounds.row_lower[index] = at
        if limit.must is not None and limit.must < limit.value:
            bounds.column_upper[program.layout.columns[f"miss:{limit.name}"]] = max(0.0, at - limit.must)
    else:
        bounds.row_upper[index] = at


def limit_slope(program: Program, answer: Answer, limit: Limit, slack: float = 0.0) -> float:
    """Return what one unit more of a limit costs at an answer [$ per unit]."""
    kind, index = program.limit_place(limit)
    if kind == "column":
        price = float(answer.reduced[index])
        return price * (1 - slack if price > 0 else 1 + slack)
    slope = float(answer.duals[index])
    if limit.side == "minimum" and limit.must is not None and limit.must < limit.value:
        slope += min(0.0, float(answer.reduced[program.layout.columns[f"miss:{limit.name}"]]))
    return slope


def same(first: float, second: float) -> bool:
    """Say whether two values of the optimum are one."""
    return abs(first - second) <= SAME * (1.0 + abs(first))


def meet(first: Point, second: Point) -> float:
    """Return where the lines of two points cross."""
    return first.at + (second.value - first.value - second.slope * (second.at - first.at)) / (
        first.slope - second.slope
    )


def walk(
    start: Point, far: Point, point: Callable[[float], Point | None]
) -> tuple[float, float]:
    """Return the slope that leaves `start` towards `far`, and where it ends.

    The slope of `start` may be that of neither side where the start is a corner: then the lines of
    start and far meet in the start itself, and the far one is the slope that leaves it.
    """
    lead, other = start, far
    for _ in range(SOLVES):
        if abs(lead.slope - other.slope) <= SAME_SLOPE * (1.0 + abs(lead.slope)):
            return lead.slope, other.at
        at = meet(lead, other)
        if abs(at - start.at) <= 1e-9 * (1.0 + abs(start.at)):
            # both lines pass through the start: the far one leaves it, and is followed from here
            lead = Point(start.at, start.value, other.slope)
            other = far
            continue
        found = point(at)
        if found is None or same(found.value, lead.value + lead.slope * (at - lead.at)):
            return lead.slope, at
        other = found
    return lead.slope, other.at


def find_prices(mover: Mover, start: Point) -> Prices:
    """Return the price of a limit below and above its value, and how far each holds."""
    below, low = one_side(mover, start, most=False)
    above, high = one_side(mover, start, most=True)
    return Prices(below, above, low, high)


def one_side(mover: Mover, start: Point, *, most: bool) -> tuple[float, float]:
    """Return the price on one side of a limit and where it ends, infinite where no end was met."""
    edge = mover.reach(most=most)
    if abs(edge - start.at) <= 1e-7 * (1.0 + abs(start.at)):
        return start.slope, start.at
    far = mover.point(edge)
    if far is None:
        return start.slope, start.at
    slope, end = walk(start, far, mover.point)
    unbounded = most and end >= mover.limit.value * 4.0
    return slope, math.inf if unbounded else end


def trace_curve(mover: Mover, low: float, high: float) -> list[Point]:
    """Return the corners of the optimum between two values of a limit, both ends included."""
    first, last = mover.point(low), mover.point(high)
    if first is None or last is None:
        return [point for point in (first, last) if point is not None]
    corners = {first.at: first, last.at: last}
    stack = [(first, last)]
    budget = SOLVES
    while stack and budget:
        left, right = stack.pop()
        if abs(left.slope - right.slope) <= SAME_SLOPE * (1.0 + abs(left.slope)):
            continue
        at = meet(left, right)
        if not left.at < at < right.at:
            continue
        budget -= 1
        found = mover.point(at)
        if found is None:
            continue
        corners[found.at] = found
        if not same(found.value, left.value + left.slope * (at - left.at)):
            stack += [(left, found), (found, right)]
    return [corners[at] for at in sorted(corners)]

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

from mealopt.linear.answer import Answer
from mealopt.rules.limits import COLUMN, limited_column, miss_column, move_limit, open_limit, place_limit
from mealopt.tolerances import SAME, SAME_PRICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.linear.layout import Bounds, Floats
    from mealopt.linear.live import LiveModel
    from mealopt.request.limit import Limit
    from mealopt.rules.program import Program

SOLVES = 60  # the most re-solves on the way to one corner: a curve of this data needs far fewer
CORNERS = 400  # the most re-solves for one curve
STEP = 1e-3  # the first step away from a limit, as a share of it; a segment is mostly a few of these long
STRIDE = 8.0  # how much longer each next step is while the slope stays the same
FAR = 4.0  # a slope that still holds at so many times the limit has no end


@dataclass(frozen=True)
class Point:
    """The optimum at one value of the limit, and a slope the curve has there."""

    at: float
    value: float
    slope: float


@dataclass(frozen=True)
class PriceRange:
    """The price of a limit on both sides, and how far each holds.

    `below` holds from `low` up to the limit, `above` from the limit up to `high`; infinite where no end
    was met. They are equal where the price is unique. A price is infinite where the limit cannot be moved
    that way at all: nothing fits there. `scale` is the smallest difference of slopes that means anything.
    """

    below: float
    above: float
    low: float
    high: float
    scale: float = 0.0

    @property
    def unique(self) -> bool:
        """Say whether both sides have the same price."""
        return math.isclose(self.below, self.above, rel_tol=SAME_PRICE, abs_tol=self.scale)


class Curve:
    """The optimum as a function of one number: what a walk along it needs to know.

    `solve` returns the optimum at a value, `None` where nothing fits; `edge` the furthest value at which
    something does, upwards or downwards. The walk stays between `lowest` and `furthest`.
    """

    def __init__(
        self,
        solve: Callable[[float], Point | None],
        edge: Callable[[bool], float],
        lowest: float,
        furthest: float,
    ) -> None:
        self.point = solve
        self.edge = edge
        self.lowest = lowest
        self.furthest = furthest


class Mover(Curve):
    """The curve of one limit of one person, on a live model."""

    def __init__(
        self,
        live: LiveModel[Program],
        bounds: Bounds,
        limit: Limit,
        *,
        slack: float = 0.0,
        costs: Floats | None = None,
    ) -> None:
        super().__init__(self.solve, self.reach, 0.0, limit.value * FAR + 1.0)
        self.live = live
        self.bounds = bounds.copy()
        self.limit = limit
        self.slack = slack
        self.costs = costs
        self.place, self.index = place_limit(live.program, limit)
        self.solves = 0

    def answer(self, at: float) -> Answer | None:
        """Return the answer with the limit moved to a value, `None` where nothing fits."""
        move_limit(self.live.program, self.bounds, self.limit, at, self.slack)
        self.solves += 1
        found = self.live.solve(self.bounds, self.costs, "the curve of a limit", here=True)
        return found if isinstance(found, Answer) else None

    def solve(self, at: float) -> Point | None:
        """Return the optimum with the limit moved to a value, `None` where nothing fits."""
        found = self.answer(at)
        if found is None:
            return None
        return Point(at, found.objective, limit_slope(self.live.program, found, self.limit, self.slack))

    def reach(self, most: bool) -> float:
        """Return the furthest value the limit can be moved to before nothing fits."""
        start = self.limit.value
        program = self.live.program
        move_limit(program, self.bounds, self.limit, start, self.slack)
        opened = open_limit(program, self.bounds, self.limit)
        costs = program.costs * 0.0
        column = limited_column(program, self.limit)
        costs[column] = -1.0 if most else 1.0
        self.solves += 1
        best = self.live.solve(opened, costs, "the reach of a limit", here=True)
        if not isinstance(best, Answer):
            return start
        edge = float(best.columns[column])
        if self.place == "column" and self.slack:
            edge /= 1.0 - self.slack if most else 1.0 + self.slack
        # the solver's own tolerance lies between the edge and what still fits
        return edge - 1e-7 * abs(edge) if most else edge + 1e-7 * abs(edge)


def limit_slope(program: Program, answer: Answer, limit: Limit, slack: float = 0.0) -> float:
    """Return what one unit more of a limit costs at an answer [$ per unit]."""
    kind, index = place_limit(program, limit)
    if kind == COLUMN:
        price = float(answer.reduced[index])
        return price * (1 - slack if price > 0 else 1 + slack)
    slope = float(answer.duals[index])
    if limit.side == "minimum" and limit.must is not None and limit.must < limit.value:
        slope += min(0.0, float(answer.reduced[miss_column(program, limit)]))
    return slope


def same(first: float, second: float) -> bool:
    """Say whether two values of the optimum are one."""
    return abs(first - second) <= SAME * (1.0 + abs(first))


def meet(first: Point, second: Point) -> float:
    """Return where the lines of two points cross."""
    return first.at + (second.value - first.value - second.slope * (second.at - first.at)) / (
        first.slope - second.slope
    )


def passes(line: Point, through: Point) -> bool:
    """Say whether the line of one point passes through another: the curve is straight between them."""
    return same(through.value, line.value + line.slope * (through.at - line.at))


def find_prices(curve: Curve, start: Point) -> PriceRange:
    """Return the price of a limit below and above its value, and how far each holds."""
    below, low = one_side(curve, start, most=False)
    above, high = one_side(curve, start, most=True)
    return PriceRange(below, above, low, high, SAME * (1.0 + abs(start.value)) / max(abs(start.at), 1.0))


def one_side(curve: Curve, start: Point, *, most: bool) -> tuple[float, float]:
    """Return the price on one side of a limit and where it ends, infinite where no end was met.

    Longer and longer steps are taken while the curve stays straight; where it bends, the lines of both
    points lead back to the corner. The slope of `start` need not be that of this side: the lines found
    on the way decide. Where nothing fits on this side, the price is infinite.
    """
    far = curve.furthest if most else curve.lowest
    step = STEP * (abs(start.at) or 1.0) * (1.0 if most else -1.0)
    slope: float | None = None
    last = start
    while last.at != far:
        at = start.at + step
        at = min(at, far) if most else max(at, far)
        found = curve.point(at)
        if found is None:
            far = curve.edge(most)
            if (far - last.at) * step <= 1e-7 * abs(step) * (1.0 + abs(last.at)):
                break
            found = curve.point(far)
            if found is None:
                break
            fits = False
        else:
            fits = True
        if not passes(found, start):
            return walk(Point(start.at, start.value, start.slope if slope is None else slope), found, curve)
        slope, last = found.slope, found
        step *= STRIDE
        if not fits:
            break
    if slope is None:
        return (math.inf if most else -math.inf), start.at
    beyond = most and last.at >= curve.furthest
    return slope, math.inf if beyond else last.at


def walk(start: Point, far: Point, curve: Curve) -> tuple[float, float]:
    """Return the slope that leaves `start` towards `far`, and where it ends; the lines of both differ."""
    lead, other = start, far
    for _ in range(SOLVES):
        if lead.slope == other.slope:
            break
        at = meet(lead, other)
        if not min(start.at, other.at) < at < max(start.at, other.at):
            break
        found = curve.point(at)
        if found is None or passes(lead, found):
            return lead.slope, at
        if passes(found, start):
            # the line at hand was that of neither side; this one leaves the start, and is followed
            lead = Point(start.at, start.value, found.slope)
        else:
            other = found
    return lead.slope, other.at


def trace_curve(curve: Curve, low: float, high: float) -> list[Point]:
    """Return the corners of the optimum between two values of a limit, both ends included."""
    first, last = curve.point(low), curve.point(high)
    if first is None or last is None:
        return [point for point in (first, last) if point is not None]
    corners = {first.at: first, last.at: last}
    stack = [(first, last)]
    budget = CORNERS
    while stack and budget:
        left, right = stack.pop()
        if passes(left, right) or passes(right, left):
            continue
        at = meet(left, right)
        if not left.at < at < right.at:
            continue
        budget -= 1
        found = curve.point(at)
        if found is None:
            continue
        if passes(left, found):
            corners[found.at] = found
        else:
            stack += [(left, found), (found, right)]
    return [corners[at] for at in sorted(corners)]

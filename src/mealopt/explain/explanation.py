"""Everything that can be said about why a plan is as it is, measured once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mealopt.explain.drivers import find_drivers, list_drivers, measure_ranges
from mealopt.explain.parametric import Mover, trace_curve
from mealopt.explain.swaps import find_entries, rank_outside
from mealopt.explain.worth import foods_paid, split_prices
from mealopt.request.limit import limit_name

if TYPE_CHECKING:
    from mealopt.average.average import Average
    from mealopt.explain.driver import Driver
    from mealopt.linear.answer import Answer

ENTRIES = 10  # foods outside whose entry price is measured unless others are asked for
CURVE_COLUMNS = ("at", "cost", "slope")
SPREAD = (0.5, 1.5)  # how far a curve runs around its target, in shares of it


@dataclass(frozen=True)
class Explanation:
    """Why a plan is as it is: its drivers with their ranges, what foods are bought for, and near swaps.

    Prices are those of the linear program behind the plan. `worth` splits the cost of each food over
    what it is bought for; `entries` are the prices at which foods outside would come in.
    """

    average: Average
    answer: Answer
    bars: tuple[Driver, ...]
    drivers: pd.DataFrame
    worth: pd.DataFrame
    entries: pd.DataFrame


def explain_answer(
    average: Average, answer: Answer, *, ranges: bool = True, entries: int = ENTRIES
) -> Explanation:
    """Return the explanation of a solved average day; `ranges` and `entries` cost re-solves."""
    worth = split_prices(average, answer)
    bars = find_drivers(average, answer, foods_paid(worth, average.program.knowledge))
    if ranges:
        with average.live.lease():
            bars = measure_ranges(average, answer, bars)
    near = rank_outside(average, answer)[:entries] if entries else []
    with average.live.lease():
        found = find_entries(average, answer, near)
    return Explanation(average, answer, tuple(bars), list_drivers(bars).frame, worth, found)


def trace_target(
    average: Average,
    nutrient: str,
    side: str = "minimum",
    low: float | None = None,
    high: float | None = None,
) -> pd.DataFrame:
    """Return the cost of a day as one target of the person moves: the corners of an exact curve.

    Columns: at [unit of the nutrient], cost [$ per day, surcharges included], slope [$ per unit, from this
    corner to the next]. Without `low` and `high` the curve runs from half the target to one and
    a half times it, or as far as anything fits. Raises KeyError where the person has no such target.
    """
    limit = average.targets.limits[limit_name(side, nutrient)]
    first = limit.value * SPREAD[0] if low is None else low
    last = limit.value * SPREAD[1] if high is None else high
    with average.live.lease():
        mover = Mover(average.live, average.bounds, limit, slack=average.slack)
        if mover.point(first) is None:
            first = mover.reach(False)
        if mover.point(last) is None:
            last = mover.reach(True)
        corners = trace_curve(mover, first, last)
    frame = pd.DataFrame([(c.at, c.value) for c in corners], columns=list(CURVE_COLUMNS[:2]))
    frame["slope"] = frame["cost"].diff().shift(-1) / frame["at"].diff().shift(-1)
    return frame

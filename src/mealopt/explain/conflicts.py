"""Which requests fight each other: a set that nothing fits, and that fits as soon as one of it is dropped.

A Farkas ray weighs the rows that together ask for more than there is; its support, shrunk by a deletion
filter (Chinneck & Dravnieks 1991), is a conflict no member of which is idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.errors import SolverLimitError
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.certificate import ray_margin, weigh_columns
from mealopt.rules.build import list_members

if TYPE_CHECKING:
    from mealopt.average.average import Average
    from mealopt.linear.layout import Bounds, Floats
    from mealopt.linear.live import LiveModel
    from mealopt.rules.family import Member
    from mealopt.rules.program import Program

def find_conflict(average: Average) -> list[Member]:
    """Return a smallest conflict of a request that nothing fits: infeasible, feasible without any member.

    Empty where the request fits, or where even with everything dropped nothing does (no food is left).
    """
    program, live = average.program, average.live
    members = list_members(program, average.ask)
    found = try_members(live, average.bounds, members, members)
    free = try_members(live, average.bounds, members, [])
    if not isinstance(found, Infeasible) or not isinstance(free, Answer):
        return []
    kept = shrink(program, average.bounds, members, members, found)
    for member in list(kept):
        if member in kept:
            without = [other for other in kept if other is not member]
            found = try_members(live, average.bounds, members, without)
            if isinstance(found, Infeasible):
                kept = shrink(program, average.bounds, members, without, found)
    return kept


def shrink(
    program: Program, bounds: Bounds, members: list[Member], kept: list[Member], found: Infeasible
) -> list[Member]:
    """Return the members a Farkas ray needs: what it proves without the others needs no solve."""
    weights = weigh_columns(program.matrix, found.ray)
    needed = kept
    for member in kept:
        trial = [other for other in needed if other is not member]
        if ray_margin(keep_only(bounds, members, trial), found.ray, weights) > 0.0:
            needed = trial
    return needed


def keep_only(bounds: Bounds, members: list[Member], kept: list[Member]) -> Bounds:
    """Return bounds with every member dropped but those kept.

    From the last to the first: a pin that is dropped leaves a food like any other, whose cap may go too.
    """
    relaxed = bounds.copy()
    stay = {member.id for member in kept}
    for member in reversed(members):
        if member.id not in stay:
            member.relax(relaxed)
    return relaxed


def try_members(
    live: LiveModel[Program], bounds: Bounds, members: list[Member], kept: list[Member]
) -> Answer | Infeasible | None:
    """Ask whether something fits when only some members of all are kept; `None` where neither is proved."""
    # without limits the cost can only be bounded by the foods: any cost will do to see whether one fits
    nothing = live.program.costs * 0.0
    try:
        return live.solve(keep_only(bounds, members, kept), nothing, "the conflict", here=True)
    except SolverLimitError:
        return None


def find_ray(average: Average, conflict: list[Member]) -> Floats | None:
    """Return the row weights that prove a conflict, `None` where there is none."""
    members = list_members(average.program, average.ask)
    found = try_members(average.live, average.bounds, members, conflict) if conflict else None
    return found.ray if isinstance(found, Infeasible) else None

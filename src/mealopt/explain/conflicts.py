"""Which requests fight each other: a set that nothing fits, and that fits as soon as one of it is dropped.

A Farkas ray weighs the rows that together ask for more than there is; its support, shrunk by a deletion
filter (Chinneck & Dravnieks 1991), is a conflict no member of which is idle.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.errors import SolverLimitError
from mealopt.model.layout import Bounds
from mealopt.model.rows import MEAL_MAXIMUM
from mealopt.solve.answer import Answer, Infeasible
from mealopt.solve.certificate import ray_margin, weigh_columns

if TYPE_CHECKING:
    from mealopt.model.layout import Floats
    from mealopt.model.program import Program
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.solve.average import Average
    from mealopt.solve.live import LiveModel

MANY = 1e3  # portions a day: as good as no cap, and finite, so that rounding cannot spoil a proof
Relaxation = Callable[[Bounds], None]


@dataclass(frozen=True)
class Member:
    """One request of a conflict: its id, how to call it, and how to drop it from a person's bounds."""

    id: str
    label: str
    kind: str  # minimum | maximum | meal_maximum | energy | budget | pin | exclusion | …
    relax: Relaxation
    nutrient: str = ""


def list_members(program: Program, targets: Targets, rules: Rules, slack: float) -> list[Member]:
    """Return everything a person could give up, in the order it is tried to be dropped from a conflict.

    What is dropped first is what matters least to say: habits before limits, limits before energy.
    """
    layout, nutrients = program.layout, program.knowledge.nutrients
    members = [
        Member("pairings", "what is eaten together", "pairings", relax_rows(program, ("pairing:",))),
        Member("meals", "the usual shares of the meals", "meals", relax_meals(program)),
        Member("amounts", "the amounts of each food people eat", "amounts", relax_amounts(program)),
    ]
    for limit in targets.limits.values():
        if limit.name not in layout.rows or limit.must is None:
            continue
        info = nutrients[limit.nutrient]
        bound = "at least" if limit.side == "minimum" else "at most"
        label = f"{bound} {info.show(limit.must)} {info.label[0].lower() + info.label[1:]}"
        row = layout.rows[limit.name]
        members.append(Member(limit.name, label, limit.side, relax_row(row), limit.nutrient))
    for food_id in (*rules.include, *rules.ate):
        name = program.table.names[program.table.position(food_id)]
        members.append(Member(f"pin:{food_id}", f"{name} as asked", "pin", relax_pin(program, food_id)))
    for food_id in rules.exclude:
        if food_id in program.table:
            name = program.table.names[program.table.position(food_id)]
            members.append(
                Member(f"exclude:{food_id}", f"no {name}", "exclusion", relax_pin(program, food_id))
            )
    for nutrient, value in rules.meal_maximums.items():
        info = nutrients[nutrient]
        label = f"at most {info.show(value)} {info.label[0].lower() + info.label[1:]} at a meal"
        name = f"{MEAL_MAXIMUM}{nutrient}:"
        members.append(Member(name, label, "meal_maximum", relax_rows(program, (name,)), nutrient))
    if rules.budget is not None:
        label = f"at most ${rules.budget:.2f} a day"
        members.append(Member("budget", label, "budget", relax_row(layout.rows["budget"])))
    energy = targets.energy.kcal
    column = layout.columns[f"amount:{program.knowledge.energy_id}"]
    members += [
        Member(f"energy:{name}", f"at {name} {energy * share:,.0f} kcal", "energy", relax_side(column, side))
        for name, share, side in (("most", 1 + slack, "upper"), ("least", 1 - slack, "lower"))
    ]
    return members


def find_conflict(average: Average) -> list[Member]:
    """Return a smallest conflict of a request that nothing fits: infeasible, feasible without any member.

    Empty where the request fits, or where even with everything dropped nothing does (no food is left).
    """
    program, live = average.program, average.live
    members = list_members(program, average.targets, average.rules, average.slack)
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
    live: LiveModel, bounds: Bounds, members: list[Member], kept: list[Member]
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
    members = list_members(average.program, average.targets, average.rules, average.slack)
    found = try_members(average.live, average.bounds, members, conflict) if conflict else None
    return found.ray if isinstance(found, Infeasible) else None


def relax_row(row: int) -> Relaxation:
    """Return how to drop one row."""

    def relax(bounds: Bounds) -> None:
        bounds.row_lower[row], bounds.row_upper[row] = -math.inf, math.inf

    return relax


def relax_rows(program: Program, prefixes: tuple[str, ...]) -> Relaxation:
    """Return how to drop all rows of a kind."""
    chosen = [row for name, row in program.layout.rows.items() if name.startswith(prefixes)]

    def relax(bounds: Bounds) -> None:
        bounds.row_lower[chosen], bounds.row_upper[chosen] = -math.inf, math.inf

    return relax


def relax_side(column: int, side: str) -> Relaxation:
    """Return how to drop one side of a column."""

    def relax(bounds: Bounds) -> None:
        if side == "upper":
            bounds.column_upper[column] = math.inf
        else:
            bounds.column_lower[column] = -math.inf

    return relax


def relax_meals(program: Program) -> Relaxation:
    """Return how to drop the shares of the meals."""
    chosen = [program.layout.columns[f"meal:{meal.id}"] for meal in program.knowledge.meals]

    def relax(bounds: Bounds) -> None:
        bounds.column_lower[chosen], bounds.column_upper[chosen] = 0.0, math.inf

    return relax


def relax_amounts(program: Program) -> Relaxation:
    """Return how to drop the caps of foods, those of pins and exclusions left in place."""
    rows = [row for name, row in program.layout.rows.items() if name.startswith("limit:")]
    slots = [column for column, _, _, _ in program.slots]
    foods = program.food_columns

    def relax(bounds: Bounds) -> None:
        bounds.row_upper[rows] = math.inf
        bounds.column_upper[slots] = MANY
        lower, upper = bounds.column_lower[foods], bounds.column_upper[foods]
        free = (lower == 0.0) & (upper > 0.0)
        upper[free] = MANY

    return relax


def relax_pin(program: Program, food_id: str) -> Relaxation:
    """Return how to drop a pin or an exclusion of one food."""
    column = program.layout.columns[f"food:{food_id}"]
    food = program.table.position(food_id)

    def relax(bounds: Bounds) -> None:
        bounds.column_lower[column] = 0.0
        bounds.column_upper[column] = max(float(program.table.max_day[food]), 0.0)

    return relax

"""The limits of nutrients and of energy: at least, at most, and by how much an aim may be missed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.allowed import supplement_mask
from mealopt.request.limit import limit_name
from mealopt.rules.amounts import (
    SUPPLEMENTS,
    TOTAL,
    add_scoped_amount,
    amount_column,
    amount_name,
    supply_amount,
)
from mealopt.rules.family import (
    AIM,
    ENERGY,
    LIMIT,
    MUST,
    Ask,
    Family,
    Member,
    Miss,
    Stage,
    relax_column,
    relax_rows,
)
from mealopt.rules.objective import aim_costs

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds, Floats, Layout
    from mealopt.request.limit import Limit
    from mealopt.rules.program import Program

ROW, COLUMN = "row", "column"


class Limits(Family):
    """Nutrients and energy, each at least or at most so much."""

    id = "limits"

    def add(self, stage: Stage) -> None:
        """Add a row for every side of every nutrient that anybody has a limit for.

        Energy has none: its limits are the bounds of its amount, one number on both sides in exact mode.
        """
        layout, foods, knowledge = stage.layout, stage.foods, stage.knowledge
        prices = aim_costs(knowledge, stage.goal)
        mask = supplement_mask(foods).astype(np.float64)
        blanks = set(stage.blanks)
        wanted = limit_sides(knowledge)
        wanted |= {(side, nutrient, TOTAL) for nutrient in stage.shape.own for side in ("minimum", "maximum")}
        for side, nutrient, scope in sorted(wanted):
            if nutrient == knowledge.energy_id:
                continue
            if scope == SUPPLEMENTS:
                if not mask.any():
                    continue
                if amount_name(nutrient, scope) not in layout.columns:
                    add_scoped_amount(layout, foods, nutrient, scope, mask)
            imputed = side == "maximum" and scope == TOTAL and nutrient in blanks
            amount = layout.columns[amount_name(nutrient, scope, imputed=imputed)]
            add_limit(layout, limit_name(side, nutrient, scope), amount, side, prices.get(nutrient, 0.0))

    def bind(self, program: Program, bounds: Bounds, ask: Ask) -> None:
        """Set every limit of a person.

        Supplements' limits do not bind where there are none; raises LookupError where the program lacks the
        row of another, because a target must not be dropped in silence.
        """
        limits = ask.targets.limits.values()
        lacking = [one.name for one in limits if one.scope == TOTAL and not knows_limit(program, one)]
        if lacking:
            raise LookupError(lacking)
        for limit in limits:
            if not knows_limit(program, limit):
                continue
            place, index = place_limit(program, limit)
            if place == COLUMN:
                side = bounds.column_lower if limit.side == "minimum" else bounds.column_upper
                slack = -ask.energy_slack if limit.side == "minimum" else ask.energy_slack
                side[index] = limit.value * (1 + slack)
            elif limit.side == "minimum":
                bounds.row_lower[index] = limit.value
                bounds.column_upper[miss_column(program, limit)] = (
                    math.inf if limit.must is None else limit.value - limit.must
                )
            else:
                bounds.row_upper[index] = limit.value

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return each must, and energy's two sides."""
        layout, nutrients = program.layout, program.knowledge.nutrients
        members = []
        for limit in ask.targets.limits.values():
            if limit.name not in layout.rows or limit.must is None:
                continue
            info = nutrients[limit.nutrient]
            bound = "at least" if limit.side == "minimum" else "at most"
            label = f"{bound} {info.show(limit.must)} {info.inside}"
            drop = relax_rows([layout.rows[limit.name]])
            members.append(Member(limit.name, label, limit.side, drop, limit.nutrient, LIMIT))
        energy = ask.targets.energy.kcal
        column = amount_column(program, program.knowledge.energy_id)
        sides = (("most", 1 + ask.energy_slack, "upper"), ("least", 1 - ask.energy_slack, "lower"))
        return members + [
            Member(
                f"energy:{name}", f"at {name} {energy * share:,.0f} kcal", "energy",
                relax_column(column, side), rank=ENERGY,
            )
            for name, share, side in sides
        ]  # fmt: skip

    def list_misses(self, program: Program, ask: Ask) -> list[Miss]:
        """Return the column by which each limit may be missed; an aim's is no shortfall."""
        found = []
        for limit in ask.targets.limits.values():
            column = program.layout.columns.get(miss_name(limit))
            if column is None:
                continue
            if limit.must is None:
                found.append(Miss(column, AIM, limit.value))
            else:
                allowed = abs(limit.value - limit.must) if limit.side == "minimum" else 0.0
                miss = Miss(column, MUST, limit.value, limit.nutrient, limit.side, limit.must, allowed)
                found.append(miss)
        return found

    def supply(self, program: Program, row: int, table: FoodTable) -> Floats | None:
        """Return what other foods bring: supplements to their amount, nothing to a row of amounts."""
        if row in program.layout.about:
            return supply_amount(program, row, table)
        return np.zeros(len(table))

    def allow_beside(self, program: Program, bounds: Bounds, table: FoodTable) -> None:
        """Lower every minimum, and the energy, by what supplements hold."""
        for nutrient in table.nutrient_ids:
            row = program.layout.rows.get(limit_name("minimum", nutrient, TOTAL))
            if row is not None:
                bounds.row_lower[row] -= float(multiply(table.per_portion(nutrient), table.max_day))
        energy = program.knowledge.energy_id
        held = float(multiply(table.per_portion(energy), table.max_day))
        bounds.column_lower[amount_column(program, energy)] -= held


def limit_sides(knowledge: Knowledge) -> set[tuple[str, str, str]]:
    """Return the side, nutrient and scope of every limit anybody may have that the food table can measure."""
    known = knowledge.foods.nutrient_ids
    turned = {n for c in knowledge.conditions.values() for n in c.at_most if n in known}
    return {("maximum", nutrient, TOTAL) for nutrient in turned} | {
        (side, row.measured_as, SUPPLEMENTS if row.applies_to == "supplements" else TOTAL)
        for row in knowledge.intakes
        for side, value in (("minimum", row.minimum), ("maximum", row.maximum))
        if value is not None and row.strength != "report" and row.measured_as in known
    }


def add_limit(layout: Layout, name: str, amount: int, side: str, shortfall_cost: float) -> None:
    """Add a limit row with the column by which it may be missed.

    minimum: A_n + short ≥ value; maximum: A_n − over ≤ value. The column stands at zero unless the
    limit is an aim, or the search for the best there is opens it.
    """
    miss = layout.add_column(f"miss:{name}", 0.0, 0.0, shortfall_cost if side == "minimum" else 0.0)
    if side == "minimum":
        row = layout.add_row(name, [(amount, 1.0), (miss, 1.0)], lower=-math.inf)
    else:
        row = layout.add_row(name, [(amount, 1.0), (miss, -1.0)], upper=math.inf)
    layout.misses[miss] = row


def knows_limit(program: Program, limit: Limit) -> bool:
    """Say whether the program can express a limit (a supplements' limit needs supplements)."""
    return limit.name in program.layout.rows or limit.nutrient == program.knowledge.energy_id


def place_limit(program: Program, limit: Limit) -> tuple[str, int]:
    """Return where a limit stands: (`row`, index), or (`column`, index) for energy."""
    if limit.name in program.layout.rows:
        return ROW, program.layout.rows[limit.name]
    return COLUMN, amount_column(program, limit.nutrient)


def miss_name(limit: Limit) -> str:
    """Return the column by which a limit is missed."""
    return f"miss:{limit.name}"


def list_minimum_misses(program: Program) -> list[int]:
    """Return the columns by which minimums are missed."""
    layout = program.layout
    minimums = (limit_name("minimum", nutrient, scope) for nutrient in program.table.nutrient_ids
                for scope in (TOTAL, SUPPLEMENTS))  # fmt: skip
    rows = {layout.rows[name] for name in minimums if name in layout.rows}
    return [column for column, row in layout.misses.items() if row in rows]


def miss_column(program: Program, limit: Limit) -> int:
    """Return where the column is by which a limit is missed."""
    return program.layout.columns[miss_name(limit)]


def limited_column(program: Program, limit: Limit) -> int:
    """Return the column of the amount a limit holds for."""
    kind, index = place_limit(program, limit)
    if kind == COLUMN:
        return index
    return program.layout.row_pairs[index][0][0]


def open_limit(program: Program, bounds: Bounds, limit: Limit) -> Bounds:
    """Return bounds without one limit (energy: without either side)."""
    opened = bounds.copy()
    kind, index = place_limit(program, limit)
    if kind == COLUMN:
        opened.column_lower[index], opened.column_upper[index] = -math.inf, math.inf
    else:
        opened.row_lower[index], opened.row_upper[index] = -math.inf, math.inf
    return opened


def move_limit(program: Program, bounds: Bounds, limit: Limit, at: float, slack: float = 0.0) -> None:
    """Set one limit to a value; a must moves as a must, an aim as an aim."""
    kind, index = place_limit(program, limit)
    if kind == COLUMN:
        bounds.column_lower[index], bounds.column_upper[index] = at * (1 - slack), at * (1 + slack)
    elif limit.side == "minimum":
        bounds.row_lower[index] = at
        if limit.must is not None and limit.must < limit.value:
            bounds.column_upper[miss_column(program, limit)] = max(0.0, at - limit.must)
    else:
        bounds.row_upper[index] = at

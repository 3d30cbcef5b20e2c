"""When nothing fits: the best there is, what it misses, what fights what, and the repairs that work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import NoPlanError
from mealopt.explain.conflicts import Member, find_conflict
from mealopt.explain.repairs import Repair, find_repairs
from mealopt.explain.sentences import join_words, say_money, say_shortfall
from mealopt.solve.answer import Answer

if TYPE_CHECKING:
    from mealopt.knowledge.nutrients import Nutrients
    from mealopt.model.layout import Bounds
    from mealopt.model.program import Program
    from mealopt.request.targets import Targets
    from mealopt.solve.average import Average
    from mealopt.solve.live import LiveModel
    from mealopt.solve.models import Models

PERCENT = 100.0  # a miss costs what it is in per cent of its limit
MONEY = 1e-2  # money decides only between plans that miss the same: a dollar is a hundredth of a per cent
QUALITY = 1e-1  # and so does diet quality, which is never a must
SHOWN_REPAIRS = 6


@dataclass(frozen=True)
class Shortfall:
    """A target that cannot be met: by how much, in its unit and as a share of itself."""

    nutrient: str
    side: str
    limit: float
    missing: float

    @property
    def share(self) -> float:
        """Return the shortfall as a share of the limit."""
        return self.missing / self.limit if self.limit else float("inf")


@dataclass(frozen=True)
class BestThereIs:
    """The plan that misses least, and what it misses; `answer` is blank where even that has no plan."""

    shortfalls: tuple[Shortfall, ...]
    answer: Answer | None


@dataclass(frozen=True)
class NothingFits:
    """The whole explanation of a request that nothing fits."""

    average: Average
    best: BestThereIs
    conflict: tuple[Member, ...]
    repairs: tuple[Repair, ...]
    tried: bool = True  # whether repairs were looked for


class NothingFitsError(NoPlanError):
    """No plan exists; `explanation` holds the best there is, the conflict and the repairs."""

    def __init__(self, explanation: NothingFits) -> None:
        super().__init__(say_nothing_fits(explanation))
        self.explanation = explanation


def explain_nothing_fits(average: Average, models: Models, *, repairs: bool = True) -> NothingFits:
    """Return why nothing fits a request and what would; `repairs` may be left out to save their solves."""
    with average.live.lease():
        best = find_best(average.live, average.bounds, average.targets)
        conflict = find_conflict(average)
    found = find_repairs(average, conflict, models) if repairs else []
    return NothingFits(average, best, tuple(conflict), tuple(found), repairs)


def find_best(live: LiveModel, bounds: Bounds, targets: Targets) -> BestThereIs:
    """Return the plan of least total shortfall, every limit of a nutrient, quality and budget opened.

    Each miss costs its share of the limit, so that units cannot decide; energy, caps, meals, pins and
    exclusions stay as they were asked.
    """
    program = live.program
    layout = program.layout
    opened = bounds.copy()
    costs = program.costs * MONEY
    for limit in targets.limits.values():
        column = layout.columns.get(f"miss:{limit.name}")
        if column is not None:
            opened.column_upper[column] = np.inf
            costs[column] = (PERCENT if limit.must is not None else MONEY) / max(limit.value, 1e-9)
    for name, column in layout.columns.items():
        if name == "miss:budget":
            opened.column_upper[column] = np.inf
            costs[column] = PERCENT / max(1.0, float(bounds.row_upper[layout.rows["budget"]]))
        elif name == "miss:quality" or name.startswith("miss:score:"):
            opened.column_upper[column] = np.inf
            costs[column] = QUALITY
    found = live.solve(opened, costs, "the best there is")
    if not isinstance(found, Answer):
        return BestThereIs((), None)
    shortfalls = [
        *nutrient_shortfalls(program, found, targets),
        *budget_shortfall(program, found, bounds),
    ]
    shortfalls.sort(key=lambda short: (-short.share, short.nutrient))
    return BestThereIs(tuple(shortfalls), found)


def nutrient_shortfalls(program: Program, found: Answer, targets: Targets) -> list[Shortfall]:
    """Return each must an answer misses."""
    shortfalls = []
    for limit in targets.limits.values():
        column = program.layout.columns.get(f"miss:{limit.name}")
        if column is None or limit.must is None:
            continue
        allowed = abs(limit.value - limit.must) if limit.side == "minimum" else 0.0
        missing = float(found.columns[column]) - allowed
        if missing > 1e-6 * max(1.0, limit.value):
            shortfalls.append(Shortfall(limit.nutrient, limit.side, limit.must, missing))
    return shortfalls


def budget_shortfall(program: Program, found: Answer, bounds: Bounds) -> list[Shortfall]:
    """Return what an answer spends above the budget."""
    missing = float(found.columns[program.layout.columns["miss:budget"]])
    limit = float(bounds.row_upper[program.layout.rows["budget"]])
    return [Shortfall("budget", "maximum", limit, missing)] if missing > 1e-6 else []


def say_nothing_fits(explanation: NothingFits) -> str:
    """Write the whole explanation, a line each."""
    program = explanation.average.program
    lines = [say_best(explanation.best, program.knowledge.nutrients, program)]
    if explanation.conflict:
        words = join_words(tuple(member.label for member in explanation.conflict))
        lines.append(f"These cannot be had together: {words}. Without any one of them something fits.")
    if explanation.repairs:
        lines.append("Any one of these makes it work (each was tried):")
        shown = explanation.repairs[:SHOWN_REPAIRS]
        lines += [f"  {say_repair(repair)}" for repair in shown]
    elif explanation.tried:
        lines.append("No single change that was tried makes it work: it takes more than one.")
    return "\n".join(lines)


def say_repair(repair: Repair) -> str:
    """Write what to do and what a day then costs, said once."""
    if repair.id == "budget":
        return repair.label
    return f"{repair.label}: {say_money(repair.cost)} a day"


def say_best(best: BestThereIs, nutrients: Nutrients, program: Program) -> str:
    """Write what cannot be met, a line each."""
    if best.answer is None:
        return (
            f"Nothing fits, whatever the nutrients: the {len(program.table)} foods that are left, the pins, "
            "the amounts a person eats and the energy asked for contradict each other."
        )
    lines = ["No plan meets every target. The best there is still misses:"]
    for short in best.shortfalls:
        if short.nutrient == "budget":
            lines.append(f"  Budget: ${short.missing:.2f} a day above ${short.limit:.2f}")
            continue
        info = nutrients[short.nutrient]
        lines.append(
            "  "
            + say_shortfall(
                info.label, short.side, info.show(short.missing), info.show(short.limit), short.share * 100
            )
        )
    return "\n".join(lines)

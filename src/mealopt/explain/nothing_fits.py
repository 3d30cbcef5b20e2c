"""When nothing fits: the best there is, what it misses, what fights what, and the repairs that work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import NoPlanError
from mealopt.explain.conflicts import find_conflict
from mealopt.explain.repairs import Repair, find_repairs
from mealopt.explain.sentences import say_money, say_shortfall
from mealopt.knowledge.nutrients import join_words
from mealopt.linear.answer import Answer
from mealopt.rules.build import FAMILIES
from mealopt.rules.family import AIM, MUST, QUALITY
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mealopt.average.average import Average
    from mealopt.average.models import Models
    from mealopt.knowledge.nutrients import Nutrients
    from mealopt.rules.family import Member, Miss
    from mealopt.rules.program import Program

MONEY = 1e-2  # money decides only between plans that miss the same: a dollar is a hundredth of a per cent
# a must missed costs what it is in per cent of its limit; diet quality, which is never a must, decides little
PRICES = {MUST: 100.0, AIM: MONEY, QUALITY: 1e-1}
SHOWN_REPAIRS = 6


@dataclass(frozen=True)
class Shortfall:
    """A target that cannot be met: by how much, in its unit and as a share of itself."""

    nutrient: str
    side: str
    limit: float
    missing: float
    said: str = ""  # how the kind of rule says it, where it is no nutrient

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
        best = find_best(average)
        conflict = find_conflict(average)
    found = find_repairs(average, conflict, models) if repairs else []
    return NothingFits(average, best, tuple(conflict), tuple(found), repairs)


def find_best(average: Average) -> BestThereIs:
    """Return the plan of least total shortfall, every limit of a nutrient, quality and budget opened.

    Each miss costs its share of the limit, so that units cannot decide; energy, caps, meals, pins and
    exclusions stay as they were asked.
    """
    program = average.program
    opened = average.bounds.copy()
    costs = program.costs * MONEY
    misses = [miss for family in FAMILIES for miss in family.list_misses(program, average.ask)]
    for miss in misses:
        opened.column_upper[miss.column] = np.inf
        costs[miss.column] = PRICES[miss.kind] / max(miss.of, TRACE)
    found = average.live.solve(opened, costs, "the best there is")
    if not isinstance(found, Answer):
        return BestThereIs((), None)
    shortfalls = list(list_shortfalls(misses, found))
    shortfalls.sort(key=lambda short: (-short.share, short.nutrient))
    return BestThereIs(tuple(shortfalls), found)


def list_shortfalls(misses: Iterable[Miss], found: Answer) -> Iterator[Shortfall]:
    """Yield each must an answer misses."""
    for miss in misses:
        missing = float(found.columns[miss.column]) - miss.allowed
        if miss.kind == MUST and missing > PROVED * max(1.0, miss.of):
            said = miss.say(missing) if miss.say else ""
            yield Shortfall(miss.nutrient, miss.side, miss.limit, missing, said)


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
        if short.said:
            lines.append(f"  {short.said}")
            continue
        info = nutrients[short.nutrient]
        lines.append(
            "  "
            + say_shortfall(
                info.label, short.side, info.show(short.missing), info.show(short.limit), short.share * 100
            )
        )
    return "\n".join(lines)

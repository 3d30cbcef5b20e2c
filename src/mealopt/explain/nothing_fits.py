"""When nothing fits: the targets that cannot be met, by the least total shortfall in per cent of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mealopt.explain.sentences import say_shortfall
from mealopt.knowledge.nutrients import Nutrients
from mealopt.model.layout import Bounds
from mealopt.model.program import Program
from mealopt.request.targets import Targets
from mealopt.solve.live import Answer, LiveModel

MONEY = 1e-4  # money decides only between plans that miss the same: a dollar counts as a hundredth of a per cent


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
        if column is None:
            continue
        opened.column_upper[column] = np.inf
        must = limit.must is not None
        costs[column] = (1.0 if must else MONEY) / max(limit.value, 1e-9)
    for name, weight in (("miss:quality", 1e-3), ("miss:budget", 1.0)):
        column = layout.columns.get(name)
        if column is not None:
            opened.column_upper[column] = np.inf
            costs[column] = weight
    for name, column in layout.columns.items():
        if name.startswith("miss:score:"):
            opened.column_upper[column] = np.inf
            costs[column] = 1e-3
    found = live.solve(opened, costs, "the best there is")
    if not isinstance(found, Answer):
        return BestThereIs((), None)
    shortfalls = []
    for limit in targets.limits.values():
        column = layout.columns.get(f"miss:{limit.name}")
        if column is None or limit.must is None:
            continue
        allowed = bounds.column_upper[column] if limit.side == "minimum" else 0.0
        missing = float(found.columns[column]) - float(allowed)
        if missing > 1e-6 * max(1.0, limit.value):
            shortfalls.append(Shortfall(limit.nutrient, limit.side, limit.value, missing))
    column = layout.columns["miss:budget"]
    if found.columns[column] > 1e-6:
        limit_value = float(bounds.row_upper[layout.rows["budget"]])
        shortfalls.append(Shortfall("budget", "maximum", limit_value, float(found.columns[column])))
    shortfalls.sort(key=lambda s: (-s.share, s.nutrient))
    return BestThereIs(tuple(shortfalls), found)


def say_best(best: BestThereIs, nutrients: Nutrients, program: Program) -> str:
    """Write what cannot be met, a line each."""
    if best.answer is None:
        return (
            f"Nothing fits, whatever the nutrients: the {len(program.table)} foods that are left, the pins, "
            "the amounts a person eats and the energy asked for contradict each other. "
            "Change the energy, drop a pin, or leave out less."
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

"""What is kept of a request that nothing fits: the best there is and the conflict, without the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.errors import NoPlanError
from mealopt.explain.nothing_fits import say_best
from mealopt.plan.portions import list_portions
from mealopt.planner import exact_servings
from mealopt.request.allowed import find_marks

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.explain.nothing_fits import NothingFitsError

DAY = "average"


@dataclass(frozen=True)
class Misfit:
    """Why nothing fits: what the best there is still misses, its day, and what fights what.

    `portions` is blank where even the best has no day.
    """

    said: str
    misses: str
    conflict: tuple[str, ...]
    portions: pd.DataFrame | None


class MisfitError(NoPlanError):
    """Nothing fits a question; `misfit` says what could be found out quickly."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.said)
        self.misfit = misfit


def sum_up_misfit(error: NothingFitsError) -> Misfit:
    """Return what there is to show of an explanation."""
    explanation = error.explanation
    average, best = explanation.average, explanation.best
    knowledge = average.program.knowledge
    portions = None
    if best.answer is not None:
        servings = exact_servings(average, best.answer, DAY)
        marks = find_marks(average.rules, knowledge)
        portions = list_portions(servings, knowledge, average.rules.ate, marks).frame
    return Misfit(
        str(error),
        say_best(best, knowledge.nutrients, average.program),
        tuple(member.label for member in explanation.conflict),
        portions,
    )

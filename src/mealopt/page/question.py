"""What a person asks, in one hashable value: the key of every answer that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.request.rules import Rules

if TYPE_CHECKING:
    from mealopt.request.person import Person


@dataclass(frozen=True)
class Question:
    """A person and their wishes; equal questions have equal answers, whoever asks."""

    person: Person
    diet: str
    goal: str
    without: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_unknown: tuple[str, ...] = ()
    supplements: bool = False
    budget: float | None = None
    portions: str = "whole"

    def rules(self, portions: str) -> Rules:
        """Return the rules of the question, in whole or in exact portions."""
        return Rules(
            diet=self.diet, without=self.without, exclude=self.exclude, budget=self.budget, goal=self.goal,
            supplements=self.supplements, portions=portions, allow_unknown=self.allow_unknown,
        )  # fmt: skip

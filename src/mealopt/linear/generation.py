"""Column generation: what pays joins a program of few columns, until its answer is one of all columns.

Everything here that has more columns than a solver should see is solved so: a person's day, foods of a large
table, sittings of a week. They differ in what a column is and how those left out are priced.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

Found = TypeVar("Found")
Proved = TypeVar("Proved")


class Generation(ABC, Generic[Found, Proved]):
    """A program of the columns at hand, beside all that are left out."""

    @abstractmethod
    def solve_held(self) -> Found | None:
        """Solve the program of the columns at hand; `None` where nothing more can come of it."""

    @abstractmethod
    def bring_in(self, found: Found) -> int:
        """Price all that is left out by what was found, and take in what pays; returns how many came."""

    @abstractmethod
    def prove(self, found: Found, entered: int) -> Proved | None:
        """Return the answer, where it is one of all columns; `None` where it is not yet."""

    def generate(self, rounds: int) -> Proved | None:
        """Return the answer over all columns; `None` where so many rounds brought no proof."""
        for _ in range(rounds):
            found = self.solve_held()
            if found is None:
                return None
            proved = self.prove(found, self.bring_in(found))
            if proved is not None:
                return proved
        return None

"""What became of every cell and row of an import: counted by state, with the first of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.importers.cells import BELOW, CONVERTED, READ, REFUSED, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_USED, NO_FOOD = "not used", "of rows left out"
STATES = (READ, CONVERTED, BELOW, UNKNOWN, REFUSED, NOT_USED, NO_FOOD)
HEAD = ("sheet", "column", "becomes", *STATES, "line", "value", "reason")  # the last three: the first refused


@dataclass(frozen=True)
class First:
    """The first cell of a state."""

    line: int
    value: str
    reason: str


@dataclass
class ColumnAccount:
    """The cells of one column: how many of each state, and the first."""

    becomes: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, First] = field(default_factory=dict)

    def count(self, state: str, line: int, value: str, reason: str = "") -> None:
        """Count a cell."""
        self.counts[state] += 1
        if state not in self.first:
            self.first[state] = First(line, value, reason)


@dataclass
class Account:
    """All columns by sheet and name, and rows and foods left out by reason."""

    columns: dict[tuple[str, str], ColumnAccount] = field(default_factory=dict)
    rows: dict[str, ColumnAccount] = field(default_factory=dict)
    foods: dict[str, ColumnAccount] = field(default_factory=dict)

    def column(self, sheet: str, name: str, becomes: str = "") -> ColumnAccount:
        """Return a column's account, begun where there is none."""
        found = self.columns.get((sheet, name))
        if found is None:
            found = self.columns[sheet, name] = ColumnAccount(becomes)
        return found

    def count_row(self, sheet: str, what: str, line: int, value: str) -> None:
        """Count a row of a sheet by what became of it."""
        self.rows.setdefault(sheet, ColumnAccount()).count(what, line, value)

    def count_food(self, what: str, food_id: str, name: str, reason: str = "") -> None:
        """Count a food by what became of it."""
        self.foods.setdefault(what, ColumnAccount()).count(what, 0, f"{food_id} {name}".strip(), reason)

    def count_cells(self) -> int:
        """Return how many cells were met."""
        return sum(column.counts.total() for column in self.columns.values())

    def list_rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the account as rows of a table: a column each."""
        for (sheet, name), column in self.columns.items():
            refused = column.first.get(REFUSED)
            shown = (refused.line, refused.value, refused.reason) if refused else ("", "", "")
            yield (sheet, name, column.becomes, *(column.counts[state] for state in STATES), *shown)

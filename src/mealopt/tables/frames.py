"""Rows of plain values under columns, and frames of them: pandas takes as long over a plan as its solver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Records:
    """Rows of values in the order of their columns; a frame is made of them only where one is asked for."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame."""
        return build_frame(self.rows, self.columns)


def build_frame(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame of rows, whose columns get their types once each."""
    if not rows:
        return pd.DataFrame(columns=list(columns))
    return pd.DataFrame(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))


def list_column(table: Records | pd.DataFrame, name: str) -> list[Any]:
    """Return the values of a column; unknown is NaN."""
    if isinstance(table, Records):
        place = table.columns.index(name)
        return [row[place] for row in table.rows]
    return list(table[name].to_numpy(dtype=object))


def list_rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame, as plain values at once: pandas fetches text cell by cell."""
    return zip(*(list_column(frame, str(name)) for name in frame.columns), strict=True)

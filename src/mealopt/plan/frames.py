"""The columns and rows of a frame as plain values, at once: pandas fetches text cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def build_frame(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame of rows, whose columns get their types once each."""
    if not rows:
        return pd.DataFrame(columns=list(columns))
    return pd.DataFrame(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))


def list_column(frame: pd.DataFrame, name: str) -> list[Any]:
    """Return the values of a column; unknown is NaN."""
    return list(frame[name].to_numpy(dtype=object))


def list_rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame."""
    return zip(*(list_column(frame, str(name)) for name in frame.columns), strict=True)

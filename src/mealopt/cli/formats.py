"""The formats a result is written in: a row of `FORMATS` is a format of every command."""
# ruff: noqa: PLC0415 - pandas costs a second: --help must not pay

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mealopt.plan.json_text import json_rows, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

STDOUT = "-"


@dataclass(frozen=True)
class Output:
    """What a command found out: as rows, as plain values, as text for people; each made when it is asked for.

    `plain` are the rows where there is nothing more to say.
    """

    frame: Callable[[], pd.DataFrame]
    text: Callable[[], str]
    plain: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Format:
    """A format: its name, the ending of files that have it without being asked, and what writes it."""

    id: str
    ending: str
    write: Callable[[Output], str]


def write_csv(result: Output) -> str:
    """Return the rows as CSV."""
    from mealopt.tables.writing import format_csv

    return format_csv(result.frame())


def write_json(result: Output) -> str:
    """Return the plain values as JSON."""
    return to_json(json_rows(result.frame()) if result.plain is None else result.plain())


def write_text(result: Output) -> str:
    """Return the text for people."""
    return result.text()


TABLE, CSV, JSON = "table", "csv", "json"
FORMATS = {
    one.id: one
    for one in (
        Format(TABLE, ".txt", write_text), Format(CSV, ".csv", write_csv), Format(JSON, ".json", write_json),
    )
}  # fmt: skip


def write_result(result: Output, shape: str) -> str:
    """Return a result in a format."""
    return FORMATS[shape].write(result)


def default_shape(out: str | None) -> str:
    """Return the format by where the result goes: for people on the terminal, else by the file's ending."""
    if out is None:
        return TABLE
    return next((one.id for one in FORMATS.values() if out.endswith(one.ending)), CSV)

"""Writing files whole or not at all, with numbers that mean what they say and text no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import math
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from mealopt.errors import BadInputError, Problem

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
DECIMALS = {"grams": 3, "energy_kcal": 2, "cost": 4, "portions": 6}
DEFAULT_DECIMALS = 6


def guard_text(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def format_cell(value: object, decimals: int = DEFAULT_DECIMALS) -> str:
    """Write one cell: numbers without noise, blank for unknown, text guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        number = float(value)
        if math.isnan(number):
            return ""
        text = f"{number:.{decimals}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text in {"-0", ""} else text
    return guard_text(str(value))


def format_csv(frame: pd.DataFrame, *, header: bool = True) -> str:
    """Return a frame as CSV text with `\\n` line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [str(name) for name in frame.columns]
    if header:
        writer.writerow(names)
    decimals = [DECIMALS.get(name, DEFAULT_DECIMALS) for name in names]
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([format_cell(value, places) for value, places in zip(row, decimals, strict=True)])
    return out.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a temporary neighbour, synced, then renamed."""
    write_files({path: text})


def write_files(files: Mapping[Path, str]) -> None:
    """Write several files; none replaces its old version before all are safely on the disk."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            ready.append((write_neighbour(path, text), path))
        for neighbour, path in ready:
            neighbour.replace(path)
    except OSError as error:
        for neighbour, _ in ready:
            neighbour.unlink(missing_ok=True)
        where = str(error.filename or next(iter(files)))
        raise BadInputError(
            Problem(where, f"The file cannot be written: {error.strerror}. Nothing was written.")
        ) from None


def write_neighbour(path: Path, text: str) -> Path:
    """Write text beside its destination and sync it; return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        current = os.umask(0)
        os.umask(current)
        os.chmod(name, 0o666 & ~current)  # noqa: PTH101 - a temporary file is private until it is a result
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def join_lines(lines: Iterable[str]) -> str:
    """Return lines as text that ends in one newline."""
    return "\n".join(lines) + "\n"


def rows_to_frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame with these columns, empty or not."""
    return pd.DataFrame(list(rows), columns=list(columns))

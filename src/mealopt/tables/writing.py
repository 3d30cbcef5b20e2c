"""Writing files whole or not at all, with numbers that mean what they say and text no spreadsheet runs."""

from __future__ import annotations

import csv
import errno
import io
import math
import os
import stat
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np
import pandas as pd

from mealopt.errors import BadInputError, Problem
from mealopt.tables.frames import list_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
DECIMALS = {"grams": 3, "energy_kcal": 2, "cost": 4, "portions": 6}
DEFAULT_DECIMALS = 6
FORMS = {places: f"%.{places}f" for places in range(17)}


def guard_text(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def format_cell(value: object, decimals: int = DEFAULT_DECIMALS, *, guard: bool = True) -> str:
    """Write one cell: numbers without noise, blank for unknown and endless, text guarded unless told."""
    kind = type(value)
    if kind is float:  # most cells are
        return format_number(float(value), decimals)  # type: ignore[arg-type]
    if kind is str:
        return format_text(str(value), guard=guard)
    if value is None or value is pd.NA:
        return ""
    if kind is bool or kind is np.bool_:
        return "yes" if value else "no"
    if isinstance(value, Real):
        return format_number(float(value), decimals)
    return format_text(str(value), guard=guard)


@lru_cache(maxsize=4096)  # the tables of a batch say the same words for everybody
def format_text(text: str, *, guard: bool) -> str:
    """Write a text: guarded where asked, its lines ended in one way."""
    # a carriage return outside quotes would end the row
    text = guard_text(text) if guard else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def format_number(number: float, decimals: int) -> str:
    """Write a number without noise: no zeros at its end, no minus before nothing; blank where endless."""
    if not math.isfinite(number):
        return ""
    text = FORMS[decimals] % number
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_csv(frame: pd.DataFrame, *, header: bool = True) -> str:
    r"""Return a frame as CSV text with `\\n` line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [str(name) for name in frame.columns]
    if header:
        writer.writerow(names)
    decimals = [DECIMALS.get(name, DEFAULT_DECIMALS) for name in names]
    for row in list_rows(frame):
        writer.writerow([format_cell(value, places) for value, places in zip(row, decimals, strict=True)])
    return out.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a temporary neighbour, synced, then renamed."""
    write_files({path: text})


def write_files(files: Mapping[Path, str]) -> None:
    """Write several files; none replaces its old version before all are safely on the disk.

    A device or pipe (`/dev/stdout`) is written to as it is; a link keeps pointing where it does.
    """
    ready: list[tuple[Path, Path]] = []
    streams: list[Path] = []
    place = Path()
    try:
        for place, text in files.items():
            mode = find_mode(place)
            if mode is not None and not stat.S_ISREG(mode):
                streams.append(place)
            else:
                target = place.resolve()
                ready.append((write_neighbour(target, text), target))
        for place in streams:
            place.write_text(files[place], encoding="utf-8", newline="")
        for neighbour, place in ready:
            neighbour.replace(place)
    except OSError as error:
        raise BadInputError(
            Problem(str(place), f"The file cannot be written: {error.strerror}. Nothing was written.")
        ) from None
    finally:
        for neighbour, _ in ready:
            neighbour.unlink(missing_ok=True)


@contextmanager
def open_whole(path: Path) -> Iterator[TextIO]:
    """Open a file for writing as it comes: it takes its place when all is on the disk, or is never there."""
    target = path.resolve()
    try:
        handle, name, mode = begin_neighbour(target)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
                finish_neighbour(file, name, mode)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        text = f"The file cannot be written: {error.strerror}. Nothing was written."
        raise BadInputError(Problem(str(path), text)) from None


def begin_neighbour(path: Path) -> tuple[int, str, int | None]:
    """Make a private file beside a destination; return its handle, its name, and the destination's mode."""
    mode = find_mode(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    return handle, name, mode


def finish_neighbour(file: TextIO, name: str, mode: int | None) -> None:
    """Put all of a file on the disk, with the rights its destination has or a new file gets."""
    file.flush()
    os.fsync(file.fileno())
    # a temporary file is private until it is a result; a file the person made private stays so
    Path(name).chmod(0o666 & ~read_umask() if mode is None else stat.S_IMODE(mode))


def write_neighbour(path: Path, text: str) -> Path:
    """Write text beside its destination and sync it; return where."""
    handle, name, mode = begin_neighbour(path)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            finish_neighbour(file, name, mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def find_mode(path: Path) -> int | None:
    """Return what a path is and who may use it, `None` where there is nothing yet.

    Raises OSError for a folder or an impossible name: now, not when another file has been replaced.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return mode


def read_umask() -> int:
    """Return the rights new files do not get."""
    current = os.umask(0)
    os.umask(current)
    return current

"""Writes tables so that the same figures always give the same bytes."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


def write_number(value: float | str | Decimal) -> str:
    """Plain decimal notation: text keeps its digits, floats have at most six decimals."""
    number = Decimal(value) if isinstance(value, str | Decimal) else Decimal(repr(round(value, 6)))
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """One CSV file: UTF-8, line feeds, the columns in the order given; replaces the file in one move."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    neighbour = path.with_name(path.name + ".part")
    neighbour.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    neighbour.replace(path)

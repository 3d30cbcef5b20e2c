"""Values in cells: numbers as people write them, choices, ids, and what is wrong with a cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


DECIMAL = re.compile(r"[+-]?[0-9]+([.,])[0-9]+(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")  # 1,500: one and a half, or fifteen hundred
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Column:
    """What one column may hold. A blank cell is unknown (`None`), and an error where `required`."""

    name: str
    kind: str = "text"  # text | id | number | whole | choice | time
    required: bool = False
    minimum: float = -math.inf
    maximum: float = math.inf
    choices: tuple[str, ...] = ()
    present: bool = True  # whether the file must have the column at all


def parse_number(text: str) -> float | str:
    """Return the number a cell holds, or the sentence that says why it holds none.

    Decimal notation counts, with an exponent or not: `inf`, `nan`, `1_000`, `1,5` and hexadecimal are
    refused.
    """
    lowered = text.lower().lstrip("+-")
    if lowered in {"inf", "infinity", "nan"}:
        return "Not a finite number. Leave the cell blank if the value is unknown."
    if "_" in text or not text.isascii():
        return "Not a number. Write it with digits and a decimal point."
    try:
        value = float(text)
    except ValueError:
        if "," in text and text.replace(",", "").replace(".", "").lstrip("-").isdigit():
            return "A comma in a number. Write decimals with a point and no thousands separator."
        return "Not a number. Write it with digits and a decimal point, or leave it blank if unknown."
    if not math.isfinite(value):
        return "Not a finite number. Leave the cell blank if the value is unknown."
    return value


def parse_cell(column: Column, text: str) -> tuple[str | float | None, str]:
    """Turn one cell into its value and a problem (blank where there is none)."""
    if text == "":
        return None, ("Blank, but a value is needed here." if column.required else "")
    if column.kind in {"number", "whole"}:
        value = parse_number(text)
        if isinstance(value, str):
            return None, value
        if column.kind == "whole" and value != int(value):
            return None, "Not a whole number."
        if not column.minimum <= value <= column.maximum:
            low, high = column.minimum, column.maximum
            if math.isinf(high):
                return None, f"Out of range: it must be {low:g} or more."
            if math.isinf(low):
                return None, f"Out of range: it must be {high:g} or less."
            return None, f"Out of range: it must lie between {low:g} and {high:g}."
        return value, ""
    if column.kind == "time" and not CLOCK.fullmatch(text):
        return None, "Not a time of day. Write hours and minutes as 07:30."
    if column.kind == "choice" and text not in column.choices:
        return None, f"Unknown value.{nearest(text, column.choices)} Known: {', '.join(column.choices)}."
    return text, ""


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Say which known name was probably meant: ` Did you mean X?`, or nothing."""
    names = list(known)
    close = get_close_matches(name, names, n=1, cutoff=cutoff)
    if not close:
        lowered = {candidate.casefold(): candidate for candidate in names}
        close = [
            lowered[match] for match in get_close_matches(name.casefold(), list(lowered), n=1, cutoff=cutoff)
        ]
    return f" Did you mean {close[0]}?" if close else ""

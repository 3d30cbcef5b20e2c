"""What one cell of somebody's table says: an amount, a trace, nothing known, or nothing we understand.

Unknown is not zero. A trace was looked for and hardly found: it counts as nothing. Of what is below the limit
of detection (`< 0.5`) only that is known: it counts as nothing too, and the account says how often that was.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

READ, CONVERTED, BELOW, UNKNOWN, REFUSED = "read", "converted", "below detection", "unknown", "refused"
UNKNOWN_MARKS = {
    "", "-", "--", "---", "–", "—", "n", "na", "n/a", "n.a.", "nd", "n.d.", "n.b.", "k.a.", "s.d.", ".", "..",
    "…", "*", "?", "null", "none", "nan", "#n/a", "unknown", "inconnu", "unbekannt", "desconocido",
}  # fmt: skip
TRACES = {"tr", "tr.", "trace", "traces", "t", "spuren", "spur", "sp.", "sp", "trazas", "traza"}
# 1,234.5 and 1.234,5 and 1 234,5: what stands between thousands, by what stands before decimals
THOUSANDS = {
    ".": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ",": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
}
NUMBER = {
    ".": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ",": re.compile(r"[+-]?(?:[0-9]+,?[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?"),
}
SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2009'](?=[0-9]{3}(?:[^0-9]|$))")
ESTIMATED = re.compile(r"[(\[](.+)[)\]]")


@dataclass(frozen=True)
class Amount:
    """What a cell says; `value` is `None` unless `state` is one of read, converted and below detection."""

    value: float | None
    state: str
    reason: str = ""


def parse_amount(text: str, decimal: str = ".") -> Amount:
    """Read a cell of a table whose decimals stand behind `decimal`, a point or a comma.

    Figures in brackets are estimates of those who made the table: read as they are. Negative ones, and a
    mark that is neither a number nor known, are refused with the reason.
    """
    text = text.strip().strip("\u00a0").strip()
    plain = text.casefold()
    if plain in UNKNOWN_MARKS:
        return Amount(None, UNKNOWN)
    if plain in TRACES:
        return Amount(0.0, BELOW)
    if text[0] in "<≤":
        limit = parse_number(text[1:].lstrip("= "), decimal)
        if isinstance(limit, str):
            return Amount(None, REFUSED, limit)
        return Amount(0.0, BELOW)
    bracketed = ESTIMATED.fullmatch(text)
    text = (bracketed[1] if bracketed else text).lstrip("~≈ ")
    value = parse_number(text, decimal)
    if isinstance(value, str):
        return Amount(None, REFUSED, value)
    if value < 0:
        return Amount(None, REFUSED, "less than nothing")
    return Amount(value, READ)


def parse_number(text: str, decimal: str) -> float | str:
    """Return the number a text holds, or why it holds none."""
    text = SPACES.sub("", text.strip())
    if THOUSANDS[decimal].fullmatch(text):
        text = text.replace("," if decimal == "." else ".", "")
    if not NUMBER[decimal].fullmatch(text):
        other = "," if decimal == "." else "."
        if NUMBER[other].fullmatch(text):
            return f"decimals with '{other}' where the table has '{decimal}'"
        return "no number"
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else "no number"


def find_decimal(cells: list[str]) -> str:
    """Return what decimals of some cells stand behind: a comma where more say so, else a point."""
    commas = points = 0
    for cell in cells:
        text = cell.strip().lstrip("<≤~≈ ")
        if re.fullmatch(r"[0-9]+,[0-9]+", text) and not THOUSANDS["."].fullmatch(text):
            commas += 1
        elif re.fullmatch(r"[0-9]+\.[0-9]+", text) and not THOUSANDS[","].fullmatch(text):
            points += 1
    return "," if commas > points else "."

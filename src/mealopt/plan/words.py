"""Amounts and dates as people say them: `¾ cup`, `1½ cups`, `2 eggs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

QUANTITY = re.compile(r"(?:(\d+)\s+)?(\d+)(?:/([1-9]\d*))?\s+(\D+)")
FRACTIONS = {
    0.0: "", 0.125: "⅛", 0.25: "¼", 1 / 3: "⅓", 0.375: "⅜", 0.5: "½", 0.625: "⅝", 2 / 3: "⅔", 0.75: "¾",
    0.875: "⅞", 1.0: "",
}  # fmt: skip
CLOSE = 2e-3  # 0.333 of a cup is a third
MEASURES = frozenset({"cup", "tablespoon", "teaspoon", "piece", "slice", "can", "container", "bottle"})
UNCHANGED = frozenset({"oz", "ounce-weight", "g", "kg", "ml", "lb", "fish"})
OES = frozenset({"potato", "tomato"})
JOINTS = frozenset({"or", "of", "and", "with", "in", "for", "from"})

# in English wherever the program runs
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show_date(on: date) -> str:
    """Write a date as people say it: `Friday 27 Nov`."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def show_number(value: float) -> str:
    """Write a number of portions with a common fraction where it is one, else with few digits."""
    whole = int(value)
    for fraction, sign in FRACTIONS.items():
        if abs(value - whole - fraction) <= CLOSE and value > CLOSE:
            count = whole + round(fraction) if not sign else whole
            return f"{count or ''}{sign}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}" if value >= 1 else f"{value:.2g}" if value >= 0.001 else f"{value:.1g}"


def show_portion(portions: float, portion: str) -> str:
    """Fold a number of portions into the household words: 0.75 of `1 cup` is `¾ cup`, 2 of `1 egg` `2 eggs`.

    Words that cannot be made plural safely keep their own number: `2 × 1 slice or wedge`.
    """
    text = portion.strip()
    apart = f"{show_number(portions)} × {text}"
    match = QUANTITY.fullmatch(text)
    if match is None or "(" in text:
        return text if portions == 1 else apart
    before, top, bottom, unit = match.groups()
    each = int(before or 0) + int(top) / int(bottom or 1)
    total = portions * each
    if "." in show_number(total) and "." not in show_number(portions):  # `¼ × 1/4 cup`
        return apart
    if total <= 1 + CLOSE:
        if each > 1 and make_plural(unit) != unit:  # `½ × 3 nuggets`: a plural is not turned back
            return apart
        return f"{show_number(total)} {unit}"
    words = unit if each > 1 else make_plural(unit)
    return apart if words is None else f"{show_number(total)} {words}"


def make_plural(unit: str) -> str | None:
    """Return household words in the plural, `None` where that is not safe."""
    words = unit.split()
    if not all(word.replace("-", "").isalpha() for word in words) or JOINTS & set(words):
        return None
    if words[-1] in UNCHANGED:
        return unit
    place = 0 if words[0] in MEASURES and words[-1].endswith("ed") else len(words) - 1
    plural = pluralise(words[place])
    return None if plural is None else " ".join([*words[:place], plural, *words[place + 1 :]])


def pluralise(noun: str) -> str | None:
    """Return a noun in the plural by the plain rules, `None` where they are not safe."""
    if noun.endswith(("f", "fe", "ed")):
        return None
    if noun in OES or noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}s"

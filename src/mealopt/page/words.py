"""Text for people: amounts as they read well, and any name made safe to stand in Markdown."""

from __future__ import annotations

import re

DAY_WORDS = {"average": "An average day", "week": "Week"}
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:$&])")


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: a food table is a person's own and may hold anything."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def show_money(dollars: float) -> str:
    """Write an amount of money, ready for Markdown (where two dollar signs would make a formula)."""
    sign = "−" if dollars < 0 else ""
    return f"{sign}\\${abs(dollars):,.2f}"


def show_percent(share: float) -> str:
    """Write a share as a signed per cent: `+64 %`, `−4 %`."""
    percent = round(share * 100)
    sign = "−" if percent < 0 else "+" if percent else ""
    return f"{sign}{abs(percent)} %"


def shorten_name(name: str) -> str:
    """Return the part of a food's name before its first comma: what a small grid has room for."""
    return name.split(",", maxsplit=1)[0].strip()


def start_small(label: str) -> str:
    """Return a label as it stands within a sentence: `vitamin D`, but `HEI-2020`."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def name_day(day: str) -> str:
    """Return what a day is called: `Day 3`, `An average day`, `Week`."""
    return f"Day {day}" if day.isdigit() else DAY_WORDS.get(day, day)

"""Drawing on a terminal: width, colour only where it is wanted, columns, bars and wrapped text."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROW, WIDE = 80, 110
BLOCKS = " ▏▎▍▌▋▊▉█"
EMPTY = "·"
HARD_SPACE = "\N{NO-BREAK SPACE}"
GLUE = re.compile(r"(\d) (¢|%|kcal|mg|µg|g|tsp)(?!\w)")


@dataclass(frozen=True)
class Screen:
    """How wide to draw, and whether in colour; colour never says anything that words do not."""

    width: int = NARROW
    colour: bool = False

    def style(self, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        """Return text in a colour, where colour is wanted."""
        return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if self.colour else text

    def rule(self, left: str, right: str = "") -> str:
        """Return a heading with a line to its right end."""
        gap = self.width - measure(left) - measure(right) - 2
        line = "─" * max(gap, 3)
        return f"{self.style(left, bold=True)} {self.style(line, dim=True)} {right}".rstrip()

    def wrap(self, text: str, indent: str = "", bullet: str = "") -> list[str]:
        """Return text in lines, the first after a bullet."""
        lines = textwrap.wrap(
            GLUE.sub(f"\\1{HARD_SPACE}\\2", clean(text)),  # no number is parted from its unit
            self.width - len(indent) - len(bullet),
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [
            f"{indent}{bullet if place == 0 else ' ' * len(bullet)}{line.replace(HARD_SPACE, ' ')}"
            for place, line in enumerate(lines)
        ]


def find_screen(out: str | None = None) -> Screen:
    """Return the screen a result is drawn on; a file, a pipe and NO_COLOR mean plain text."""
    tty = sys.stdout.isatty() and out in {None, "-"}
    width = shutil.get_terminal_size((NARROW, 24)).columns if tty else NARROW
    colour = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(min(max(width, NARROW), WIDE), colour)


def clean(text: str) -> str:
    """Return text without control characters: a food's name must not move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def measure(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def fit(text: str, width: int, *, right: bool = False, end: str = "") -> str:
    """Return text cut or filled to a width; where it has that `end`, what is cut stands before it."""
    text = clean(text)
    if end and text.endswith(end) and measure(text) > width:
        text = fit(text.removesuffix(end), width - measure(end)).rstrip() + end
    if measure(text) > width:
        taken = itertools.accumulate(map(measure, text))  # a cell of somebody's table may be endless
        text = text[: sum(1 for cells in taken if cells <= width - 1)].rstrip() + "…"
    space = " " * (width - measure(text))
    return space + text if right else text + space


def bar(share: float, width: int) -> str:
    """Return a bar of block characters from 0 to 2, with a mark at 1: the limit."""
    eighths = round(min(max(share, 0.0), 2.0) / 2 * width * 8)
    full, part = divmod(eighths, 8)
    drawn = ("█" * full + (BLOCKS[part] if part else "")).ljust(width, EMPTY)
    return f"{drawn[: width // 2]}│{drawn[width // 2 :]}"


def draw_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], screen: Screen, right: Sequence[int] = ()
) -> list[str]:
    """Return rows in columns as wide as their text; the widest text column gives way on a narrow screen."""
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(measure(text) for text in column) for column in zip(header, *cells, strict=True)]
    spare = sum(widths) + 2 * (len(widths) - 1) - screen.width
    while spare > 0:
        free = [place for place in range(len(widths)) if place not in right]
        widest = max(free, key=lambda place: widths[place])
        if widths[widest] <= 8:
            break
        widths[widest] -= 1
        spare -= 1

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            fit(cell, width, right=place in right)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()

    return [screen.style(line(header), bold=True), *(line(row) for row in cells)]

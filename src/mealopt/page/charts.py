"""What the charts share: labels above their bars, so that a phone has the whole width for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import streamlit as st

ROW = 46  # pixels for a line of text and a bar under it
LABEL_UP, BAR_DOWN = -10, 10


@dataclass(frozen=True)
class Palette:
    """The colours of one appearance; words and symbols say the same as they do."""

    ground: str
    text: str
    faint: str
    track: str
    good: str
    short: str
    bad: str
    saving: str


LIGHT = Palette("#fdfcf9", "#0b1612", "#66726c", "#e6e8e2", "#2f7d5b", "#b7791f", "#b4452f", "#7d8fb3")
DARK = Palette("#151a18", "#e8ece9", "#9aa7a0", "#2b3430", "#5fb58c", "#dba44c", "#e0795f", "#8ea2cc")


def pick_palette() -> Palette:
    """Return the colours for the appearance the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def rows_axis(order: list[str]) -> alt.Y:
    """Return the axis of rows in a given order, without labels: they stand above the bars."""
    return alt.Y("row:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def label_rows(base: alt.Chart, rows: alt.Y, palette: Palette, left: str, right: str) -> list[Any]:
    """Return the two texts above each bar: what it is at the left, how much at the right."""
    return [
        base.mark_text(align="left", dy=LABEL_UP, fontSize=14, fontWeight=600, color=palette.text).encode(
            y=rows, x=alt.value(0), text=left
        ),
        base.mark_text(align="right", dy=LABEL_UP, fontSize=13, color=palette.faint).encode(
            y=rows, x=alt.value("width"), text=right
        ),
    ]

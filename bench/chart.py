"""Plots of figures that span powers of ten, as plain SVG: lines with points, both axes logarithmic."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 84, 230, 56, 56
# told apart by everyone, on white and in print; each line also has its own marker
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#555555", "#e69f00")
MARKERS = ("circle", "square", "diamond", "circle", "square", "diamond")
POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

Points = list[tuple[float, float]]


def draw_lines(path: Path, title: str, across: str, up: str, lines: dict[str, Points]) -> None:
    """Write a plot of named lines; points that are not above zero are left out."""
    kept = {name: [(x, y) for x, y in points if x > 0 and y > 0] for name, points in lines.items()}
    every = [point for points in kept.values() for point in points]
    low_x, high_x = span([x for x, _ in every])
    low_y, high_y = span([y for _, y in every])

    def place(x: float, y: float) -> tuple[float, float]:
        right = (math.log10(x) - low_x) / (high_x - low_x)
        above = (math.log10(y) - low_y) / (high_y - low_y)
        return LEFT + right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - above * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="28" font-size="16" font-weight="bold">{escape(title)}</text>',
    ]
    for power in range(low_x, high_x + 1):
        x, bottom = place(10.0**power, 10.0**low_y)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{ten(power)}</text>')
    for power in range(low_y, high_y + 1):
        left, y = place(10.0**low_x, 10.0**power)
        parts.append(
            f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>'
        )
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{ten(power)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across)}</text>')
    height = (TOP + HEIGHT - BOTTOM) / 2
    turned = f'text-anchor="middle" transform="rotate(-90 22 {height})"'
    parts.append(f'<text x="22" y="{height}" {turned}>{escape(up)}</text>')
    for number, (name, points) in enumerate(kept.items()):
        color, marker = COLORS[number % len(COLORS)], MARKERS[number % len(MARKERS)]
        spots = [place(x, y) for x, y in points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{joined}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [draw_marker(marker, x, y, color) for x, y in spots]
        row = TOP + 14 + number * 24
        parts.append(draw_marker(marker, WIDTH - RIGHT + 22, row - 4, color))
        parts.append(f'<text x="{WIDTH - RIGHT + 34}" y="{row}">{escape(name)}</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def span(values: list[float]) -> tuple[int, int]:
    """Return the powers of ten below and above some values, two different ones."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    high = math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)


def ten(power: int) -> str:
    """Write a power of ten as a person would."""
    if -3 <= power <= 3:
        return f"{10.0**power:,.{max(0, -power)}f}"
    sign = "⁻" if power < 0 else ""
    return f"10{sign}{''.join(POWERS[int(digit)] for digit in str(abs(power)))}"


def draw_marker(marker: str, x: float, y: float, color: str) -> str:
    """Return the mark of one point."""
    if marker == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if marker == "diamond" else ""
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{color}"{turn}/>'

"""An explanation on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


WOMAN = ("--age", 34, "--sex", "female", "--diet", "vegan", "--portions", "exact")


def test_the_table_reads_from_drivers_to_swaps(run: Run) -> None:
    result = run("explain", *WOMAN)
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    order = ["a day in money", "What drives", "Shares of the cost", "What foods are bought for", "Close to"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "would save" in text
    assert "not medical advice" in result.stderr
    assert "whole portions" not in text


def test_whole_portions_are_told_what_the_prices_are_of(run: Run) -> None:
    result = run("explain", *WOMAN[:-2], "--day")
    assert result.exit_code == 0, result.stderr
    assert "proved optimum behind your meals" in " ".join(result.stdout.split())


def test_the_bars_are_signed_and_start_at_one_line(run: Run) -> None:
    lines = run("explain", *WOMAN).stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Shares of the cost"))
    bars = lines[start + 1 : lines.index("", start)]
    assert len({line.index("│") for line in bars}) == 1
    shares = [float(line.split("%")[0].split()[-1]) for line in bars]
    assert sum(shares) == pytest.approx(100.0, abs=0.5)
    for line, share in zip(bars, shares, strict=True):
        if abs(share) > 10:
            assert "█" in line.split("│")[0 if share < 0 else 1]

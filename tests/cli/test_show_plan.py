"""A plan on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from click.testing import Result

    Run = Callable[..., Result]


WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")


def test_the_table_reads_from_headline_to_notes(run: Run) -> None:
    result = run("week", *WOMAN)
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    order = ["a day · ", "The average day", "Breakfast", "Nutrients", "What drives the cost", "· Proved"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    labels = ["Magnesium", "Calcium", "Potassium", "Vitamin D", "Vitamin B12"]
    assert all(text.index(f"  {label} ") < text.index("  Sodium ") for label in labels)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "1 cup ×" not in text
    assert "not medical advice" in result.stderr
    assert "not medical advice" not in text


def test_a_plan_on_a_terminal_is_coloured_unless_asked_not_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mealopt.cli.terminal import Screen

    monkeypatch.setattr("mealopt.cli.plans.find_screen", lambda _: Screen(100, colour=True))
    assert "\x1b[" in run("day", *WOMAN).stdout

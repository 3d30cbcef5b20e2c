"""How `mealopt batch` says how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mealopt.cli import progress as progress_room
from mealopt.cli.progress import Progress, draw_bar, say_pace, say_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        (31.4, "31 a second"),
        (1234.0, "1,234 a second"),
        (9.0, "540 a minute"),
        (0.5, "30 a minute"),
        (0.1, "6.0 a minute"),
        (0.005, "18 an hour"),
    ],
)
def test_a_pace_has_a_unit_that_gives_it_digits(pace: float, said: str) -> None:
    assert say_pace(pace) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 s"),
        (59.4, "59 s"),
        (60, "1 min 0 s"),
        (280, "4 min 40 s"),
        (3_700, "1 h 1 min"),
        (90_000, "1 day 1 h"),
        (200_000, "2 days 7 h"),
    ],
)
def test_a_time_is_said_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert say_time(seconds) == said


@pytest.mark.parametrize("share", [0.0, 0.001, 0.33, 0.5, 0.999, 1.0, 7.0])
def test_a_bar_is_always_as_wide(share: float) -> None:
    assert len(draw_bar(share)) == progress_room.WIDTH
    assert draw_bar(1.0) == "█" * progress_room.WIDTH


class Terminal:
    """Where progress goes in these tests: what was written, and whether it is a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, moving: bool) -> None:
        self.text = ""
        self.now = 0.0
        monkeypatch.setattr(progress_room.click, "echo", self.echo)
        monkeypatch.setattr(progress_room.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(progress_room.sys.stderr, "isatty", lambda: moving, raising=False)
        monkeypatch.setenv("TERM", "xterm")

    def echo(self, text: str = "", *, err: bool, nl: bool = True) -> None:
        assert err
        self.text += text + ("\n" if nl else "")

    def watch(self, progress: Progress, seconds: float) -> None:
        """Let a person be done every so many seconds, forty in all."""
        progress.begin(4, 40, ())
        for done in range(5, 41):
            self.now += seconds
            progress.show(done, 40)
        progress.end()


def test_on_a_terminal_a_bar_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, moving=True)
    terminal.watch(Progress(quiet=False), 0.5)
    assert terminal.text.startswith("4 of 40 people were done before: going on from there.\n\r")
    lines = terminal.text.split("\r")
    assert "22 of 40 people · 120 a minute · 9 s left" in terminal.text
    assert lines[-1].rstrip() == f"{'█' * 24} 40 of 40 people · 120 a minute"
    assert terminal.text.count("\n") == 2
    assert all(len(line.rstrip("\n")) < 80 for line in lines[1:])


def test_elsewhere_a_line_comes_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, moving=False)
    terminal.watch(Progress(quiet=False), 1.0)
    assert terminal.text.splitlines()[1:] == [
        "14 of 40 people · 60 a minute · 26 s left",
        "24 of 40 people · 60 a minute · 16 s left",
        "34 of 40 people · 60 a minute · 6 s left",
    ]


def test_quiet_means_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, moving=True)
    terminal.watch(Progress(quiet=True), 30.0)
    assert terminal.text == ""

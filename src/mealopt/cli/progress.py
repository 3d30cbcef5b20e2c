"""How far a batch is: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import deque

import click

BLOCKS = " ▏▎▍▌▋▊▉█"
WIDTH = 24
REDRAW_SECONDS, LINE_SECONDS = 0.2, 10.0
MEMORY = 60.0  # seconds whose pace foretells the rest
STOPPING = "Finishing what is running, then stopping. Once more stops at once.\n"


class Progress:
    """The people done, told on stderr while they are planned."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.moving = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.drawn = ""
        self.last = time.monotonic()
        self.past: deque[tuple[float, int]] = deque()

    def begin(self, done: int, count: int, notes: tuple[str, ...]) -> None:
        """Say where the run begins."""
        self.past.append((time.monotonic(), done))
        for note in notes:
            click.echo(note, err=True)
        if done and not self.quiet:
            click.echo(f"{done:,} of {count:,} people were done before: going on from there.", err=True)

    def show(self, done: int, count: int) -> None:
        """Say how many people are done, not more often than can be read."""
        now = time.monotonic()
        wait = REDRAW_SECONDS if self.moving else LINE_SECONDS
        if self.quiet or (now - self.last < wait and (not self.moving or done < count)):
            return
        self.last = now
        self.past.append((now, done))
        while len(self.past) > 2 and now - self.past[1][0] > MEMORY:
            self.past.popleft()
        start, before = self.past[0]
        pace = (done - before) / max(now - start, 1e-9)
        said = f"{done:,} of {count:,} people"
        if pace > 0:
            said += f" · {say_pace(pace)}"
            if done < count:
                said += f" · {say_time((count - done) / pace)} left"
        if self.moving:
            self.draw(f"{draw_bar(done / count)} {said}")
        else:
            click.echo(said, err=True)

    def draw(self, line: str) -> None:
        """Draw a line over the last one."""
        line = line[: max(20, shutil.get_terminal_size().columns - 1)]
        click.echo("\r" + line.ljust(len(self.drawn)), err=True, nl=False)
        self.drawn = line

    def end(self) -> None:
        """Leave the line of the bar."""
        if self.drawn:
            click.echo(err=True)
            self.drawn = ""

    def say_stopping(self) -> None:
        """Say that a stop was asked: from inside a signal handler, so past every buffer."""
        text = f"\n{STOPPING}" if self.drawn else STOPPING
        self.drawn = ""
        os.write(2, text.encode())


def draw_bar(share: float) -> str:
    """Return a bar for a share from 0 to 1."""
    eighths = int(min(max(share, 0.0), 1.0) * WIDTH * 8)
    full, part = divmod(eighths, 8)
    return (BLOCKS[8] * full + (BLOCKS[part] if part else "")).ljust(WIDTH, "·")


def say_pace(pace: float) -> str:
    """Say a pace [people per second] in a unit that gives it digits."""
    for unit, seconds in (("second", 1), ("minute", 60)):
        if pace * seconds >= 10:
            return f"{pace * seconds:,.0f} a {unit}"
    return f"{pace * 3600:,.0f} an hour" if pace * 60 < 1 else f"{pace * 60:.1f} a minute"


def say_time(seconds: float) -> str:
    """Say a time in its two largest units."""
    whole = max(1, round(seconds))
    for large, small, size in (("day", "h", 86400), ("h", "min", 3600), ("min", "s", 60)):
        if whole >= size:
            many, rest = divmod(whole, size)
            fitting = {"h": 3600, "min": 60, "s": 1}[small]
            plural = "s" if large == "day" and many > 1 else ""
            return f"{many} {large}{plural} {rest // fitting} {small}"
    return f"{whole} s"


class ProgressBar:
    """How far a file is read, drawn on a terminal alone."""

    def __init__(self, *, quiet: bool) -> None:
        self.progress = Progress(quiet=quiet)

    def show(self, what: str, done: int, count: int) -> None:
        """Say how much of something is done, not more often than can be read."""
        now = time.monotonic()
        if self.progress.quiet or not self.progress.moving or not count:
            return
        if now - self.progress.last >= REDRAW_SECONDS:
            self.progress.last = now
            self.progress.draw(f"{draw_bar(done / count)} {what} · {min(1.0, done / count):.0%}")

    def end(self) -> None:
        """Leave the line of the bar."""
        self.progress.end()

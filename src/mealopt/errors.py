"""What can go wrong, in sentences: what happened, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN_PROBLEMS = 20  # a screenful: the rest is counted, so that the first lines stay readable


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what a person gave us, with the place it was found.

    `where` names a file or an option; `line` and `column` are blank where there is none.
    """

    where: str
    message: str
    line: int | None = None
    column: str = ""
    value: str | None = None

    def __str__(self) -> str:
        place = show_text(self.where, 200)
        if self.line is not None:
            place += f", line {self.line}"
        if self.column:
            place += f", column {show_text(self.column)}"
        shown = "" if self.value is None else f" {show_value(self.value)}:"
        return f"{place}:{shown} {self.message}"


def show_text(value: str, limit: int = 40) -> str:
    """Write text from outside so that control characters and great length cannot spoil the terminal."""
    text = value if len(value) <= limit else value[: limit - 1] + "…"
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def show_value(value: str, limit: int = 40) -> str:
    """Quote a value from outside."""
    return f"'{show_text(value, limit)}'"


def format_problems(problems: Sequence[Problem]) -> str:
    """Write the first problems a line each, and count the others."""
    lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(problems) - SHOWN_PROBLEMS} more problems.")
    return "\n".join(lines)


class MealoptError(Exception):
    """The base of every error a person is meant to read; `exit_code` is the command's."""

    exit_code = 1


class BadInputError(MealoptError):
    """Something a person gave was not understood; carries every problem found, not the first."""

    exit_code = 2

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(format_problems(self.problems))


class NoPlanError(MealoptError):
    """No plan exists for what was asked, or none may be given; the text explains."""

    exit_code = 3


class RefusedError(NoPlanError):
    """A plan may not be given to this person, for their safety; the text says who can help."""


class SolverLimitError(MealoptError):
    """The solver stopped at a limit of work before it had a proved answer; nothing was written."""

    exit_code = 4

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"No proved answer for {what}: {why}. Nothing was written. "
            "Ask for less at once (fewer pins, a wider budget), or use --portions exact."
        )


class CertificateError(MealoptError):
    """An answer of the solver failed its independent check: a bug, never the person's fault."""

    exit_code = 1

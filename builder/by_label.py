"""Foods that are sold or made fit for a diet and unfit, of which a person can choose the fit one.

A bagel with egg and one without are both "Bagel, plain" of the survey: whether a vegan may have it is not
known, but the label says it, as the cook knows the fat. Such doubts become `label`, never `yes`, and whoever
plans with them is told at every food. Doubts that end nowhere (restaurants, makers that do not say, traces)
stay `unknown`; so does every doubt about an allergen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.diet_tables import DIETS
from builder.raw import RawProblem, load_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, MutableMapping, Sequence

TABLE = Path(__file__).parent / "by_label.csv"
UNKNOWN = re.compile(r"\b([a-z ]+(?:, [a-z ]+)*) unknown: ")  # how a part of a note begins
HOW = {"label": "by the label", "cook": "by the cook"}


@dataclass(frozen=True)
class ByLabel:
    """Foods of a category (blank: of any) by their names, and how and why a person can tell."""

    category: str
    pattern: re.Pattern[str]
    how: str
    reason: str

    def matches(self, name: str, category: str) -> bool:
        """Whether a food is one of them."""
        return self.category in {"", category} and bool(self.pattern.search(name))


def load_by_label(path: Path = TABLE) -> list[ByLabel]:
    """Read which doubts about a diet end at the shelf or the stove; every row says how and why."""
    found = []
    for line, row in enumerate(load_rows(path, ("category", "pattern", "how", "reason")), start=2):
        if row["how"] not in HOW or not row["reason"]:
            raise RawProblem(f"{path.name}, line {line}: say how one can tell ({', '.join(HOW)}), and why")
        found.append(ByLabel(row["category"], re.compile(row["pattern"]), row["how"], row["reason"]))
    return found


def settle_note(note: str, settled: Collection[str]) -> str:
    """A food's note, in which what is settled is no longer said to be unknown."""

    def drop(found: re.Match[str]) -> str:
        kept = [name for name in found[1].split(", ") if name not in settled]
        return f"{', '.join(kept)} unknown: " if kept else "in doubt: "

    return UNKNOWN.sub(drop, note)


def mark_by_label(rows: Iterable[MutableMapping[str, str]], rules: Sequence[ByLabel] | None = None) -> int:
    """Turn what is `unknown` of a diet into `label` where a person can tell; returns for how many foods.

    The first rule that matches counts; its reason joins the food's note.
    """
    known = load_by_label() if rules is None else rules
    count = 0
    for row in rows:
        doubtful = [diet for diet in DIETS if row[diet] == "unknown"]
        rule = next((r for r in known if r.matches(row["name"], row["category"])), None)
        if doubtful and rule:
            row.update(dict.fromkeys(doubtful, "label"))
            said = f"{', '.join(doubtful)} {HOW[rule.how]}: {rule.reason}"
            left = settle_note(row["diet_note"], doubtful)
            row["diet_note"] = "; ".join(part for part in (left, said) if part)
            count += 1
    return count

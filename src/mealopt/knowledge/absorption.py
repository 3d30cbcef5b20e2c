"""Targets for what the body takes in, beside those for what is eaten: calcium of spinach stays in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

NOTE = "{labels} counted as absorbed too, by group of food: a figure for groups of people, not for one."


@dataclass(frozen=True)
class Absorbed:
    """How a nutrient is counted once absorbed, and which share of a published minimum that has to be."""

    nutrient: str
    absorbed_as: str
    share: float


def load_absorbed(folder: Path | None = None) -> tuple[Absorbed, ...]:
    """Load `absorption.csv`."""
    columns = (
        Column("nutrient", "id", required=True), Column("absorbed_as", "id", required=True),
        Column("share_of_minimum", "number", required=True, minimum=0.01, maximum=1),
        Column("source", required=True),
    )  # fmt: skip
    return tuple(
        Absorbed(text_of(r, "nutrient"), text_of(r, "absorbed_as"), number_of(r, "share_of_minimum") or 1.0)
        for r in load_records((folder or find_data()) / "absorption.csv", columns, key=("nutrient",))
    )


def ask_absorbed(knowledge: Knowledge, folder: Path | None = None) -> Knowledge:
    """Return the knowledge with a target for the absorbed beside each published minimum of the eaten.

    A minimum asks its share once more of the absorbed column; the eaten one and its upper limit stay. What
    a diet asks more of the eaten, because less of it is absorbed, it does not ask of the absorbed. Raises
    BadInputError where the food table does not have the columns.
    """
    rules = load_absorbed(folder)
    lacking = [rule.absorbed_as for rule in rules if rule.absorbed_as not in knowledge.foods.nutrient_ids]
    if lacking:
        text = f"The food table has no {', '.join(lacking)}: it cannot say what is absorbed."
        raise BadInputError(Problem("--absorbed", text))
    intakes = [
        replace(
            row, measured_as=rule.absorbed_as, minimum=row.minimum * rule.share, maximum=None,
            kind=f"{row.kind}, absorbed",
        )
        for row in knowledge.intakes
        for rule in rules
        if row.measured_as == rule.nutrient and row.minimum is not None and row.strength == "must"
    ]  # fmt: skip
    labels = " and ".join(knowledge.nutrients[rule.nutrient].label for rule in rules)
    mark = hashlib.sha256(f"{knowledge.digest}{intakes!r}".encode()).hexdigest()[:16]
    return replace(
        knowledge, intakes=(*knowledge.intakes, *intakes), digest=mark,
        notes=(*knowledge.notes, NOTE.format(labels=labels)),
    )  # fmt: skip

"""Conditions that need care: who may be given no plan, who must be told something, whose targets change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.choices import split_list
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column, parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Condition:
    """A reason for care: `plan` is `none` where no plan may be given, `warn` where a warning goes with it.

    Of the nutrients `at_most` a plan holds no more than the published minimum, which is asked no longer.
    `more` is what is asked of a nutrient beside its RDA [unit of the nutrient a day].
    """

    id: str
    label: str
    question: str
    plan: str
    message: str
    source: str
    link: str
    automatic: bool
    at_most: tuple[str, ...] = ()
    more: Mapping[str, float] = field(default_factory=dict)


def load_conditions(path: Path) -> dict[str, Condition]:
    """Load `conditions.csv`.

    Raises BadInputError with every part of `more` that is not `nutrient=number`.
    """
    columns = (
        Column("condition", required=True), Column("label"), Column("question"),
        Column("plan", "choice", choices=("none", "warn"), required=True), Column("at_most"), Column("more"),
        Column("message", required=True),
        Column("source"), Column("link"), Column("automatic", "choice", choices=("yes", "no"), required=True),
    )  # fmt: skip
    found, problems = {}, []
    for line, r in enumerate(load_records(path, columns, key=("condition",)), start=2):
        more = {}
        for part in split_list(text_of(r, "more")):
            nutrient, _, written = part.partition("=")
            amount = parse_number(written)
            if isinstance(amount, str) or not amount > 0:
                said = "Write nutrient=number, for example vitamin_c_mg=35."
                problems.append(Problem(str(path), said, line, "more", part))
            else:
                more[nutrient] = amount
        found[text_of(r, "condition")] = Condition(
            text_of(r, "condition"), text_of(r, "label"), text_of(r, "question"), text_of(r, "plan"),
            text_of(r, "message"), text_of(r, "source"), text_of(r, "link"), text_of(r, "automatic") == "yes",
            split_list(text_of(r, "at_most")), more,
        )  # fmt: skip
    if problems:
        raise BadInputError(problems)
    return found

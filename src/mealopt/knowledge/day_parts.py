"""What most days of a week should have at some meal, whichever: a vegetable at lunch or dinner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.choices import split_list
from mealopt.knowledge.kitchen import find_covered, load_kinds
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


DAYS = 7  # of a week


class DayPart(NamedTuple):
    """What so many `days` of a week should have at any of some meals: a food of a category it `has`.

    `weight` is how much each day without matters, as what a meal should have does.
    """

    meals: frozenset[str]
    has: npt.NDArray[np.bool_]
    days: float
    weight: float


def load_day_parts(
    path: Path, meals: Sequence[str], categories: Sequence[str]
) -> tuple[DayPart, ...]:
    """Load `day_parts.csv`, over the categories of a food table.

    Raises BadInputError with every name that is neither a kind nor a category of ours, and every other meal.
    """
    columns = (
        Column("meals", required=True), Column("needs", required=True),
        Column("days", "whole", required=True, minimum=1, maximum=DAYS),
        Column("weight", "number", required=True, minimum=0, maximum=100), Column("reason", required=True),
    )  # fmt: skip
    kind_of, rows = load_kinds(path.parent), load_records(path, columns)
    known = {*kind_of, *kind_of.values()}
    problems, found = list[Problem](), list[DayPart]()
    for line, r in enumerate(rows, start=2):
        at, needs = split_list(text_of(r, "meals")), split_list(text_of(r, "needs"))
        strange = [("meals", m, "No such meal.") for m in at if m not in meals]
        strange += [("needs", name, "No such kind or category.") for name in needs if name not in known]
        problems += [Problem(str(path), said, line, column, name) for column, name, said in strange]
        has = find_covered(needs, categories, kind_of)
        days, weight = number_of(r, "days") or 0.0, number_of(r, "weight") or 0.0
        found.append(DayPart(frozenset(at), np.array(has, dtype=np.bool_), days, weight))
    if problems:
        raise BadInputError(problems)
    return tuple(found)

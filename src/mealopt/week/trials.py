"""Sittings as they are tried in a place: what each holds, and their foods and kinds as flat lists.

Thousands of sittings are tried in a place, thousands of times: what does not depend on the rest of the week
is worked out once. Most sittings have four foods and the widest twelve, so that a list of what there is is
shorter than a table of sittings and places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.items import find_kinds

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.items import Choice
    from mealopt.week.model import SittingModel


@dataclass(frozen=True)
class Trials:
    """Sittings that are tried in one place.

    `held` is what each holds (a row for each measure, a column for each sitting), `least` and `most` the ends
    of each measure. `row`, `food` and `portion` list what they have, `kind_row` and `kind` which kinds;
    `common` are kinds that all have, `largest` the largest portion of each food.
    """

    choice: Choice
    held: Floats
    least: Floats
    most: Floats
    row: Ints
    food: Ints
    portion: Floats
    kind_row: Ints
    kind: Ints
    common: Ints
    largest: Floats

    def add_foods(self, values: Floats) -> Floats:
        """Return the sum of a value by food, of the foods of each sitting."""
        return add_up(self.row, values[self.food], len(self.choice.price))

    def add_kinds(self, values: Floats) -> Floats:
        """Return the sum of a value by kind, of the kinds of each sitting."""
        own = add_up(self.kind_row, values[self.kind], len(self.choice.price))
        return own + float(values[self.common].sum())


def add_up(row: Ints, values: Floats, count: int) -> Floats:
    """Return the sum of the values of each row, of so many."""
    return np.asarray(np.bincount(row, values, count), dtype=np.float64)


def lay_trials(model: SittingModel, choice: Choice, common: Ints | None = None) -> Trials:
    """Return sittings as they are tried; `common` are their kinds where all have the same."""
    held = np.einsum("nw,nwj->nj", choice.portions, model.demand.per_portion[choice.foods])
    row, item = np.nonzero(choice.portions > 0)
    food, portion = choice.foods[row, item], choice.portions[row, item]
    largest = np.zeros(len(model.money))
    np.maximum.at(largest, food, portion)
    kind_row, kind = np.empty((2, 0), dtype=np.int64)
    if common is None:
        has, common = find_kinds(model, choice.meal, choice.foods), kind
        kind_row, item = np.nonzero(has < len(model.often) - 1)
        kind = has[kind_row, item]
    return Trials(
        choice, np.ascontiguousarray(held.T), held.min(axis=0), held.max(axis=0),
        row, food, portion, kind_row, kind, common, largest,
    )  # fmt: skip

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
    of each measure. `foods` are those any has, each once, and `largest` its largest portion; `row`, `item`
    (a place in `foods`) and `portion` list what each has, `kind_row` and `kind` which kinds; `common` are
    kinds that all have.
    """

    choice: Choice
    held: Floats
    least: Floats
    most: Floats
    foods: Ints
    largest: Floats
    row: Ints
    item: Ints
    portion: Floats
    kind_row: Ints
    kind: Ints
    common: Ints

    def add_foods(self, values: Floats) -> Floats:
        """Return the sum of a value for each of `foods`, of those of each sitting."""
        return add_up(self.row, values[self.item], len(self.choice.price))

    def add_kinds(self, values: Floats) -> Floats:
        """Return the sum of a value by kind, of the kinds of each sitting."""
        own = add_up(self.kind_row, values[self.kind], len(self.choice.price))
        return own + float(values[self.common].sum())


def add_up(row: Ints, values: Floats, count: int) -> Floats:
    """Return the sum of the values of each row, of so many."""
    return np.asarray(np.bincount(row, values, count), dtype=np.float64)


def lay_trials(model: SittingModel, choice: Choice, common: Ints | None = None) -> Trials:
    """Return sittings as they are tried; `common` are their kinds where all have the same."""
    held = np.einsum("nw,nwj->jn", choice.portions, model.demand.per_portion[choice.foods])
    row, place = np.nonzero(choice.portions > 0)
    portion = choice.portions[row, place]
    foods, item = np.unique(choice.foods[row, place], return_inverse=True)
    largest = np.zeros(len(foods))
    np.maximum.at(largest, item, portion)
    kind_row, kind = np.empty((2, 0), dtype=np.int64)
    if common is None:
        has, common = find_kinds(model, choice.meal, choice.foods), kind
        kind_row, place = np.nonzero(has < len(model.often) - 1)
        kind = has[kind_row, place]
    held = np.ascontiguousarray(held)
    return Trials(
        choice, held, held.min(axis=1, initial=np.inf), held.max(axis=1, initial=-np.inf),
        foods, largest, row, item, portion, kind_row, kind, common,
    )  # fmt: skip

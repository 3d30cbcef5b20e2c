"""The food table: what each food is, weighs, costs and holds per 100 g; blank cells stay unknown (NaN)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LABEL = "label"  # of a diet alone: sold or made both ways, and a person can choose the one that fits
MEALS = ("breakfast", "lunch", "dinner", "snack")  # of a table that comes without meals.csv


@dataclass(frozen=True)
class FoodTable:
    """Foods sorted by id. Arrays are read-only and run over foods.

    `amounts` is foods × nutrients [unit of the nutrient per 100 g], NaN where unknown; `imputed` is the
    same with unknown values replaced by the category's 90th percentile, for use towards maxima only.
    `tags` maps a diet or allergen column to yes | no | unknown per food. `meal_shares` is foods × meals:
    a food of which none is known may be had at any. Of a table that is not `priced` every `price` is zero,
    and means nothing.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    categories: tuple[str, ...]
    portions: tuple[str, ...]
    portion_g: Floats
    step: Floats
    helping: Floats
    least: Floats
    max_meal: Floats
    max_day: Floats
    max_week: Floats
    price: Floats
    popularity: Floats
    meal_shares: Floats
    tags: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, tuple[str, ...]]
    nutrient_ids: tuple[str, ...]
    amounts: Floats
    imputed: Floats
    digest: str
    meals: tuple[str, ...]
    priced: bool = True

    def __len__(self) -> int:
        return len(self.ids)

    def position(self, food_id: str) -> int:
        """Return the row of a food id; KeyError where there is none."""
        return self._positions[food_id]

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Say which amounts are known, foods × nutrients."""
        found = ~np.isnan(self.amounts)
        found.flags.writeable = False
        return found

    @cached_property
    def filled(self) -> Floats:
        """Return `amounts` with zero where unknown."""
        return frozen(np.nan_to_num(self.amounts))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {food_id: index for index, food_id in enumerate(self.ids)}

    def __contains__(self, food_id: object) -> bool:
        return food_id in self._positions

    def column(self, nutrient: str) -> Floats:
        """Return one nutrient per 100 g, NaN where unknown."""
        return self.amounts[:, self.nutrient_ids.index(nutrient)]

    def per_portion(self, nutrient: str) -> Floats:
        """Return one nutrient per portion, unknown counted as zero."""
        return np.nan_to_num(self.column(nutrient)) * self.portion_g / 100.0

    def most_per_portion(self, nutrient: str) -> Floats:
        """Return one nutrient per portion, unknown counted as high."""
        found: Floats = self.imputed[:, self.nutrient_ids.index(nutrient)] * self.portion_g / 100.0
        return found

    def tag(self, name: str) -> tuple[str, ...]:
        """Return a diet or allergen column; a column the table lacks is unknown for every food."""
        return self.tags.get(name, ("unknown",) * len(self))

    @property
    def cost_per_portion(self) -> Floats:
        """Return the price of one portion [$], zero where the table has no prices."""
        return self.price * self.portion_g / 100.0

    def enlarge(self, factor: float) -> FoodTable:
        """Return the table with the caps of every meal, day and week multiplied by a factor."""
        if factor == 1.0:
            return self
        return replace(
            self,
            max_meal=self.max_meal * factor,
            max_day=self.max_day * factor,
            max_week=self.max_week * factor,
        )

    def take(self, positions: Sequence[int] | npt.NDArray[np.int64]) -> FoodTable:
        """Return the table of some of the foods, in the order of their ids."""
        rows = sorted({int(position) for position in positions})

        def pick(values: Sequence[str]) -> tuple[str, ...]:
            return tuple(values[row] for row in rows)

        return FoodTable(
            pick(self.ids), pick(self.names), pick(self.categories), pick(self.portions),
            frozen(self.portion_g[rows]), frozen(self.step[rows]), frozen(self.helping[rows]),
            frozen(self.least[rows]),
            frozen(self.max_meal[rows]), frozen(self.max_day[rows]), frozen(self.max_week[rows]),
            frozen(self.price[rows]), frozen(self.popularity[rows]), frozen(self.meal_shares[rows]),
            {name: pick(values) for name, values in self.tags.items()},
            {name: pick(values) for name, values in self.notes.items()}, self.nutrient_ids,
            frozen(self.amounts[rows]), frozen(self.imputed[rows]), self.digest, self.meals,
            self.priced,
        )  # fmt: skip


def frozen(values: Floats) -> Floats:
    """Return the array made read-only, so that no room can change another's knowledge."""
    values.flags.writeable = False
    return values


def group_alike(table: FoodTable) -> Ints:
    """Return the group of each food, by number: of one category and called the same up to the first comma."""
    heads = [
        (category, shorten_name(name).casefold())
        for category, name in zip(table.categories, table.names, strict=True)
    ]
    number = {head: place for place, head in enumerate(dict.fromkeys(heads))}
    return np.array([number[head] for head in heads], dtype=np.int64)


def shorten_name(name: str) -> str:
    """Return the part of a food's name before its first comma: what foods that are hardly others share."""
    return name.split(",", maxsplit=1)[0].strip()

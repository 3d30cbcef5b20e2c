"""The food table: what each food is, weighs, costs and holds per 100 g; blank cells stay unknown (NaN)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.knowledge.blanks import impute_amounts
from mealopt.knowledge.reading import (
    Column,
    Sheet,
    check_columns,
    load_text,
    nearest,
    parse_sheet,
    read_records,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from mealopt.knowledge.nutrients import Nutrients

Floats = npt.NDArray[np.float64]
TAG_VALUES = ("yes", "no", "unknown")
LABEL = "label"  # of a diet alone: sold or made both ways, and a person can choose the one that fits
MEALS = ("breakfast", "lunch", "dinner", "snack")  # of a table that comes without meals.csv

TEXT_COLUMNS = (
    Column("food_id", "id", required=True),
    Column("name", required=True),
    Column("category", required=True),
    Column("portion", required=True),
)
LEAST = "least_portions"
NEAR_COLUMN = 0.8  # likeness from which on a column is taken for a misspelt fixed one
OPTIONAL_TEXT = ("fndds_description", "price_note", "diet_note", "footprint_match")
NUMBER_COLUMNS = (
    Column("portion_g", "number", required=True, minimum=0.01, maximum=5000),
    Column("step", "number", required=True, minimum=0.01, maximum=10),
    Column("helping_portions", "number", required=True, minimum=0.01, maximum=100),
    Column("max_portions_meal", "number", required=True, minimum=0.01, maximum=100),
    Column("max_portions_day", "number", required=True, minimum=0.01, maximum=200),
    Column("max_portions_week", "number", required=True, minimum=0.01, maximum=1400),
    Column("price_per_100g", "number", required=True, minimum=0, maximum=1000),
    Column("popularity", "number", minimum=0, maximum=1),
)
PRICE = "price_per_100g"  # of a table that lacks the column no price is known
FIXED = {column.name for column in (*TEXT_COLUMNS, *NUMBER_COLUMNS)} | {*OPTIONAL_TEXT, LEAST}


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


def load_foods(
    path: Path,
    nutrients: Nutrients,
    unknown_values: Mapping[tuple[str, str], float],
    conflicts: Collection[tuple[str, str]] = (),
    meals: Sequence[str] = MEALS,
) -> FoodTable:
    """Load a food table, or raise every problem it has; `conflicts` are pairs of tags never both yes.

    A column for each of the `meals` says how often a food is eaten then.

    Columns beyond the fixed ones are tags (yes | no | unknown; a diet's also `label`) where a diet or an
    exclusion asks for them or they are named `contains_…`, and nutrients otherwise. Energy is the nutrient
    that every food needs. A table may lack the column of prices: then none is known.
    """
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    tag_names = [n for n in sheet.columns if n in nutrients.tag_columns or n.startswith("contains_")]
    fixed = FIXED | {*meals}
    nutrient_ids = [n for n in sheet.columns if n not in fixed and n not in tag_names]
    known = [*nutrients.tag_columns, *sorted(fixed)]
    for name in nutrient_ids:
        if name not in nutrients:
            meant = nutrients.hint(name)
            if "Did you" not in meant:
                meant = nearest(name, known, NEAR_COLUMN) or f"{meant} Delete the column."
            sheet.add_problem(f"Unknown column.{meant}", 1, name)
    energy = [nutrient.id for nutrient in nutrients if nutrient.unit == "kcal"]
    numbers = (*NUMBER_COLUMNS, *(Column(meal, "number", minimum=0, maximum=1) for meal in meals))
    needed = [c.name for c in (*TEXT_COLUMNS, *numbers) if c.name != PRICE]
    check_columns(sheet, needed + energy, [], others=True)
    sheet.raise_problems()
    columns = [
        *TEXT_COLUMNS,
        *(Column(name) for name in OPTIONAL_TEXT),
        *numbers,
        Column(LEAST, "number", minimum=0.01, maximum=100),
        *(Column(name, "choice", required=True, choices=choices_of(name)) for name in tag_names),
        # a food of unknown energy cannot stand in a plan of so much energy
        *(
            Column(n, "number", n in energy, minimum=0, maximum=nutrients[n].most_per_100g)
            for n in nutrient_ids
        ),
    ]
    records = read_records(sheet, columns, key=("food_id",))
    check_plausible(sheet, records)
    check_tags(sheet, records, conflicts)
    sheet.raise_problems()
    records.sort(key=lambda record: str(record["food_id"]))
    return build_table(records, tag_names, nutrient_ids, unknown_values, digest_rows(sheet), meals)


def choices_of(tag: str) -> tuple[str, ...]:
    """Return what a tag may be: what a food holds is never left to its label."""
    return TAG_VALUES if tag.startswith("contains_") else (*TAG_VALUES, LABEL)


def check_tags(
    sheet: Sheet, records: list[dict[str, str | float | None]], conflicts: Collection[tuple[str, str]]
) -> None:
    """Note foods that are said to suit a diet and to hold what it forbids."""
    for record, line in zip(records, sheet.lines, strict=True):
        for diet, tag in conflicts:
            if record.get(diet) in {"yes", LABEL} and record.get(tag) == "yes":
                sheet.add_problem(
                    f"The food is {diet} and {tag.replace('_', ' ')}: one of the two is wrong.",
                    line, diet, str(record.get(diet)),
                )


def check_plausible(sheet: Sheet, records: list[dict[str, str | float | None]]) -> None:
    """Note rows whose caps contradict each other."""
    for record, line in zip(records, sheet.lines, strict=True):
        numbers = {name: value for name, value in record.items() if isinstance(value, float)}
        caps = [numbers.get(f"max_portions_{span}") for span in ("meal", "day", "week")]
        if None not in caps and not caps[0] <= caps[1] <= caps[2]:  # type: ignore[operator]
            sheet.add_problem(
                "The most portions at a meal, in a day and in a week must not fall.", line, "max_portions_day"
            )


def build_table(
    records: list[dict[str, str | float | None]],
    tag_names: Sequence[str],
    nutrient_ids: Sequence[str],
    unknown_values: Mapping[tuple[str, str], float],
    digest: str,
    meals: Sequence[str],
) -> FoodTable:
    """Turn parsed records, sorted by id, into arrays."""

    def numbers(name: str) -> Floats:
        found = [r.get(name) for r in records]
        return frozen(np.array([np.nan if value is None else value for value in found], dtype=np.float64))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(r.get(name) or "") for r in records)

    amounts = np.column_stack([numbers(name) for name in nutrient_ids])
    categories = texts("category")
    imputed = impute_amounts(amounts, categories, nutrient_ids, unknown_values)
    shares = np.column_stack([numbers(meal) for meal in meals])
    shares[np.isnan(shares).all(axis=1)] = 1.0 / len(meals)  # nobody knows when: at any meal
    shares = np.nan_to_num(shares)
    priced = not records or PRICE in records[0]
    return FoodTable(
        texts("food_id"), texts("name"), categories, texts("portion"), numbers("portion_g"), numbers("step"),
        numbers("helping_portions"),
        least_portions(numbers("helping_portions"), numbers("step"), numbers(LEAST)),
        numbers("max_portions_meal"), numbers("max_portions_day"),
        numbers("max_portions_week"), numbers(PRICE) if priced else frozen(np.zeros(len(records))),
        frozen(np.nan_to_num(numbers("popularity"))),
        frozen(shares), {name: texts(name) for name in tag_names},
        {name: texts(name) for name in OPTIONAL_TEXT}, tuple(nutrient_ids), frozen(amounts), frozen(imputed),
        digest, tuple(meals), priced,
    )  # fmt: skip


def least_portions(helping: Floats, step: Floats, given: Floats) -> Floats:
    """Return the least anybody is served of each food [portions]; blank is half a helping, in whole steps."""
    half = np.maximum(1.0, np.ceil(helping / 2 / step - 1e-9)) * step
    return frozen(np.where(np.isnan(given), half, given))


def digest_rows(sheet: Sheet) -> str:
    """Return a fingerprint of a table that does not change with the order of its rows."""
    mark = hashlib.sha256()
    for cells in (sheet.columns, *sorted(sheet.rows)):
        mark.update("\x1f".join(cells).encode() + b"\x1e")
    return mark.hexdigest()[:16]


def frozen(values: Floats) -> Floats:
    """Return the array made read-only, so that no room can change another's knowledge."""
    values.flags.writeable = False
    return values

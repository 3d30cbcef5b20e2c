"""Sittings that people had, and what is known of meals: pairs, servings, counterparts, the kitchen.

A sitting is what one person ate together at one meal. All figures are counted from the survey by the builder;
counterparts and the kitchen are judgements of ours. Read on first use: only whole weeks need them.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.companions import Unlike, compare_companions
from mealopt.knowledge.day_parts import DayPart, load_day_parts
from mealopt.knowledge.kitchen import Kitchen, Needs, load_counterparts, load_kitchen, load_needs, load_weeks
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.foods import FoodTable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
ADULTS, CHILDREN = "adults", "children"
WIDEST = 9  # foods of one sitting at most
NAME = re.compile(r",| with | \(")  # where the name of a food ends, and how it is made begins


@dataclass(frozen=True)
class Templates:
    """Sittings of one meal, one a row: foods by their place in the table (−1: none), and portions of each.

    `strangeness` says how unusual each is among all of them [nats].
    """

    foods: Ints
    portions: Floats
    strangeness: Floats


@dataclass(frozen=True)
class Sittings:
    """Everything known of meals, for one food table.

    `pairs` says by meal, category and category whether two are known to be eaten together; `low`, `usual`
    and `high` are the quartiles of what eaters of each food have at a sitting [portions], `largest` the
    most somebody would serve of it: what nine in ten servings of its category are not above, or less,
    infinite where nothing is said; `named` is the share of people who have on a day what is called so, of
    all foods of that name (salmon, fufu); `overused` is by how much each food counts, with its category, as
    rarer than it is, below zero as less rare [nats], so that plans do not all have the same few, and
    `together` the same of two kinds at a meal: meals × kinds × kinds. `weeks` says by who eats at how
    many sittings of each meal a week they have each category (meals × categories, NaN where none is
    counted); `sizes` at how many of each meal they have one food or more, two or more, and so on up to
    `WIDEST`.
    """

    meals: tuple[str, ...]
    templates: dict[tuple[str, str], Templates]
    categories: tuple[str, ...]
    category: Ints
    pairs: Bools
    low: Floats
    usual: Floats
    high: Floats
    largest: Floats
    named: Floats
    overused: Floats
    together: Floats
    counterparts: dict[str, tuple[str, ...]]
    kitchen: Kitchen
    needs: dict[str, Needs]
    day_parts: tuple[DayPart, ...]
    unlike: Unlike
    weeks: dict[str, Floats]
    sizes: dict[str, Floats]

    @property
    def category_kinds(self) -> Ints:
        """Return the number of the kind of each category."""
        found = np.zeros(len(self.categories), dtype=np.int64)
        found[self.category] = self.kitchen.kinds
        return found


_KEPT: OrderedDict[tuple[str, int, Path | None], Sittings] = OrderedDict()
_LOCK = threading.Lock()
SERVINGS = ("low", "usual", "high", "largest")
HALF_STEP = 0.5  # a serving is rounded to steps, as in a cup of 244 g beside a limit of 240
ROOM = 4  # tables whose sittings are kept


def find_sittings(table: FoodTable, folder: Path | None = None) -> Sittings:
    """Return the sittings for a food table, loaded once."""
    key = (table.digest, len(table), folder)
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = load_sittings(table, folder)
            while len(_KEPT) > ROOM:
                _KEPT.popitem(last=False)
        return _KEPT[key]


def knows_meals(table: FoodTable) -> bool:
    """Say whether any meals people had are known that are of foods of a table."""
    return bool(find_sittings(table).templates)


def load_sittings(table: FoodTable, folder: Path | None = None) -> Sittings:
    """Load the tables of sittings for a food table; sittings with foods it lacks are left out."""
    data = folder or find_data()
    categories = tuple(dict.fromkeys(table.categories))
    number = {name: place for place, name in enumerate(categories)}
    kitchen = load_kitchen(data, table)
    largest = round_largest(kitchen.largest[kitchen.kinds], table)
    low, usual, high, largest = load_servings(data / "servings.csv", table, largest)
    meals = tuple(table.meals)
    pairs = np.zeros((len(meals), len(categories), len(categories)), dtype=np.bool_)
    for line, (meal, first, second) in read_packed(data / "pairs.csv.gz", 3):
        if meal not in meals:
            raise BadInputError(Problem(str(data / "pairs.csv.gz"), "No such meal.", line, "meal", meal))
        if first in number and second in number:
            place = meals.index(meal)
            pairs[place, number[first], number[second]] = pairs[place, number[second], number[first]] = True
    np.einsum("mcc->mc", pairs)[:] = True  # a second food of a category is the business of strangeness
    templates = load_templates(data / "sittings.csv.gz", table)
    category = np.array([number[name] for name in table.categories])
    return Sittings(
        meals, templates, categories, category, pairs, low, usual, high, largest,
        share_names(table),
        load_overused(data / "overused.csv", "food_id", table.ids)
        + load_overused(data / "category_nats.csv", "category", table.categories),
        np.maximum(
            load_together(data / "overused_pairs.csv", meals, kitchen.names),
            load_together(data / "apart.csv", meals, kitchen.names),
        ),
        load_counterparts(data / "substitutes.csv"), kitchen, load_needs(data, meals, categories),
        load_day_parts(data / "day_parts.csv", meals, categories),
        compare_companions(
            [known.foods for known in templates.values()], category, load_kin(data / "kin.csv", table)
        ),
        load_weeks(data / "category_weeks.csv", "category", number, meals),
        load_weeks(data / "foods_weeks.csv", "foods", {str(n + 1): n for n in range(WIDEST)}, meals),
    )  # fmt: skip


def share_names(table: FoodTable) -> Floats:
    """Return by food the share of people who have on a day any food that is called so, cooked as it may be.

    Of each food it is known how often it is eaten; salmon breaded and fried is rare, and salmon is not.
    """
    called = [NAME.split(name, 1)[0].lower() for name in table.names]
    shares = dict.fromkeys(called, 0.0)
    for name, share in zip(called, table.popularity.tolist(), strict=True):
        shares[name] += share
    return np.array([shares[name] for name in called])


def read_packed(path: Path, width: int) -> list[tuple[int, list[str]]]:
    """Return the rows of a packed CSV of ours below its header, with their lines."""
    try:
        text = gzip.decompress(path.read_bytes()).decode()
    except (OSError, EOFError, UnicodeDecodeError):
        raise BadInputError(
            Problem(str(path), "The table is missing or damaged. Install mealopt again, or run `make data`.")
        ) from None
    rows = list(enumerate(csv.reader(io.StringIO(text)), start=1))[1:]
    for line, cells in rows:
        if len(cells) != width:
            raise BadInputError(Problem(str(path), f"{len(cells)} cells where {width} belong.", line))
    return rows


def load_templates(path: Path, table: FoodTable) -> dict[tuple[str, str], Templates]:
    """Return the sittings by meal and by who had them."""
    place = {food: row for row, food in enumerate(table.ids)}
    rows = [cells for _, cells in read_packed(path, 4)]
    count = np.array([items.count(" ") + 1 for *_, items in rows])
    cells = " ".join(items for *_, items in rows).replace("=", " ").split(" ")  # all at once: there are many
    food = np.array([place.get(cell, -1) for cell in cells[::2]])
    portions, start = np.array([float(cell) for cell in cells[1::2]]), np.cumsum(count) - count
    row, column = np.repeat(np.arange(len(rows)), count), np.arange(len(food)) - np.repeat(start, count)
    whole = (np.minimum.reduceat(food, start) >= 0) & (count <= WIDEST)
    laid, amounts = np.full((len(rows), WIDEST), -1), np.zeros((len(rows), WIDEST))
    fits = whole[row]
    laid[row[fits], column[fits]], amounts[row[fits], column[fits]] = food[fits], portions[fits]
    strangeness = np.array([float(strange) for _, _, strange, _ in rows])
    gathered: dict[tuple[str, str], list[int]] = {}
    for number in np.flatnonzero(whole).tolist():
        meal, who, *_ = rows[number]
        gathered.setdefault((meal, who), []).append(number)
    return {key: Templates(laid[mine], amounts[mine], strangeness[mine]) for key, mine in gathered.items()}


def load_servings(path: Path, table: FoodTable, served: Floats) -> tuple[Floats, ...]:
    """Return the low, usual, high and largest serving of each food [portions], none above what is `served`.

    Unknown ones go by the helping; of them none is the largest.
    """
    numbers = tuple(Column(name, "number", required=True, minimum=0, maximum=1000) for name in SERVINGS)
    columns = Column("food_id", "id", required=True), *numbers
    known = {text_of(row, "food_id"): row for row in load_records(path, columns, key=("food_id",))}
    step, helping = table.step, table.helping
    found = [np.maximum(step, np.round(times * helping / step) * step) for times in (0.6, 1.0, 1.4)]
    found.append(np.full(len(table), np.inf))
    for row, food in enumerate(table.ids):
        if food in known:
            for values, name in zip(found, SERVINGS, strict=True):
                values[row] = number_of(known[food], name) or 0.0
    return tuple(np.minimum(values, served) for values in found)


def round_largest(grams: Floats, table: FoodTable) -> Floats:
    """Return the largest serving of each food that is served [portions], in whole steps, one or more."""
    return np.maximum(table.step, np.floor(grams / table.portion_g / table.step + HALF_STEP) * table.step)


def load_overused(path: Path, column: str, keys: tuple[str, ...]) -> Floats:
    """Return by how much each of `keys` counts as rarer than it is [nats], below zero as less rare."""
    columns = (
        Column(column, required=True),
        Column("nats", "number", required=True, minimum=-200, maximum=200),
    )
    rows = load_records(path, columns, key=(column,))
    known = {text_of(row, column): number_of(row, "nats") for row in rows}
    return np.array([known.get(key) or 0.0 for key in keys])


def load_kin(path: Path, table: FoodTable) -> Ints:
    """Return the food each is eaten like, itself where nothing is said or its category is another."""
    columns = Column("food_id", "id", required=True), Column("kin", "id", required=True)
    rows = load_records(path, columns, key=("food_id",))
    said = {text_of(row, "food_id"): text_of(row, "kin") for row in rows}
    place = {food: number for number, food in enumerate(table.ids)}
    kin = [place.get(said.get(food, food), number) for number, food in enumerate(table.ids)]
    like = [table.categories[other] == table.categories[number] for number, other in enumerate(kin)]
    return np.where(like, kin, np.arange(len(kin)))


def load_together(path: Path, meals: tuple[str, ...], kinds: tuple[str, ...]) -> Floats:
    """Return by how much two kinds at a meal count as rarer than they are [nats], zero by default.

    What is found by a run over the panel and what is said by hand stand in two tables: a run loses nothing.
    """
    columns = (
        Column("meal", "choice", required=True, choices=meals), Column("kind", required=True),
        Column("with_kind", required=True), Column("nats", "number", required=True, minimum=0, maximum=200),
    )  # fmt: skip
    number = {name: place for place, name in enumerate(kinds)}
    found = np.zeros((len(meals), len(kinds), len(kinds)))
    for row in load_records(path, columns, key=("meal", "kind", "with_kind")):
        first, second = (number.get(text_of(row, name), -1) for name in ("kind", "with_kind"))
        if min(first, second) >= 0:  # a person's own table may lack a kind
            place = meals.index(text_of(row, "meal"))
            found[place, first, second] = found[place, second, first] = number_of(row, "nats") or 0.0
    return found

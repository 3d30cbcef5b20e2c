"""What a household keeps, what stands in for what, what a meal lacks: judgements of ours on kinds of food.

A kind is some categories that people take for one thing (`kinds.csv`): all milks, all breads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.choices import split_list
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mealopt.knowledge.foods import FoodTable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
WORD = 8  # bytes


@dataclass(frozen=True)
class Kitchen:
    """What a household keeps, by kind of food: `kinds` is the kind of each food of the table, by number.

    `twice_times` says of kinds had once a day how many times as dear as others one is at a second meal (0: of
    others, which may come twice), `plate` the kind in whose place each is on one plate (oatmeal or cereal,
    not both; itself for most), `often` those that people have at many sittings of a week,
    `missed_times` how many times as dear as others a sitting is that a week is short of what people have (0:
    it need have none), `category_missed_times` the same of each of its categories (burgers, burritos),
    `category_most` at how many sittings of a week each of them may be (endless where nothing is said),
    `often_times` the same of one past a person's habits, `weight` what a second product
    of a kind costs more than a product of a new one, `bought` what a product costs of what others do (what
    keeps for months is not bought each week), `products` the most different ones a household has of it (0:
    any number), `generous` those of which a serving may be a step larger than what three in four eaters have
    at most, `largest` how much of a food of it is one serving at most [g, infinite where nothing is said],
    `cooked` those of which a pot lasts some days. `offered` says by meal and food whether it may take
    another's place: what nobody serves
    there as it is may not; `made_for` what somebody has to leave out to be served a food, nothing for most.
    `weeks` says for adults and children at how many sittings of a week they have each
    kind on average, a row for each meal (blank: not counted).
    """

    names: tuple[str, ...]
    kinds: Ints
    twice_times: Floats
    plate: Ints
    often: Bools
    missed_times: Floats
    category_missed_times: Floats
    category_most: Floats
    often_times: Floats
    weight: Floats
    bought: Floats
    products: Ints
    generous: Bools
    largest: Floats
    cooked: Bools
    offered: Bools
    made_for: tuple[frozenset[str], ...]
    weeks: dict[str, Floats]

    @property
    def once(self) -> Bools:
        """Say which kinds are had once a day."""
        found: Bools = self.twice_times > 0
        return found

    def find_made(self, without: Sequence[str]) -> Bools:
        """Say which foods are made for everybody, or for somebody of whom this names diet and exclusions."""
        return np.array([not tags or not tags.isdisjoint(without) for tags in self.made_for], dtype=np.bool_)


@dataclass(frozen=True)
class Needs:
    """What a sitting of one meal should have, a row each, over the categories of a food table.

    A sitting that has any of `asks` wants one of `wants`; `always` rows are asked of every sitting. `weight`
    is how much each matters.
    """

    asks: Bools
    wants: Bools
    always: Bools
    weight: Floats

    def find_bare(self, has: Bools) -> Floats:
        """Return how much each sitting lacks; `has` is sittings × categories."""
        had, found = pack_bits(has), np.zeros(len(has))
        asked, wanted = pack_bits(self.asks), pack_bits(self.wants)
        for asks, wants, always, weight in zip(asked, wanted, self.always, self.weight, strict=True):
            lacks = ~(had & wants).any(axis=1)
            found += weight * (lacks if always else lacks & (had & asks).any(axis=1))
        return found


def pack_bits(rows: Bools) -> npt.NDArray[np.uint64]:
    """Return rows of bools as words of 64 bits."""
    packed = np.packbits(rows, axis=1)
    words = np.zeros((len(rows), -(-packed.shape[1] // WORD) * WORD), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64)


def load_categories(data: Path) -> dict[str, tuple[str, int]]:
    """Load `kinds.csv`: the kind of each category, and its place in a meal's title (0: it goes unsaid)."""
    columns = (
        Column("category", required=True), Column("kind", required=True),
        Column("title_place", "whole", required=True, minimum=0, maximum=9),
    )  # fmt: skip
    return {
        text_of(r, "category"): (text_of(r, "kind"), int(number_of(r, "title_place") or 0))
        for r in load_records(data / "kinds.csv", columns, key=("category",))
    }


def load_kinds(data: Path) -> dict[str, str]:
    """Return the kind of each category."""
    return {category: kind for category, (kind, _) in load_categories(data).items()}


def find_covered(names: Sequence[str], categories: Sequence[str], kind_of: dict[str, str]) -> list[bool]:
    """Say which categories are named, themselves or by their kind."""
    return [category in names or kind_of.get(category) in names for category in categories]


def load_needs(data: Path, meals: Sequence[str], categories: Sequence[str]) -> dict[str, Needs]:
    """Load `meal_parts.csv`: what a meal, or a kind or category at a meal, should not be without.

    Raises BadInputError with every name that is neither a kind nor a category of ours, and every other meal.
    """
    path, kind_of = data / "meal_parts.csv", load_kinds(data)
    columns = (
        Column("meal", required=True), Column("of"), Column("needs", required=True),
        Column("weight", "number", required=True, minimum=0, maximum=100), Column("reason", required=True),
    )  # fmt: skip
    known = {*kind_of, *kind_of.values()}
    rows = load_records(path, columns)
    problems = []

    found: dict[str, list[tuple[list[bool], list[bool], bool, float]]] = {meal: [] for meal in meals}
    for number, r in enumerate(rows, start=2):
        of, wants = text_of(r, "of"), split_list(text_of(r, "needs"))
        problems += [
            Problem(str(path), "No such kind or category.", number, column, name)
            for column, name in (("of", of), *(("needs", name) for name in wants))
            if name and name not in known
        ]
        if text_of(r, "meal") not in found:
            problems.append(Problem(str(path), "No such meal.", number, "meal", text_of(r, "meal")))
            continue
        asked, wanted = (find_covered(n, categories, kind_of) for n in ((of,), wants))
        found[text_of(r, "meal")].append((asked, wanted, not of, number_of(r, "weight") or 0.0))
    if problems:
        raise BadInputError(problems)
    size = len(categories)
    return {
        meal: Needs(
            np.array([asks for asks, *_ in rows], dtype=np.bool_).reshape(-1, size),
            np.array([wants for _, wants, *_ in rows], dtype=np.bool_).reshape(-1, size),
            np.array([always for *_, always, _ in rows], dtype=np.bool_),
            np.array([weight for *_, weight in rows], dtype=np.float64),
        )
        for meal, rows in found.items()
    }


def load_counterparts(path: Path) -> dict[str, tuple[str, ...]]:
    """Load `substitutes.csv`: what stands in for a food of a category, in order; `none` leaves it out."""
    columns = (Column("category", required=True), Column("counterparts", required=True))
    return {
        text_of(r, "category"): split_list(text_of(r, "counterparts"))
        for r in load_records(path, columns, key=("category",))
    }


def load_kitchen(data: Path, table: FoodTable) -> Kitchen:
    """Load `kinds.csv`, `kitchen.csv` and `not_offered.csv`."""
    kind_of = load_kinds(data)
    yes_no = ("yes", "no")
    columns = (
        Column("kind", required=True),
        Column("twice_times", "number", minimum=0, maximum=100),
        Column("or_else"),
        Column("often", "choice", choices=yes_no, required=True),
        Column("missed_times", "number", minimum=0, maximum=100),
        Column("category_missed_times", "number", minimum=0, maximum=100),
        Column("category_most_sittings", "whole", minimum=1, maximum=28),
        Column("often_times", "number", minimum=0, maximum=100),
        Column("products_weight", "number", required=True, minimum=0, maximum=100),
        Column("bought", "number", minimum=0, maximum=1),
        Column("products", "whole", minimum=1, maximum=100),
        Column("generous", "choice", choices=yes_no, required=True),
        Column("largest_g", "number", minimum=0, maximum=1000),
        Column("cooked", "choice", choices=yes_no, required=True),
    )
    rows = {text_of(r, "kind"): r for r in load_records(data / "kitchen.csv", columns, key=("kind",))}
    never, made_for = load_never(data / "not_offered.csv")
    offered = [[meal in never.get(food, (meal,)) for food in table.ids] for meal in table.meals]
    own = [kind_of.get(category, category) for category in table.categories]
    names = tuple(dict.fromkeys([*own, *rows]))
    number = {name: place for place, name in enumerate(names)}
    strange = [other for r in rows.values() if (other := text_of(r, "or_else")) and other not in number]
    if strange:
        said = "There is no such kind of food."
        raise BadInputError([Problem("kitchen.csv", said, column="or_else", value=o) for o in strange])

    def is_yes(name: str, column: str) -> bool:
        return name in rows and text_of(rows[name], column) == "yes"

    def figures(column: str, blank: float = 0.0) -> Floats:
        found = (number_of(rows[name], column) if name in rows else None for name in names)
        return np.array([blank if number is None else number for number in found])

    return Kitchen(
        names,
        np.array([number[name] for name in own]),
        figures("twice_times"),
        np.array([number[text_of(rows[n], "or_else") or n] if n in rows else number[n] for n in names]),
        np.array([is_yes(name, "often") for name in names]),
        figures("missed_times"), figures("category_missed_times"),
        figures("category_most_sittings", math.inf), figures("often_times", 1.0), figures("products_weight"),
        figures("bought", 1.0), figures("products").astype(np.int64),
        np.array([is_yes(name, "generous") for name in names]),
        np.where(figures("largest_g") > 0, figures("largest_g"), math.inf),
        np.array([is_yes(name, "cooked") for name in names]),
        np.array(offered), tuple(made_for.get(food, frozenset()) for food in table.ids),
        load_weeks(data / "kind_weeks.csv", "kind", number, table.meals),
    )  # fmt: skip


def load_never(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    """Load `not_offered.csv`: foods that take no other's place, and the meals where they may all the same.

    The second are foods made for those who leave something out, with what that is, or with their diets.
    """
    columns = (
        Column("food_id", "id", required=True), Column("meals"), Column("unless"),
        Column("reason", required=True),
    )  # fmt: skip
    rows = load_records(path, columns, key=("food_id",))
    made_for = {text_of(r, "food_id"): frozenset(split_list(text_of(r, "unless"))) for r in rows}
    never = {
        text_of(r, "food_id"): split_list(text_of(r, "meals"))
        for r in rows
        if text_of(r, "meals") or not made_for[text_of(r, "food_id")]
    }
    return never, made_for


def load_weeks(path: Path, of: str, number: dict[str, int], meals: Sequence[str]) -> dict[str, Floats]:
    """Load a table of weeks: by who eats, at how many sittings of each meal a week they have each kind.

    `of` is what is counted, a kind or a category; what is not counted at any meal is blank (NaN).
    """
    columns = (
        Column(of, required=True), Column("who", required=True), Column("meal", required=True),
        Column("sittings", "number", required=True, minimum=0, maximum=100),
    )  # fmt: skip
    found: dict[str, Floats] = {}
    for r in load_records(path, columns, key=("who", of, "meal")):
        week = found.setdefault(text_of(r, "who"), np.full((len(meals), len(number)), np.nan))
        kind, meal = text_of(r, of), text_of(r, "meal")
        if kind in number and meal in meals:
            week[:, number[kind]] = np.nan_to_num(week[:, number[kind]])  # counted: not had is none
            week[meals.index(meal), number[kind]] = number_of(r, "sittings")
    return found

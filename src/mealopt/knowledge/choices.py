"""What a person chooses among: diets, exclusions, goals, meals and pairings, as tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Diet:
    """A way of eating: `column` is the tag every food must have as yes, blank for none.

    `never_with` are tags that no such food can have: a table that says both is wrong. `belief` says that
    nobody is asked to take it up or to give it up.
    """

    id: str
    label: str
    column: str
    never_with: tuple[str, ...]
    description: str
    belief: bool = False


@dataclass(frozen=True)
class Exclusion:
    """Something to leave out: `column` is the tag every food must have as no.

    `allergen` says that people leave it out because it can harm them: nobody is told to eat it again.
    """

    tag: str
    label: str
    column: str
    allergen: bool


@dataclass(frozen=True)
class Meal:
    """A meal, the share of the day's energy it may hold, and when a calendar has it and for how long.

    `twice` says that a day may have it twice, or not at all; `larger` how many times as much of it as usual
    is eaten, where a day has fewer meals.
    """

    id: str
    label: str
    place: int
    energy_share_min: float
    energy_share_max: float
    least_share: float
    time: time
    minutes: int
    twice: bool = False
    larger: float = 1.0


@dataclass(frozen=True)
class MealLimit:
    """The most of some categories together at one meal: helpings, and different foods where whole.

    `*` is each category by itself, `**` everything together; blank (infinite) is no limit.
    """

    id: str
    categories: tuple[str, ...]
    helpings: float
    foods: float


@dataclass(frozen=True)
class Pairing:
    """What is only eaten with something: dependents need so many helpings of a base at the same meal.

    Both sides name categories or single food ids.
    """

    id: str
    dependents: tuple[str, ...]
    bases: tuple[str, ...]
    helpings_per_helping: float


@dataclass(frozen=True)
class GiveWay:
    """A kind of published value that gives way to a person's own limit; `nutrient` blank is every one.

    `shared` values divide one whole between them, as the shares of energy of the macronutrients do.
    """

    kind: str
    nutrient: str
    shared: bool
    meaning: str


@dataclass(frozen=True)
class AgeRule:
    """Foods that are not for people younger than `from_age_y` [y]: a whole category, or single food ids.

    Where `serve` says how, they may be had so; where it is empty they are left out.
    """

    id: str
    category: str
    food_ids: tuple[str, ...]
    from_age_y: float
    reason: str
    serve: str

    def covers(self, food_id: str, category: str) -> bool:
        """Say whether a food is one of them."""
        return category == self.category or food_id in self.food_ids


def load_diets(path: Path) -> dict[str, Diet]:
    """Load `diets.csv`."""
    columns = (
        Column("diet", required=True), Column("label"), Column("column"), Column("never_with"),
        Column("description"), Column("belief", "choice", choices=("yes", "no")),
    )  # fmt: skip
    return {
        text_of(r, "diet"): Diet(
            text_of(r, "diet"),
            text_of(r, "label"),
            text_of(r, "column"),
            split_list(text_of(r, "never_with")),
            text_of(r, "description"),
            text_of(r, "belief") == "yes",
        )
        for r in load_records(path, columns, key=("diet",))
    }


def load_exclusions(path: Path) -> dict[str, Exclusion]:
    """Load `exclusions.csv`."""
    columns = (
        Column("tag", required=True), Column("label"), Column("column", required=True),
        Column("allergen", "choice", choices=("yes", "no"), required=True),
    )  # fmt: skip
    return {
        text_of(r, "tag"): Exclusion(
            text_of(r, "tag"), text_of(r, "label"), text_of(r, "column"), text_of(r, "allergen") == "yes"
        )
        for r in load_records(path, columns, key=("tag",))
    }


def load_meals(path: Path) -> tuple[Meal, ...]:
    """Load `meals.csv`, in the order of the day; `time` is written 07:30."""
    numbers = ("place", "energy_share_min", "energy_share_max", "least_share_of_occasions")
    columns = (
        Column("meal", required=True), Column("label"),
        *(Column(name, "number", required=True, minimum=0, maximum=10) for name in numbers),
        Column("time", "time", required=True),
        Column("minutes", "whole", required=True, minimum=1, maximum=600),
        Column("twice", "choice", choices=("yes", "no")),
    )  # fmt: skip
    meals = [
        Meal(
            text_of(r, "meal"), text_of(r, "label"), int(number_of(r, "place") or 0),
            number_of(r, "energy_share_min") or 0.0, number_of(r, "energy_share_max") or 1.0,
            number_of(r, "least_share_of_occasions") or 0.0, time.fromisoformat(text_of(r, "time")),
            int(number_of(r, "minutes") or 0), text_of(r, "twice") == "yes",
        )
        for r in load_records(path, columns, key=("meal",))
    ]  # fmt: skip
    return tuple(sorted(meals, key=lambda meal: meal.place))


def load_meal_limits(path: Path) -> tuple[MealLimit, ...]:
    """Load `meal_limits.csv`; categories are separated by `; `."""
    columns = (
        Column("limit", required=True), Column("categories", required=True),
        Column("helpings", "number", minimum=0, maximum=50), Column("foods", "whole", minimum=1, maximum=50),
    )  # fmt: skip

    def most(value: float | None) -> float:
        return math.inf if value is None else value

    return tuple(
        MealLimit(
            text_of(r, "limit"),
            split_list(text_of(r, "categories")),
            most(number_of(r, "helpings")),
            most(number_of(r, "foods")),
        )
        for r in load_records(path, columns, key=("limit",))
    )


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell separated by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def load_pairings(path: Path) -> tuple[Pairing, ...]:
    """Load `pairings.csv`; categories and food ids are separated by `; `."""
    columns = (
        Column("pairing", required=True), Column("dependents", required=True), Column("bases", required=True),
        Column("helpings_per_helping", "number", required=True, minimum=0.01, maximum=100),
    )  # fmt: skip
    return tuple(
        Pairing(
            text_of(r, "pairing"),
            split_list(text_of(r, "dependents")),
            split_list(text_of(r, "bases")),
            number_of(r, "helpings_per_helping") or 1.0,
        )
        for r in load_records(path, columns, key=("pairing",))
    )


def load_giving_way(path: Path) -> tuple[GiveWay, ...]:
    """Load `giving_way.csv`."""
    columns = (
        Column("kind", required=True), Column("nutrient", "id"),
        Column("shared", "choice", choices=("yes", "no"), required=True), Column("meaning", required=True),
    )  # fmt: skip
    rows = load_records(path, columns, key=("kind", "nutrient"))
    names = ("kind", "nutrient", "shared", "meaning")
    cells = [[text_of(row, name) for name in names] for row in rows]
    return tuple(GiveWay(kind, nutrient, shared == "yes", said) for kind, nutrient, shared, said in cells)


def load_age_rules(path: Path) -> tuple[AgeRule, ...]:
    """Load `ages.csv`; food ids are separated by `; `."""
    columns = (
        Column("rule", required=True), Column("category"), Column("food_ids"),
        Column("from_age_y", "number", required=True, minimum=0, maximum=120),
        Column("reason", required=True), Column("serve"), Column("source"), Column("link"),
    )  # fmt: skip
    return tuple(
        AgeRule(
            text_of(r, "rule"),
            text_of(r, "category"),
            split_list(text_of(r, "food_ids")),
            number_of(r, "from_age_y") or 0.0,
            text_of(r, "reason"),
            text_of(r, "serve"),
        )
        for r in load_records(path, columns, key=("rule",))
    )

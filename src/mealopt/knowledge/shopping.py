"""What a shop sells and what is bought for a food: aisles, goods with their sizes, and rules between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mealopt.tables.reading import (
    Sheet,
    check_columns,
    load_text,
    number_of,
    parse_sheet,
    read_records,
    text_of,
)
from mealopt.tables.values import Column, nearest, parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Record = dict[str, str | float | None]

ANY = "*"  # every category
NOT_SOLD, WEIGHT, SERVING = "none", "weight", "serving"
SOLD_BY = ("piece", "pack", "volume", WEIGHT, SERVING, NOT_SOLD)
FOOD, HEAD = "{food}", "{head}"  # in a good's name: the food's own name, or that name up to its first comma
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Aisle:
    """A part of a shop, and its place on the way through it."""

    id: str
    label: str
    place: float


@dataclass(frozen=True)
class Size:
    """One size something is sold in: what it is called, and the grams of it that can be eaten."""

    name: str
    grams: float


@dataclass(frozen=True)
class Good:
    """Something a shop sells.

    `step` is the smallest part of a size (weight) or of a household portion (serving) that is sold; for a
    weight without a size it is in grams. `keeps_days` is how long it keeps in the refrigerator [days], `None`
    for the week and longer; `freezes` says whether it may be frozen for later. `pantry` marks what most
    kitchens have at hand, and what is left of it keeps for months.
    """

    id: str
    name: str
    drop: tuple[str, ...]
    aisle: str
    sold_by: str
    sizes: tuple[Size, ...]
    step: float
    pantry: bool
    keeps_days: int | None
    freezes: bool

    def item(self, food: str) -> str:
        """Return what to write on the list for a food of this name."""
        for words in self.drop:  # a whole part between commas, never the beginning of another
            food = re.sub(rf"{re.escape(words)}(?=,|$)", "", food, flags=re.IGNORECASE)
        return self.name.replace(HEAD, food.partition(",")[0]).replace(FOOD, food)


@dataclass(frozen=True)
class Part:
    """Another food that is bought as well: its share of the grams eaten; `similar`: any of its kind does."""

    food_id: str
    share: float
    similar: bool


@dataclass(frozen=True)
class Purchase:
    """What is bought for the foods of some categories whose name holds one of the words (blank: all).

    `per_eaten` are grams of the good per gram eaten; `good` is blank where only the parts are bought.
    """

    categories: tuple[str, ...]
    words: tuple[str, ...]
    good: str
    per_eaten: float
    also: tuple[Part, ...]
    basis: str

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Return what the name must hold: one of the words, from the beginning of a word."""
        if not self.words:
            return None
        return re.compile("|".join(rf"\b{re.escape(word)}" for word in self.words), re.IGNORECASE)


@dataclass(frozen=True)
class Shop:
    """Aisles and goods by id, and the purchases in the order they are tried."""

    aisles: Mapping[str, Aisle]
    goods: Mapping[str, Good]
    purchases: tuple[Purchase, ...]

    def find_purchase(self, category: str, name: str) -> Purchase:
        """Return how a food is bought: the first row that fits; the last fits everything."""
        rows = self._rows.get(category, self._rows[ANY])
        return next(row for row in rows if row.pattern is None or row.pattern.search(name))

    @cached_property
    def _rows(self) -> dict[str, tuple[Purchase, ...]]:
        """The rows for each category that any names, and under `*` those for every other."""
        named = {category for row in self.purchases for category in row.categories} | {ANY}
        return {
            category: tuple(row for row in self.purchases if {category, ANY} & set(row.categories))
            for category in named
        }


def load_shop(folder: Path) -> Shop:
    """Load `aisles.csv`, `goods.csv` and `shopping.csv`, or raise every problem of the first that has any."""
    aisles = load_aisles(folder / "aisles.csv")
    goods = load_goods(folder / "goods.csv", aisles)
    return Shop(aisles, goods, load_purchases(folder / "shopping.csv", goods))


def open_sheet(path: Path, columns: tuple[Column, ...], key: tuple[str, ...]) -> tuple[Sheet, list[Record]]:
    """Return a table's sheet and records; what is wrong with single cells stands in the sheet."""
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    names = [column.name for column in columns]
    check_columns(sheet, names, names)
    sheet.raise_problems()
    return sheet, read_records(sheet, columns, key=key)


def load_aisles(path: Path) -> dict[str, Aisle]:
    """Load `aisles.csv`."""
    columns = (
        Column("aisle", required=True), Column("label", required=True),
        Column("place", "number", required=True, minimum=0, maximum=1000),
    )  # fmt: skip
    sheet, records = open_sheet(path, columns, ("aisle",))
    sheet.raise_problems()
    return {
        text_of(r, "aisle"): Aisle(text_of(r, "aisle"), text_of(r, "label"), number_of(r, "place") or 0.0)
        for r in records
    }


def load_goods(path: Path, aisles: Mapping[str, Aisle]) -> dict[str, Good]:
    """Load `goods.csv`; sizes are written `quart=976; half gallon=1952`, in grams."""
    columns = (
        Column("good", required=True), Column("name", required=True), Column("drop"),
        Column("aisle", required=True),
        Column("sold_by", "choice", required=True, choices=SOLD_BY), Column("sizes"),
        Column("step", "number", minimum=0.01, maximum=1000),
        Column("pantry", "choice", required=True, choices=YES_NO),
        Column("keeps_days", "whole", minimum=1, maximum=6),
        Column("freezes", "choice", required=True, choices=YES_NO),
    )  # fmt: skip
    sheet, records = open_sheet(path, columns, ("good",))
    goods = {}
    for r, line in zip(records, sheet.lines, strict=True):
        aisle, sold_by, step = text_of(r, "aisle"), text_of(r, "sold_by"), number_of(r, "step")
        if aisle and aisle not in aisles:
            sheet.add_problem(f"No such aisle.{nearest(aisle, aisles)}", line, "aisle", aisle)
        sizes = parse_sizes(sheet, line, text_of(r, "sizes"))
        check_sizes(sheet, line, sold_by, len(sizes), step)
        days = number_of(r, "keeps_days")
        goods[text_of(r, "good")] = Good(
            text_of(r, "good"), text_of(r, "name"), split_cell(r, "drop"), aisle, sold_by, sizes, step or 1.0,
            text_of(r, "pantry") == "yes", None if days is None else int(days),
            text_of(r, "freezes") == "yes",
        )  # fmt: skip
    sheet.raise_problems()
    return goods


def check_sizes(sheet: Sheet, line: int, sold_by: str, count: int, step: float | None) -> None:
    """Note a good whose sizes and step do not suit how it is sold."""
    if sold_by in {WEIGHT, SERVING} and step is None:
        sheet.add_problem(f"What is sold by {sold_by} needs a step.", line, "step")
    if sold_by == WEIGHT and count > 1:
        sheet.add_problem("What is sold by weight has one unit, or none for grams.", line, "sizes")
    if sold_by in {SERVING, NOT_SOLD} and count:
        sheet.add_problem(f"Sold by {sold_by}: it has no sizes.", line, "sizes")
    packed = bool(sold_by) and sold_by not in {WEIGHT, SERVING, NOT_SOLD}
    if packed and not count and not is_noted(sheet, line, "sizes"):
        sheet.add_problem("Blank, but sizes are needed: NAME=GRAMS, separated by semicolons.", line, "sizes")


def load_purchases(path: Path, goods: Mapping[str, Good]) -> tuple[Purchase, ...]:
    """Load `shopping.csv`, whose rows are tried from the top; lists are separated by `; `."""
    columns = (
        Column("category", required=True), Column("words"), Column("good"),
        Column("bought_per_eaten", "number", minimum=0.0001, maximum=100), Column("also"), Column("basis"),
    )  # fmt: skip
    sheet, records = open_sheet(path, columns, ("category", "words"))
    rows = []
    for r, line in zip(records, sheet.lines, strict=True):
        good, per_eaten = text_of(r, "good"), number_of(r, "bought_per_eaten")
        also = parse_parts(sheet, line, text_of(r, "also"))
        if good and good not in goods:
            sheet.add_problem(f"No such good.{nearest(good, goods)}", line, "good", good)
        if not good and not also:
            sheet.add_problem("Blank: name a good, or other foods in the column also.", line, "good")
        if (per_eaten is None) == bool(good) and not is_noted(sheet, line, "bought_per_eaten"):
            sheet.add_problem("A good has an amount, and only a good has one.", line, "bought_per_eaten")
        rows.append(
            Purchase(
                split_cell(r, "category"), split_cell(r, "words"), good, per_eaten or 0.0, also,
                text_of(r, "basis"),
            )
        )  # fmt: skip
    if rows and (ANY not in rows[-1].categories or rows[-1].words or not rows[-1].good):
        sheet.add_problem(
            "The last row must fit every food: category *, no words, and a good.", sheet.lines[-1], "category"
        )
    sheet.raise_problems()
    return tuple(rows)


def is_noted(sheet: Sheet, line: int, column: str) -> bool:
    """Say whether something is wrong with a cell already."""
    return any((problem.line, problem.column) == (line, column) for problem in sheet.problems)


def split_cell(record: Record, name: str) -> tuple[str, ...]:
    """Return the parts of a cell separated by semicolons."""
    return tuple(part.strip() for part in text_of(record, name).split(";") if part.strip())


def parse_sizes(sheet: Sheet, line: int, text: str) -> tuple[Size, ...]:
    """Read `name=grams; …`, the largest first; what is not understood is noted."""
    pairs = parse_pairs(sheet, line, "sizes", text)
    return tuple(Size(name, grams) for name, grams in sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def parse_parts(sheet: Sheet, line: int, text: str) -> tuple[Part, ...]:
    """Read `food id=share; any food id=share`."""
    return tuple(
        Part(name.removeprefix("any ").strip(), share, name.startswith("any "))
        for name, share in parse_pairs(sheet, line, "also", text)
    )


def parse_pairs(sheet: Sheet, line: int, column: str, text: str) -> list[tuple[str, float]]:
    """Read `name=number; …`; what is not understood is noted."""
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, mark, amount = part.rpartition("=")
        value = parse_number(amount.strip()) if mark and name.strip() else "Write NAME=NUMBER."
        if isinstance(value, str):
            sheet.add_problem(value, line, column, part)
        elif value <= 0:
            sheet.add_problem("Not above zero.", line, column, part)
        else:
            pairs.append((name.strip(), value))
    return pairs

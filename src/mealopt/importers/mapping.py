"""Which column of somebody's table is what: a map, read from TOML and written for editing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mealopt.errors import BadInputError, Problem
from mealopt.tables.reading import load_text
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mealopt.importers.units import Units
    from mealopt.knowledge.nutrients import Nutrients

FACTS = ("food_id", "name", "category", "portion", "portion_g", "price", "pack_g", "popularity")
LONG = ("nutrient", "amount", "unit")  # the columns of a table with a row for each food and nutrient
PER = ("100 g", "portion", "pack")
PRICE_PER = ("100 g", "kg", "portion", "pack")
DECIMALS = (".", ",")
LAYOUTS = ("wide", "long")


@dataclass(frozen=True)
class Becomes:
    """What a column holds: a nutrient in a unit; of two columns of one nutrient the lower `rank` counts."""

    nutrient: str
    unit: str
    rank: int = 1


@dataclass(frozen=True)
class SheetMap:
    """One sheet: `facts` maps what we know of a food to a column, `nutrients` a column to a nutrient.

    `header` is the row of the column names, and `skip` how many rows below it are no foods (units, codes).
    Amounts are `per` 100 g, a portion or a pack, prices per `price_per`.
    """

    file: str
    sheet: str = ""
    header: int = 1
    skip: int = 0
    layout: str = "wide"
    per: str = "100 g"
    price_per: str = "100 g"
    facts: Mapping[str, str] = field(default_factory=dict)
    nutrients: Mapping[str, Becomes] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMap:
    """All sheets of an import, and how their cells are written; blank encoding and separator are told."""

    sheets: tuple[SheetMap, ...]
    decimal: str = "."
    encoding: str = ""
    separator: str = ""


def load_map(path: Path, units: Units, nutrients: Nutrients) -> TableMap:
    """Load a map, or raise everything that is wrong with it."""
    where = str(path)
    try:
        raw = tomllib.loads(load_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(Problem(where, f"No TOML: {error}.")) from None
    reader = MapReader(where, units, nutrients)
    sheets = tuple(reader.read_sheet(part, number) for number, part in enumerate(reader.list_sheets(raw), 1))
    reader.check_known(raw, {"sheet", "decimal", "encoding", "separator"}, "")
    found = TableMap(
        sheets, reader.choose(raw, "decimal", DECIMALS, ""), reader.text(raw, "encoding", ""),
        reader.text(raw, "separator", ""),
    )  # fmt: skip
    if found.encoding and not reader.problems:
        try:
            "".encode(found.encoding)
        except LookupError:
            reader.add("encoding", "No encoding Python knows.", found.encoding)
    if len(found.separator) > 1:
        reader.add("separator", "One character separates cells.", found.separator)
    if reader.problems:
        raise BadInputError(reader.problems)
    return found


class MapReader:
    """Reads the parts of a map and collects what is wrong."""

    def __init__(self, where: str, units: Units, nutrients: Nutrients) -> None:
        self.where, self.units, self.nutrients = where, units, nutrients
        self.problems: list[Problem] = []

    def add(self, place: str, text: str, value: object = None) -> None:
        """Note a problem."""
        self.problems.append(
            Problem(self.where, text, column=place, value=None if value is None else str(value))
        )

    def list_sheets(self, raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return the sheets of a map."""
        sheets = raw.get("sheet")
        if not isinstance(sheets, list) or not sheets or not all(isinstance(one, dict) for one in sheets):
            self.add("sheet", "A map has a [[sheet]] for each sheet that is read.")
            return []
        return sheets

    def check_known(self, part: Mapping[str, Any], known: set[str], place: str) -> None:
        """Note names that mean nothing."""
        for name in part:
            if name not in known:
                self.add(
                    f"{place}{name}", f"Unknown.{nearest(name, known)} Known: {', '.join(sorted(known))}."
                )

    def text(self, part: Mapping[str, Any], name: str, place: str, default: str = "") -> str:
        """Return a text."""
        value = part.get(name, default)
        if not isinstance(value, str):
            self.add(f"{place}{name}", "A text belongs here, in double quotes.", value)
            return default
        return value

    def choose(self, part: Mapping[str, Any], name: str, choices: tuple[str, ...], place: str) -> str:
        """Return one of some choices, the first by default."""
        value = self.text(part, name, place, choices[0])
        if value not in choices:
            self.add(
                f"{place}{name}", f"Unknown.{nearest(value, choices)} Known: {', '.join(choices)}.", value
            )
            return choices[0]
        return value

    def whole(self, part: Mapping[str, Any], name: str, default: int, place: str) -> int:
        """Return a whole number from nought up."""
        value = part.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.add(f"{place}{name}", "A whole number from 0 up belongs here.", value)
            return default
        return value

    def read_sheet(self, part: Mapping[str, Any], number: int) -> SheetMap:
        """Return a sheet's map."""
        place = f"sheet {number}, "
        known = {"file", "sheet", "header", "skip", "layout", "per", "price_per", "food", "nutrients"}
        self.check_known(part, known, place)
        facts, columns = part.get("food", {}), part.get("nutrients", {})
        if not isinstance(facts, dict) or not isinstance(columns, dict):
            self.add(place, "[sheet.food] and [sheet.nutrients] are tables.")
            facts, columns = {}, {}
        self.check_known(facts, {*FACTS, *LONG}, f"{place}food.")
        if "food_id" not in facts and "name" not in facts:
            self.add(f"{place}food", "Say which column holds the food_id or, where there is none, the name.")
        used = [column for column in (*facts.values(), *columns) if isinstance(column, str)]
        for column in sorted({column for column in used if used.count(column) > 1}):
            self.add(f"{place}{column}", "This column is two things. Keep one.")
        layout = self.choose(part, "layout", LAYOUTS, place)
        if layout == "long" and not {"nutrient", "amount"} <= set(facts):
            self.add(f"{place}food", "A long sheet has a column for the nutrient and one for the amount.")
        return SheetMap(
            self.text(part, "file", place), self.text(part, "sheet", place),
            max(1, self.whole(part, "header", 1, place)), self.whole(part, "skip", 0, place), layout,
            self.choose(part, "per", PER, place), self.choose(part, "price_per", PRICE_PER, place),
            {name: self.text(facts, name, f"{place}food.") for name in facts},
            {
                column: becomes for column, said in columns.items()
                if (becomes := self.read_column(said, f"{place}nutrients.{column}"))
            },
        )  # fmt: skip

    def read_column(self, said: object, place: str) -> Becomes | None:
        """Return what a column becomes: `"magnesium_mg in mg"`, or a table with nutrient, unit and rank."""
        if isinstance(said, str):
            nutrient, _, unit = said.partition(" in ")
            said = {"nutrient": nutrient.strip(), "unit": unit.strip()}
        if not isinstance(said, dict):
            self.add(place, 'Write what it becomes: "magnesium_mg in mg".', said)
            return None
        self.check_known(said, {"nutrient", "unit", "rank"}, f"{place}.")
        nutrient, unit = self.text(said, "nutrient", f"{place}."), self.text(said, "unit", f"{place}.")
        if nutrient not in self.nutrients:
            self.add(place, f"Unknown nutrient.{self.nutrients.hint(nutrient)}", nutrient)
            return None
        unit = unit or self.nutrients[nutrient].unit
        if self.units.find_factor(unit, nutrient, self.nutrients) is None:
            own = self.nutrients[nutrient].unit
            self.add(place, f"Nobody can turn this unit into {own} of {nutrient}.", unit)
            return None
        return Becomes(nutrient, unit, self.whole(said, "rank", 1, f"{place}."))


def write_map(found: TableMap, notes: Mapping[tuple[int, str], str]) -> str:
    """Return a map as TOML; `notes` by sheet and column stand behind their lines."""
    lines = [
        "# Which column is what. Edit it, then: mealopt foods import table FILES --map THIS -o foods.csv",
        f"decimal = {quote(found.decimal)}",
    ]
    lines += [
        f"{name} = {quote(value)}"
        for name, value in (("encoding", found.encoding), ("separator", found.separator))
        if value
    ]
    for number, sheet in enumerate(found.sheets):
        lines += ["", "[[sheet]]", f"file = {quote(sheet.file)}"]
        if sheet.sheet:
            lines.append(f"sheet = {quote(sheet.sheet)}")
        lines += [f"header = {sheet.header}  # the row of the column names", f"skip = {sheet.skip}"]
        lines += [f"layout = {quote(sheet.layout)}  # wide, or long: a row for each food and nutrient"]
        lines += [f"per = {quote(sheet.per)}  # what amounts are per: {', '.join(PER)}"]
        if "price" in sheet.facts:
            lines += [f"price_per = {quote(sheet.price_per)}  # {', '.join(PRICE_PER)}"]
        lines += ["", "[sheet.food]"]
        lines += [f"{name} = {quote(column)}" for name, column in sheet.facts.items()]
        lines += ["", "[sheet.nutrients]"]
        used = {*sheet.nutrients, *sheet.facts.values()}
        for column, becomes in sheet.nutrients.items():
            rank = f", rank = {becomes.rank}" if becomes.rank > 1 else ""
            said = f"{{ nutrient = {quote(becomes.nutrient)}, unit = {quote(becomes.unit)}{rank} }}"
            note = notes.get((number, column), "")
            lines.append(f"{quote(column)} = {said}" + (f"  # {one_line(note)}" if note else ""))
        for (at, column), note in notes.items():
            if at == number and column not in used:
                lines.append(f'# {quote(column)} = ""  # {one_line(note)}')
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """Return a comment's text in one line that TOML takes."""
    return "".join(c if c.isprintable() else " " for c in text)


def quote(text: str) -> str:
    """Return a text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'

"""Reading a table by its map: every row and cell into the store, or into the account with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.importers.account import NO_FOOD, NOT_USED, Account, ColumnAccount
from mealopt.importers.cells import CONVERTED, READ, REFUSED, UNKNOWN, Amount, parse_amount
from mealopt.importers.mapping import LONG, Becomes, SheetMap, TableMap
from mealopt.importers.sources import Source
from mealopt.knowledge.naming import plain_name
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mealopt.importers.store import Amounts, FoodStore
    from mealopt.importers.units import Units
    from mealopt.knowledge.nutrients import Nutrients

WEIGHTS = {"portion": "portion_g", "pack": "pack_g"}
PER_100G, PER_KG = 100.0, 1000.0


@dataclass
class TableReader:
    """Reads sheets into a store; `told` hears how many bytes of a sheet are read."""

    nutrients: Nutrients
    units: Units
    store: FoodStore
    account: Account
    told: Callable[[Source, int], None] = lambda *_: None

    def read_table(self, mapping: TableMap, sources: list[Source]) -> None:
        """Read all sheets of a map, or raise what of it is not in the files."""
        pairs = match_sheets(mapping, sources)
        for place, (sheet, source) in enumerate(pairs):
            found = Source(source.path, source.sheet, mapping.encoding, mapping.separator, source.size)
            with found.open_rows(lambda done, one=found: self.told(one, done)) as rows:  # type: ignore[misc]
                SheetReader(self, sheet, found, mapping.decimal, known_only=place > 0).read(rows)


class SheetReader:
    """Reads one sheet."""

    def __init__(
        self, reader: TableReader, sheet: SheetMap, source: Source, decimal: str, *, known_only: bool
    ) -> None:
        self.reader, self.sheet, self.source, self.decimal = reader, sheet, source, decimal
        self.where, self.account = source.where, reader.account
        self.known_only = known_only  # later sheets add to foods, and bring none of their own without a name
        self.columns: list[str] = []
        self.places: dict[str, int] = {}
        self.factors = {
            column: reader.units.find_factor(becomes.unit, becomes.nutrient, reader.nutrients) or 0.0
            for column, becomes in sheet.nutrients.items()
        }
        self.kept: tuple[str, dict[str, str], Amounts] | None = None

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        """Read the rows."""
        for line, cells in rows:
            if line < self.sheet.header:
                continue
            if not self.columns:
                self.take_header(cells, line)
            elif line > self.sheet.header + self.sheet.skip and any(cell.strip() for cell in cells):
                self.read_row(line, cells)
        if not self.columns:
            raise BadInputError(
                Problem(self.where, f"The file has no row {self.sheet.header}, where the header should be.")
            )
        self.keep(None)

    def take_header(self, cells: list[str], line: int) -> None:
        """Take the names of the columns, and see that those of the map are there."""
        self.columns = [" ".join(cell.split()) for cell in cells]
        while self.columns and not self.columns[-1]:
            self.columns.pop()
        for place, name in enumerate(self.columns):
            self.places.setdefault(name, place)
        wanted = list(self.sheet.facts.values())
        if self.sheet.layout == "wide":
            wanted += self.sheet.nutrients
        problems = [
            Problem(
                self.where, f"The map's column is not in the header.{nearest(name, self.columns)}", line, name
            )
            for name in wanted
            if name not in self.places
        ]
        if problems:
            raise BadInputError(problems)

    def cell(self, cells: list[str], fact: str) -> str:
        """Return a fact's cell, blank where the sheet has no such column."""
        name = self.sheet.facts.get(fact)
        return "" if name is None else cells[self.places[name]].strip()

    def read_row(self, line: int, cells: list[str]) -> None:
        """Take in one row, or count it with the reason why not."""
        spare = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        cells = (cells + [""] * len(self.columns))[: len(self.columns)]
        name = self.cell(cells, "name")
        food_id = self.cell(cells, "food_id") or ("" if "food_id" in self.sheet.facts else make_id(name))
        if spare:
            self.leave_out(line, cells, "more cells than the header has", food_id)
        elif not food_id:
            self.leave_out(line, cells, "no food_id", name)
        elif self.sheet.layout == "long":
            self.read_long(line, cells, food_id)
        elif self.known_only and not name and not self.reader.store.has(food_id):
            self.leave_out(line, cells, "no food of this id in the sheets before", food_id)
        else:
            self.read_wide(line, cells, food_id)

    def leave_out(self, line: int, cells: list[str], why: str, value: str) -> None:
        """Count a row that is left out, and its cells."""
        self.account.count_row(self.where, why, line, value)
        for place, cell in enumerate(cells):
            self.column(place).count(NO_FOOD, line, cell, why)

    def column(self, place: int) -> ColumnAccount:
        """Return the account of a column."""
        name = self.columns[place] or f"column {place + 1}"
        becomes = self.sheet.nutrients.get(name) if self.sheet.layout == "wide" else None
        fact = next((fact for fact, column in self.sheet.facts.items() if column == name), "")
        return self.account.column(self.where, name, becomes.nutrient if becomes else fact)

    def read_wide(self, line: int, cells: list[str], food_id: str) -> None:
        """Take in a food with all its amounts."""
        if not self.known_only and self.reader.store.has(food_id):
            self.leave_out(line, cells, "a food_id for the second time", food_id)
            return
        facts, weight = self.read_facts(line, cells)
        amounts: Amounts = {}
        for place, cell in enumerate(cells):
            name = self.columns[place]
            becomes = self.sheet.nutrients.get(name)
            if name in self.sheet.facts.values() and self.places[name] == place:
                continue
            if becomes is None or self.places[name] != place:
                self.column(place).count(NOT_USED, line, cell)
                continue
            found = self.read_amount(cell, becomes, self.factors[name], weight)
            if found.value is not None and becomes.rank < amounts.get(becomes.nutrient, (0.0, 99))[1]:
                amounts[becomes.nutrient] = (found.value, becomes.rank)
            elif found.value is not None:
                found = Amount(None, NOT_USED, "another column says it")
            self.column(place).count(found.state, line, cell, found.reason)
        new = self.reader.store.add(food_id, facts, amounts)
        self.account.count_row(self.where, "foods" if new else "rows that add to a food", line, food_id)

    def read_facts(self, line: int, cells: list[str]) -> tuple[dict[str, str], float | None]:
        """Return the facts of a food, and what its amounts are per [g], `None` where that is unknown."""
        facts: dict[str, str] = {}
        weights: dict[str, float] = {}
        for fact in ("portion_g", "pack_g"):
            found = parse_amount(self.cell(cells, fact), self.decimal)
            if found.value:
                weights[fact] = found.value
                facts[fact] = f"{found.value:.6g}"
        for fact, column in self.sheet.facts.items():
            if fact in LONG:
                continue
            cell = cells[self.places[column]].strip()
            state, reason = (READ if cell else UNKNOWN), ""
            if fact == "price":
                found = self.read_price(cell, weights)
                state, reason = found.state, found.reason
                if found.value is not None:
                    facts["price_per_100g"] = f"{found.value:.6g}"
            elif fact in {"portion_g", "pack_g", "popularity"}:
                amount = parse_amount(cell, self.decimal)
                state, reason = amount.state, amount.reason
                if fact == "popularity" and amount.value is not None:
                    facts[fact] = f"{min(1.0, amount.value):.6g}"
            elif cell and fact != "food_id":
                facts[fact] = cell
            self.column(self.places[column]).count(state, line, cell, reason)
        if "portion_g" in self.sheet.facts and "portion_g" not in facts:
            facts.pop("portion", None)  # a portion without its weight is none
        if self.sheet.per == "100 g":
            return facts, PER_100G
        return facts, weights.get(WEIGHTS[self.sheet.per])

    def read_price(self, cell: str, weights: Mapping[str, float]) -> Amount:
        """Return a price per 100 g."""
        found = parse_amount(cell.strip().strip("$€£ ").removesuffix("EUR").removesuffix("USD"), self.decimal)
        if found.value is None or self.sheet.price_per == "100 g":
            return found
        weight = PER_KG if self.sheet.price_per == "kg" else weights.get(WEIGHTS[self.sheet.price_per])
        if not weight:
            return Amount(None, REFUSED, f"the weight of the {self.sheet.price_per} is unknown")
        return Amount(found.value * PER_100G / weight, CONVERTED)

    def read_amount(self, cell: str, becomes: Becomes, factor: float, weight: float | None) -> Amount:
        """Return what a cell says of 100 g, in the unit of the nutrient."""
        found = parse_amount(cell, self.decimal)
        if found.value is None:
            return found
        if weight is None:
            return Amount(None, REFUSED, f"the weight of the {self.sheet.per} is unknown")
        value = found.value * factor * PER_100G / weight
        if value > self.reader.nutrients[becomes.nutrient].most_per_100g:
            return Amount(None, REFUSED, "more than 100 g can hold: another unit?")
        same = factor == 1.0 and weight == PER_100G
        return Amount(value, CONVERTED if found.state == READ and not same else found.state)

    def read_long(self, line: int, cells: list[str], food_id: str) -> None:
        """Take in one amount of a food."""
        key, cell = self.cell(cells, "nutrient"), self.cell(cells, "amount")
        name = self.cell(cells, "name")
        if not self.kept or self.kept[0] != food_id:
            if self.known_only and not name and not self.reader.store.has(food_id):
                self.leave_out(line, cells, "no food of this id in the sheets before", food_id)
                return
            self.keep((food_id, {}, {}))
            self.account.count_row(self.where, "runs of a food's amounts", line, food_id)
        assert self.kept is not None
        facts, weight = self.read_facts(line, cells)
        self.kept[1].update({fact: value for fact, value in facts.items() if fact not in self.kept[1]})
        used = {self.places[column] for column in self.sheet.facts.values()}
        for place, other in enumerate(cells):
            if place not in used:
                self.column(place).count(NOT_USED, line, other)
        for fact in ("nutrient", "unit"):
            if fact in self.sheet.facts:
                self.column(self.places[self.sheet.facts[fact]]).count(READ, line, self.cell(cells, fact))
        becomes = self.sheet.nutrients.get(key)
        amount = f"{self.sheet.facts['amount']}: {key}"
        if becomes is None:
            self.account.column(self.where, amount).count(NOT_USED, line, cell, "a nutrient of no name here")
            return
        factor: float | None = self.factors[key]
        if self.cell(cells, "unit"):
            factor = self.reader.units.find_factor(
                self.cell(cells, "unit"), becomes.nutrient, self.reader.nutrients
            )
        if factor is None:
            found = Amount(None, REFUSED, f"nobody can turn {self.cell(cells, 'unit')} into its unit")
        else:
            found = self.read_amount(cell, becomes, factor, weight)
        known = self.kept[2].get(becomes.nutrient)
        if found.value is not None and (known is None or becomes.rank < known[1]):
            self.kept[2][becomes.nutrient] = (found.value, becomes.rank)
        elif found.value is not None and known is not None:
            twice = becomes.rank == known[1]
            found = Amount(None, REFUSED if twice else NOT_USED, "another row says it")
        self.account.column(self.where, amount, becomes.nutrient).count(found.state, line, cell, found.reason)

    def keep(self, following: tuple[str, dict[str, str], Amounts] | None) -> None:
        """Put the food at hand into the store, and go on with the next."""
        if self.kept:
            self.reader.store.add(*self.kept)
        self.kept = following


def make_id(name: str) -> str:
    """Return an id made of a name."""
    return plain_name(name).replace(" ", "-")


def match_sheets(mapping: TableMap, sources: list[Source]) -> list[tuple[SheetMap, Source]]:
    """Return each sheet of a map with the file it is of, or raise what is not there."""
    found, problems = [], []
    for sheet in mapping.sheets:
        fitting = [
            source for source in sources
            if sheet.file in {"", source.path.name} and sheet.sheet in {"", source.sheet}
        ]  # fmt: skip
        if not fitting:
            names = ", ".join(source.where for source in sources)
            text = f"No such file or sheet was given. Given: {names}."
            problems.append(Problem("--map", text, value=f"{sheet.file} {sheet.sheet}".strip()))
        else:
            found.append((sheet, fitting[0]))
    if problems:
        raise BadInputError(problems)
    return found

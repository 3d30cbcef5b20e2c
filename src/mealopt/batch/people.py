"""Reading people.csv: its structure is checked whole before anyone is planned, its rows come one by one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.reading import Sheet, check_header, load_text, nearest
from mealopt.request.asked import FIELDS, LISTS, SIDES, Asked, Given, read_asked, split_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

ID = "id"
MOST_PROBLEMS = 1000  # a file with more is another kind of file
NEEDED = "Blank, but a plan needs it. Give the age in years and the sex, female or male."


@dataclass(frozen=True)
class Row:
    """One person as written: the id, the line, and the words of every filled cell."""

    id: str
    line: int
    words: dict[str, list[Given]]


@dataclass(frozen=True)
class People:
    """A people.csv whose structure is sound: every row has a cell for each column, and an id of its own."""

    path: Path
    columns: tuple[str, ...]
    count: int

    def rows(self) -> Iterator[Row]:
        """Yield the people in the order of the file; only one row is held at a time."""
        place = self.columns.index(ID)
        where = str(self.path)
        for cells, line in read_cells(self.path):
            if cells == list(self.columns):
                continue
            words: dict[str, list[Given]] = {}
            for column, cell in zip(self.columns, cells, strict=True):
                if column == ID or not cell:
                    continue
                parts = split_list(cell) if column in LISTS else [cell]
                words[column] = [Given(part, where, line, column) for part in parts]
            yield Row(cells[place], line, words)


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file; whatever is not UTF-8 text is refused with its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in file:
                if "\0" in line:
                    load_text(path)
                yield line
    except (OSError, UnicodeDecodeError):
        load_text(path)  # says what is wrong, and in which line
        raise


def read_cells(path: Path) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of each row that is not blank, the header among them, with its line."""
    reader = csv.reader(read_lines(path), strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells, reader.line_num
    except csv.Error as error:
        raise BadInputError(
            Problem(str(path), f"The CSV is broken here: {error}. Check the quotes.", reader.line_num)
        ) from None


def open_people(path: Path, knowledge: Knowledge) -> People:
    """Check the structure of a people.csv and return it, or raise every problem of structure it has."""
    sheet = Sheet(str(path))
    cells = read_cells(path)
    header = next(cells, None)
    if header is None:
        sheet.add_problem("The file is empty. It needs a header row and at least one row below.")
        sheet.raise_problems()
        return People(path, (), 0)
    sheet.columns, line = tuple(header[0]), header[1]
    check_header(sheet, line)
    sheet.raise_problems()
    check_names(sheet, line, knowledge)
    count = 0
    seen: dict[str, int] = {}
    place = sheet.columns.index(ID) if ID in sheet.columns else None
    ragged = chain() if place is None else cells
    for row, line in ragged:
        count += 1
        if len(row) != len(sheet.columns):
            sheet.add_problem(
                f"{len(row)} cells where the header has {len(sheet.columns)}. "
                "Separate lists with semicolons, and write decimals with a point.",
                line,
            )
        elif not row[place or 0]:
            sheet.add_problem("Blank, but every person needs an id of their own.", line, ID)
        elif row[place or 0] in seen:
            sheet.add_problem(
                f"The same id as in line {seen[row[place or 0]]}. Give every person their own.",
                line, ID, row[place or 0],
            )  # fmt: skip
        else:
            seen[row[place or 0]] = line
        if len(sheet.problems) >= MOST_PROBLEMS:
            break
    if not count and not sheet.problems:
        sheet.add_problem("There is a header but no row below it.")
    sheet.raise_problems()
    return People(path, sheet.columns, count)


def check_names(sheet: Sheet, line: int, knowledge: Knowledge) -> None:
    """Note columns that are missing or not known, with the nearest name."""
    for name in (ID, "age", "sex"):
        if name not in sheet.columns:
            sheet.add_problem(f"The column {name} is missing. Add it to the header.", line)
    nutrients = knowledge.foods.nutrient_ids
    for name in sheet.columns:
        side, mark, nutrient = name.partition(":")
        if name in {ID, *FIELDS}:
            continue
        if mark and side in SIDES:
            if nutrient not in nutrients:
                sheet.add_problem(f"Unknown nutrient.{nearest(nutrient, nutrients)}", line, name)
            continue
        known = [ID, *FIELDS, *(f"{s}:{n}" for s in SIDES for n in nutrients)]
        sheet.add_problem(
            f"Unknown column.{nearest(name, known)} "
            f"Known: {', '.join([ID, *FIELDS])}, min:NUTRIENT, max:NUTRIENT.",
            line, name,
        )  # fmt: skip


def read_person(row: Row, knowledge: Knowledge, defaults: dict[str, list[Given]]) -> Asked:
    """Return the person and rules of a row; `defaults` fill what the row leaves blank."""
    where = next((given[0].where for given in row.words.values()), "people")
    return read_asked({**defaults, **row.words}, knowledge, Given("", where, row.line), NEEDED)

"""Reading people.csv: its structure is checked whole before anyone is planned, its rows come one by one."""

from __future__ import annotations

import csv
import hashlib
import zlib
from array import array
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import BadInputError, Problem
from mealopt.request.asked import FIELDS, LISTS, SIDES, Asked, Given, read_asked, split_list
from mealopt.tables.reading import COMMA, Sheet, check_header, find_separator, load_text, read_decimals
from mealopt.tables.values import nearest
from mealopt.tables.writing import guard_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge

ID = "id"
MOST_PROBLEMS = 1000  # a file with more is another kind of file
NEEDED = "Blank, but a plan needs it. Give the age in years and the sex, female or male."


@dataclass(frozen=True)
class Row:
    """One person as written: the id, the line, and the words of every filled cell.

    `mark` is the checksum of the file up to the end of this row.
    """

    id: str
    line: int
    words: dict[str, list[Given]]
    mark: int = 0


@dataclass(frozen=True)
class People:
    """A people.csv whose structure is sound: every row has a cell for each column, and an id of its own.

    `digest` is the fingerprint of its text, `mark` the checksum up to the end of the last person's row.
    """

    path: Path
    columns: tuple[str, ...]
    count: int
    digest: str = ""
    mark: int = 0

    def rows(self, start: int = 0, mark: int | None = None) -> Iterator[Row]:
        """Yield the people in the order of the file, the first `start` left out; one is held at a time.

        Raises BadInputError where the file is no longer what it was when it was checked, or where the
        rows left out do not have the checksum `mark`.
        """
        place = self.columns.index(ID)
        where = str(self.path)
        lines = Lines(self.path)
        rows = read_cells(lines)
        skipped = sum(1 for _ in islice(rows, 1 + start))
        if skipped <= start or mark not in {None, lines.mark}:
            raise self.say_changed()
        for cells, line in rows:
            if len(cells) != len(self.columns):
                raise self.say_changed(line)
            words: dict[str, list[Given]] = {}
            for column, cell in zip(self.columns, cells, strict=True):
                if column == ID or not cell:
                    continue
                parts = split_list(cell) if column in LISTS else [cell]
                words[column] = [Given(part, where, line, column) for part in parts]
            yield Row(cells[place], line, words, lines.mark)

    def say_changed(self, line: int | None = None) -> BadInputError:
        """Return the error for a file that was changed while it was in use."""
        return BadInputError(
            Problem(
                str(self.path),
                "The file was changed while the batch was using it. Put back what it was and run the same "
                "command, or begin anew with --restart.",
                line,
            )
        )


class Lines:
    """The lines of a text file, one at a time, with the checksum and the digest of what was read so far.

    Whatever is not UTF-8 text is refused with its line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mark = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[str]:
        """Yield the lines with their ends."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                for line in file:
                    if "\0" in line:
                        load_text(self.path)
                    data = line.encode()
                    self.mark = zlib.crc32(data, self.mark)
                    self.digest.update(data)
                    yield line
        except (OSError, UnicodeDecodeError):
            load_text(self.path)  # says what is wrong, and in which line
            raise


def read_cells(lines: Lines) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of each row that is not blank, the header among them, with its line."""
    source = iter(lines)
    head: list[str] = []
    while not any(line.strip() for line in head) and (line := next(source, None)) is not None:
        head.append(line)
    separator = find_separator("".join(head))
    reader = csv.reader(chain(head, source), delimiter=separator, strict=True)
    sheet = Sheet(str(lines.path))
    rows: Iterator[list[str]] = ([cell.strip() for cell in row] for row in reader)
    if separator != COMMA:
        rows = read_decimals(rows, repeat_call(lambda: reader.line_num), sheet)
    try:
        for cells in rows:
            sheet.raise_problems()
            if any(cells):
                yield cells, reader.line_num
        sheet.raise_problems()
    except csv.Error as error:
        raise BadInputError(
            Problem(str(lines.path), f"The CSV is broken here: {error}. Check the quotes.", reader.line_num)
        ) from None


def repeat_call(call: Callable[[], int]) -> Iterator[int]:
    """Yield what a call returns, again and again."""
    while True:
        yield call()


def open_people(path: Path, knowledge: Knowledge) -> People:
    """Check the structure of a people.csv and return it, or raise every problem of structure it has.

    The file is read line by line; of each person nothing is kept but eight bytes of their id.
    """
    sheet = Sheet(str(path))
    if path.exists() and not path.is_file() and not path.is_dir():
        sheet.add_problem("The people are read twice: first save them as an ordinary file.")
        sheet.raise_problems()
    lines = Lines(path)
    cells = read_cells(lines)
    header = next(cells, None)
    if header is None:
        sheet.add_problem("The file is empty. It needs a header row and at least one row below.")
        sheet.raise_problems()
        return People(path, (), 0)
    sheet.columns, line = tuple(header[0]), header[1]
    check_header(sheet, line)
    sheet.raise_problems()
    check_names(sheet, line, knowledge)
    count = mark = 0
    place = sheet.columns.index(ID) if ID in sheet.columns else None
    ids = array("q")
    for row, line in () if place is None else cells:
        count += 1
        mark = lines.mark
        if len(row) != len(sheet.columns):
            sheet.add_problem(
                f"{len(row)} cells where the header has {len(sheet.columns)}. "
                "Separate lists with semicolons, and write decimals with a point.",
                line,
            )
        elif not row[place or 0]:
            sheet.add_problem("Blank, but every person needs an id of their own.", line, ID)
        else:
            ids.append(hash(guard_text(row[place or 0])))
        if len(sheet.problems) >= MOST_PROBLEMS:
            break
    check_ids(sheet, path, ids)
    if not count and not sheet.problems:
        sheet.add_problem("There is a header but no row below it.")
    sheet.raise_problems()
    return People(path, sheet.columns, count, lines.digest.hexdigest(), mark)


def check_ids(sheet: Sheet, path: Path, ids: array[int]) -> None:
    """Note every id that stands twice; `ids` are the hashes of all of them, in any order.

    Ids count as the results will show them, with what guards them in a spreadsheet. The file is read
    again only where two hashes are the same, and then only those ids are kept.
    """
    hashes = np.frombuffer(ids, dtype=np.int64) if ids else np.empty(0, dtype=np.int64)
    hashes = np.sort(hashes)
    twice = hashes[1:][hashes[1:] == hashes[:-1]]
    suspects = set(np.unique(twice)[:MOST_PROBLEMS].tolist())
    if not suspects:
        return
    place = sheet.columns.index(ID)
    seen: dict[str, int] = {}
    for row, line in islice(read_cells(Lines(path)), 1, None):
        shown = guard_text(row[place]) if len(row) == len(sheet.columns) else ""
        if hash(shown) not in suspects:
            continue
        if shown in seen:
            sheet.add_problem(
                f"The same id as in line {seen[shown]}. Give every person their own.", line, ID, row[place]
            )
        seen.setdefault(shown, line)
        if len(sheet.problems) >= 2 * MOST_PROBLEMS:
            break
    sheet.problems.sort(key=lambda problem: problem.line or 0)


def check_names(sheet: Sheet, line: int, knowledge: Knowledge) -> None:
    """Note columns that are missing or not known, with the nearest name."""
    for name in (ID, "age", "sex"):
        if name not in sheet.columns:
            sheet.add_problem(f"The column {name} is missing. Add it to the header.", line)
    nutrients, known_nutrients = knowledge.foods.nutrient_ids, knowledge.nutrients
    for name in sheet.columns:
        side, mark, nutrient = name.partition(":")
        if name in {ID, *FIELDS}:
            continue
        if mark and side in SIDES:
            if nutrient not in nutrients:
                sheet.add_problem(f"Unknown nutrient.{known_nutrients.hint(nutrient, nutrients)}", line, name)
            continue
        known = [ID, *FIELDS, *(f"{s}:{n}" for s in SIDES for n in nutrients)]
        sheet.add_problem(
            f"Unknown column.{nearest(name, known)} "
            f"Known: {', '.join([ID, *FIELDS])}, min:NUTRIENT, max:NUTRIENT, meal_max:NUTRIENT.",
            line, name,
        )  # fmt: skip


def read_person(row: Row, knowledge: Knowledge, defaults: dict[str, list[Given]]) -> Asked:
    """Return the person and rules of a row; `defaults` fill what the row leaves blank."""
    where = next((given[0].where for given in row.words.values()), "people")
    return read_asked({**defaults, **row.words}, knowledge, Given("", where, row.line), NEEDED)

"""Reading CSV as people write it: every problem with its file, line, column and value, never a guess."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.tables.values import DECIMAL, THOUSANDS, Column, nearest, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

COMMA, OTHER_SEPARATORS = ",", (";", "\t")
MAX_BYTES = 4_000_000_000  # a table larger than this is a mistake, and would not fit in memory


@dataclass
class Sheet:
    """The rows of one file as text, with the problems met so far."""

    where: str
    columns: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add_problem(
        self, message: str, line: int | None = None, column: str = "", value: str | None = None
    ) -> None:
        """Note one problem of this file."""
        self.problems.append(Problem(self.where, message, line, column, value))

    def raise_problems(self) -> None:
        """Raise everything collected, if anything was."""
        if self.problems:
            raise BadInputError(self.problems)


def load_text(path: Path) -> str:
    """Read a whole file as UTF-8, refusing what cannot be a CSV file."""
    where = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInputError(
                Problem(where, f"The file has {size:,} bytes, too many to be read. Split it.")
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(Problem(where, "There is no such file. Check the path.")) from None
    except IsADirectoryError:
        raise BadInputError(
            Problem(where, "This is a folder. Name the CSV file inside it.")
        ) from None
    except OSError as error:
        raise BadInputError(Problem(where, f"The file cannot be read: {error.strerror}.")) from None
    except ValueError:  # a NUL in the path
        raise BadInputError(Problem(where, "This cannot be the name of a file. Check the path.")) from None
    return decode_text(data, where)


def decode_text(data: bytes, where: str) -> str:
    """Decode UTF-8 with or without a byte order mark; NUL bytes and other encodings are named."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise BadInputError(Problem(where, "The file is UTF-16. Save it as CSV UTF-8."))
    if data[:4] == b"PK\x03\x04":
        raise BadInputError(Problem(where, "This is an Excel or zip file. Save the sheet as CSV UTF-8."))
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise BadInputError(
            Problem(where, "A NUL byte: the file is damaged or not text. Save it again as CSV UTF-8.", line)
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInputError(
            Problem(where, "A character that is not UTF-8. Save the file as CSV UTF-8.", line)
        ) from None


def parse_sheet(text: str, where: str) -> Sheet:
    """Split CSV text into rows, collecting ragged rows, a wrong separator and doubled headers."""
    sheet = Sheet(where)
    if not text.strip():
        sheet.add_problem("The file is empty. It needs a header row and at least one row below.")
        return sheet
    separator = find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if not sheet.columns:
                sheet.columns = tuple(cell.strip() for cell in row)
                check_header(sheet, reader.line_num)
                if sheet.problems:
                    return sheet
                continue
            if len(row) != len(sheet.columns):
                sheet.add_problem(
                    f"{len(row)} cells where the header has {len(sheet.columns)}. "
                    "Put text that holds a comma in double quotes, and write decimals with a point.",
                    reader.line_num,
                )
                continue
            sheet.rows.append([cell.strip() for cell in row])
            sheet.lines.append(reader.line_num)
    except csv.Error as error:
        sheet.add_problem(f"The CSV is broken here: {error}. Check the quotes.", reader.line_num)
    if not sheet.rows and not sheet.problems:
        sheet.add_problem("There is a header but no row below it.")
    if separator != COMMA:
        sheet.rows = list(read_decimals(sheet.rows, sheet.lines, sheet))
    return sheet


def find_separator(text: str) -> str:
    """Return what separates the cells: a comma, or what Excel writes where the comma is for decimals."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    if COMMA in header:
        return COMMA
    return next((mark for mark in OTHER_SEPARATORS if mark in header), COMMA)


def read_decimals(rows: Iterable[list[str]], lines: Iterable[int], sheet: Sheet) -> Iterator[list[str]]:
    """Yield rows of a file without separating commas with their decimal commas as points.

    Such a file has one or the other: where 1,500 stands beside 2.5, nobody knows which was meant. Nor where
    every comma has three digits behind it.
    """
    marks: dict[str, int] = {}
    doubtful: tuple[int, str] | None = None
    proved = False
    for row, line in zip(rows, lines, strict=False):  # the lines may go on for ever
        for cell in row:
            found = DECIMAL.fullmatch(cell)
            if found and found[1] == COMMA:
                if THOUSANDS.fullmatch(cell):
                    doubtful = doubtful or (line, cell)
                else:
                    proved = True
            if found and found[1] not in marks:
                marks[found[1]] = line
                if len(marks) > 1:
                    sheet.add_problem(
                        "Decimal commas and decimal points in one file. Write all numbers with one of them.",
                        line, value=cell,
                    )  # fmt: skip
        yield [cell.replace(COMMA, ".") if DECIMAL.fullmatch(cell) else cell for cell in row]
    if doubtful and not proved and len(marks) == 1:
        text = "Thousands or decimals? No other number tells. Write it with a point or without the comma."
        sheet.add_problem(text, doubtful[0], value=doubtful[1])


def check_header(sheet: Sheet, line: int) -> None:
    """Look for a separator that is not read, and for doubled names."""
    if len(sheet.columns) == 1 and "|" in sheet.columns[0]:
        sheet.add_problem("The cells are separated by bars. Save as CSV with commas or semicolons.", line)
        return
    seen: set[str] = set()
    for name in sheet.columns:
        if not name:
            sheet.add_problem("A column without a name. Name it or delete it.", line)
        elif name in seen:
            sheet.add_problem("This column stands twice. Keep one.", line, name)
        seen.add(name)


def check_columns(
    sheet: Sheet, required: Iterable[str], known: Iterable[str], *, others: bool = False
) -> None:
    """Note missing columns and, unless `others` are welcome, unknown ones with the nearest known name."""
    known = list(known)
    for name in required:
        if name not in sheet.columns:
            sheet.add_problem(f"The column {name} is missing. Add it to the header.", 1)
    if not others:
        for name in sheet.columns:
            if name not in known:
                message = f"Unknown column.{nearest(name, known)} Known: {', '.join(known)}."
                sheet.add_problem(message, 1, name)


def read_records(
    sheet: Sheet, columns: Sequence[Column], *, key: Sequence[str] = ()
) -> list[dict[str, str | float | None]]:
    """Parse the rows by their columns, collecting problems and doubled keys; other columns are left out."""
    positions = {name: index for index, name in enumerate(sheet.columns)}
    used = [(column, positions[column.name]) for column in columns if column.name in positions]
    seen: dict[tuple[object, ...], int] = {}
    records = []
    for cells, line in zip(sheet.rows, sheet.lines, strict=True):
        record: dict[str, str | float | None] = {}
        for column, position in used:
            value, problem = parse_cell(column, cells[position])
            if problem:
                sheet.add_problem(problem, line, column.name, cells[position])
            record[column.name] = value
        if key:
            mark = tuple(record.get(name) for name in key)
            if mark in seen:
                shown = ", ".join("" if part is None else str(part) for part in mark)
                sheet.add_problem(
                    f"The same {' and '.join(key)} as in line {seen[mark]}. Keep one.", line, key[0], shown
                )
            seen.setdefault(mark, line)
        records.append(record)
    return records


def load_records(
    path: Path, columns: Sequence[Column], *, key: Sequence[str] = (), others: bool = False
) -> list[dict[str, str | float | None]]:
    """Load a whole table by its columns, or raise every problem it has."""
    sheet = parse_sheet(load_text(path), str(path))
    sheet.raise_problems()
    check_columns(
        sheet, [c.name for c in columns if c.present], [c.name for c in columns], others=others
    )
    records = read_records(sheet, columns, key=key)
    sheet.raise_problems()
    return records


def text_of(record: Mapping[str, str | float | None], name: str) -> str:
    """Return a text cell, blank where unknown."""
    value = record.get(name)
    return "" if value is None else str(value)


def number_of(record: Mapping[str, str | float | None], name: str) -> float | None:
    """Return a number cell, `None` where unknown."""
    value = record.get(name)
    return value if isinstance(value, float) else None

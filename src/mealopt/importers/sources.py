"""Sheets of other people's files as rows of text: CSV and its kin in any encoding, and Excel.

A file is never held whole: a million rows take the room of one.
"""
# ruff: noqa: PLC0415 - the readers of Excel and of encodings are only there where they were asked for

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 200_000  # bytes by which an encoding and a separator are told
EXCEL = {".xlsx", ".xlsm"}
LONGEST = 1_000_000  # characters of one cell
WINDOWS = ("cp1252", "cp1250")
RARER = 0.05  # how much nearer to a language text must be to be of Macs or DOS: few files are
MISSING = "`pip install 'mealopt[tables]'` reads it."
SheetRow = tuple[int, list[str]]  # line of the file, or row of the sheet, from one on


@dataclass(frozen=True)
class Source:
    """One sheet of one file. `size` is that of the file [bytes]; `open_rows` tells how much is read."""

    path: Path
    sheet: str = ""
    encoding: str = ""  # told from the file where blank
    separator: str = ""
    size: int = 0

    @property
    def where(self) -> str:
        """Name the sheet for people."""
        return f"{self.path.name} [{self.sheet}]" if self.sheet else self.path.name

    @contextmanager
    def open_rows(self, told: Callable[[int], None] = lambda _: None) -> Iterator[Iterator[SheetRow]]:
        """Open the sheet and yield its rows; `told` hears how many bytes of it are read."""
        if self.path.suffix.casefold() in EXCEL:
            with open_workbook(self.path) as book:
                yield read_excel(book, self)
        else:
            with open_binary(self.path) as file:
                head = file.read(SAMPLE)
                file.seek(0)
                encoding = self.encoding or find_encoding(head, self.path)
                text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
                separator = self.separator or find_separator(head.decode(encoding, errors="replace"))
                yield read_csv(text, separator, self, lambda: told(file.tell()))


def list_sources(paths: list[Path]) -> list[Source]:
    """Return every sheet of some files, in order, or raise what cannot be opened."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            size = path.stat().st_size
            if path.is_dir():
                problems.append(Problem(str(path), "This is a folder. Name the files inside it."))
            elif path.suffix.casefold() in EXCEL:
                with open_workbook(path) as book:
                    found += [Source(path, sheet, size=size) for sheet in book.sheetnames]
            else:
                with open_binary(path):
                    found.append(Source(path, size=size))
        except BadInputError as error:
            problems += error.problems
        except FileNotFoundError:
            problems.append(Problem(str(path), "There is no such file. Check the path."))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
            problems.append(Problem(str(path), f"The file cannot be read: {reason}."))
    if problems:
        raise BadInputError(problems)
    return found


@contextmanager
def open_binary(path: Path) -> Iterator[IO[bytes]]:
    """Open a text file, refusing what cannot be one."""
    with path.open("rb") as file:
        head = file.read(8)
        if head[:4] == b"PK\x03\x04" or head[:4] == b"\xd0\xcf\x11\xe0":
            text = "This is an Excel or zip file by its content. Name it .xlsx, or unpack it."
            raise BadInputError(Problem(str(path), text))
        file.seek(0)
        yield file


@contextmanager
def open_workbook(path: Path):  # type: ignore[no-untyped-def] # noqa: ANN201 - openpyxl has no types
    """Open an Excel file for reading."""
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise BadInputError(Problem(str(path), f"This is an Excel file; {MISSING}")) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises what its parsers raise on a damaged file
        raise BadInputError(Problem(str(path), f"No Excel file we can read: {show(error)}.")) from None
    try:
        yield book
    finally:
        book.close()


def show(error: Exception) -> str:
    """Say what went wrong inside a library, in one line."""
    return " ".join(str(error).split())[:120] or type(error).__name__


def read_excel(book, source: Source) -> Iterator[SheetRow]:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Yield the rows of a sheet as text; a number is written with a point."""
    if source.sheet not in book.sheetnames:
        names = ", ".join(book.sheetnames)
        raise BadInputError(Problem(str(source.path), f"No such sheet. It has: {names}.", value=source.sheet))
    try:
        for number, row in enumerate(book[source.sheet].iter_rows(values_only=True), start=1):
            yield number, [write_cell(cell) for cell in row]
    except Exception as error:  # noqa: BLE001 - openpyxl raises what its parsers raise on a damaged file
        raise BadInputError(Problem(source.where, f"The sheet is damaged: {show(error)}.")) from None


def write_cell(cell: object) -> str:
    """Return an Excel cell as text: whole numbers without a point, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def read_csv(
    text: io.TextIOBase, separator: str, source: Source, told: Callable[[], None]
) -> Iterator[SheetRow]:
    """Yield the rows of a text file."""
    csv.field_size_limit(LONGEST)
    start = 1

    def lines() -> Iterator[str]:
        for line in text:
            if "\0" in line:
                said = "A NUL byte: the file is damaged or not text. Save it again as CSV UTF-8."
                raise BadInputError(Problem(source.where, said, start))
            yield line

    reader = csv.reader(lines(), delimiter=separator)
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
            if not start % 1000:
                told()
    except csv.Error as error:
        text_said = f"The table is broken here: {error}. Check the quotes."
        raise BadInputError(Problem(source.where, text_said, start)) from None
    except (UnicodeDecodeError, UnicodeError):
        said = 'A character that is not of the file\'s encoding. Name it in the map: encoding = "cp1252".'
        raise BadInputError(Problem(source.where, said, start)) from None


def find_encoding(head: bytes, path: Path) -> str:
    """Tell the encoding of a file by its beginning."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3:  # the last character is cut
            return "utf-8-sig"
    else:
        return "utf-8-sig"
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        text = f"The file is not UTF-8; save it as CSV UTF-8, or {MISSING}"
        raise BadInputError(Problem(str(path), text)) from None
    found = []
    for one in from_bytes(head, cp_isolation=[*WINDOWS, "mac_roman", "cp850"]):
        alike = one.could_be_from_charset  # all that read these bytes the same
        name = next((other for other in WINDOWS if other in alike), one.encoding)
        found.append((one.coherence - one.chaos - (0.0 if name in WINDOWS else RARER), name))
    return max(found)[1] if found else WINDOWS[0]


def find_separator(sample: str) -> str:
    """Tell what separates the cells: what most lines have most often, the same number in each."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    best, most = SEPARATORS[0], 0.0
    for mark in SEPARATORS:
        counts = [len(row) - 1 for row in csv.reader(lines, delimiter=mark)]
        usual = max(set(counts), key=counts.count, default=0)
        worth = usual * counts.count(usual) / max(1, len(counts))
        if worth > most:
            best, most = mark, worth
    return best

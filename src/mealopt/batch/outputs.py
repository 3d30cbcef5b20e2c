"""The growing files of a batch, and what becomes of them: CSV tables, or folders of Parquet files."""

from __future__ import annotations

import contextlib
import os
import shutil
import zlib
from typing import TYPE_CHECKING, BinaryIO

from mealopt.batch.journal import Entry, Sizes, read_entries, sync_folder
from mealopt.batch.tables import CSV, PARQUET, TABLES, write_header

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 1 << 20
PART_PEOPLE = 10_000  # people in one Parquet file: some tens of megabytes of text become a few


class CsvTable:
    """A table that grows as `NAME.csv.part` and takes its name when everybody is in it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.final = folder / f"{name}.{CSV}"
        self.work = folder / f"{name}.{CSV}.part"
        self.spool = self.work
        self.header = write_header(name)

    def prepare(self) -> None:
        """Make the place the table grows in: there is nothing to do."""

    def rename(self) -> None:
        """Give the table its name."""
        self.work.replace(self.final)


class ParquetTable:
    """A folder of Parquet files, one for so many people; rows wait as text until a file's are complete."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.final = folder / f"{name}.{PARQUET}"
        self.work = folder / f"{name}.{PARQUET}.part"
        self.spool = self.work / "rows.csv"
        self.header = b""

    def prepare(self) -> None:
        """Make the folder the table grows in."""
        self.work.mkdir(exist_ok=True)

    def close_part(self, number: int) -> Sizes:
        """Turn the rows waiting into the Parquet file of that number, and return its size and checksum."""
        from mealopt.batch.parquet import write_part  # noqa: PLC0415 - pyarrow is not everybody's

        path = self.work / f"part-{number:05}.{PARQUET}"
        neighbour = self.work / "part.new"
        write_part(self.name, self.spool, neighbour)
        with neighbour.open("rb+") as file:
            os.fsync(file.fileno())
        neighbour.replace(path)
        sync_folder(self.work)
        return {f"{self.final.name}/{path.name}": (path.stat().st_size, measure_crc(path))}

    def rename(self) -> None:
        """Give the folder its name, with nothing in it but the parts."""
        for path in (self.spool, self.work / "part.new"):
            path.unlink(missing_ok=True)
        self.work.replace(self.final)


Table = CsvTable | ParquetTable
KINDS: dict[str, type[Table]] = {CSV: CsvTable, PARQUET: ParquetTable}


def list_tables(folder: Path, shape: str) -> list[Table]:
    """Return the tables of a batch in a format."""
    return [KINDS[shape](folder, name) for name in TABLES]


def remove_path(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Spool:
    """A file that only grows: text waits here, is written and synced, and is cut back after a crash."""

    def __init__(self, table: Table, sizes: tuple[int, int] | None) -> None:
        """Open the file at the length it was last known to have; `None` begins it anew."""
        table.prepare()
        self.file: BinaryIO = table.spool.open("r+b" if sizes and table.spool.exists() else "wb", buffering=0)
        self.length, self.crc = sizes or (0, 0)
        self.waiting: list[bytes] = []
        self.pending = 0  # bytes that wait
        try:
            self.file.truncate(self.length)
            self.file.seek(self.length)
            if not sizes:
                self.add(table.header)
                self.write()
        except BaseException:
            self.close()
            raise

    @property
    def sizes(self) -> tuple[int, int]:
        """Return the length written and its checksum."""
        return self.length, self.crc

    def add(self, data: bytes) -> None:
        """Let data wait for the next writing."""
        if data:
            self.waiting.append(data)
            self.pending += len(data)

    def write(self) -> None:
        """Write what waits, to the disk itself."""
        rest = memoryview(b"".join(self.waiting))
        if not rest:
            return
        self.waiting.clear()
        self.pending = 0
        self.crc = zlib.crc32(rest, self.crc)
        self.length += len(rest)
        while rest:
            rest = rest[self.file.write(rest) :]
        os.fsync(self.file.fileno())

    def empty(self) -> None:
        """Begin the file anew."""
        self.file.truncate(0)
        self.file.seek(0)
        self.length = self.crc = 0

    def close(self) -> None:
        """Close the file; what waits is lost."""
        with contextlib.suppress(OSError):
            self.file.close()


class Checker:
    """A file read once from its start, to see how far it is what the journal says."""

    def __init__(self, path: Path) -> None:
        self.file: BinaryIO | None = path.open("rb") if path.is_file() else None
        self.length = self.crc = 0

    def reaches(self, length: int, crc: int) -> bool:
        """Read on to a length, and say whether the file is that long and has that checksum."""
        while self.file is not None and self.length < length:
            block = self.file.read(min(BLOCK, length - self.length))
            if not block:
                return False
            self.length += len(block)
            self.crc = zlib.crc32(block, self.crc)
        return (self.length, self.crc) == (length, crc)

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()


def measure_crc(path: Path) -> int:
    """Return the checksum of a file."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def is_whole(path: Path, size: int, crc: int) -> bool:
    """Say whether a file is there with its size and checksum."""
    return path.is_file() and path.stat().st_size == size and measure_crc(path) == crc


def find_progress(journal: Path, tables: list[Table]) -> tuple[Entry, int]:
    """Return the last entry whose files are all there and whole, and the journal's offset behind it.

    A finished part counts by its file, everything after it by the file that grows.
    """
    works = {table.final.name: table.work for table in tables}
    with journal.open("rb") as file:
        offset = len(file.readline())
    good = Entry()
    for entry, end in read_entries(journal):
        if entry.closed:
            paths = {name: works[name.split("/")[0]] / name.split("/")[1] for name in entry.closed}
            if not all(is_whole(paths[name], *sizes) for name, sizes in entry.closed.items()):
                break
            good, offset = entry, end
    checkers = {table.name: Checker(table.spool) for table in tables}
    try:
        for entry, end in read_entries(journal, offset):
            spools = entry.spools.items()
            if entry.closed or not all(checkers[name].reaches(*sizes) for name, sizes in spools):
                break
            good, offset = entry, end
    finally:
        for checker in checkers.values():
            checker.close()
    return good, offset

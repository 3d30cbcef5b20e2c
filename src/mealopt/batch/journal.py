"""The journal of a batch: one JSON line for each stretch of people that is safely on the disk.

The first line says what the batch is of, each later one how far it has come: how many people, and of every
growing file its length and checksum. A line that was torn by a crash is no line.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL = "journal.jsonl"
VERSION = 1
LONGEST = 1 << 20  # no first line of ours is longer: what is may be any file
KEY = "mealopt batch"


@dataclass(frozen=True)
class Summary:
    """How many people got a plan, how many none, how many were not understood, and what else to know.

    `without` counts those for whom no plan exists or may be given, `failed` those mealopt itself failed.
    """

    planned: int = 0
    without: int = 0
    misunderstood: int = 0
    warned: int = 0
    failed: int = 0

    def __add__(self, other: Summary) -> Summary:
        pairs = zip(asdict(self).items(), asdict(other).values(), strict=True)
        return Summary(**{name: mine + theirs for (name, mine), theirs in pairs})

    def __str__(self) -> str:
        people = self.planned + self.without + self.misunderstood + self.failed
        text = f"{self.planned:,} of {people:,} people have a plan"
        if self.without:
            text += f"; for {self.without:,} none exists or could be given"
        if self.misunderstood:
            text += f"; {self.misunderstood:,} were not understood"
        if self.failed:
            text += f"; with {self.failed:,} mealopt failed (a bug: see the table of problems)"
        if self.warned:
            text += f"; plans with a warning: {self.warned:,}"
        return text + "."


@dataclass(frozen=True)
class Head:
    """What a batch is of: how many people, in which format, and everything its bytes depend on."""

    people: int
    shape: str
    fingerprint: dict[str, str]


Sizes = dict[str, tuple[int, int]]  # of each file its length in bytes and the CRC-32 of its content


@dataclass(frozen=True)
class Entry:
    """How far a batch has come: people planned, the checksum of their file so far, and their counts.

    `spools` are the files that grow. `part` counts the finished parts of each table, and `closed` are the
    files of the part this entry has finished; `done` are the tables of a batch that is complete.
    """

    people: int = 0
    mark: int | None = None
    summary: Summary = field(default_factory=Summary)
    spools: Sizes = field(default_factory=dict)
    part: int = 0
    closed: Sizes = field(default_factory=dict)
    done: Sizes = field(default_factory=dict)


def write_line(value: Head | Entry) -> bytes:
    """Return a line of the journal; what is empty is left out."""
    record = {name: item for name, item in asdict(value).items() if item or name == "people"}
    if isinstance(value, Head):
        record = {KEY: VERSION, **record}
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def parse_head(line: bytes, path: Path) -> Head:
    """Understand the first line of a journal, or refuse a file that is something else."""
    try:
        record = json.loads(line)
        if record.pop(KEY) == VERSION:
            return Head(**record)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise BadInputError(
        Problem(
            str(path),
            "This is not the journal of a batch this version of mealopt can go on with. "
            "Name another folder, or move this one's files away.",
            1,
        )
    )


def parse_entry(line: bytes) -> Entry | None:
    """Understand a later line, `None` where it is torn or damaged."""
    if not line.endswith(b"\n"):
        return None
    try:
        record: dict[str, Any] = json.loads(line)
        record["summary"] = Summary(**record.get("summary", {}))
        for name in ("spools", "closed", "done"):
            record[name] = {file: (int(a), int(b)) for file, (a, b) in record.get(name, {}).items()}
        return Entry(**record)
    except (ValueError, TypeError, AttributeError):
        return None


def load_head(path: Path) -> Head | None:
    """Return what a journal is of, `None` where there is none."""
    try:
        with path.open("rb") as file:
            return parse_head(file.readline(LONGEST), path)
    except FileNotFoundError:
        return None


def read_entries(path: Path, offset: int = 0) -> Iterator[tuple[Entry, int]]:
    """Yield the entries of a journal with the offset at their end, up to the first that is torn.

    An `offset` yielded before begins after that entry; one entry is held at a time.
    """
    with path.open("rb") as file:
        file.seek(offset)
        if not offset:
            offset = len(file.readline())
        for line in file:
            entry = parse_entry(line)
            if entry is None:
                return
            offset += len(line)
            yield entry, offset


def find_last(path: Path) -> Entry:
    """Return the last entry of a journal, whatever became of the files it tells of."""
    last = Entry()
    for last, _ in read_entries(path):  # noqa: B007 - the last one counts
        pass
    return last


def write_journal(path: Path, *lines: Head | Entry) -> None:
    """Write a journal of few lines, whole or not at all."""
    neighbour = path.with_name(f".{path.name}.part")  # always the same: a crash leaves one at most
    try:
        with neighbour.open("wb") as file:
            for line in lines:
                file.write(write_line(line))
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            neighbour.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

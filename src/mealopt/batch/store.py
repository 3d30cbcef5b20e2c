"""The folder of a batch: what is done is safe on the disk, whatever happens, and can be gone on with."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from mealopt.batch import outputs
from mealopt.batch.journal import (
    JOURNAL,
    Entry,
    Head,
    Sizes,
    find_last,
    load_head,
    read_entries,
    sync_folder,
    write_journal,
    write_line,
)
from mealopt.batch.lock import FolderLock
from mealopt.batch.marks import say_changes
from mealopt.batch.outputs import ParquetTable, Spool, Table, find_progress, list_tables, remove_path
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO

    from mealopt.batch.work import Result

COMMIT_SECONDS = 1.0  # what a crash may cost
COMMIT_BYTES = 8 << 20  # what may wait in memory


class Store:
    """The results of one batch in their folder.

    Rows are added in input order; `commit` makes them durable: first the files that grow, then a line of
    the journal. A later run cuts every file back to the last line and goes on. `entry` says how far the
    results are durable, `people` how many were added; `finished` that all is done and has its name.
    """

    def __init__(self, folder: Path, head: Head, *, restart: bool = False) -> None:
        """Open a folder; raises BadInputError where it is another batch's, another run's or somebody else's.

        `restart` throws away what an earlier batch has written there.
        """
        self.folder, self.head = folder, head
        self.journal = folder / JOURNAL
        self.tables: list[Table] = list_tables(folder, head.shape)
        self.spools: dict[str, Spool] = {}
        self.log: BinaryIO | None = None
        self.entry = self.added = Entry()
        self.finished = self.created = False
        self.committed_at = time.monotonic()
        self.made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self.lock = FolderLock(folder)
        except BaseException:
            self.leave_folder()
            raise
        try:
            self.open(restart=restart)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def people(self) -> int:
        """Return how many people's rows were added, durable or not."""
        return self.added.people

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person should know about the folder."""
        return (self.lock.note,) if self.lock.note else ()

    def open(self, *, restart: bool) -> None:
        """Find out what the folder holds and go on from there."""
        before = load_head(self.journal)
        if before is not None and restart:
            self.remove_batch(before)
            before = None
        if before is None:
            self.check_strangers([path for table in self.tables for path in (table.final, table.work)])
            self.created = True
            write_journal(self.journal, self.head)
            before = self.head
        last = find_last(self.journal)
        changed = say_changes(before.fingerprint, self.head.fingerprint)
        if changed:
            raise self.refuse(
                f"This folder has a batch of which {last.people:,} of {before.people:,} people are done, "
                f"and since then these changed: {changed}. Put them back to go on with it, begin anew "
                "with --restart, or name another folder."
            )
        if last.done:
            self.check_finished(last)
            self.entry = self.added = last
            self.finished = True
            return
        if last.people == before.people:  # a run may have ended between giving one name and the next
            for table in self.tables:
                if table.final.exists() and not table.work.exists():
                    table.final.replace(table.work)
        self.check_strangers([table.final for table in self.tables])
        entry, offset = find_progress(self.journal, self.tables)
        self.entry = self.added = entry
        self.log = self.journal.open("r+b", buffering=0)
        self.log.truncate(offset)
        self.log.seek(offset)
        for table in self.tables:
            self.spools[table.name] = Spool(table, entry.spools.get(table.name))
        sync_folder(self.folder)
        self.close_part_if_due()

    def check_finished(self, last: Entry) -> None:
        """Refuse a finished batch whose files are not what they were; the journal knows their sizes."""
        for name, (size, _) in last.done.items():
            path = self.folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise self.refuse(
                    f"The batch in this folder is done, but {name} was changed or removed since. Begin anew "
                    "with --restart, or name another folder."
                )

    def check_strangers(self, paths: list[Path]) -> None:
        """Refuse to write where there are files no journal tells of."""
        found = [path.name for path in paths if path.exists()]
        if found:
            raise self.refuse(
                f"The folder has {', '.join(found)}, and this batch did not write "
                f"{'it' if len(found) == 1 else 'them'}. Move {'it' if len(found) == 1 else 'them'} away, "
                "or name another folder."
            )

    def remove_batch(self, before: Head) -> None:
        """Throw away what the batch of this folder's journal has written, finished or not; it stays last."""
        last = find_last(self.journal)
        complete = bool(last.done) or last.people == before.people
        for table in list_tables(self.folder, before.shape):
            if complete and (last.done or not table.work.exists()):
                remove_path(table.final)
            remove_path(table.work)
        sync_folder(self.folder)
        self.journal.unlink()

    def refuse(self, message: str) -> BadInputError:
        """Return an error about this folder."""
        return BadInputError(Problem(str(self.folder), message))

    def add(self, result: Result) -> None:
        """Take the rows of the next people; they are durable after the next commit."""
        for name, text in result.texts.items():
            self.spools[name].add(text)
        self.added = replace(
            self.added,
            people=self.added.people + result.people,
            mark=result.mark if result.people else self.added.mark,
            summary=self.added.summary + result.summary,
        )
        waiting = sum(spool.pending for spool in self.spools.values())
        late = time.monotonic() - self.committed_at >= COMMIT_SECONDS
        if late or waiting >= COMMIT_BYTES or self.is_part_full():
            self.commit()

    def commit(self) -> None:
        """Make everything added durable."""
        if self.added.people > self.entry.people:
            for spool in self.spools.values():
                spool.write()
            self.enter(replace(self.added, spools=self.measure_spools(), closed={}))
        self.close_part_if_due()
        self.committed_at = time.monotonic()

    def measure_spools(self) -> Sizes:
        """Return how long each growing file is."""
        return {name: spool.sizes for name, spool in self.spools.items()}

    def enter(self, entry: Entry) -> None:
        """Add a line to the journal and wait until it is on the disk."""
        assert self.log is not None
        line = memoryview(write_line(entry))
        while line:
            line = line[self.log.write(line) :]
        os.fsync(self.log.fileno())
        self.entry = entry
        self.added = replace(self.added, part=entry.part)

    def is_part_full(self) -> bool:
        """Say whether the part that is being filled has all its people."""
        parted = isinstance(self.tables[0], ParquetTable)
        return parted and self.added.people >= min(
            (self.added.part + 1) * outputs.PART_PEOPLE, self.head.people
        )

    def close_part_if_due(self) -> None:
        """Turn the rows of a full part into its files, and begin the next."""
        full = self.is_part_full() and self.entry.people == self.added.people
        if not full or (self.entry.people == self.head.people and self.entry.closed):
            return
        closed: Sizes = {}
        for table in self.tables:
            if isinstance(table, ParquetTable):
                closed |= table.close_part(self.entry.part + 1)
        self.enter(replace(self.entry, part=self.entry.part + 1, closed=closed, spools={}))
        for spool in self.spools.values():
            spool.empty()

    def finish(self) -> None:
        """Give every table its name once everybody is in it, and shorten the journal to what was done."""
        self.commit()
        self.check_strangers([table.final for table in self.tables])
        done: Sizes = {}
        for entry, _ in read_entries(self.journal):
            done |= entry.closed
        for table in self.tables:
            if not isinstance(table, ParquetTable):
                done[table.final.name] = self.spools[table.name].sizes
        self.close_files()
        for table in self.tables:
            table.rename()
        sync_folder(self.folder)
        self.entry = Entry(self.entry.people, self.entry.mark, self.entry.summary, done=done)
        write_journal(self.journal, self.head, self.entry)
        self.finished = True

    def close_files(self) -> None:
        """Close every file."""
        for spool in self.spools.values():
            spool.close()
        if self.log is not None:
            self.log.close()

    def close(self) -> None:
        """Give the folder back; a batch of which nobody is done leaves nothing."""
        self.close_files()
        if self.created and not self.entry.people:
            for table in self.tables:
                remove_path(table.work)
            self.journal.unlink(missing_ok=True)
        self.lock.release()
        self.leave_folder()

    def leave_folder(self) -> None:
        """Remove the folder if this run made it and nothing is in it."""
        if self.made and self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

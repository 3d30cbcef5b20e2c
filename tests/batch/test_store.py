"""The folder of a batch: a crash at any moment costs no byte, and nobody else's file is touched."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.batch import outputs
from mealopt.batch import store as store_room
from mealopt.batch.journal import JOURNAL, Entry, Head, Summary
from mealopt.batch.store import Store
from mealopt.errors import BadInputError
from tests.batch.making import made_up_result, read_folder
from tests.checking import ask_times

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 7
SHAPES = ("csv", "parquet")
PRINT = {"the people's file": "a", "--days": "7"}


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


def head(shape: str, people: int = PEOPLE, **changed: str) -> Head:
    return Head(people, shape, {**PRINT, **changed})


def fill(folder: Path, shape: str, people: int = PEOPLE) -> dict[str, bytes]:
    """Run a made-up batch to its end, from wherever it is, and return its files."""
    with Store(folder, head(shape, people)) as store:
        while not store.finished and store.people < people:
            store.add(made_up_result(store.people))
        if not store.finished:
            store.finish()
    return read_folder(folder)


@pytest.fixture(autouse=True)
def every_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit after every person, and close a part after three; the disk itself is not waited for."""
    monkeypatch.setattr(store_room, "COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(outputs, "PART_PEOPLE", 3)
    monkeypatch.setattr(os, "fsync", lambda _: None)


class Crasher:
    """Kills at the n-th moment something becomes durable: before it, after it, or in its middle.

    With `power` the whole machine goes: of every file only what was synced is left.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, power: bool) -> None:
        self.left = -1
        self.crashed = False
        self.power = power
        self.synced: dict[int, int] = {}  # bytes by inode
        monkeypatch.setattr(os, "fsync", self.sync)
        for name in ("replace", "unlink", "mkdir"):
            monkeypatch.setattr(Path, name, self.around(getattr(Path, name)))
        monkeypatch.setattr(outputs.Spool, "write", self.halve(outputs.Spool.write))
        monkeypatch.setattr(store_room, "write_line", self.tear(store_room.write_line))
        # a killed process runs no handler: its files are closed and its lock is gone, that is all
        monkeypatch.setattr(Store, "close", self.around_close(Store.close))

    def arm(self, moment: int) -> None:
        self.left, self.crashed = moment, False

    def sync(self, handle: int) -> None:
        self.pass_by()
        found = os.fstat(handle)
        self.synced[found.st_ino] = found.st_size
        self.pass_by()

    def lose(self, folder: Path) -> None:
        """Cut every file of a folder back to what was synced."""
        for path in folder.rglob("*") if self.power else ():
            if path.is_file():
                os.truncate(path, min(path.stat().st_size, self.synced.get(path.stat().st_ino, 0)))

    def pass_by(self) -> None:
        if self.left == 0:
            self.crashed = True
            raise Killed
        self.left -= 1

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.pass_by()
            result = function(*args, **options)
            self.pass_by()
            return result

        return call

    def halve(self, write: Callable[[outputs.Spool], None]) -> Callable[[outputs.Spool], None]:
        def call(spool: outputs.Spool) -> None:
            if self.left == 0:
                data = b"".join(spool.waiting)
                spool.file.write(data[: len(data) // 2])
            self.pass_by()
            write(spool)

        return call

    def tear(self, line: Callable[..., bytes]) -> Callable[..., bytes]:
        def call(entry: Entry) -> bytes:
            whole = line(entry)
            if self.left == 0:  # half a line reaches the disk, and the next moment is the end
                return whole[: len(whole) // 2]
            self.left -= 1
            return whole

        return call

    def around_close(self, close: Callable[[Store], None]) -> Callable[[Store], None]:
        def call(store: Store) -> None:
            with suppress(Killed):
                if not self.crashed:
                    close(store)
            if self.crashed:
                store.close_files()
                os.close(store.lock.handle)

        return call


@pytest.mark.parametrize("power", [False, True])
@pytest.mark.parametrize(
    ("shape", "step"), [("csv", 1), ("parquet", 5), pytest.param("parquet", 1, marks=pytest.mark.nightly)]
)
def test_a_crash_at_any_moment_costs_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, step: int, power: bool
) -> None:
    whole = fill(tmp_path / "whole", shape)
    assert sum(name.startswith("plans.") for name in whole) == (1 if shape == "csv" else 3)
    crasher = Crasher(monkeypatch, power=power)
    moment = 0
    while True:
        folder = tmp_path / f"{moment}"
        crasher.arm(moment)
        with suppress(Killed):
            fill(folder, shape)
        if not crasher.crashed:
            break
        crasher.lose(folder)
        crasher.arm(-1)
        assert fill(folder, shape) == whole, f"killed at moment {moment}"
        moment += step
    assert moment > 50
    assert read_folder(folder) == whole


@ask_times(15)
@given(
    moments=st.lists(st.integers(0, 90), min_size=2, max_size=6),
    shape=st.sampled_from(SHAPES),
    power=st.booleans(),
)
def test_crash_after_crash_costs_no_byte(
    tmp_path_factory: pytest.TempPathFactory, moments: list[int], shape: str, power: bool
) -> None:
    folder = tmp_path_factory.mktemp("crashes")
    with pytest.MonkeyPatch.context() as patch:
        whole = fill(folder / "whole", shape)
        crasher = Crasher(patch, power=power)
        for moment in moments:
            crasher.arm(moment)
            with suppress(Killed):
                fill(folder / "out", shape)
            if crasher.crashed:
                crasher.lose(folder / "out")
        crasher.arm(-1)
        assert fill(folder / "out", shape) == whole


def begin(folder: Path, shape: str, people: int) -> None:
    """Leave a batch as a kill would, after so many people."""
    store = Store(folder, head(shape))
    while store.people < people:
        store.add(made_up_result(store.people))
    store.close_files()
    os.close(store.lock.handle)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-3],
        lambda _: b"",
        lambda data: data[:40] + b"#" + data[41:],
        lambda data: data + b"half a row",
        None,
    ],
)
@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("csv", "plans.csv.part"),
        ("csv", "problems.csv.part"),
        ("csv", "journal.jsonl"),
        ("parquet", "totals.parquet.part/rows.csv"),
        ("parquet", "drivers.parquet.part/part-00001.parquet"),
    ],
)
def test_a_damaged_file_is_made_again_from_where_it_was_whole(
    tmp_path: Path, shape: str, name: str, spoil: Callable[[bytes], bytes] | None
) -> None:
    whole = fill(tmp_path / "whole", shape)
    out = tmp_path / "out"
    begin(out, shape, 5)
    path = out / name
    if name == JOURNAL:  # its first line is written whole or not at all; the later ones may suffer
        first, _, rest = path.read_bytes().partition(b"\n")
        path.write_bytes(first + b"\n" + (spoil(rest) if spoil else b""))
    elif spoil is None:
        path.unlink()
    else:
        path.write_bytes(spoil(path.read_bytes()))
    assert fill(out, shape) == whole


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    begin(out, "csv", 5)
    with Store(out, head("csv")) as store:
        assert (store.people, store.entry.mark, store.entry.summary.planned) == (5, 5, 5)
        with pytest.raises(BadInputError, match=r"Another batch is writing into this folder \(process"):
            Store(out, head("csv"))
    fill(out, "csv")
    with Store(out, head("csv")) as store:
        assert store.finished
    assert not (out / ".lock").exists()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("people", [3, PEOPLE])
def test_a_changed_input_is_named_and_nothing_is_touched(tmp_path: Path, shape: str, people: int) -> None:
    out = tmp_path / "out"
    begin(out, shape, people)
    (out / ".lock").unlink()
    before = read_folder(out)
    with pytest.raises(BadInputError) as caught:
        Store(out, Head(PEOPLE, shape, {"the people's file": "b", "--days": "1", "--goal": "cheapest"}))
    said = str(caught.value)
    for part in (
        f"{people} of 7 people are done", "the people's file,", "--days (7 before, 1 now)",
        "--goal (not given before, cheapest now)", "--restart",
    ):  # fmt: skip
        assert part in said
    assert read_folder(out) == before


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("people", [2, PEOPLE])
def test_restart_begins_anew_and_leaves_other_files(tmp_path: Path, shape: str, people: int) -> None:
    out = tmp_path / "out"
    fill(out, shape) if people == PEOPLE else begin(out, shape, people)
    (out / "notes.txt").write_text("mine")
    changed = Head(2, "csv", {"other": "input"})
    with Store(out, changed, restart=True) as store:
        assert store.people == 0
        for number in range(2):
            store.add(made_up_result(number))
        store.finish()
    assert set(read_folder(out)) == {
        "notes.txt", "journal.jsonl", "plans.csv", "totals.csv", "drivers.csv", "problems.csv",
    }  # fmt: skip


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("name", ["plans.csv", "totals.csv.part", "journal.jsonl"])
def test_a_strangers_file_is_never_replaced(tmp_path: Path, restart: bool, name: str) -> None:
    (tmp_path / name).write_text("somebody's own")
    with pytest.raises(BadInputError, match=r"did not write it|not the journal of a batch"):
        Store(tmp_path, head("csv"), restart=restart)
    assert read_folder(tmp_path) == {name: b"somebody's own"}


def test_a_strangers_file_that_appears_meanwhile_is_not_replaced_either(tmp_path: Path) -> None:
    out = tmp_path / "out"
    begin(out, "csv", PEOPLE)
    (out / "plans.csv").write_text("somebody's own")
    with pytest.raises(BadInputError, match="did not write it"):
        fill(out, "csv")
    assert (out / "plans.csv").read_text() == "somebody's own"


def test_a_finished_table_that_was_changed_is_noticed(tmp_path: Path) -> None:
    fill(tmp_path, "csv")
    (tmp_path / "plans.csv").write_text("edited")
    with pytest.raises(BadInputError, match=r"plans\.csv was changed or removed since"):
        fill(tmp_path, "csv")


def test_a_batch_of_which_nobody_is_done_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "new" / "out", head("csv")):
        pass
    assert list((tmp_path / "new").iterdir()) == []


entries = st.builds(
    Entry,
    people=st.integers(0, 10**7),
    mark=st.none() | st.integers(1, 2**32 - 1),
    summary=st.builds(Summary, planned=st.integers(0, 9), failed=st.integers(0, 9)),
    spools=st.dictionaries(st.text(max_size=9), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4),
    part=st.integers(0, 9),
)

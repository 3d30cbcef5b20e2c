"""One batch at a time in a folder."""

from __future__ import annotations

import errno
import os

import pytest

from mealopt.batch import lock
from mealopt.batch.lock import LOCK, FolderLock
from mealopt.errors import BadInputError


def test_a_second_run_is_refused_and_told_who_is_there(tmp_path):
    first = FolderLock(tmp_path)
    with pytest.raises(BadInputError, match=f"Another batch is writing .*process {os.getpid()}"):
        FolderLock(tmp_path)
    first.release()
    assert list(tmp_path.iterdir()) == []
    FolderLock(tmp_path).release()


def test_a_file_left_behind_holds_nobody_up(tmp_path):
    (tmp_path / LOCK).write_text("process 1 on elsewhere\n" * 9)
    mine = FolderLock(tmp_path)
    assert (tmp_path / LOCK).read_text().startswith(f"process {os.getpid()} on ")
    assert (tmp_path / LOCK).read_text().count("\n") == 1
    mine.release()


def test_a_file_system_without_locks_is_said(tmp_path, monkeypatch):
    def refuse(_handle):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(lock, "take_lock", refuse)
    mine = FolderLock(tmp_path)
    assert "has no locks" in mine.note
    mine.release()


def test_another_trouble_is_not_taken_for_a_lock(tmp_path, monkeypatch):
    def break_down(_handle):
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(lock, "take_lock", break_down)
    with pytest.raises(OSError, match="the disk is gone"):
        FolderLock(tmp_path)

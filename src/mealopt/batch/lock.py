"""One batch at a time in a folder: a lock the system itself releases when a run ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

LOCK = ".lock"
TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
MISSING = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}
FAR = 1 << 30  # Windows locks bytes: one far behind those that say who holds the lock

if sys.platform == "win32":
    import msvcrt

    def take_lock(handle: int) -> None:
        """Lock an open file, or raise OSError at once."""
        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def take_lock(handle: int) -> None:
        """Lock an open file, or raise OSError at once."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The lock of a folder. It belongs to this process: whoever kills the process frees the folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK
        self.note = ""  # what a person should know about a file system without locks
        while True:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            try:
                self.take(folder)
            except BaseException:
                os.close(self.handle)
                raise
            if self.is_mine():
                break
            os.close(self.handle)  # its last holder removed the file in between
        os.ftruncate(self.handle, 0)
        os.lseek(self.handle, 0, os.SEEK_SET)
        os.write(self.handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())

    def take(self, folder: Path) -> None:
        """Lock the open file; raises BadInputError where another run has it."""
        try:
            take_lock(self.handle)
        except OSError as error:
            if error.errno in MISSING:
                self.note = (
                    f"{folder}: this file system has no locks. See to it that no second batch writes here."
                )
                return
            if error.errno not in TAKEN:
                raise
            os.lseek(self.handle, 0, os.SEEK_SET)
            holder = os.read(self.handle, 200).decode(errors="replace").strip()
            raise BadInputError(
                Problem(
                    str(folder),
                    f"Another batch is writing into this folder{f' ({holder})' if holder else ''}. "
                    "Wait for it, or name another folder.",
                )
            ) from None

    def is_mine(self) -> bool:
        """Say whether the locked file is still the one in the folder."""
        try:
            return os.path.samestat(os.fstat(self.handle), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the folder back and leave no file behind."""
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(self.handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
            return
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(self.handle)

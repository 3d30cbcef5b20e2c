"""The memory of a page with many visitors: few heaps for all threads, and what was freed given back.

The C library gives every thread a heap of its own, up to eight for each processor, and none of them lends
its free room to the others: twenty visitors' weeks, worked out one after the other, held twice the memory
that one needs.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
HEAPS = 2


@cache
def find_heaps() -> Any:
    """Return the C library where its heaps can be told how to grow (glibc), `None` elsewhere."""
    try:
        library = ctypes.CDLL(None)
        return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
    except (OSError, TypeError):  # no C library by that way: Windows
        return None


@cache
def share_heaps() -> bool:
    """Let all threads share few heaps from now on; says whether they do. Once for the process."""
    library = find_heaps()
    return library is not None and library.mallopt(ARENA_MAX, HEAPS) == 1


def give_back() -> None:
    """Give memory that was freed back to the system, after work that took much of it."""
    library = find_heaps()
    if library is not None:
        library.malloc_trim(0)

"""Tables of visitors' own: kept for the questions that are asked of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.library import load_knowledge

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge

ROOM = 8  # visitors' tables that are kept

_kept: OrderedDict[str, Knowledge] = OrderedDict()
_lock = threading.Lock()


def recall_tables(digest: str) -> Knowledge:
    """Return the tables of a question: the shipped ones where it names none.

    Raises BadInputError for tables that are kept no longer: no others take their place in silence.
    """
    if not digest:
        return load_knowledge()
    with _lock:
        known = _kept.get(digest)
    if known is None:
        raise BadInputError(Problem("tables", "Your files are no longer here. Upload them again."))
    return known


def keep_tables(knowledge: Knowledge) -> Knowledge:
    """Keep a person's own tables for the questions that are asked of them; the longest unasked go first."""
    with _lock:
        _kept[knowledge.digest] = knowledge
        _kept.move_to_end(knowledge.digest)
        while len(_kept) > ROOM:
            _kept.popitem(last=False)
    return knowledge

"""Foods on their way in: a file of their own holds them, so that a million take the room of one."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

Amounts = dict[str, tuple[float, int]]  # by nutrient: per 100 g, and the rank of the column it is from
TOGETHER = 20_000  # changes that are written at once


class FoodStore:
    """The foods of an import by id, with their facts and amounts; of facts the first stays."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mealopt-")
        self.base = sqlite3.connect(Path(self.folder.name) / "foods", isolation_level=None)
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("PRAGMA synchronous=OFF")
        self.base.execute("PRAGMA cache_size=-20000")  # kibibytes
        self.base.execute("CREATE TABLE food (id TEXT PRIMARY KEY, held TEXT) WITHOUT ROWID")
        self.base.execute("BEGIN")
        self.changes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.base.close()
        self.folder.cleanup()

    def has(self, food_id: str) -> bool:
        """Say whether a food has come in."""
        return bool(self.base.execute("SELECT 1 FROM food WHERE id = ?", (food_id,)).fetchone())

    def add(self, food_id: str, facts: Mapping[str, str], amounts: Amounts) -> bool:
        """Take in what one sheet says of a food; says whether it was new.

        Of two amounts of a nutrient that of the lower rank stays, of the same rank the first.
        """
        row = self.base.execute("SELECT held FROM food WHERE id = ?", (food_id,)).fetchone()
        if row:
            known_facts, known = json.loads(row[0])
            facts = {**facts, **known_facts}
            for nutrient, (value, rank) in amounts.items():
                if nutrient not in known or rank < known[nutrient][1]:
                    known[nutrient] = (value, rank)
            held = json.dumps((facts, known))
            self.base.execute("UPDATE food SET held = ? WHERE id = ?", (held, food_id))
        else:
            held = json.dumps((dict(facts), amounts))
            self.base.execute("INSERT INTO food VALUES (?, ?)", (food_id, held))
        self.changes += 1
        if not self.changes % TOGETHER:
            self.base.execute("COMMIT")
            self.base.execute("BEGIN")
        return not row

    def __len__(self) -> int:
        return int(self.base.execute("SELECT count(*) FROM food").fetchone()[0])

    def __iter__(self) -> Iterator[tuple[str, dict[str, str], dict[str, float]]]:
        """Yield the foods by id."""
        for food_id, held in self.base.execute("SELECT id, held FROM food ORDER BY id"):
            facts, amounts = json.loads(held)
            yield food_id, facts, {nutrient: value for nutrient, (value, _) in amounts.items()}

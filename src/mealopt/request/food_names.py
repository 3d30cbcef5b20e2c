"""Foods as people name them: by an id, a name, a category, or words of both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mealopt.errors import Problem
from mealopt.tables.values import nearest

if TYPE_CHECKING:

    from mealopt.knowledge.foods import FoodTable


def resolve_food(text: str, table: FoodTable) -> str | Problem:
    """Find the food a person means by its id or its exact name; otherwise say what is near."""
    wanted = text.strip()
    if wanted in table:
        return wanted
    folded = wanted.casefold()
    matches = [i for i, name in enumerate(table.names) if name.casefold() == folded]
    if len(matches) == 1:
        return table.ids[matches[0]]
    words = folded.split()
    partial = [i for i, name in enumerate(table.names) if all(word in name.casefold() for word in words)]
    if partial:
        partial.sort(key=lambda i: (-table.popularity[i], table.ids[i]))
        shown = "; ".join(f"{table.ids[i]} {table.names[i]}" for i in partial[:3])
        return Problem("food", f"Which one? {shown}. Give the id or the whole name.", value=text)
    return Problem(
        "food",
        f"No such food.{nearest(wanted, [*table.names])} Search with `mealopt foods search`.",
        value=text,
    )


def resolve_foods(text: str, table: FoodTable) -> tuple[str, ...] | Problem:
    """Find the foods a person means by an id, a whole name, a category, or words of both.

    Singular and plural are one; words that no food and no category has are a problem.
    """
    found = resolve_food(text, table)
    if isinstance(found, str):
        return (found,)
    wanted = find_stems(text)
    alike = {name for name in {*table.categories} if wanted and wanted <= find_stems(name)}
    several = tuple(
        food
        for food, name, category in zip(table.ids, table.names, table.categories, strict=True)
        if category in alike or (wanted and wanted <= find_stems(name))
    )
    return several or found


def find_stems(text: str) -> frozenset[str]:
    """Return the words of a name without case and plural: `Mushrooms, raw` are `mushroom` and `raw`."""
    words = re.findall(r"[^\W\d_]{2,}", text.casefold())
    return frozenset(re.sub(r"ies$", "y", re.sub(r"(?<=o)es$|(?<=[^s])s$", "", word)) for word in words)

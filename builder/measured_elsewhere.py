"""Amounts of a nutrient FNDDS lacks, from a list that has no food codes: foods are matched by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builder.raw import RawProblem, load_rows
from builder.writing import write_number

if TYPE_CHECKING:
    from collections.abc import Iterable

LIST = Path("iodine-r4/iodine_data.csv")
MATCHES = Path(__file__).parent / "measured_elsewhere.csv"
MATCH_COLUMNS = ("nutrient", "food_id", "measured_as")
NAME, GRAMS, AMOUNT = "Description", "Serving Weight (g)", "Iodine (mcg/serving)"


def load_measured_elsewhere(raw: Path) -> dict[str, dict[str, str]]:
    """By nutrient and food: the amount per 100 g of what the list calls the food; other foods are unknown.

    Raises RawProblem with what the list does not name.
    """
    path = raw / LIST
    listed = {row[NAME]: row for row in load_rows(path, (NAME, GRAMS, AMOUNT))}
    matches = load_rows(MATCHES, MATCH_COLUMNS)
    if missing := sorted({row["measured_as"] for row in matches} - set(listed)):
        raise RawProblem(f'{path}: the column "{NAME}" does not have {"; ".join(missing)}.')
    found: dict[str, dict[str, str]] = {}
    for row in matches:
        serving = listed[row["measured_as"]]
        per_100g = 100 * float(serving[AMOUNT]) / float(serving[GRAMS])
        found.setdefault(row["nutrient"], {})[row["food_id"]] = write_number(round(per_100g, 2))
    return found


def check_matched(known: Iterable[str], measured: dict[str, dict[str, str]]) -> None:
    """Raise RawProblem with every matched food the food table does not have."""
    if missing := sorted({food for foods in measured.values() for food in foods} - set(known)):
        raise RawProblem(f'{MATCHES}: the column "food_id" names foods we do not have: {"; ".join(missing)}.')

"""What a reading of the tables found and how each finding was settled (`docs/settled.csv`) is still so."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("vegan", "vegetarian", "pescatarian", "pregnancy_risk", "price_per_100g", "name")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def foods() -> dict[str, dict[str, str]]:
    return {row["food_id"]: row for row in read_rows(ROOT / "data" / "foods.csv")}


@pytest.fixture(scope="module")
def settled() -> list[dict[str, str]]:
    return read_rows(ROOT / "docs" / "settled.csv")


def describe_portions(food: dict[str, str]) -> str:
    least, helping, most = (
        f"{float(food[name]):g}" for name in ("least_portions", "helping_portions", "max_portions_meal")
    )
    return f"least {least}, helping {helping}, most {most} at a meal"


def test_every_value_is_still_what_it_was_settled_as(
    foods: dict[str, dict[str, str]], settled: list[dict[str, str]]
) -> None:
    rules = {row["rule"] for row in read_rows(ROOT / "data" / "ages.csv")}
    off = []
    for row in settled:
        food, of = foods.get(row["food_id"], {}), row["of"]
        if of.startswith("contains_") or of in COLUMNS:
            now = food[of]
        elif of == "portions":
            now = describe_portions(food)
        elif of == "ages.csv":
            now = row["now"] if row["now"] in rules else "no such rule"
        else:
            continue
        if now != row["now"]:
            off.append((row, now))
    assert not off


def test_what_was_not_taken_as_proposed_has_a_reason(settled: list[dict[str, str]]) -> None:
    assert {row["verdict"] for row in settled} == {"changed", "kept", "otherwise", "held"}
    assert not [row for row in settled if row["verdict"] in ("kept", "otherwise") and not row["reason"]]


def test_the_page_counts_what_the_table_holds(settled: list[dict[str, str]]) -> None:
    counts = Counter(row["verdict"] for row in settled)
    said = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert (
        f"{len(settled)} findings: {counts['changed']} changed as proposed, {counts['otherwise']} in another "
        f"way, {counts['kept']} kept, {counts['held']} held" in said.replace("\n", " ")
    )

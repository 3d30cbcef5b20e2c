"""`explain`: what it prints and writes, and what it says when nothing fits."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mealopt.cli import door

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WOMAN = ("--age", 34, "--sex", "female", "--diet", "vegan", "--portions", "exact")
IMPOSSIBLE = ("--age", 34, "--sex", "female", "--diet", "vegan", "--budget", 1)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def swaps() -> tuple[str, ...]:
    """Ask for a food outside this woman's plan, one inside, and one her diet leaves out."""
    arguments = [str(argument) for argument in ("explain", *WOMAN, "--format", "json", "-q")]
    found = json.loads(CliRunner().invoke(door, arguments).stdout)
    outside, inside = found["entries"][0]["food_id"], found["worth"][0]["food_id"]
    return ("--swap", outside, "--swap", inside, "--swap", "Milk, whole")


def test_csv_holds_the_drivers_with_their_ranges(run: Run, tmp_path: Path) -> None:
    result = run("explain", *WOMAN, "--format", "csv")
    rows = [row for row in rows_of(result.stdout) if row["limit"] != "group"]
    assert all(row["unique"] in {"yes", "no"} for row in rows)
    assert all(float(row["range_low"]) <= float(row["bound"]) for row in rows)
    week = run("week", *WOMAN, "-o", tmp_path / "week.csv", "--drivers", tmp_path / "drivers.csv")
    assert week.exit_code == 0, week.stderr
    assert (tmp_path / "drivers.csv").read_text(encoding="utf-8") == result.stdout


def test_json_has_everything(run: Run, tmp_path: Path, swaps: tuple[str, ...]) -> None:
    path = tmp_path / "why.json"
    result = run("explain", *WOMAN, *swaps, "--restrictions", "--curve", "calcium_mg=500:1500", "-o", path)
    assert result.exit_code == 0, result.stderr
    found = json.loads(path.read_text(encoding="utf-8"))
    assert set(found) == {
        "objective_per_day", "money_per_day", "drivers", "worth", "entries", "swaps", "curves",
        "restrictions",
    }  # fmt: skip
    outside, inside, milk = found["swaps"]
    assert (outside["inside"], inside["inside"], milk["inside"]) == (False, True, False)
    assert outside["entry_price_per_100g"] < outside["price_per_100g"]
    assert inside["ban_cost_per_day"] is not None
    assert inside["changes"][0]["food_id"]
    assert milk["entry_price_per_100g"] is None  # no vegan food
    corners = found["curves"][0]["corners"]
    assert (corners[0]["at"], corners[-1]["at"]) == (500, 1500)
    assert corners[-1]["slope"] is None
    assert [row["restriction"] for row in found["restrictions"]] == ["vegan"]


def test_the_table_answers_every_question(run: Run, swaps: tuple[str, ...]) -> None:
    text = run("explain", *WOMAN, *swaps, "--restrictions", "--curve", "calcium_mg").stdout
    for words in (
        "It is outside", "It is in the plan. Without it", "It cannot come in", "today 1,000 mg",
        "What the restrictions cost", "Vegan",
    ):  # fmt: skip
        assert words in text
    assert sum(line.endswith("today") for line in text.splitlines()) == 1


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        (("--curve", "calcium_mg=500:1500"), "at,cost,slope"),
        (("--restrictions",), "restriction,label,cost_with,cost_without,difference"),
        (("--swap", "Olive oil"), "swap,inside,price_per_100g,entry_price_per_100g,ban_cost_per_day"),
    ],
)
def test_csv_holds_the_one_table_asked_for(run: Run, question: tuple[str, ...], columns: str) -> None:
    result = run("explain", *WOMAN, *question, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[0].startswith(columns)
    assert len(rows_of(result.stdout)) >= 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--swap", "blorb"), ("--swap", "No such food")),
        (("--curve", "magnesum_mg"), ("--curve", "Did you mean magnesium_mg?")),
        (("--curve", "calcium_mg=900"), ("LOW:HIGH",)),
        (("--curve", "calcium_mg=1500:500"), ("LOW:HIGH",)),
        (("--curve", "calcium_mg=a:b"), ("LOW:HIGH",)),
        (("--restrictions", "--swap", "Olive oil", "--format", "csv"), ("one table",)),
        (("--format", "xml", "--sex", "x"), ("xml", "--sex")),
    ],
)
def test_what_is_not_understood_is_said(run: Run, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = run("explain", *WOMAN, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(word in result.stderr for word in words), result.stderr


def test_when_nothing_fits_it_says_why_and_what_would_do(run: Run) -> None:
    result = run("explain", *IMPOSSIBLE)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "cannot be had together" in result.stderr
    assert "each was tried" in result.stderr
    assert run("week", *IMPOSSIBLE).stderr.splitlines()[-1] == result.stderr.splitlines()[-1]


def test_when_nothing_fits_json_is_for_programs(run: Run) -> None:
    result = run("explain", *IMPOSSIBLE, "--format", "json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert found["status"] == "nothing fits"
    assert found["shortfalls"][0]["nutrient"] == "budget"
    # which of the wishes that cost money it names beside the budget is the solver's choice: all are conflicts
    kinds = {member["kind"] for member in found["conflict"]}
    assert "budget" in kinds
    assert kinds & {"energy", "minimum"}
    assert found["repairs"][0]["id"] == "budget"
    assert found["message"] in result.stderr


def test_a_refusal_for_safety_has_no_explanation(run: Run) -> None:
    result = run("explain", *WOMAN, "--condition", "kidney_disease", "--format", "json")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "dietitian" in result.stderr

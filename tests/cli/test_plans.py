"""`day` and `week`: what they print and write."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from mealopt.errors import NoPlanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")
PORTIONS = "day,meal,food_id,food,portions,portion,grams,energy_kcal,cost"
TOTALS = "day,nutrient,unit,amount,minimum,maximum,percent_of_minimum,status,measured_share"
DRIVERS = "nutrient,limit,bound,shadow_price,unit,range_low,range_high,unique,share,sentence"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_json_has_one_schema(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    assert run("day", *WOMAN, "-o", path).exit_code == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    assert {
        "headline", "cost_per_day", "hei2020", "portions", "totals", "drivers", "missed", "notes", "proof",
    } <= set(found)  # fmt: skip
    assert list(found["portions"][0]) == PORTIONS.split(",")
    assert list(found["totals"][0]) == TOTALS.split(",")
    assert ",".join(found["drivers"][0]).startswith(DRIVERS)
    assert found["proof"]["duality_gap"] <= 1e-6
    cost = sum(row["cost"] for row in found["portions"])
    assert found["cost_per_day"] == pytest.approx(cost, abs=1e-2)


@pytest.mark.parametrize("condition", ["kidney-disease", "eating_disorder"])
def test_some_people_get_no_plan(run: Run, tmp_path: Path, condition: str) -> None:
    for command in ("day", "targets"):
        result = run(command, *WOMAN[:4], "--condition", condition, "-o", tmp_path / "day.csv")
        assert result.exit_code == 3
        assert "doctor" in result.stderr
        assert result.stdout == ""
        assert not list(tmp_path.iterdir())


def test_when_nothing_fits_the_targets_are_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoPlanError("No plan meets every target. It misses:\n  Budget: $2.15 a day above $0.50")

    monkeypatch.setattr("mealopt.planner.make_plan", refuse)
    result = run("day", *WOMAN, "--budget", "0.5", "-o", tmp_path / "day.csv")
    assert result.exit_code == 3
    assert result.stderr.endswith("  Budget: $2.15 a day above $0.50\n")
    assert result.stdout == ""
    assert not list(tmp_path.iterdir())


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    first = run("week", *WOMAN, "-o", "-", "--diet", "vegan").stdout
    run("week", "--age", 70, "--sex", "male", "--portions", "exact")
    assert run("week", *WOMAN, "-o", "-", "--diet", "vegan").stdout == first


def test_pins_limits_and_exclusions_are_kept(run: Run) -> None:
    plain = rows_of(run("day", *WOMAN, "-o", "-").stdout)
    result = run(
        "day", *WOMAN, "-o", "-", "--include", "Banana, fresh=126", "--exclude", plain[0]["food_id"],
        "--min", "fiber_g=30", "--max", "sodium_mg=2000",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    rows = rows_of(result.stdout)
    assert sum(float(row["grams"]) for row in rows if row["food_id"] == "63107010") == pytest.approx(126)
    assert plain[0]["food_id"] not in {row["food_id"] for row in rows}

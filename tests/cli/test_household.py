"""`household`: three files for people who share a meal, or every problem of their file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


def test_a_household_shares_dinner_and_a_shopping_list(run: Run, tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "plans"
    people.write_text("id,age,sex\nana,35,female\nben,40,male\n", encoding="utf-8")
    result = run("household", people, "--days", 1, "--quality", 0, "-o", out)
    assert result.exit_code == 0, result.stderr
    with (out / "plans.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    dinners = {
        who: {row["food_id"] for row in rows if (row["id"], row["meal"]) == (who, "dinner")}
        for who in ("ana", "ben")
    }
    assert dinners["ben"]
    assert dinners["ben"] <= dinners["ana"]
    assert (out / "totals.csv").read_text(encoding="utf-8").startswith("id,day,nutrient")
    assert (out / "shopping.txt").read_text(encoding="utf-8").strip()
    checked = run("verify", out / "plans.csv", "--people", people, "--quality", 0)
    assert checked.exit_code == 0, checked.stdout + checked.stderr


def test_every_problem_of_the_file_is_said_and_nothing_written(run: Run, tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "plans"
    people.write_text("id,age,sex\nana,x,female\nben,40,y\n", encoding="utf-8")
    result = run("household", people, "-o", out)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert "line 3" in result.stderr
    assert not out.exists()

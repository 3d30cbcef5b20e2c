"""`again` and `week --alternatives`: what they write, and what they refuse."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from mealopt.planner import plan_day
from mealopt.request.person import Person
from mealopt.request.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from mealopt.knowledge.library import Knowledge

    Run = Callable[..., Result]

WOMAN = ("--age", 35, "--sex", "female", "--quality", 0)


@pytest.fixture(scope="module")
def plan_text(knowledge: Knowledge) -> str:
    from mealopt.tables.writing import format_csv

    return format_csv(plan_day(Person(35, "female"), Rules(quality=0), knowledge).portions)


def test_a_written_day_is_planned_again_and_its_locked_meal_stays(
    run: Run, plan_text: str, tmp_path: Path
) -> None:
    path, out = tmp_path / "day.csv", tmp_path / "new.csv"
    path.write_text(plan_text, encoding="utf-8")
    result = run("again", path, *WOMAN, "--day", 1, "--lock", "1:dinner", "-o", out)
    assert result.exit_code == 0, result.stderr
    before = list(csv.DictReader(io.StringIO(plan_text)))
    after = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert list(after[0]) == list(before[0])
    assert before != after
    dinner = [row for row in before if row["meal"] == "dinner"]
    assert dinner
    assert [row for row in after if row["meal"] == "dinner"] == dinner


def test_what_a_meal_was_instead_is_made_up_for(run: Run, plan_text: str, tmp_path: Path) -> None:
    path, out = tmp_path / "day.csv", tmp_path / "new.csv"
    path.write_text(plan_text, encoding="utf-8")
    result = run("again", path, *WOMAN, "--had", "1:lunch:58106220=172", "-o", out)
    assert result.exit_code == 0, result.stderr
    after = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    lunch = [(row["food_id"], float(row["grams"])) for row in after if row["meal"] == "lunch"]
    assert lunch == [("58106220", 172.0)]
    assert run("verify", out, *WOMAN).exit_code == 0


def test_another_food_comes_in_the_place_of_one(run: Run, plan_text: str, tmp_path: Path) -> None:
    path, out = tmp_path / "day.csv", tmp_path / "new.csv"
    path.write_text(plan_text, encoding="utf-8")
    food = next(r["food_id"] for r in csv.DictReader(io.StringIO(plan_text)) if r["meal"] == "lunch")
    result = run("again", path, *WOMAN, "--swap", f"1:lunch:{food}", "-o", out)
    assert result.exit_code == 0, result.stderr
    after = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert ("lunch", food) not in {(row["meal"], row["food_id"]) for row in after}
    assert run("verify", out, *WOMAN).exit_code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--had", "lunch=2"), "Write a day, a meal, and a food with its grams"),
        (("--had", "1:lunch:58106220=none"), "Write a day, a meal, and a food with its grams"),
        (("--had", "1:lunch:58106220=nan"), "Write a day, a meal, and a food with its grams"),
        (("--had", "1:lunch:58106220=100", "--day", "1"), "one at a time"),
        (("--had", "1:lunch:nothing at all=100"), "--had"),
        (("--had", "9:lunch:58106220=100"), "no such day"),
        (("--had", "1:tea:58106220=100"), "There is no such meal"),
        (("--had", "1:lunch:58106220=9000"), "More of Pizza"),
        (("--had", "1:lunch:58106220=10"), "Less than half of the smallest step, 86 g"),
        (("--had", "1:lunch:58106220=86", "--lock", "1:no such food"), "--lock"),
        (("--had", "1:lunch:58106220=86", "--lock", "2:dinner"), "of the same day"),
    ],
)
def test_what_cannot_have_been_eaten_is_said(
    run: Run, plan_text: str, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "day.csv"
    path.write_text(plan_text, encoding="utf-8")
    result = run("again", path, *WOMAN, *options)
    assert result.exit_code == 2, result.output
    assert words in result.stderr


def test_a_file_of_another_diet_is_refused_by_its_lines(run: Run, plan_text: str, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(plan_text.replace("\n1,lunch", "\n1,tea", 1), encoding="utf-8")
    result = run("again", path, *WOMAN, "--day", 1)
    assert result.exit_code == 2
    assert "tea" in result.stderr
    assert "line" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--day", 9), "--day"),
        (("--lock", "dinner"), "3:dinner"),
        (("--lock", "1:dinner"), "--lock"),
        ((), "Nothing changes"),
        (("--swap", "lunch:milk"), "Write a day, a meal, and a food"),
        (("--swap", "1:lunch:no such food"), "--swap"),
        (("--swap", "1:lunch:58106220"), "Day 1 does not have this food at lunch"),
        (("--swap", "1:lunch:58106220", "--day", 1), "one at a time"),
        (("--swap", "1:lunch:58106220", "--lock", "1:dinner"), "nothing needs to be locked"),
    ],
)
def test_what_again_does_not_understand_is_said(
    run: Run, plan_text: str, tmp_path: Path, options: tuple[object, ...], words: str
) -> None:
    path = tmp_path / "day.csv"
    path.write_text(plan_text, encoding="utf-8")
    result = run("again", path, *WOMAN, *options)
    assert result.exit_code == 2, result.stderr
    assert words in result.stderr

"""`mealopt shopping`, and the list and calendar that `day` and `week` write."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")
HEAD = "day,meal,food_id,food,portions,portion,grams,energy_kcal,cost"
BANANA = '1,lunch,63107010,"Banana, fresh",2,1 banana,252,224.28,0.6138'
WATER = "1,lunch,94000100,Tap water,2,1 cup,480,0,0"
EATEN = '1,breakfast,31103010,"Egg, boiled or poached",1,1 egg,50,71.5,0'
COLUMNS = "aisle,food_id,food,grams,buy,buy_g,cost,days,needed_g,pantry,eaten_as,note"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(f"{HEAD}\n{BANANA}\n{WATER}\n{EATEN}\n", encoding="utf-8")
    return path


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_list_for_paper(run: Run, plan: Path) -> None:
    result = run("shopping", plan)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Shopping list: 1 thing. What is eaten of them costs $0.61.\n")
    assert "Fruit and vegetables\n[ ] 2 bananas\n" in result.stdout
    said = " ".join(result.stderr.split())
    assert said.endswith("as the plan has it at no cost (eaten already): Egg, boiled or poached.")
    assert run("shopping", plan, "-q").stderr == ""


def test_a_list_for_a_spreadsheet(run: Run, plan: Path) -> None:
    text = run("shopping", plan, "--format", "csv").stdout
    assert text.splitlines()[0] == COLUMNS
    (row,) = rows_of(text)
    assert (row["food"], row["buy"], row["buy_g"], row["cost"]) == ("Bananas", "2 bananas", "252", "0.6138")
    assert json.loads(run("shopping", plan, "--format", "json").stdout)[0]["food"] == "Bananas"


@pytest.mark.parametrize(("name", "begin"), [("l.csv", COLUMNS), ("l.txt", "Shopping"), ("l.json", "[")])
def test_the_ending_chooses_the_format(run: Run, plan: Path, tmp_path: Path, name: str, begin: str) -> None:
    out = tmp_path / name
    result = run("shopping", plan, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith(begin)
    assert f"Wrote {out}" in result.stderr


def test_people_of_a_batch_shop_together(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(f"id,{HEAD}\nann,{BANANA}\nbob,{BANANA}\n", encoding="utf-8")
    result = run("shopping", path)
    assert result.stdout.startswith("Shopping list for 2 people: 1 thing.")
    assert "[ ] 4 bananas\n" in result.stdout


def test_the_pantry_is_not_bought_again(run: Run, plan: Path, tmp_path: Path) -> None:
    pantry = tmp_path / "pantry.csv"
    pantry.write_text("food_id,grams\n63107010,126\n", encoding="utf-8")
    assert "[ ] 1 banana\n" in run("shopping", plan, "--pantry", pantry).stdout
    pantry.write_text("food_id,grams\n63107010,999\n", encoding="utf-8")
    assert "nothing has to be bought" in run("shopping", plan, "--pantry", pantry).stdout


def test_everything_wrong_is_said_at_once(run: Run, plan: Path, tmp_path: Path) -> None:
    plan.write_text(f"{HEAD}\n{BANANA.replace('252', 'many')}\n", encoding="utf-8")
    pantry = tmp_path / "pantry.csv"
    pantry.write_text("food_id,grams\n1,126\n", encoding="utf-8")
    result = run("shopping", plan, "--pantry", pantry, "-o", tmp_path / "list.csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{plan}, line 2, column grams: 'many':" in result.stderr
    assert f"{pantry}, line 2, column food_id: '1': No food has this id." in result.stderr
    assert not (tmp_path / "list.csv").exists()


def test_a_week_with_its_list_and_calendar(run: Run, tmp_path: Path) -> None:
    names = ("week.csv", "list.csv", "week.ics")
    week, shopping, calendar = (tmp_path / name for name in names)
    arguments = ("week", *WOMAN, "-o", week, "--shopping", shopping, "--calendar", calendar)
    result = run(*arguments, "--start", "2026-11-30")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert all(str(path) in result.stderr for path in (week, shopping, calendar))
    # the list of the file is the list of the plan, but for the last digits that are written
    again = rows_of(run("shopping", week, "--format", "csv").stdout)
    first = rows_of(shopping.read_text(encoding="utf-8"))
    assert [row["food"] for row in again] == [row["food"] for row in first]
    assert sum(float(row["cost"]) for row in first) == pytest.approx(
        7 * sum(float(row["cost"]) for row in rows_of(week.read_text(encoding="utf-8"))), rel=1e-3
    )
    text = calendar.read_bytes().decode()
    assert text.count("BEGIN:VEVENT\r\n") == 28
    assert "DTSTART:20261206T183000\r\n" in text
    written = [path.read_bytes() for path in (week, shopping, calendar)]
    run(*arguments, "--start", "2026-11-30")
    assert [path.read_bytes() for path in (week, shopping, calendar)] == written


def test_a_list_may_go_to_stdout_where_the_plan_does_not(run: Run, tmp_path: Path) -> None:
    result = run("day", *WOMAN, "-o", tmp_path / "day.csv", "--shopping", "-")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Shopping list: ")
    assert (tmp_path / "day.csv").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--shopping", "-"), "--shopping: '-': The plan goes to stdout"),
        (("--shopping", "-", "-o", "-"), "--shopping: '-': The plan goes to stdout"),
        (("--shopping", "list.pdf"), "--shopping: 'list.pdf': Name a file that ends in .csv or .txt."),
        (("--shopping", ""), "--shopping: '': Name a file"),
        (("--calendar", "-", "--start", "2026-11-30"), "--calendar: '-': Name a file"),
        (("--calendar", "w.ics"), "--calendar: A calendar needs its first day: --start 2026-11-30."),
        (("--start", "2026-11-30"), "--start: This is the first day of a calendar or a sheet"),
        (("--calendar", "w.ics", "--start", "30.11.2026"), "--start: '30.11.2026': Not a date."),
        (("--calendar", "w.ics", "--start", "2026-02-30"), "--start: '2026-02-30': Not a date."),
        (("--calendar", "w.ics", "--start", "2026-W49-1"), "--start: '2026-W49-1': Not a date."),
        (("--calendar", "w.ics", "--start", "9999-12-31"), "--start: '9999-12-31': Not a date."),
        (("--shopping", "a.txt", "--calendar", "a.txt", "--start", "2026-11-30"), "Two results cannot go to"),
    ],
)
def test_what_cannot_be_is_said_before_planning(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("week", *WOMAN, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_when_the_calendar_cannot_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    result = run(
        "day", *WOMAN, "-o", tmp_path / "day.csv", "--shopping", tmp_path / "list.txt",
        "--calendar", tmp_path / "taken" / "day.ics", "--start", "2026-11-30",
    )  # fmt: skip
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_what_was_eaten_is_not_bought(run: Run, tmp_path: Path) -> None:
    result = run("day", *WOMAN, "-o", tmp_path / "d.csv", "--shopping", "-", "--ate", "Banana, fresh=126")
    assert result.exit_code == 0, result.stderr
    assert "banana" not in result.stdout

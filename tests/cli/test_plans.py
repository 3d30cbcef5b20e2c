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


def test_the_table_reads_from_headline_to_notes(run: Run) -> None:
    result = run("week", *WOMAN)
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    order = ["a day · ", "The average day", "Breakfast", "Nutrients", "What drives the cost", "· Proved"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    labels = ["Magnesium", "Calcium", "Potassium", "Vitamin D", "Vitamin B12"]
    assert all(text.index(f"  {label} ") < text.index("  Sodium ") for label in labels)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "1 cup ×" not in text
    assert "not medical advice" in result.stderr
    assert "not medical advice" not in text


def test_csv_goes_to_stdout_on_its_own(run: Run) -> None:
    result = run("day", *WOMAN, "-o", "-")
    assert result.stdout.splitlines()[0] == PORTIONS
    rows = rows_of(result.stdout)
    assert {row["day"] for row in rows} == {"1"}
    assert {row["meal"] for row in rows} == {"breakfast", "lunch", "dinner", "snack"}
    assert run("day", *WOMAN, "--format", "csv").stdout == result.stdout


def test_three_files_are_written_together(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("week.csv", "totals.csv", "drivers.csv")]
    result = run("week", *WOMAN, "-o", paths[0], "--totals", paths[1], "--drivers", paths[2])
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    heads = [path.read_text(encoding="utf-8").splitlines()[0] for path in paths]
    assert heads[:2] == [PORTIONS, TOTALS]
    assert heads[2].startswith(DRIVERS)
    assert {row["day"] for row in rows_of(paths[1].read_text(encoding="utf-8"))} == {"average"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drivers.csv", "totals.csv", "week.csv"]
    assert all(str(path) in result.stderr for path in paths)


def test_nothing_is_written_when_one_file_cannot_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    result = run("day", *WOMAN, "-o", tmp_path / "day.csv", "--totals", tmp_path / "taken" / "totals.csv")
    assert result.exit_code == 2
    assert "taken" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


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


def test_quiet_is_quiet_but_warnings_stay(run: Run) -> None:
    assert run("day", *WOMAN, "-q").stderr == ""
    warned = run("day", *WOMAN, "-q", "--condition", "warfarin")
    assert warned.exit_code == 0
    assert "vitamin K" in warned.stderr


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


def test_a_person_file_says_the_same_as_options(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(
        'age = 34\nsex = "female"\nportions = "exact"\ndiet = "vegan"\nwithout = ["peanuts"]\n'
        'include = ["63107010=126"]\nsupplements = true\n[min]\nfiber_g = 30\n',
        encoding="utf-8",
    )
    from_file = run("day", "--person", path, "-o", "-")
    assert from_file.exit_code == 0, from_file.stderr
    options = ("--diet", "vegan", "--without", "peanuts", "--include", "63107010=126", "--supplements")
    assert run("day", *WOMAN, *options, "--min", "fiber_g=30", "-o", "-").stdout == from_file.stdout
    older = run("targets", "--person", path, "--age", 60, "--format", "csv").stdout
    assert "calcium_mg,minimum,1200" in older


def test_targets_name_strength_and_source(run: Run) -> None:
    result = run("targets", *WOMAN[:4], "--format", "csv")
    rows = rows_of(result.stdout)
    magnesium = next(row for row in rows if (row["nutrient"], row["limit"]) == ("magnesium_mg", "minimum"))
    assert (magnesium["value"], magnesium["unit"], magnesium["strength"]) == ("320", "mg", "must")
    published = [row for row in rows if row["kind"] != "EER"]
    assert all(row["source"] and row["link"].startswith("http") for row in published)
    assert json.loads(run("targets", *WOMAN[:4], "--format", "json").stdout)[0]["nutrient"]
    table = run("targets", *WOMAN[:4], "--diet", "vegan").stdout
    assert "RDA × 1.8" in table
    assert "[1]" in table


def test_a_plan_on_a_terminal_is_coloured_unless_asked_not_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mealopt.cli.terminal import Screen

    monkeypatch.setattr("mealopt.cli.plans.find_screen", lambda _: Screen(100, colour=True))
    assert "\x1b[" in run("day", *WOMAN).stdout

"""Files are written whole or not at all."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

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


def test_quiet_is_quiet_but_warnings_stay(run: Run) -> None:
    assert run("day", *WOMAN, "-q").stderr == ""
    warned = run("day", *WOMAN, "-q", "--condition", "warfarin")
    assert warned.exit_code == 0
    assert "vitamin K" in warned.stderr

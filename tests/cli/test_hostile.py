"""Input as it should not be: exit 2, everything wrong named at once, nothing written."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from mealopt.tables.places import find_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WOMAN = ("--age", "34", "--sex", "female", "--portions", "exact")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age = 34\nsex = 'female'\ndeit = 'vegan'\n", "column deit: Unknown key. Did you mean diet?"),
        ("age = 'old'\nsex = 'female'\n", "column age: 'old': Not a number"),
        ("age = nan\nsex = 'female'\n", "column age: 'nan': Not a finite number"),
        ("age = true\nsex = 'female'\n", "column age: 'yes': Not a number"),
        ("age = [34]\nsex = 'female'\n", "column age: Give one value, not a list"),
        ("age = 34\nsex = 'female'\nmin = 3\n", "column min: Write a table: [min]"),
        (
            "age = 34\nsex = 'female'\n[min]\nmagnesium = 400\n",
            "column min.magnesium: '400': Unknown nutrient",
        ),
        (
            "age = 34\nsex = 'female'\nwithout = ['penuts']\n",
            "column without: 'penuts': Unknown. Did you mean",
        ),
        ("age = 34\nage = 35\n", "line 2"),
        ("age 34\n", "line 1"),
        ("age = 34\0\n", "line 1: A NUL byte"),
    ],
)
def test_a_person_file_that_is_not_understood(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "me.toml"
    path.write_text(text, encoding="utf-8")
    result = run("day", "--person", path, "-o", tmp_path / "day.csv")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert str(path) in result.stderr
    assert [found.name for found in tmp_path.iterdir()] == ["me.toml"]


def own_table(lines: int = 40) -> list[str]:
    text = (find_data() / "foods.csv").read_text(encoding="utf-8")
    return text.splitlines()[: lines + 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda lines: [lines[0].replace("magnesium_mg", "magnesum_mg"), *lines[1:]],
            "Did you mean magnesium_mg?",
        ),
        (lambda lines: [*lines, lines[1]], "The same food_id as in line 2"),
        (lambda lines: [*lines, lines[1] + ",5"], "cells where the header has"),
        (lambda lines: [line.replace(",", "|") for line in lines], "separated by bars"),
        (lambda lines: [lines[0], lines[1].replace(",1 ", ",\0 ", 1), *lines[2:]], "line 2: A NUL byte"),
        (lambda _: [], "The file is empty"),
        (lambda lines: lines[:1], "header but no row"),
    ],
)
def test_a_food_table_that_is_not_understood(
    run: Run, tmp_path: Path, change: Callable[[list[str]], list[str]], said: str
) -> None:
    path = tmp_path / "foods.csv"
    path.write_text("\n".join(change(own_table())) + "\n", encoding="utf-8")
    for arguments in (("foods", "check", path), ("day", *WOMAN, "--foods", path, "-o", tmp_path / "day.csv")):
        result = run(*arguments)
        assert result.exit_code == 2, result.output
        assert said in result.stderr
        assert str(path) in result.stderr
    assert [found.name for found in tmp_path.iterdir()] == ["foods.csv"]


def test_a_food_called_na_and_a_byte_order_mark_are_welcome(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "foods.csv"
    rows = list(csv.reader(own_table(60)))
    rows[1][rows[0].index("name")] = "NA"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    checked = run("foods", "check", path)
    assert checked.exit_code == 0, checked.stderr
    assert "60 foods" in checked.stdout
    assert json.loads(run("foods", "show", "NA", "--foods", path, "--format", "json").stdout)["name"] == "NA"


def test_names_are_guarded_on_the_way_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "foods.csv"
    path.write_text(
        (find_data() / "foods.csv").read_text(encoding="utf-8").replace('"Banana, fresh"', "=1+1"),
        encoding="utf-8",
    )
    result = run("day", *WOMAN, "--foods", path, "--include", "63107010", "-o", "-")
    assert result.exit_code == 0, result.stderr
    assert ",'=1+1," in result.stdout
    assert ",=1+1," not in result.stdout


def test_control_characters_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "foods.csv"
    text = (find_data() / "foods.csv").read_text(encoding="utf-8")
    path.write_text(text.replace('"Banana, fresh"', "Bana\x1b[31mna"), encoding="utf-8")
    result = run("foods", "show", "63107010", "--foods", path)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout

"""`mealopt solve` at the door."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


PUBLISHED = Path(__file__).parent.parent / "published"


def case(name: str) -> tuple[str, str, str, str]:
    return "--foods", str(PUBLISHED / name / "foods.csv"), "--limits", str(PUBLISHED / name / "limits.csv")


def test_solve_prints_json_csv_and_a_table(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("solve", *case("winston_diet4"), "--format", "json").stdout)
    assert found["status"] == "optimal"
    assert found["objective"] == 90
    assert found["amounts"]["chocolate_ice_cream"] == pytest.approx(3)
    assert found["shadow_prices"] == pytest.approx({"calories": 0, "chocolate": 2.5, "sugar": 7.5, "fat": 0})
    assert found["reduced_costs"]["brownie"] == pytest.approx(27.5)
    table = run("solve", *case("winston_diet4")).stdout
    assert "Least cost 90" in table
    assert "shadow price" in table
    path = tmp_path / "answer.csv"
    assert run("solve", *case("winston_diet4"), "-o", path).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith(
        "kind,id,amount,unit,minimum,maximum,price\nobjective,cost,90"
    )


def test_solve_whole_has_no_prices(run: Run) -> None:
    found = json.loads(run("solve", *case("jump_gurobi_diet9"), "--whole", "--format", "json").stdout)
    assert found["objective"] == pytest.approx(12.78)
    assert found["shadow_prices"] == {}
    table = run("solve", *case("jump_gurobi_diet9"), "--whole").stdout
    assert "shadow price" not in table
    assert "no whole ones can cost less" in table


def test_solve_says_why_nothing_fits(run: Run, tmp_path: Path) -> None:
    limits = tmp_path / "limits.csv"
    limits.write_text("nutrient,unit,min,max\ncalories,kcal,1800,\nfat,g,,5\n", encoding="utf-8")
    arguments = ("solve", "--foods", PUBLISHED / "jump_gurobi_diet9" / "foods.csv", "--limits", limits)
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["status"] == "infeasible"
    assert "calories at least 1800" in result.stderr
    assert "fat at most 5" in result.stderr
    plain = run(*arguments, "-o", tmp_path / "answer.csv")
    assert plain.exit_code == 3
    assert not (tmp_path / "answer.csv").exists()


# two foods of protein and fat; asked too much of one and too little of the other, or paid for eating
PROBLEM = "food_id,name,price,min,max,whole,protein,fat\na,Ham,{price},0,,no,10,6\nb,Milk,1,0,,no,5,4\n"
STATUSES = {
    "optimal": ("1", "protein,g,20,\nfat,g,,20\n", 0, ""),
    "infeasible": ("1", "protein,g,20,\nfat,g,,10\n", 3, "protein at least 20, fat at most 10"),
    "unbounded": ("-1", "protein,g,20,\n", 3, "without end: Ham"),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("shape", ["table", "csv", "json", "file", "whole"])
def test_no_answer_is_an_answer(run: Run, tmp_path: Path, status: str, shape: str) -> None:
    price, rows, code, said = STATUSES[status]
    (tmp_path / "foods.csv").write_text(PROBLEM.format(price=price), encoding="utf-8")
    (tmp_path / "limits.csv").write_text(f"nutrient,unit,min,max\n{rows}", encoding="utf-8")
    options = {"file": ("-o", tmp_path / "out.txt"), "whole": ("--whole",)}.get(shape, ("--format", shape))
    result = run("solve", "--foods", tmp_path / "foods.csv", "--limits", tmp_path / "limits.csv", *options)
    assert result.exit_code == code, result.output
    assert said in result.stderr
    if shape == "json":
        assert json.loads(result.stdout)["status"] == status
    else:
        assert bool(result.stdout) == (code == 0 and shape != "file")
    assert (tmp_path / "out.txt").exists() == (shape == "file" and code == 0)


def test_stdout_holds_the_answer_alone(tmp_path: Path) -> None:
    # outside this process: what a library prints past Python stands in the real stdout only
    command = [sys.executable, "-m", "mealopt", "solve", *map(str, case("winston_diet4")), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(done.stdout)["objective"] == 90


def test_solve_needs_both_files(run: Run) -> None:
    result = run("solve")
    assert result.exit_code == 2
    assert "--foods" in result.stderr
    assert "--limits" in result.stderr

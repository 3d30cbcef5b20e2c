"""The door itself: help, versions, exit codes, interruption, bugs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mealopt.errors import SolverLimitError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")


def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mealopt", *arguments], capture_output=True, text=True, check=False, **options
    )


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from mealopt.cli import main; main(['week', '--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("numpy", "pandas", "pulp", "highspy", "streamlit", "mealopt.knowledge"):
        assert f"'{heavy}'" not in loaded


@pytest.mark.parametrize("command", ["day", "week", "batch", "targets", "foods", "solve", "verify", "app"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage: mealopt" in result.stdout
    assert command in run("--help").stdout


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.startswith("mealopt 0.")


def test_an_unknown_command_names_the_nearest(run: Run) -> None:
    result = run("wek")
    assert result.exit_code == 2
    assert "Did you mean week?" in result.stderr


def test_a_bug_is_one_line_unless_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        msg = "not so"
        raise RuntimeError(msg)

    monkeypatch.setattr("mealopt.planner.make_plan", fail)
    result = run("day", *WOMAN, "-q")
    assert result.exit_code == 1
    assert result.stderr.startswith("This is a bug in mealopt: RuntimeError: not so.")
    assert len(result.stderr.splitlines()) == 1
    monkeypatch.setenv("MEALOPT_DEBUG", "1")
    assert "Traceback" in run("day", *WOMAN, "-q").stderr


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (SolverLimitError("this week", "too long"), 4)]
)
def test_exit_codes_of_what_ends_early(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: BaseException, code: int
) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr("mealopt.planner.make_plan", stop)
    result = run("week", *WOMAN, "-o", tmp_path / "week.csv")
    assert result.exit_code == code
    assert "Nothing was written" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mealopt", "foods", "search", "a", "--limit", "2000", "--format", "csv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as search:  # fmt: skip
        assert search.stdout is not None
        assert search.stderr is not None
        search.stdout.readline()
        search.stdout.close()
        said = search.stderr.read()
        assert search.wait(timeout=30) == 0
    assert "bug" not in said
    assert "Broken" not in said


def test_the_whole_program_from_outside(tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0"}
    done = call(
        "day", "--age", "34", "--sex", "female", "--portions", "exact", "--format", "json",
        cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["portions"]
    assert "not medical advice" in done.stderr

"""`mealopt batch`: its own options, and the extra it may need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("id,age,sex\na,34,female\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--jobs", "0"), "--jobs: '0': Not a whole number from 1"),
        (("--jobs", "two"), "--jobs: 'two': Not a whole number from 1"),
        (("--jobs", "²"), "--jobs: '²': Not a whole number from 1"),
        (("--jobs", "9" * 30), "Not a whole number from 1 to 4096"),
        (("--jobs", "2", "--scheduler", "tcp://host:8786"), "A cluster has its own workers"),
        (("--scheduler", "loca"), "--scheduler: 'loca': This is no scheduler. Write its address"),
        (("--scheduler", "people.csv"), "--scheduler: 'people.csv': This is no scheduler."),
        (("--format", "parkett"), "--format: 'parkett': Unknown format. Did you mean parquet?"),
        (("--format", "json"), "Known: csv, parquet"),
    ],
)
def test_options_that_are_not_understood(
    run: Run, people: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    result = run("batch", people, "-o", tmp_path / "out", "--days", "3", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "--days: '3'" in result.stderr, "everything wrong is said at once"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "package"), [(("--format", "parquet"), "pyarrow"), (("--scheduler", "local"), "distributed")]
)
def test_a_missing_extra_is_named(
    run: Run,
    people: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    package: str,
) -> None:
    monkeypatch.setattr("mealopt.cli.batch.find_spec", lambda name: None if name == package else name)
    result = run("batch", people, "-o", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert f"{options[0]}: This needs {package}, which is not installed: pip install 'mealopt[cluster]'." in (
        result.stderr
    )
    assert not (tmp_path / "out").exists()

"""`mealopt week --alternatives`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mealopt.alternatives import compare_plans
from mealopt.cli.alternatives import write_alternatives
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


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--alternatives", "many", "-o", "week.csv"), "1 to 9"),
        (("--alternatives", "2"), "-o"),
        (("--alternatives", "2", "-o", "week.csv", "--totals", "week-2.csv"), "one file"),
        (("--alternatives", "2", "-o", "week.csv", "--portions", "exact"), "exact"),
    ],
)
def test_alternatives_need_files_of_their_own(run: Run, options: tuple[object, ...], words: str) -> None:
    result = run("week", *WOMAN, *options)
    assert result.exit_code == 2, result.stderr
    assert words in result.stderr


def test_alternatives_found_are_written_and_a_lack_is_said(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plan_day(Person(35, "female"), Rules(portions="exact"), knowledge)
    found = [compare_plans(plan, [], plan)]
    monkeypatch.setattr("mealopt.alternatives.find_alternatives", lambda *_, **__: found)
    paths = [tmp_path / "week-2.csv", tmp_path / "week-3.csv"]
    assert list(write_alternatives(paths, False, plan, knowledge)) == paths[:1]
    said = capsys.readouterr().err
    assert "week-2.csv: $" in said
    assert "Only 1 of 2" in said

"""Every command, however it ends, in every format: stdout holds one whole answer or nothing."""

from __future__ import annotations

import csv
import io
import json
import traceback
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mealopt.planner import plan_day, plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

OK, MISUNDERSTOOD, NO = 0, 2, 3
WHO = ("--age", "35", "--sex", "female")
EXACT = (*WHO, "--portions", "exact")
PLANS = ("week.csv", "day.csv", "off.csv", "people.csv", "nobody.csv", "broken.csv")


class Case(NamedTuple):
    """A command line in words, how it ends, and the formats it can answer in; files are those of PLANS."""

    words: tuple[str, ...]
    ends: int
    formats: tuple[str, ...] = ("table", "csv", "json")


def cases_of(*commands: str) -> list[Case]:
    """Return how each command that plans may end."""
    return [
        Case((command, *who, *more), ends)
        for command in commands
        for who, more, ends in (
            (EXACT, (), OK),
            (EXACT, ("--budget", "0.5"), NO),
            (EXACT, ("--condition", "kidney_disease"), NO),
            (EXACT, ("--diet", "vegn", "--min", "iron=x"), MISUNDERSTOOD),
            ((), (), MISUNDERSTOOD),
        )
    ]  # fmt: skip


CASES = [
    *cases_of("day", "week", "explain"),
    Case(("week", *WHO, "--budget", "0.5"), NO),
    Case(("targets", *WHO), OK),
    Case(("targets", *WHO, "--condition", "kidney_disease"), NO),
    Case(("targets", "--age", "four"), MISUNDERSTOOD),
    Case(("again", "day.csv", "--day", "9", *WHO), MISUNDERSTOOD),
    Case(("again", "broken.csv", "--day", "1", *WHO), MISUNDERSTOOD),
    Case(("shopping", "week.csv"), OK),
    Case(("shopping", "broken.csv"), MISUNDERSTOOD),
    Case(("verify", "week.csv", *EXACT), OK),
    Case(("verify", "off.csv", *EXACT), NO),
    Case(("verify", "broken.csv", *EXACT), MISUNDERSTOOD),
    Case(("foods", "search", "milk"), OK),
    Case(("foods", "search", "xyzzy"), OK),
    Case(("foods", "show", "63107010"), OK),
    Case(("foods", "show", "xyzzy"), MISUNDERSTOOD),
    Case(("foods", "check", "broken.csv"), MISUNDERSTOOD, ("",)),
    Case(("household", "nobody.csv", "-o", "home"), NO, ("",)),
    Case(("household", "broken.csv", "-o", "home"), MISUNDERSTOOD, ("",)),
    Case(("batch", "people.csv", "-o", "out", "--portions", "exact"), OK, ("", "csv")),
    Case(("batch", "nobody.csv", "-o", "out", "--portions", "exact"), NO, ("", "csv")),
    Case(("batch", "broken.csv", "-o", "out", "--portions", "exact"), MISUNDERSTOOD, ("", "csv")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    person = Person(35, "female")
    week = plan_week(person, Rules(portions="exact")).portions
    day = plan_day(person, Rules(portions="exact")).portions.assign(day="1")
    texts = (
        format_csv(week), format_csv(day), format_csv(week.iloc[3:]),
        "id,age,sex\na,35,female\n", "id,age,sex,budget\na,35,female,0.5\n", "id,nothing\n1\n",
    )  # fmt: skip
    for name, text in zip(PLANS, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("case", "shape"),
    [
        pytest.param(case, shape, id=" ".join((*case.words, shape)))
        for case in CASES
        for shape in case.formats
    ],
)
def test_an_answer_is_whole_however_it_ends(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case, shape: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [str(folder / word) if word in PLANS else word for word in case.words]
    result = run(*words, *(("--format", shape) if shape else ()))
    assert isinstance(result.exception, (SystemExit, type(None))), "".join(
        traceback.format_exception(result.exception)
    )
    assert result.exit_code == case.ends, result.stderr
    assert "Traceback" not in result.stderr
    assert result.exit_code == OK or result.stderr.strip()  # who stops says why
    if result.exit_code == MISUNDERSTOOD:
        assert result.stdout == ""
        assert list(tmp_path.iterdir()) == []  # and nothing is half written
    if shape == "json" and result.stdout:
        json.loads(result.stdout)
    if shape == "csv" and result.stdout and case.words[0] != "batch":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert {len(row) for row in rows} == {len(rows[0])}
    if result.exit_code == OK and shape in {"csv", "json"} and case.words[0] != "batch":
        assert result.stdout.strip() or "xyzzy" in words  # a food that is not there is no row

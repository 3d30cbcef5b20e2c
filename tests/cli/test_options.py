"""Options that are not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


WOMAN = ("--age", "34", "--sex", "female", "--portions", "exact")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "mealopt week --age 34 --sex female"),
        (("--age", "34"), "Age and sex are needed"),
        (("--sex", "female"), "Age and sex are needed"),
        (("--age", "-3", "--sex", "female"), "--age: '-3': It must lie between 4 and 120"),
        (("--age", "nan", "--sex", "female"), "--age: 'nan': Not a finite number"),
        (("--age", "1e999", "--sex", "female"), "--age: '1e999': Not a finite number"),
        (("--age", "34,5", "--sex", "female"), "--age: '34,5': A comma in a number"),
        (("--age", "34", "--sex", "femail"), "--sex: 'femail': Unknown. Did you mean female?"),
        ((*WOMAN, "--diet", "vegn"), "--diet: 'vegn': Unknown. Did you mean vegan?"),
        ((*WOMAN, "--goal", "cheap"), "--goal: 'cheap': Unknown. Did you mean cheapest?"),
        ((*WOMAN, "--without", "penuts"), "--without: 'penuts': Unknown. Did you mean peanuts?"),
        ((*WOMAN, "--condition", "warfrin"), "--condition: 'warfrin': Unknown. Did you mean warfarin?"),
        ((*WOMAN, "--activity", "lazy"), "--activity: 'lazy': Unknown."),
        ((*WOMAN, "--exclude", "Brocoli, raw"), "Did you mean Broccoli, raw?"),
        ((*WOMAN, "--include", "banana"), "--include: 'banana': Which one?"),
        ((*WOMAN, "--include", "63107010=lots"), "--include: '63107010=lots': Write FOOD=GRAMS"),
        ((*WOMAN, "--include", "63107010=-5"), "must lie between 0 and 5000"),
        ((*WOMAN, "--include", "63107010", "--exclude", "63107010"), "The same food is excluded"),
        ((*WOMAN, "--diet", "vegan", "--include", "Milk, 2 % fat"), "--include: '11112110': The diet"),
        ((*WOMAN, "--min", "magnesium=400"), "Did you mean magnesium_mg?"),
        ((*WOMAN, "--min", "magnesium_mg"), "--min magnesium_mg"),
        ((*WOMAN, "--max", "iron_mg=inf"), "--max iron_mg=inf: 'inf': Not a finite number"),
        ((*WOMAN, "--min", "iron_mg=30", "--max", "iron_mg=20"), "is above its maximum 20"),
        ((*WOMAN, "--min", "energy_kcal=3000"), "give energy_kcal instead"),
        ((*WOMAN, "--budget", "0"), "--budget: '0': A budget must lie between"),
        ((*WOMAN, "--quality", "120"), "--quality: '120': A HEI-2020 score"),
        ((*WOMAN, "--seed", "1.5"), "--seed: '1.5': Not a whole number"),
        ((*WOMAN, "--life-stage", "pregnancy"), "--pregnancy-week: Give the week"),
        ((*WOMAN, "--format", "tabel"), "--format: 'tabel': Unknown format. Did you mean table?"),
        ((*WOMAN, "--totals", "-"), "--totals: '-': Name a file"),
        ((*WOMAN, "--foods", "nowhere.csv"), "nowhere.csv: There is no such file"),
        ((*WOMAN, "--person", "nowhere.toml"), "nowhere.toml: There is no such file"),
        ((*WOMAN, "--agee", "3"), "--age"),
    ],
)
def test_options_that_are_not_understood(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("week", *arguments, "-o", tmp_path / "week.csv")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert result.stdout == ""
    assert not list(tmp_path.iterdir())


def test_all_problems_are_shown_at_once(run: Run) -> None:
    result = run(
        "week", "--age", "x", "--sex", "y", "--diet", "z", "--budget", "w", "--min", "v=1", "--format", "u"
    )
    assert result.exit_code == 2
    for option in ("--age", "--sex", "--diet", "--budget", "--min", "--format"):
        assert option in result.stderr
    assert len(result.stderr.splitlines()) == 6

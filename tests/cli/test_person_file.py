"""The file that says who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")


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

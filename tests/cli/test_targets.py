"""`mealopt targets`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


WOMAN = ("--age", 34, "--sex", "female", "--portions", "exact")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


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

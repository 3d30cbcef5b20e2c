"""What FNDDS lacks is taken from a list by name: amounts per 100 g, and every name that is wrong is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder import measured_elsewhere
from builder.measured_elsewhere import check_matched, load_measured_elsewhere
from builder.raw import RawProblem, load_rows

if TYPE_CHECKING:
    from pathlib import Path

LISTED = """Category,Description,Serving Size,Serving Measure,Serving Weight (g),Iodine (mcg/serving),Min,Max
Dairy,"Milk, skim, fluid",1,cup,245,84,35,142
Oils,"Oil, olive",1,tbsp,14,0,,
"""


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "iodine-r4").mkdir()
    (tmp_path / "iodine-r4" / "iodine_data.csv").write_text(LISTED)
    monkeypatch.setattr(measured_elsewhere, "MATCHES", tmp_path / "matches.csv")
    return tmp_path


def match(raw: Path, *rows: str) -> None:
    (raw / "matches.csv").write_text("\n".join(["nutrient,food_id,measured_as", *rows]) + "\n")


def test_a_serving_becomes_an_amount_per_100_g_and_none_stays_none(raw: Path) -> None:
    match(raw, 'iodine_ug,11,"Milk, skim, fluid"', 'iodine_ug,12,"Oil, olive"')
    assert load_measured_elsewhere(raw) == {"iodine_ug": {"11": "34.29", "12": "0"}}


def test_a_name_the_list_does_not_have_is_told(raw: Path) -> None:
    match(raw, "iodine_ug,11,Skimmed milk")
    with pytest.raises(RawProblem, match="does not have Skimmed milk"):
        load_measured_elsewhere(raw)


def test_a_food_the_table_does_not_have_is_told() -> None:
    with pytest.raises(RawProblem, match="foods we do not have: 12"):
        check_matched(["11"], {"iodine_ug": {"11": "34.29", "12": "0"}})


def test_no_food_is_matched_twice() -> None:
    rows = load_rows(measured_elsewhere.MATCHES, measured_elsewhere.MATCH_COLUMNS)
    assert len({(row["nutrient"], row["food_id"]) for row in rows}) == len(rows)

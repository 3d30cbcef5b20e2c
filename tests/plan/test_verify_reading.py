"""Plans that are to be verified, read."""

from __future__ import annotations

import math

import pytest

from mealopt.errors import BadInputError
from mealopt.plan.portions import COLUMNS
from mealopt.plan.verify_reading import load_plans

ROW = "1,lunch,11112110,Milk,1.5,1 cup,366,183,0.43"


def write(path, rows, *, ids=False):
    head = ",".join((["id"] if ids else []) + list(COLUMNS))
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_file_without_ids_is_one_persons(tmp_path):
    (rows,) = load_plans(write(tmp_path / "week.csv", [ROW, ROW]), ids=False).values()
    assert len(rows) == 2
    assert (rows[0].day, rows[0].food_id, rows[0].portions, rows[0].grams) == ("1", "11112110", 1.5, 366.0)


def test_people_stand_by_their_ids_in_the_order_of_the_file(tmp_path):
    rows = [f"{who},{ROW}" for who in ("b", "a", "b")]
    plans = load_plans(write(tmp_path / "plans.csv", rows, ids=True), ids=True)
    assert {who: len(eaten) for who, eaten in plans.items()} == {"b": 2, "a": 1}
    assert list(plans) == ["b", "a"]


def test_a_blank_cost_is_unknown_and_no_nothing(tmp_path):
    row = ROW.rsplit(",", 1)[0] + ","
    (rows,) = load_plans(write(tmp_path / "week.csv", [row]), ids=False).values()
    assert math.isnan(rows[0].cost)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("1,lunch", "8,lunch", "day"), ("1.5", "-1", "portions"), ("366", "", "grams"),
        ("11112110", "", "food_id"), ("183", "many", "energy_kcal"),
    ],
)  # fmt: skip
def test_a_cell_that_is_wrong_is_told_with_its_place(tmp_path, was, now, said):
    with pytest.raises(BadInputError) as raised:
        load_plans(write(tmp_path / "week.csv", [ROW, ROW.replace(was, now)]), ids=False)
    assert said in str(raised.value)
    assert "line 3" in str(raised.value)


def test_a_column_too_many_or_too_few_is_named(tmp_path):
    path = write(tmp_path / "week.csv", [ROW])
    with pytest.raises(BadInputError, match="id"):
        load_plans(path, ids=True)

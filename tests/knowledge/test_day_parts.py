"""What most days of a week should have at some meal."""

from __future__ import annotations

import shutil

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.day_parts import load_day_parts
from mealopt.tables.places import find_data

HEADER = "meals,needs,days,weight,reason\n"


def test_a_kind_and_a_category_are_looked_for(tmp_path):
    shutil.copy(find_data() / "kinds.csv", tmp_path)
    path = tmp_path / "day_parts.csv"
    path.write_text(f"{HEADER}lunch; dinner,salad; Soups,3,2.5,x\n", encoding="utf-8")
    (part,) = load_day_parts(path, ("lunch", "dinner"), ("Soups", "Lettuce and lettuce salads", "Pizza"))
    assert part.meals == {"lunch", "dinner"}
    assert (part.days, part.weight, part.has.tolist()) == (3.0, 2.5, [True, True, False])


def test_a_part_of_nothing_known_is_refused_with_all_others(tmp_path):
    shutil.copy(find_data() / "kinds.csv", tmp_path)
    path = tmp_path / "day_parts.csv"
    path.write_text(f"{HEADER}tea,soups,5,1,x\nlunch,soups; cheeese,5,1,x\n", encoding="utf-8")
    with pytest.raises(BadInputError) as error:
        load_day_parts(path, ("lunch",), ("Soups",))
    assert [(p.line, p.column, p.value) for p in error.value.problems] == [
        (2, "meals", "tea"), (3, "needs", "cheeese"),
    ]  # fmt: skip


@pytest.mark.parametrize("days", ["0", "8", "2.5"])
def test_days_are_those_of_a_week(tmp_path, days):
    shutil.copy(find_data() / "kinds.csv", tmp_path)
    path = tmp_path / "day_parts.csv"
    path.write_text(f"{HEADER}lunch,soups,{days},1,x\n", encoding="utf-8")
    with pytest.raises(BadInputError):
        load_day_parts(path, ("lunch",), ("Soups",))

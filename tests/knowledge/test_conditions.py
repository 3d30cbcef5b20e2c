"""Reading the conditions that need care."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.conditions import load_conditions

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "condition,label,question,plan,at_most,more,automatic,message,source,link\n"


def write(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "conditions.csv"
    path.write_text(f"{HEADER}smoking,,,warn,,{more},no,Stop.,,\n", encoding="utf-8")
    return path


def test_what_a_condition_asks_beside_the_rda_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "vitamin_c_mg=35; zinc_mg=1.5")
    assert load_conditions(path)["smoking"].more == {"vitamin_c_mg": 35.0, "zinc_mg": 1.5}


@pytest.mark.parametrize("more", ["vitamin_c_mg", "vitamin_c_mg=much", "vitamin_c_mg=-5", "vitamin_c_mg=0"])
def test_what_is_no_amount_is_said_with_its_place(tmp_path: Path, more: str) -> None:
    with pytest.raises(BadInputError, match=r"line 2, column more.*nutrient=number"):
        load_conditions(write(tmp_path, more))

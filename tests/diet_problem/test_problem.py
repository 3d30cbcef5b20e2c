"""Any diet problem, read from two tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from mealopt.diet_problem.problem import load_diet_problem
from mealopt.diet_problem.solve import solve_diet
from mealopt.errors import BadInputError

PUBLISHED = Path(__file__).parent.parent / "published"
CASES = sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())


def test_all_ten_cases_are_here() -> None:
    assert len(CASES) == 10


FOODS = "food_id,price,min,max,whole,iron\nbread,1,,,no,2\nmilk,2,0,4,yes,1\n"
LIMITS = "nutrient,unit,min,max\niron,mg,4,\n"


@pytest.mark.parametrize(
    ("foods", "limits", "said"),
    [
        (FOODS.replace("bread,1", "bread,x"), LIMITS, "line 2, column price: 'x': Not a number"),
        (FOODS.replace("bread,1", "bread,inf"), LIMITS, "line 2, column price: 'inf': Not a finite"),
        (FOODS.replace("bread,1", "bread,"), LIMITS, "line 2, column price: '': Blank"),
        (FOODS.replace("bread,1,,,no,2", "bread,1,,,no,"), LIMITS, "line 2, column iron: '': Blank"),
        (FOODS.replace("yes", "perhaps"), LIMITS, "line 3, column whole"),
        (FOODS.replace("milk", "bread"), LIMITS, "line 3, column food_id: 'bread': The same food_id"),
        (FOODS.replace("2,0,4", "2,5,4"), LIMITS, "line 3, column min: '5': The minimum is above"),
        (FOODS.replace("price", "prise"), LIMITS, "The column price is missing"),
        (FOODS.replace(",max,", ",Max,"), LIMITS, "column Max: Unknown column. Did you mean max?"),
        (FOODS.replace("milk,2,0,4,yes,1", "milk,2,0,4"), LIMITS, "line 3: 4 cells where the header has 6"),
        (FOODS.replace(",", "|"), LIMITS, "separated by bars"),
        (FOODS, LIMITS.replace("iron", "irom"), "column nutrient: 'irom': The foods have no column"),
        (FOODS, LIMITS.replace("4,", "4,3"), "line 2, column min: '4': The minimum is above the maximum 3"),
        (FOODS, LIMITS + "iron,mg,5,\n", "line 3, column nutrient: 'iron': The same nutrient"),
        (FOODS, "", "The file is empty"),
        (FOODS, "nutrient,unit,min,max\n", "header but no row"),
        (FOODS, LIMITS.replace("iron", "ir\0on"), "line 2: A NUL byte"),
    ],
)
def test_what_is_not_understood_is_named(tmp_path: Path, foods: str, limits: str, said: str) -> None:
    (tmp_path / "foods.csv").write_text(foods, encoding="utf-8")
    (tmp_path / "limits.csv").write_text(limits, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        load_diet_problem(tmp_path / "foods.csv", tmp_path / "limits.csv")
    assert said in str(caught.value)


def test_a_single_food_may_be_whole_and_a_byte_order_mark_is_welcome(tmp_path: Path) -> None:
    (tmp_path / "foods.csv").write_text(FOODS.replace("bread", "NA"), encoding="utf-8-sig")
    (tmp_path / "limits.csv").write_text(LIMITS, encoding="utf-8")
    problem = load_diet_problem(tmp_path / "foods.csv", tmp_path / "limits.csv")
    assert problem.food_ids == ("NA", "milk")
    assert problem.whole.tolist() == [False, True]
    assert solve_diet(problem).amounts == {"NA": 2.0, "milk": 0.0}

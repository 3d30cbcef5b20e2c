"""Plans and pantries read back from files, with everything wrong named by its cell."""

from __future__ import annotations

import pandas as pd
import pytest

from mealopt.plan.plan_file import load_pantry, load_portions
from mealopt.plan.portions import Serving, list_portions
from mealopt.tables.writing import format_csv

HEAD = "day,meal,food_id,food,portions,portion,grams,energy_kcal,cost"
ROW = '1,lunch,63107010,"Banana, fresh",1,1 banana,126,112.14,0.3069'


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "plan.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_a_plan_comes_back(knowledge, write):
    plan = list_portions(
        [Serving("2", "dinner", "31103010", 2), Serving("1", "snack", "63107010", 0.5)], knowledge
    ).frame
    found = load_portions(write(format_csv(plan)), knowledge)
    assert list(found) == [""]
    pd.testing.assert_frame_equal(found[""], plan, check_dtype=False, rtol=1e-3)


def test_plans_of_several_people_come_back_apart(knowledge, write):
    found = load_portions(write(f"id,{HEAD}\nann,{ROW}\nbob,{ROW}\nann,{ROW}\n"), knowledge)
    assert {who: len(plan) for who, plan in found.items()} == {"ann": 2, "bob": 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", None, "", "The file is empty"),
        (f"{HEAD}\n", None, "", "no row below"),
        (f"{HEAD},more\n{ROW},1\n", 1, "more", "Unknown column"),
        (f"{HEAD[4:]}\n{ROW[2:]}\n", 1, "", "The column day is missing"),
        (f"{HEAD}\n{ROW}\n{ROW.replace('63107010', '6310701')}\n", 3, "food_id", "Did you mean 63107010?"),
        (f"{HEAD}\n{ROW.replace('lunch', 'luhch')}\n", 2, "meal", "Did you mean lunch?"),
        (f"{HEAD}\n{ROW.replace('126', '-1')}\n", 2, "grams", "Out of range"),
        (f"{HEAD}\n8{ROW[1:]}\n", 2, "day", "Unknown value"),
        (f"{HEAD}\n{ROW},1\n", 2, "", "10 cells where the header has 9"),
    ],
)
def test_what_is_wrong_with_a_plan_is_named(knowledge, write, problems_of, text, line, column, words):
    path = write(text)
    problem = problems_of(load_portions, path, knowledge)[0]
    assert (problem.where, problem.line, problem.column) == (str(path), line, column)
    assert words in problem.message


def test_everything_wrong_is_said_at_once(knowledge, write, problems_of):
    path = write(f"{HEAD}\n9,brunch,1,x,a,y,b,c,\n")
    found = {problem.column for problem in problems_of(load_portions, path, knowledge)}
    assert found == {"day", "meal", "food_id", "portions", "grams", "energy_kcal", "cost"}


def test_a_pantry_is_read(knowledge, write):
    found = load_pantry(write("food_id,grams\n63107010,126\n31103010,0\n"), knowledge)
    assert found == {"63107010": 126.0, "31103010": 0.0}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("food_id,grams\n63107010,\n", 2, "grams", "Blank"),
        ("food_id,grams\n63107010,-1\n", 2, "grams", "Out of range"),
        ("food_id,grams\nbanana,5\n", 2, "food_id", "No food has this id."),
        ("food_id,grams\n63107010,5\n63107010,6\n", 3, "food_id", "The same food_id as in line 2"),
        ("food_id|grams\n63107010|5\n", 1, "", "separated by bars"),
    ],
)
def test_what_is_wrong_with_a_pantry_is_named(knowledge, write, problems_of, text, line, column, words):
    path = write(text)
    (problem,) = problems_of(load_pantry, path, knowledge)
    assert (problem.where, problem.line, problem.column) == (str(path), line, column)
    assert words in problem.message


def test_a_guarded_id_is_the_food_it_was(knowledge, write, write_foods):
    from mealopt.knowledge.library import customise_knowledge

    own = customise_knowledge(knowledge, foods=write_foods({"food_id": "-7"}))
    plan = list_portions([Serving("1", "lunch", "-7", 1)], own).frame
    text = format_csv(plan)
    assert "'-7" in text
    assert load_portions(write(text), own)[""]["food_id"].tolist() == ["-7"]

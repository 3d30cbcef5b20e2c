"""What was written, understood or told back with the place it stands at."""

from __future__ import annotations

import pytest

from mealopt.request.asked import Given, read_asked, split_amount, split_list

LINE = Given("", "people.csv", 7)


def say(**words):
    return {
        name: [Given(text, "people.csv", 7, name) for text in (texts if isinstance(texts, list) else [texts])]
        for name, texts in words.items()
    }


def ask(knowledge, **words):
    return read_asked(say(**words), knowledge, LINE, "Say both.")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("peanuts; tree-nuts", ["peanuts", "tree-nuts"]), (" ; a;; b ;", ["a", "b"]), ("", [])],
)
def test_a_list_in_one_cell(text, parts):
    assert split_list(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [("Milk = 200", ("Milk", "200")), ("E=mc2=3", ("E=mc2", "3")), ("Milk", ("Milk", "")), ("=5", ("", "5"))],
)
def test_an_amount_stands_behind_the_last_sign(text, parts):
    assert split_amount(text) == parts


def test_what_is_written_is_asked(knowledge):
    asked = ask(knowledge, age="35", sex="female", diet="vegan", without="peanuts; soy", budget="7.5")
    assert asked.problems == []
    assert (asked.person.age, asked.person.sex) == (35.0, "female")
    assert (asked.rules.diet, asked.rules.without, asked.rules.budget) == ("vegan", ("peanuts", "soy"), 7.5)


@pytest.mark.parametrize(
    ("words", "column", "value"),
    [
        ({"age": "thirty"}, "age", "thirty"),
        ({"diet": "vegann"}, "diet", "vegann"),
        ({"without": "soy; peanutz"}, "without", "peanutz"),
        ({"budget": "-1"}, "budget", "-1"),
    ],
)
def test_what_is_wrong_is_told_where_it_was_written(knowledge, words, column, value):
    asked = ask(knowledge, **{"age": "35", "sex": "female", **words})
    (problem,) = asked.problems
    assert (problem.where, problem.line, problem.column) == ("people.csv", 7, column)
    assert value in (problem.value or "")


def test_everything_wrong_is_told_at_once(knowledge):
    asked = ask(knowledge, age="-3", sex="x", diet="none", budget="much")
    assert {problem.column for problem in asked.problems} >= {"age", "sex", "diet", "budget"}


def test_what_is_missing_is_told_with_the_place_of_the_whole(knowledge):
    asked = ask(knowledge, diet="vegan")
    (problem,) = asked.problems
    assert (problem.where, problem.line, problem.column) == ("people.csv", 7, "age, sex")
    assert problem.message == "Say both."


def test_a_word_for_several_foods_is_said(knowledge):
    asked = ask(knowledge, age="35", sex="female", exclude="mushrooms")
    assert len(asked.rules.exclude) > 3
    assert any("mushrooms" in note for note in asked.notes)

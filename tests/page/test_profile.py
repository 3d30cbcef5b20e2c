"""A profile: saved and opened it holds the same answers, and a file that is none says so."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mealopt.errors import BadInputError
from mealopt.page.profile import FILE, LARGEST, UNREAD, read_profile, write_address, write_profile
from tests.checking import ask_times
from tests.page.driving import everything, visit

NAMES = some.text("abcdefghijklmnopqrstuvwxyz_-", min_size=1)
ANSWERS = some.dictionaries(NAMES, some.lists(some.text(min_size=1), min_size=1))


@ask_times(60)
@given(ANSWERS)
def test_what_is_saved_is_opened(answers):
    opened = read_profile("mine.json", write_profile(answers).encode())
    assert opened == answers
    assert parse_qs(write_address(opened).removeprefix("?"), keep_blank_values=True) == answers


@ask_times(60)
@given(some.binary() | some.text().map(str.encode))
def test_a_file_that_is_no_profile_is_refused(content):
    with pytest.raises(BadInputError) as error:
        read_profile("mine.json", content)
    assert [(p.where, p.message) for p in error.value.problems] == [("mine.json", UNREAD)]


HELD = {"kind": "mealopt profile", "version": 1, "answers": {}}
WRONG = [
    ({**HELD, "version": 2}, ["version"]),
    ({**HELD, "answers": {"age": 35, "diet": ["Vegan"], "without": [None]}}, ["age", "without"]),
    ({**HELD, "answers": ["age"]}, [""]),
    ({**HELD, "more": "x" * LARGEST}, [""]),
    ([HELD], [""]),
]


@pytest.mark.parametrize(("held", "columns"), WRONG)
def test_every_problem_of_a_profile_is_named(held, columns):
    with pytest.raises(BadInputError) as error:
        read_profile("mine.json", json.dumps(held).encode())
    assert [problem.column for problem in error.value.problems] == columns


def test_half_a_character_is_no_crash():
    held = {**HELD, "answers": {"exclude": ["\ud800"]}}
    assert write_address(read_profile("mine.json", json.dumps(held).encode())) == "?exclude=%3F"


@pytest.mark.page
def test_a_file_opened_leads_to_its_plan_and_one_that_is_none_says_why():
    page = visit(age="61")
    opened = write_profile({"age": ["44"], "diet": ["Vegan"]}).encode()
    page.file_uploader(key=FILE).set_value(("mine.json", opened, "application/json")).run()
    assert not page.exception
    assert 'href="?age=44&amp;diet=Vegan" target="_self"' in everything(page)
    page.file_uploader(key=FILE).set_value(("mine.json", b"{}", "application/json")).run()
    assert "no profile of mealopt" in everything(page)
    assert "_self" not in everything(page)

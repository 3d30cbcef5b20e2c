"""Sentences for people: where, which value, what to do; and nothing in them can spoil a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt import errors
from mealopt.errors import BadInputError, Problem, format_problems, show_value


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.csv", "It is empty."), "a.csv: It is empty."),
        (Problem("a.csv", "Ragged.", 3), "a.csv, line 3: Ragged."),
        (Problem("person", "Too old.", column="age", value="999"), "person, column age: '999': Too old."),
        (Problem("a.csv", "Bad.", 2, "price", "x"), "a.csv, line 2, column price: 'x': Bad."),
        (Problem("a.csv", "Bad.", 2, "price", ""), "a.csv, line 2, column price: '': Bad."),
        (Problem("a\n.csv", "Bad.", 1, "\x1b[31m"), "a\\x0a.csv, line 1, column \\x1b[31m: Bad."),
    ],
)
def test_a_problem_says_where_and_what(problem, text):
    assert str(problem) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "'plain'"),
        ("½ cup µg", "'½ cup µg'"),
        ("\x1b[2J", "'\\x1b[2J'"),
        ("\ud800", "'\\xd800'"),
        ("x" * 40, "'" + "x" * 40 + "'"),
        ("x" * 41, "'" + "x" * 39 + "…'"),
    ],
)
def test_values_are_quoted(value, shown):
    assert show_value(value) == shown


@given(st.text(), st.text(), st.text())
def test_no_text_from_outside_reaches_the_terminal_raw(where, column, value):
    shown = str(Problem(where, "Sentence.", 1, column, value))
    assert shown.isprintable()
    assert len(shown) < 200 * 8 + 80 * 8 + 60


@pytest.mark.parametrize(("count", "lines", "last"), [(20, 20, "f: 19"), (21, 21, "… and 1 more problems.")])
def test_the_first_twenty_problems_are_shown(count, lines, last):
    text = format_problems([Problem("f", str(number)) for number in range(count)])
    assert text.splitlines()[0] == "f: 0"
    assert len(text.splitlines()) == lines
    assert text.splitlines()[-1] == last


def test_bad_input_carries_every_problem():
    problems = [Problem("f", str(number)) for number in range(50)]
    assert BadInputError(problems).problems == tuple(problems)
    assert BadInputError(problems[0]).problems == (problems[0],)
    assert str(BadInputError(iter(problems[:2]))) == "f: 0\nf: 1"


@pytest.mark.parametrize(
    ("name", "code"),
    [("MealoptError", 1), ("BadInputError", 2), ("NoPlanError", 3), ("SolverLimitError", 4),
     ("CertificateError", 1)],
)  # fmt: skip
def test_exit_codes(name, code):
    error = getattr(errors, name)
    assert error.exit_code == code
    assert issubclass(error, errors.MealoptError)


def test_a_limit_of_the_solver_says_that_nothing_was_written():
    text = str(errors.SolverLimitError("the week", "the fuse of 600 s blew"))
    assert "the week: the fuse of 600 s blew. Nothing was written." in text

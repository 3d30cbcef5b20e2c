"""Numbers and choices as people write them."""

from __future__ import annotations

import pytest

from mealopt.tables.values import Column, nearest, parse_cell, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("-1.5", -1.5), ("+2", 2.0), (".5", 0.5), ("1e-3", 0.001), ("007", 7.0), ("0", 0.0)],
)
def test_numbers(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "start"),
    [
        *((text, "Not a finite number") for text in ("inf", "-inf", "Infinity", "nan", "NaN", "1e999")),
        *((text, "A comma in a number") for text in ("1,5", "1,000", "1,000.5", "-1,5")),
        *(
            (text, "Not a number")
            for text in ("1_000", "0x10", "one", "1 000", "½", "٣", "1.2.3", "--1", "$3")
        ),
    ],
)
def test_no_numbers(text, start):
    assert str(parse_number(text)).startswith(start)


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        (Column("n", "number", minimum=1), "0", "Out of range: it must be 1 or more."),
        (Column("n", "number", maximum=1), "2", "Out of range: it must be 1 or less."),
        (Column("n", "number", minimum=1, maximum=2), "3", "Out of range: it must lie between 1 and 2."),
        (Column("n", "number", minimum=1, maximum=2), "2", ""),
        (Column("n", "number"), "", ""),
        (Column("n", "number", required=True), "", "Blank, but a value is needed here."),
        (Column("n", "choice", choices=("yes", "no")), "maybe", "Unknown value. Known: yes, no."),
    ],
)
def test_cells(column, text, problem):
    assert parse_cell(column, text)[1] == problem


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("magnesum_mg", ["magnesium_mg", "calcium_mg"], " Did you mean magnesium_mg?"),
        ("VEGAN", ["vegan", "omnivore"], " Did you mean vegan?"),
        ("qqqq", ["vegan"], ""),
        ("", ["vegan"], ""),
        ("vegan", [], ""),
    ],
)
def test_the_nearest_name(name, known, hint):
    assert nearest(name, known) == hint

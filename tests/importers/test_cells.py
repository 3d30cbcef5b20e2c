"""What a cell says: unknown is never zero, a trace is, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.importers.cells import BELOW, READ, REFUSED, UNKNOWN, find_decimal, parse_amount


@pytest.mark.parametrize(
    ("text", "decimal", "value", "state"),
    [
        ("", ".", None, UNKNOWN), ("-", ".", None, UNKNOWN), ("N", ".", None, UNKNOWN),
        ("k.A.", ",", None, UNKNOWN),
        ("n.d.", ".", None, UNKNOWN), ("…", ".", None, UNKNOWN), ("#N/A", ".", None, UNKNOWN),
        ("Tr", ".", 0.0, BELOW), ("traces", ",", 0.0, BELOW), ("Spuren", ",", 0.0, BELOW),
        ("trazas", ",", 0.0, BELOW),
        ("< 0,5", ",", 0.0, BELOW), ("<0.01", ".", 0.0, BELOW), ("≤ 3", ".", 0.0, BELOW),
        ("<x", ".", None, REFUSED),
        ("0", ".", 0.0, READ), ("12", ".", 12.0, READ), ("5,1", ",", 5.1, READ), ("5.1", ".", 5.1, READ),
        ("1,234.5", ".", 1234.5, READ), ("1.234,5", ",", 1234.5, READ), ("1\u202f234,5", ",", 1234.5, READ),
        ("1'234.5", ".", 1234.5, READ), ("(4.2)", ".", 4.2, READ), ("[3]", ".", 3.0, READ),
        ("~7", ".", 7.0, READ),
        ("1e-3", ".", 0.001, READ), ("\u00a05\u00a0", ".", 5.0, READ),
        ("5,1", ".", None, REFUSED), ("5.1", ",", None, REFUSED), ("-3", ".", None, REFUSED),
        ("12a", ".", None, REFUSED), ("0x10", ".", None, REFUSED), ("1_000", ".", None, REFUSED),
        ("1e999", ".", None, REFUSED), ("inf", ".", None, REFUSED), ("١٢", ".", None, REFUSED),
        ("3 mg", ".", None, REFUSED), ("1,23,4", ".", None, REFUSED),
    ],
)  # fmt: skip
def test_a_cell(text, decimal, value, state):
    found = parse_amount(text, decimal)
    assert (found.value, found.state) == (value, state)


@given(st.text(max_size=12), st.sampled_from([".", ","]))
def test_any_text_is_an_amount_or_none(text, decimal):
    found = parse_amount(text, decimal)
    assert (found.value is None) == (found.state in {UNKNOWN, REFUSED})
    assert found.value is None or 0 <= found.value < float("inf")


@given(st.floats(min_value=0, max_value=1e6, allow_nan=False).map(lambda x: round(x, 4)))
def test_a_number_is_read_back(value):
    assert parse_amount(f"{value:.4f}", ".").value == value
    assert parse_amount(f"{value:.4f}".replace(".", ","), ",").value == value


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["5,1", "12", "0,25"], ","),
        (["5.1", "1,050"], "."),
        (["1.050", "0,5"], ","),
        ([], "."),
        (["abc"], "."),
    ],
)
def test_where_decimals_stand(cells, mark):
    assert find_decimal(cells) == mark

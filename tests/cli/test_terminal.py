"""Drawing on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.cli.terminal import NARROW, Screen, bar, clean, draw_table, fit, measure

TEXT = st.text(max_size=60)


@given(TEXT, st.integers(1, 40))
def test_text_is_cut_or_filled_to_its_width(text, width):
    assert measure(fit(text, width)) <= width + 1  # the half of a wide letter is not cut off
    assert measure(fit(text, width)) >= width - 1


@given(TEXT)
def test_no_text_moves_the_cursor(text):
    assert clean(text).isprintable() or not clean(text)
    assert len(clean(text)) == len(text)


def test_the_end_of_a_name_stays_where_it_is_cut():
    assert fit("Pasta with tomato sauce (vegan)", 20, end=" (vegan)").rstrip() == "Pasta with… (vegan)"
    assert fit("Pasta (vegan)", 20, end=" (vegan)") == "Pasta (vegan)       "


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0.0, "····│····"), (1.0, "████│····"), (2.0, "████│████"), (9.0, "████│████"), (-1.0, "····│····")],
)
def test_a_bar_has_its_limit_in_the_middle(share, drawn):
    assert bar(share, 8) == drawn


def test_no_number_is_parted_from_its_unit():
    screen = Screen(width=30)
    for length in range(1, 40):
        lines = screen.wrap("x" * length + " costs 12 mg and 3 % of it")
        assert not any(line.rstrip().endswith(("12", "3")) for line in lines)
        assert "\N{NO-BREAK SPACE}" not in "".join(lines)


def test_a_bullet_stands_before_the_first_line_alone():
    lines = Screen(width=20).wrap("one two three four five six", indent="  ", bullet="- ")
    assert lines[0].startswith("  - one")
    assert all(line.startswith("    ") for line in lines[1:])
    assert all(measure(line) <= 20 for line in lines)


def test_numbers_keep_their_room_and_the_widest_text_gives_way():
    rows = [["a very long name of a food that does not fit at all", "1,234.5 mg"], ["b", "2 mg"]]
    lines = draw_table(["food", "amount"], rows, Screen(width=40), right=(1,))
    assert all(measure(line) <= 40 for line in lines)
    assert lines[1].endswith("1,234.5 mg")
    assert "…" in lines[1]
    assert lines[2].endswith("      2 mg")


def test_colour_says_nothing_that_words_do_not():
    plain, coloured = Screen(NARROW), Screen(NARROW, colour=True)
    assert plain.style("met", "green") == "met"
    assert "met" in coloured.style("met", "green") != "met"

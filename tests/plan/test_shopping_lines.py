"""A line of a shopping list."""

from __future__ import annotations

BANANA, EGG, RICE = "63107010", "31103010", "56205008"
CHICKEN, FRIES = "24122131", "71401030"


def test_what_will_not_keep_is_said(bought):
    rows = bought((CHICKEN, 120, "2"), (FRIES, 60, "1"), (FRIES, 60, "5"), (BANANA, 126, "7"))
    assert rows["Chicken breast, boneless"]["note"] == ""
    rows = bought((CHICKEN, 120, "1"), (CHICKEN, 120, "3"), (CHICKEN, 120, "6"), (FRIES, 60, "5"))
    assert rows["Chicken breast, boneless"]["note"] == "keeps 2 days: freeze what is for days 3, 6"
    assert rows["French fries, fast food"]["note"] == "keeps 3 days, is eaten on day 5"


def test_a_little_of_what_kitchens_have_is_to_be_looked_for(bought):
    rows = bought(("91101010", 12.6), (RICE, 1200), (EGG, 50))
    assert {item: row["pantry"] for item, row in rows.items()} == {
        "Sugar, white": True, "Rice, white": False, "Eggs": False,
    }  # fmt: skip

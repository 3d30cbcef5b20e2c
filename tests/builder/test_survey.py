"""What the survey says of foods: codes the last one lacks are of the category of their next of kin."""

from __future__ import annotations

import pytest

from builder.survey import guess_categories

KNOWN = {
    "24122130": "Chicken", "24122140": "Chicken", "24198750": "Nuggets", "24201000": "Turkey",
    "71201020": "Chips", "32105100": "Eggs", "32105200": "Stir-fry",
}  # fmt: skip
REPORTS = dict.fromkeys(KNOWN, 10)


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("24122120", "Chicken"),  # seven digits in common
        ("24198700", "Nuggets"),  # six
        ("24123000", "Chicken"),  # four, and all who share them are one
        ("24100000", None),  # three say too little
        ("71201010", "Chips"),
        ("32105000", None),  # kin that disagree
        ("99999999", None),
        ("24201000", "Turkey"),  # known
    ],
)
def test_a_code_the_last_survey_lacks_is_of_the_category_of_its_kin(code, category):
    """More than half of the chicken of all surveys had been no food at all."""
    assert guess_categories(KNOWN, REPORTS, [code]).get(code) == category


def test_what_kin_are_is_weighed_by_how_often_they_are_eaten():
    reports = REPORTS | {"32105100": 1000}
    assert guess_categories(KNOWN, reports, ["32105000"])["32105000"] == "Eggs"

"""One side of what a nutrient must keep to."""

from __future__ import annotations

import pytest

from mealopt.request.limit import Limit, limit_name


def make_limit(side="minimum", must=10.0, share=0.5, scope="total"):
    return Limit("iron_mg", side, 12.0, must, "RDA", "must", scope, "", "", daily_share=share)


@pytest.mark.parametrize(
    ("limit", "daily"),
    [
        (make_limit(), 5.0),
        (make_limit(share=1.0), 10.0),
        (make_limit(side="maximum"), 10.0),  # a maximum holds whole on every day
        (make_limit(must=None), None),  # a pure aim holds on none
    ],
)
def test_what_every_day_has(limit, daily):
    assert limit.daily == daily


def test_a_limit_is_named_by_its_side_and_what_it_counts():
    assert make_limit().name == limit_name("minimum", "iron_mg") == "minimum:iron_mg"
    assert make_limit("maximum", scope="supplements").name == "maximum:iron_mg:supplements"

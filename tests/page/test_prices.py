"""The price of a limit in words."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.explain.driver import Driver
from mealopt.explain.parametric import PriceRange
from mealopt.page.prices import say_price


def priced(prices: PriceRange) -> Driver:
    return Driver("vitamin_d_ug", "Vitamin D", "minimum", 15.0, 0.03, "$ per µg", 0.1, 1, prices)


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        (
            PriceRange(0.03, 0.03, 13.9, 15.2),
            "3 ¢ per microgram, the only price there is · from 13.9 to 15.2 µg",
        ),
        (PriceRange(0.03, 0.03, 0.0, math.inf), "3 ¢ per microgram, the only price there is"),
        (
            PriceRange(0.02, 0.04, 13.9, 16.0),
            "Two prices per microgram: 2 ¢ for less and 4 ¢ for more · from 13.9 to 16.0 µg",
        ),
        (
            PriceRange(0.02, math.inf, 13.9, 15.0),
            "Two prices per microgram: 2 ¢ for less and nothing fits with more · from 13.9 to 15.0 µg",
        ),
    ],
)
def test_a_price_says_its_range_and_both_sides_where_they_differ(prices: PriceRange, said: str):
    assert say_price(priced(prices)).replace("\\", "") == said

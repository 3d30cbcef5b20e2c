"""Prices of the table, and a person's own."""

from __future__ import annotations


def test_prices_say_in_which_dollars_they_are(knowledge):
    assert knowledge.price_note == "2024 dollars: 2017/2018 prices × 1.282"

"""What the sentences say, case by case: plain words, right units, no digits that mean nothing."""
# ruff: noqa: E501, ISC004 - a sentence is read whole

from __future__ import annotations

import math

import pytest

from mealopt.explain.driver import Driver
from mealopt.explain.parametric import PriceRange
from mealopt.explain.sentences import (
    say_driver,
    say_money,
    say_percent,
    say_shortfall,
)
from mealopt.knowledge.nutrients import join_words, lower_first

INF = math.inf


def driver(label, limit, bound, price, unit, share, decimals, ends=None, money=None, foods=(), both=None):
    prices = None
    if ends is not None:
        below, above = both or (price, price)
        prices = PriceRange(below, above, *ends)
    return Driver("id", label, limit, bound, price, f"$ per {unit}", share, decimals, prices, money, foods)


@pytest.mark.parametrize(
    ("bar", "sentence"),
    [
        (
            driver("Vitamin D", "minimum", 15.0, 0.02, "µg", 0.6, 1, (11.4, INF), 0.02, ("milk", "salmon")),
            "Vitamin D drives this plan: 1 % more would cost 0.6 % more. Each microgram less would save 2 ¢ a "
            "day, down to 11.4 µg. It is why the plan has milk and salmon.",
        ),
        (
            driver("Energy", "minimum", 2100.0, 0.0021, "kcal", 0.45, 0, (2002.04, 2110.0), 0.002),
            "Energy drives this plan: 1 % more would cost 0.5 % more. Each kilocalorie less would save 0.2 ¢ a "
            "day, down to 2,002 kcal.",
        ),
        (
            driver("Energy", "maximum", 2100.0, -0.0021, "kcal", -0.3, 0, (2000.0, 2300.4)),
            "The limit on energy binds: allowing 1 % more would cost 0.3 % less. Each kilocalorie more would "
            "save 0.2 ¢ a day, up to 2,300 kcal.",
        ),
        (
            driver("Vitamin K", "minimum", 90.0, 0.0005, "µg", 0.007, 0, (81.5, 95.0), 0.0005),
            "1 % more vitamin K would cost less than 0.01 % more. Each 10 micrograms less would save 0.5 ¢ a "
            "day, down to 82 µg.",
        ),
        (
            driver("Thiamin (vitamin B1)", "minimum", 1.1, 0.04, "mg", 0.1, 2, (1.094, 2.0)),
            "1 % more thiamin (vitamin B1) would cost 0.1 % more. Each milligram less would save 4 ¢ a day, "
            "down to 1.09 mg.",
        ),
        (
            driver("Sodium", "maximum", 2300.0, -0.0003, "mg", -0.08, 0, (2200.0, INF), 0.0002),
            "The limit on sodium binds: allowing 1 % more would cost 0.08 % less. Each 10 milligrams more would "
            "save 0.3 ¢ a day (in surcharges: money alone would rise by 0.2 ¢).",
        ),
        (
            driver("Choline", "minimum", 425.0, 0.004, "mg", 0.25, 0, (290.0, INF), 0.0),
            "Choline drives this plan: 1 % more would cost 0.2 % more. Each milligram less would save 0.4 ¢ a "
            "day (all of it surcharges), down to 290 mg.",
        ),
        (
            driver("Iron", "minimum", 18.0, 0.04, "mg", 0.1, 1, (16.0, 19.0), 0.02),
            "1 % more iron would cost 0.1 % more. Each milligram less would save 4 ¢ a day (2 ¢ of it money, "
            "the rest surcharges), down to 16.0 mg.",
        ),
        (
            driver("Fat", "maximum", 80.0, -0.01, "g", -0.1, 1, (70.0, 80.04)),
            "The limit on fat binds: allowing 1 % more would cost 0.1 % less. Each gram more would save 1 ¢ a "
            "day, but only close to today's limit.",
        ),
        (
            driver("Fiber", "minimum", 30.0, 0.01, "g", 0.1, 0, (29.7, 30.5)),
            "1 % more fiber would cost 0.1 % more. Each gram less would save 1 ¢ a day, down to 29.7 g.",
        ),
        (
            driver("Zinc", "minimum", 11.0, 0.01, "mg", 0.1, 1, (0.0, 12.0)),
            "1 % more zinc would cost 0.1 % more. Each milligram less would save 1 ¢ a day.",
        ),
        (
            driver("Zinc", "minimum", 11.0, 0.01, "mg", 0.1, 1, (9.0, 12.0), both=(0.01, 0.03)),
            "1 % more zinc would cost 0.1 % more. Another limit meets it here: each milligram less saves 1 ¢, "
            "each milligram more costs 3 ¢ a day.",
        ),
        (
            driver("Zinc", "minimum", 11.0, 0.01, "mg", 0.1, 1, (9.0, 12.0), both=(0.0, 0.03)),
            "1 % more zinc would cost 0.1 % more. Another limit meets it here: each milligram less changes "
            "nothing, each milligram more costs 3 ¢ a day.",
        ),
        (
            driver("Zinc", "minimum", 11.0, 0.01, "mg", 0.1, 1, (9.0, 11.0), both=(0.01, INF)),
            "1 % more zinc would cost 0.1 % more. Another limit meets it here: each milligram less saves 1 ¢, "
            "each milligram more does not fit.",
        ),
        (
            driver("Sodium", "maximum", 2300.0, -0.002, "mg", -0.1, 0, (9.0, 11.0), both=(-0.004, -0.002)),
            "The limit on sodium binds: allowing 1 % more would cost 0.1 % less. Another limit meets it here: "
            "each milligram less costs 0.4 ¢, each milligram more saves 0.2 ¢ a day.",
        ),
        (Driver("quality", "Diet quality", "group", math.nan, math.nan, "", 0.249),
         "Diet quality: adds 25 % to the cost."),
        (Driver("caps", "Sensible amounts", "group", math.nan, math.nan, "", -0.22),
         "Sensible amounts: takes 22 % off the cost."),
        (driver("DHA", "minimum", 1.0, 0.01, "g", 0.01, 1), "1 % more DHA would cost 0.01 % more."),
    ],
)  # fmt: skip
def test_a_driver_in_one_sentence(bar, sentence):
    assert say_driver(bar) == sentence


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1.2, "$1.20"), (1234.5, "$1,234.50"), (0.12, "12 ¢"), (0.03, "3 ¢"), (0.034, "3.4 ¢"), (-0.004, "0.4 ¢"),
     (0.0004, "less than 0.1 ¢"), (0.996, "$1.00")],
)  # fmt: skip
def test_money(amount, text):
    assert say_money(amount) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.44, "0.4 %"), (0.044, "0.04 %"), (0.001, "less than 0.01 %"), (-1.26, "1.3 %")]
)
def test_percent(share, text):
    assert say_percent(share) == text


def test_words_are_joined_as_people_do():
    assert join_words(()) == ""
    assert join_words(("milk",)) == "milk"
    assert join_words(("milk", "rice", "tofu")) == "milk, rice and tofu"
    assert lower_first("Vitamin D") == "vitamin D"
    assert lower_first("DHA") == "DHA"


def test_a_shortfall_says_which_way():
    assert say_shortfall("Iron", "minimum", "2 mg", "8 mg", 25.0) == "Iron: 2 mg short of 8 mg (25 %)"
    assert say_shortfall("Sodium", "maximum", "2 mg", "8 mg", 25.0) == "Sodium: 2 mg above 8 mg (25 %)"

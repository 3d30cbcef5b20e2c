"""Cases for the words, steps and rounding of household portions, and for the way numbers are written."""

from __future__ import annotations

import pytest

from builder.helpings import Helping, weighted_median
from builder.portions import (
    Portion,
    choose_portion,
    clean_text,
    derive_amounts,
    find_week_days,
    round_to_step,
)
from builder.raw import RawPortion
from builder.unknown import take_quantile
from builder.writing import write_number


def take(light: float, median: float, ample: float, large: float) -> Helping:
    return Helping(light, median, ample, large, median, large, 2 * large, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 slice (1 oz)", "1 slice"),
        ("1 egg, NS as to size", "1 egg"),
        ("1 cup, NFS", "1 cup"),
        ('1 medium (7" to 7-7/8" long)', "1 medium"),
        ("1 cup, cooked, diced", "1 cup, cooked, diced"),
        ("1 oz, boneless, cooked", "1 oz"),
    ],
)
def test_words_without_weights_and_survey_terms(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@pytest.mark.parametrize(
    ("category", "portions", "helping", "expected"),
    [
        # eight fluid ounces are a cup, where FNDDS gives no cup
        (
            "Citrus juice",
            [("1 fl oz", 31), ("1 bottle", 341)],
            take(124, 248, 300, 400),
            ("1 cup", 248, 0.25),
        ),
        # nuts by the ounce, though FNDDS gives a nut and a cup
        (
            "Nuts and seeds",
            [("Quantity not specified", 28), ("1 nut", 1.2), ("1 cup", 140)],
            take(14, 28, 42, 56),
            ("1 oz", 28.35, 0.25),
        ),
        (
            "Yeast breads",
            [("1 medium or regular slice", 28), ("1 loaf", 454)],
            take(28, 56, 56, 84),
            ("1 slice", 28, 1),
        ),
        # an ounce that is the yield of something raw weighs no ounce
        (
            "Beef, excludes ground",
            [("1 oz, boneless, raw (yield after cooking)", 20), ("Quantity not specified", 85)],
            take(60, 100, 120, 200),
            ("1 oz", 28.35, 1),
        ),
        # half a bagel, because a whole one is more than three quarters of eaters take
        ("Bagels and English muffins", [("1 regular", 105)], take(30, 50, 60, 105), ("1 bagel", 105, 0.5)),
    ],
)
def test_the_portion_a_shopper_knows(
    category: str,
    portions: list[tuple[str, float]],
    helping: Helping,
    expected: tuple[str, float, float],
) -> None:
    raw = [RawPortion(text, str(grams), "") for text, grams in portions]
    assert choose_portion(category, raw, helping) == Portion(*expected)


def test_no_usable_portion_is_none() -> None:
    raw = [RawPortion("Quantity not specified", "30", ""), RawPortion("1 cubic inch", "9", "")]
    assert choose_portion("Soups", raw, take(1, 2, 3, 4)) is None


def test_a_week_holds_at_least_the_most_of_a_day() -> None:
    amounts = derive_amounts(Portion("1 cup", 250, 0.5), take(100, 250, 300, 900), 2, "median")
    assert (amounts.helping, amounts.meal, amounts.day, amounts.week) == (1, 3.5, 3.5, 3.5)


@pytest.mark.parametrize(
    ("category", "days"), [("Milk, lowfat", 7), ("Eggs and omelets", 2), ("Pizza", 2), ("Candy", 2)]
)
def test_days_of_a_week(category: str, days: float) -> None:
    assert find_week_days(category)[0] == days


@pytest.mark.parametrize(("value", "step", "expected"), [(1.1, 0.25, 1), (1.125, 0.25, 1.25), (2.5, 1, 3)])
def test_rounding_to_steps(value: float, step: float, expected: float) -> None:
    assert round_to_step(value, step) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.50", "2.5"),
        ("0.00", "0"),
        ("5.0", "5"),
        ("100", "100"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0"),
        (3.0, "3"),
    ],
)
def test_numbers_are_written_plainly(value: float | str, expected: str) -> None:
    assert write_number(value) == expected


def test_medians_and_quantiles() -> None:
    assert weighted_median([(1.0, 1), (2.0, 1), (9.0, 5)]) == 9
    assert take_quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9) == 10


@pytest.mark.parametrize(
    ("kcal", "least_kcal", "least", "meal"),
    [
        (0, 0, 1, 9),  # nothing known of its energy
        (100, 0, 1, 9),
        (250, 0, 1, 4),  # four times 250 kcal
        (700, 0, 1, 2),  # a helping of it is had all the same
        (20, 50, 2, 9),  # three of 20 kcal would be more than a helping
        (40, 50, 2, 9),
    ],
)
def test_a_meal_has_a_thousand_kcal_of_one_food_and_a_main_dish_fifty(kcal, least_kcal, least, meal):
    amounts = derive_amounts(
        Portion("1 oz", 28, 1.0), take(28, 56, 252, 252), 2, "most", kcal=kcal, least_kcal=least_kcal
    )
    assert (amounts.helping, amounts.least, amounts.meal) == (2, least, meal)


@pytest.mark.parametrize(("day_most", "day"), [(497, 3.0), (524, 3.0), (525, 3.5), (1000, 3.5)])
def test_no_rounding_takes_a_day_past_what_one_in_twenty_have(day_most: float, day: float) -> None:
    """Of pasta nine in ten have 490 g on a day, which had become 525 g: of people, 95 % have 497 g."""
    helping = Helping(150, 225, 375, 375, 225, 490, day_most, {})
    amounts = derive_amounts(Portion("1 cup", 150, 0.5), helping, 2, "most")
    assert amounts.day == day

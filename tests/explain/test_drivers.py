"""What drives a plan, held against solves the walk knows nothing of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.explain import Report, check_prices
from mealopt.explain.drivers import find_drivers
from mealopt.planner import explain_plan
from mealopt.request.person import Person
from mealopt.request.rules import Rules


def failures(check, *ingredients):
    report = Report()
    check(*ingredients, report, "")
    assert report.checks
    return report.failures


def test_prices_foretell_up_to_both_ends_and_no_further(explained, others):
    assert failures(check_prices, explained, others) == {}


def test_a_check_that_is_told_a_wrong_price_fails(vegan, others):
    first = vegan.bars[0]
    wrong = replace(
        first, price=first.price * 1.00001, prices=replace(first.prices, below=first.prices.below * 1.00001)
    )
    broken = replace(vegan, bars=(wrong, *vegan.bars[1:]))
    assert "waterfall adds up to 1" not in failures(check_prices, broken, others)
    assert failures(check_prices, broken, others)


def test_a_check_that_is_told_too_short_a_range_fails(vegan, others):
    bars = list(vegan.bars)
    place, driver = next(
        (place, bar) for place, bar in enumerate(bars) if bar.prices and 0 < bar.prices.low < bar.bound * 0.95
    )
    bars[place] = replace(driver, prices=replace(driver.prices, low=(driver.prices.low + driver.bound) / 2))
    assert "another price beyond the end" in failures(
        check_prices, replace(vegan, bars=tuple(bars)), others
    )


def test_the_waterfall_of_a_plan_is_the_one_explained(explained):
    plain = find_drivers(explained.average, explained.answer)
    assert [bar.share for bar in plain] == pytest.approx([bar.share for bar in explained.bars])
    assert sum(bar.share for bar in plain) == pytest.approx(1.0, abs=1e-9)


def test_the_same_explanation_twice_is_the_same(knowledge):
    person, rules = Person(35, "female", energy_kcal=2000), Rules(diet="vegan", portions="exact")
    first, second = (explain_plan(person, rules, knowledge, 7, entries=2) for _ in range(2))
    assert first.drivers.round(9).equals(second.drivers.round(9))
    assert first.entries.round(9).equals(second.entries.round(9))

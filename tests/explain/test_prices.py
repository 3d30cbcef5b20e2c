"""Prices, ranges, splits and entry prices of people, held against solves the walk knows nothing of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.explain import Report, check_entries, check_prices, check_worth
from mealopt.average.average import solve_average
from mealopt.explain.drivers import find_drivers
from mealopt.explain.explanation import trace_target
from mealopt.explain.swaps import ban_food, find_entry, price_restrictions, take_food
from mealopt.linear.answer import Answer
from mealopt.planner import explain_plan
from mealopt.request.limit import limit_name
from mealopt.request.person import Person
from mealopt.request.rules import Rules


def failures(check, *ingredients):
    report = Report()
    check(*ingredients, report, "")
    assert report.checks
    return report.failures


def test_prices_foretell_up_to_both_ends_and_no_further(explained, others):
    assert failures(check_prices, explained, others) == {}


def test_what_foods_are_bought_for_adds_up(explained):
    assert failures(check_worth, explained) == {}


def test_entry_prices_stand_between_left_out_and_bought(explained, others):
    assert failures(check_entries, explained, others) == {}


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


def test_a_curve_is_convex_and_passes_through_today(vegan, others):
    limit = vegan.average.targets.limits[limit_name("minimum", "calcium_mg")]
    curve = trace_target(vegan.average, "calcium_mg")
    assert curve["at"].iloc[0] == pytest.approx(limit.value / 2)
    assert curve["at"].is_monotonic_increasing
    slopes = curve["slope"].dropna()
    assert (slopes.diff().dropna() > -1e-9).all()
    before = curve[curve["at"] <= limit.value].iloc[-1]
    here = before["cost"] + (before["slope"] * (limit.value - before["at"]))
    assert here == pytest.approx(vegan.answer.objective, rel=1e-8)
    # halfway along a segment the cost lies on it, solved elsewhere
    live = others.live(vegan.average.program.shape)
    middle = len(curve) // 2
    at = (curve["at"].iloc[middle - 1] + curve["at"].iloc[middle]) / 2
    bounds = vegan.average.bounds.copy()
    bounds.row_lower[vegan.average.program.layout.rows[limit.name]] = at
    found = live.solve(bounds)
    assert isinstance(found, Answer)
    cost = (curve["cost"].iloc[middle - 1] + curve["cost"].iloc[middle]) / 2
    assert found.objective == pytest.approx(cost, rel=1e-8)


def test_a_curve_ends_where_nothing_fits(vegan):
    curve = trace_target(vegan.average, "magnesium_mg", low=900.0, high=1e5)
    assert 500 < curve["at"].iloc[-1] < 5000
    with pytest.raises(KeyError):
        trace_target(vegan.average, "caffeine_mg")


def test_a_food_that_is_banned_is_replaced(explain, models):
    rules = Rules(diet="vegan", portions="exact", quality=85.0)  # without it less might be asked for
    found = explain(Person(35, "female", energy_kcal=2000), rules, entries=0)
    food_id = found.worth["food_id"].iloc[0]
    more, changes = ban_food(found.average, found.answer, food_id, models)
    rules = replace(found.average.rules, exclude=(food_id,))
    again = solve_average(found.average.person, rules, 7, models)
    foods, costs = again.program.food_columns, again.program.table.cost_per_portion
    assert again.answer.objective > found.answer.objective
    assert more == pytest.approx(costs @ (again.answer.columns[foods] - found.answer.columns[foods]))
    gone = changes[changes["food_id"] == food_id].iloc[0]
    assert gone["grams_before"] > 0.0 == gone["grams_after"]
    assert (changes["change"] > 0).any()


def test_a_food_outside_replaces_something(explain):
    found = explain(Person(35, "female", energy_kcal=2000), Rules(diet="vegan", portions="exact"))
    table = found.average.program.table
    entry = find_entry(found.average, found.answer, table.position(found.entries["food_id"].iloc[0]))
    changes = take_food(found.average, entry)
    taken = changes[changes["food_id"] == entry.food_id]
    assert taken.empty or taken["grams_before"].iloc[0] == 0.0 < taken["grams_after"].iloc[0]
    assert entry.entry <= entry.price


def test_under_a_budget_an_entry_price_counts_what_may_be_spent(explain, knowledge):
    """A price stands in the budget too: an entry price that forgot it would be too low."""
    from mealopt.average.models import Models

    person = Person(35, "female", energy_kcal=2000)
    rules = Rules(diet="vegan", portions="exact", quality=90.0)
    free = explain(person, rules, entries=0)
    money = float(
        free.average.program.table.cost_per_portion @ free.answer.columns[free.average.program.food_columns]
    )
    tight = replace(rules, budget=money - 0.4)
    found = explain(person, tight, entries=2)
    assert found.answer.duals[found.average.program.layout.rows["budget"]] < -0.01
    row = found.entries.iloc[0]
    food = knowledge.foods.position(row["food_id"])
    for factor, bought in ((1 + 1e-4, False), (1 - 1e-4, True)):
        price = knowledge.foods.price.copy()
        price[food] = row["entry_price_per_100g"] * factor
        priced = replace(knowledge, foods=replace(knowledge.foods, price=price))
        again = solve_average(person, tight, 7, Models(priced))
        place = again.program.table.position(row["food_id"])
        assert bool(again.answer.columns[again.program.food_columns][place] > 1e-7) is bought


def test_restrictions_cost_what_is_saved_without_them(explain, models):
    rules = Rules(diet="vegan", without=("gluten",), portions="exact")
    found = explain(Person(35, "female", energy_kcal=2000), rules, entries=0)
    frame = price_restrictions(found.average, found.answer, models).set_index("restriction")
    assert list(frame.index) == ["vegan", "gluten"]
    free = solve_average(found.average.person, replace(rules, without=()), 7, models)
    money = free.program.table.cost_per_portion @ free.answer.columns[free.program.food_columns]
    assert frame.loc["gluten", "cost_without"] == pytest.approx(money)
    assert frame.loc["gluten", "difference"] == pytest.approx(frame.loc["gluten", "cost_with"] - money)


def test_the_same_explanation_twice_is_the_same(knowledge):
    person, rules = Person(35, "female", energy_kcal=2000), Rules(diet="vegan", portions="exact")
    first, second = (explain_plan(person, rules, knowledge, 7, entries=2) for _ in range(2))
    assert first.drivers.round(9).equals(second.drivers.round(9))
    assert first.entries.round(9).equals(second.entries.round(9))

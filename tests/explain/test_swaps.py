"""Foods taken, left out and banned, and what restrictions cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.explain import Report, check_entries
from mealopt.average.average import solve_average
from mealopt.explain.swaps import ban_food, find_entry, price_restrictions, take_food
from mealopt.request.person import Person
from mealopt.request.rules import Rules


def failures(check, *ingredients):
    report = Report()
    check(*ingredients, report, "")
    assert report.checks
    return report.failures


def test_entry_prices_stand_between_left_out_and_bought(explained, others):
    assert failures(check_entries, explained, others) == {}


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

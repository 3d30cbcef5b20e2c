"""What a plan costs: money, surcharges worked out by hand, and ties that only the id decides."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mealopt.rules.objective import (
    TIE_USD,
    aim_costs,
    food_costs,
    money_costs,
    repeat_costs,
    tie_costs,
    unfamiliar_costs,
)


@pytest.fixture
def goal(tiny):
    return tiny.goals["made-up"]


@pytest.mark.parametrize(
    ("food", "money", "unfamiliar", "repeat"),
    [
        ("bread", 0.25, 0.0, 0.0),  # familiar: eaten on 20 % of days, five is enough
        ("cereal", 0.40, 0.1 * math.log(5) / 2, 0.2 * 0.8 / 2),  # 1 % of days; a helping is two cups
        ("milk", 0.20, 0.0, 0.0),  # just familiar
        ("oats", 0.24, 0.0, 0.0),
        ("tablet", 0.10, 0.0, 0.0),
    ],
)
def test_costs_of_one_portion(tiny, goal, food, money, unfamiliar, repeat):
    table = tiny.foods
    place = table.position(food)
    assert money_costs(table, goal)[place] == pytest.approx(money)
    assert unfamiliar_costs(table, goal)[place] == pytest.approx(unfamiliar)
    assert repeat_costs(table, goal)[place] == pytest.approx(repeat)
    whole = food_costs(table, goal)[place]
    assert money + unfamiliar <= whole <= money + unfamiliar + TIE_USD


def test_what_a_goal_prices_counts_as_money_the_unknown_high(tiny, goal):
    table, energy = tiny.foods, tiny.energy_id
    priced = money_costs(table, replace(goal, priced=energy, priced_usd=0.01))
    np.testing.assert_allclose(priced, table.cost_per_portion + 0.01 * table.most_per_portion(energy))


def test_a_food_nobody_reported_has_a_finite_surcharge(tiny, goal):
    table = replace(tiny.foods, popularity=np.zeros(len(tiny.foods)))
    surcharge = unfamiliar_costs(table, goal) * table.helping
    np.testing.assert_allclose(surcharge, 0.1 * math.log(0.05 / 1e-4))


def test_the_tie_cost_depends_on_the_id_alone(tiny, knowledge):
    costs = tie_costs(knowledge.foods)
    assert ((costs >= 0) & (costs < TIE_USD)).all()
    assert len(set(costs.tolist())) == len(costs)
    some = [7, 3, 100]
    taken = knowledge.foods.take(some)
    assert tie_costs(taken).tolist() == [costs[i] for i in sorted(some)]


def test_an_aim_is_priced_per_cent_of_its_largest_published_minimum(tiny, goal):
    prices = aim_costs(tiny, goal)
    magnesium = max(
        row.minimum for row in tiny.intakes
        if row.measured_as == "magnesium_mg" and row.minimum and row.basis == "day"
    )  # fmt: skip
    assert prices["magnesium_mg"] == pytest.approx(0.02 * 100 / magnesium)


def test_every_aim_of_a_published_table_has_a_price(knowledge):
    for goal in knowledge.goals.values():
        prices = aim_costs(knowledge, goal)
        aims = {
            row.measured_as for row in knowledge.intakes
            if row.strength == "aim" and row.minimum and row.measured_as in knowledge.foods.nutrient_ids
        }  # fmt: skip
        assert all(prices[nutrient] > 0 for nutrient in aims)

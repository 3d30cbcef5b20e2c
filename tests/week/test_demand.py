"""What days and week of sittings must hold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.week.demand import DAY_SLACK, SPENT, WEEK_SLACK, build_demand


@pytest.fixture(scope="module")
def demand_of(knowledge):
    woman = Person(35, "female", energy_kcal=2000)

    def find(*, every_day=False, **asked):
        rules = Rules(**asked)
        targets = derive_targets(woman, rules, knowledge)
        goal = knowledge.goals[rules.goal]
        return build_demand(knowledge, goal, targets, rules, 95.0, every_day=every_day)

    return find


def test_money_weighs_more_the_more_is_spent(demand_of, knowledge):
    """One weight past what is thrifty left the dearest twentieth of weeks at 112 % of what people paid."""
    demand, prices = demand_of(), knowledge.goals["balanced"].sittings
    steps = {demand.names[number]: (-value, price) for number, value, price in demand.aims if value < 0}
    assert steps == {
        SPENT[0]: (pytest.approx(2.0 * prices.thrifty_usd), prices.beyond),
        SPENT[1]: (pytest.approx(2.0 * prices.dear_usd), prices.far),
    }
    assert prices.thrifty_usd < prices.dear_usd
    money = demand.per_portion[:, demand.names.index("money")]
    for name in SPENT:
        assert (demand.per_portion[:, demand.names.index(name)] == -money).all()


def test_a_goal_without_such_weights_has_no_such_aims(demand_of):
    demand = demand_of(goal="cheapest")
    assert not {demand.names[number] for number, _, _ in demand.aims} & set(SPENT)


@pytest.mark.parametrize(("every_day", "slack"), [(False, DAY_SLACK), (True, WEEK_SLACK)])
def test_what_holds_when(demand_of, every_day, slack):
    demand = demand_of(every_day=every_day)
    assert demand.day_upper[demand.energy] == pytest.approx(2000 * (1 + slack))
    assert demand.week_upper[demand.energy] == pytest.approx(2000 * (1 + WEEK_SLACK))
    number = demand.places["vitamin_c_mg"]
    whole = demand.day_lower[number] == demand.week_lower[number]
    assert whole == every_day
    magnesium = demand.places["magnesium_mg"]
    assert demand.day_lower[magnesium] == demand.week_lower[magnesium] > 0


def test_a_budget_holds_over_the_week(demand_of):
    demand = demand_of(budget=6.0)
    money = demand.names.index("money")
    assert demand.week_upper[money] == 6.0
    assert demand.day_upper[money] == math.inf


def test_what_was_eaten_is_paid(demand_of, knowledge):
    food = knowledge.foods.ids[int(np.argmax(knowledge.foods.cost_per_portion))]
    demand = demand_of(ate={food: 1.0})
    place = knowledge.foods.position(food)
    assert demand.per_portion[place, demand.names.index("money")] == 0.0


def test_nothing_holds_nothing(demand_of):
    assert not demand_of().per_portion[-1].any()


@pytest.mark.parametrize(
    ("asked", "quality", "paid"),
    [({}, 98.0, None), ({}, 95.0, 95.0), ({"quality": 98.0}, 98.0, 98.0), ({"goal": "familiar"}, 90.0, 90.0)],
    ids=["a goal's own", "out of reach", "by name", "none of its own"],
)
def test_the_last_points_are_paid_for_where_somebody_asks_for_them(knowledge, asked, quality, paid):
    """As long as 98 were paid for, whoever could have them had, and milk at two meals of nearly every day."""
    rules = Rules(**asked)
    goal = knowledge.goals[rules.goal]
    targets = derive_targets(Person(35, "female", energy_kcal=2000), rules, knowledge)
    found = build_demand(knowledge, goal, targets, rules, quality).quality
    assert found == (paid or goal.sittings.hei)
    assert paid or 0 < found < quality

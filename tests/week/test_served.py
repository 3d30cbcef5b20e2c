"""What is served in a week: what its days hold and miss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mealopt.arithmetic import multiply
from mealopt.week.served import Served, find_misses, hold_days, keeps_caps, misses, misses_day

FOOD = "11112110"  # milk, 2 %


def test_days_hold_what_is_served_on_them_and_what_is_pinned(model):
    milk = model.knowledge.foods.position(FOOD)
    pinned = np.zeros_like(model.pinned)
    pinned[milk] = 0.5
    served = [Served(2, "lunch", milk, 1.0), Served(2, "snack", milk, 0.5)]
    held = hold_days(replace(model, pinned=pinned), served)
    calcium = model.demand.places["calcium_mg"]
    cup = float(model.demand.per_portion[milk, calcium])
    assert [row[calcium] for row in held] == pytest.approx([0.5 * cup] * 2 + [2.0 * cup] + [0.5 * cup] * 4)


@pytest.mark.parametrize(
    ("held", "missed"), [(1.0, False), (1.0 - 1e-12, False), (0.999, True), (2.0, False), (2.001, True)]
)
def test_a_must_is_missed_beyond_what_sums_are_off(held, missed):
    assert misses(np.array([held]), np.array([1.0]), np.array([2.0])).tolist() == [missed]


def test_days_and_week_are_each_held_to_their_own(model):
    demand, size = model.demand, len(model.demand.names)
    low, high = np.full(size, -np.inf), np.full(size, np.inf)
    calcium, iron = demand.places["calcium_mg"], demand.places["iron_mg"]
    day, week = low.copy(), low.copy()
    day[calcium], week[iron] = 100.0, 10.0
    plain = replace(
        model, demand=replace(demand, day_lower=day, day_upper=high, week_lower=week, week_upper=high)
    )
    row = np.zeros(size)
    row[calcium], row[iron] = 100.0, 10.0
    short, rich = row.copy(), row.copy()
    short[iron], rich[iron] = 0.0, 20.0
    assert find_misses(plain, [row] * 7) == []
    assert find_misses(plain, [short, rich, *[row] * 5]) == []  # over the week there is enough
    assert find_misses(plain, [short] * 2 + [row] * 5) == ["iron_mg"]
    short[calcium] = 99.0
    assert find_misses(plain, [short, rich, *[row] * 5]) == ["calcium_mg"]
    assert misses_day(plain, short)[calcium]


def test_no_more_of_a_food_is_served_than_people_eat_water_apart(model):
    milk = model.knowledge.foods.position(FOOD)
    most_day = float(model.max_day[milk])
    assert keeps_caps(model, [Served(0, "lunch", milk, most_day)])
    assert not keeps_caps(model, [Served(0, "lunch", milk, most_day), Served(0, "snack", milk, 0.25)])
    few = replace(model, max_week=np.where(np.arange(len(model.money)) == milk, 7.0, model.max_week))
    assert keeps_caps(few, [Served(day, "lunch", milk, 1.0) for day in range(7)])
    assert not keeps_caps(few, [Served(day, "lunch", milk, 1.25) for day in range(6)])
    assert keeps_caps(model, [Served(0, "lunch", model.water, 100.0)])


def test_servings_hold_what_the_food_table_says(model):
    milk = model.knowledge.foods.position(FOOD)
    portions = np.zeros(len(model.money))
    portions[milk] = 1.5
    held = hold_days(replace(model, pinned=np.zeros_like(model.pinned)), [Served(0, "lunch", milk, 1.5)])[0]
    assert held == pytest.approx(multiply(portions, model.demand.per_portion))

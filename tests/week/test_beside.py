"""What a sitting costs beside the rest of a week: the same as counted food by food."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.days import place_of
from mealopt.week.search import Search


def test_a_sitting_costs_what_its_foods_kinds_and_portions_cost(model, solved):
    search, rng = Search(model, solved, 4.0), np.random.default_rng(3)
    week, passed = search.start(), 0
    for day, n in ((0, 1), (3, 2), (6, 3)):
        one = search.take_out(week, day, n)
        trials = search.trials_at(day, n, one.meal)
        beside, choice = search.look_beside(week, week.days[day], one.meal), trials.choice
        found = beside.price(trials)
        for row in rng.integers(len(choice.price), size=40).tolist():
            kinds = set(search.kinds_of(place_of(choice, row)).tolist()) - {len(model.often) - 1}
            plain = sum(float(beside.kinds[kind]) for kind in kinds)
            for food, amount in zip(choice.foods[row].tolist(), choice.portions[row].tolist(), strict=True):
                if amount > 0:
                    plain += float(beside.foods[food])
                    for had, most, price in (
                        (week.eaten, model.free, model.repeats),
                        (eaten_on(week.days[day], model), model.max_day, search.cap / model.max_day),
                        (week.eaten, model.max_week, search.cap / model.max_week),
                    ):
                        past = max(0.0, had[food] + amount - most[food]) - max(0.0, had[food] - most[food])
                        plain += float(price[food]) * past
                        passed += past > 0
            assert found[row] == pytest.approx(plain, abs=1e-6)
        search.put_in(week, day, n, one)
    assert passed > 10


def eaten_on(day, model):
    found = np.zeros(len(model.money))
    for place in day:
        np.add.at(found, place.foods, place.portions)
    return found

"""Somebody at another's table: the same foods, portions of their own."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.reading import Reader
from mealopt.week.shared import HELPINGS, help_guest
from mealopt.week.tables import Table

MILK, BREAD = "11112110", "51300110"


@pytest.fixture(scope="module")
def ways(model, solved):
    table = Table(model, solved, solved.bound, kitchen=True)
    foods = model.knowledge.foods
    had = {foods.position(MILK): 1.0, foods.position(BREAD): 2.0}
    return had, help_guest(table, Reader(model), 1, had)


def test_a_guest_has_the_foods_of_the_table_and_no_others(ways, model):
    had, choice = ways
    for foods, portions in zip(choice.foods, choice.portions, strict=True):
        assert set(foods[portions > 0].tolist()) == set(had)
    assert (choice.template == -1).all()
    assert choice.price == pytest.approx((model.money[choice.foods] * choice.portions).sum(axis=1))


def test_a_guest_has_half_to_twice_of_each_in_whole_steps_no_way_twice(ways, model):
    had, choice = ways
    assert len(np.unique(choice.portions, axis=0)) == len(choice.portions) > len(HELPINGS)
    for food, usual in had.items():
        amounts = choice.portions[choice.foods == food]
        step = float(model.step[food])
        assert amounts.min() >= min(HELPINGS) * usual - step / 2
        assert amounts.max() <= min(max(HELPINGS) * usual + step / 2, float(model.max_day[food]))
        assert amounts / step == pytest.approx(np.round(amounts / step))

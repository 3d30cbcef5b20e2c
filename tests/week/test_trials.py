"""Sittings as they are tried: flat lists say of each what its table of foods says."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.items import Choice, find_kinds
from mealopt.week.trials import lay_trials


@pytest.fixture(scope="module")
def choice(model):
    """Thirty dinners as they were had."""
    menu = model.menus[2]
    rows = np.linspace(0, len(menu.price) - 1, 30).astype(int)
    return Choice(2, rows, menu.foods[rows], menu.portions[rows], menu.price[rows])


def test_what_is_added_up_by_food_and_by_kind_is_that_of_each_sitting(model, choice):
    rng = np.random.default_rng(1)
    foods, kinds = rng.random(len(model.money)), rng.random(len(model.often))
    kinds[-1] = 0.0
    trials = lay_trials(model, choice)
    plain = (foods[choice.foods] * (choice.portions > 0)).sum(axis=1)
    assert trials.add_foods(foods[trials.foods]) == pytest.approx(plain)
    assert trials.add_kinds(kinds) == pytest.approx(kinds[find_kinds(model, 2, choice.foods)].sum(axis=1))


def test_what_sittings_hold_has_a_column_each(model, choice):
    trials = lay_trials(model, choice)
    for row, (foods, portions) in enumerate(zip(choice.foods, choice.portions, strict=True)):
        plain = (model.demand.per_portion[foods] * portions[:, None]).sum(axis=0)
        assert trials.held[:, row] == pytest.approx(plain)
    assert (trials.least == trials.held.min(axis=1)).all()
    assert (trials.most == trials.held.max(axis=1)).all()


def test_kinds_that_all_have_are_named_once(model, choice):
    same = choice.take(np.array([3, 3]))
    common = find_kinds(model, 2, same.foods[:1])[0]
    kinds = np.arange(float(len(model.often)))
    kinds[-1] = 0.0
    named = lay_trials(model, same, common)
    assert named.add_kinds(kinds) == pytest.approx(lay_trials(model, same).add_kinds(kinds))

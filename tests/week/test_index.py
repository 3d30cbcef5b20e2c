"""While a week is searched, what no sitting can change is not looked at: the price is the same."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.knowledge.eating_index import score_day
from mealopt.knowledge.sittings import find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.week.build import build_model
from mealopt.week.judge import Judge

WOMAN = Person(35, "female", energy_kcal=2000)
SCALES = (0.0, 0.1, 0.5, 1.0, 3.0)  # times a usual sitting: from days that lack all to days that pass all


@pytest.fixture(scope="module")
def judge(knowledge):
    targets = derive_targets(WOMAN, Rules(), knowledge)
    allowed = allow_foods(WOMAN, Rules(), knowledge)
    model = build_model(WOMAN, Rules(), knowledge, targets, allowed, 95.0, find_sittings(knowledge.foods))
    return Judge(model, 4.0)


@pytest.fixture(scope="module")
def held(judge):
    """What forty sittings of a dinner hold."""
    menu = judge.model.menus[2]
    rows = np.linspace(0, len(menu.price) - 1, 40).astype(int)
    per_portion = judge.model.demand.per_portion
    return np.einsum("nw,nwj->nj", menu.portions[rows], per_portion[menu.foods[rows]])


@pytest.mark.parametrize("scale", SCALES)
def test_what_is_missed_is_the_same_with_all_measures_looked_at(judge, held, scale):
    day, total = judge.fixed + scale * held[0], 7 * judge.fixed + 7 * scale * held.mean(axis=0)
    plain = judge.missed_days(day + held) + judge.missed_week((total + held) / 7)
    assert judge.missed(day, total, held.T) == pytest.approx(plain, rel=1e-9)
    wide = held.min(axis=0) / 2, held.max(axis=0) * 2
    assert judge.missed(day, total, held.T, wide) == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("scale", SCALES[1:])
def test_the_score_is_that_of_the_index(judge, held, scale):
    demand = judge.model.demand
    total = 7 * scale * held.mean(axis=0)
    week = judge.index.lay(total, held.min(axis=0), held.max(axis=0))
    found = judge.index.score_beside(week, held.T)
    assert (found <= week.most + 1e-9).all()
    assert found == pytest.approx(judge.index.score((total + held) / 7), rel=1e-9)
    for row, points in zip(held, found, strict=True):
        amounts = {name: (total[place] + row[place]) / 7 for name, place in demand.places.items()}
        plain = score_day(judge.model.knowledge.eating_index, amounts, demand.kcal)
        assert points == pytest.approx(sum(plain.values()))

"""What a week is searched in: one kitchen first where products cost, and nothing where it is hopeless."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.average.average import solve_average
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.week.tables import asks_kitchen, build_needs, lay_kitchen, lay_table, lay_tables

WOMAN = Person(35, "female", energy_kcal=2000)


@pytest.mark.parametrize(("goal", "kitchen"), [("balanced", True), ("cheapest", False)])
def test_who_saves_every_cent_is_not_held_to_one_kitchen(models, goal, kitchen):
    """Of three kinds of milk the dear one had been kept, and the cheapest week was not."""
    average = solve_average(WOMAN, Rules(goal=goal), WEEK, models)
    table = lay_table(average, average.rules)
    had = np.zeros(len(table.model.larder.bought))
    house = lay_kitchen(average, average.rules, table, had)
    assert asks_kitchen(table.model) == kitchen == (house is not None)
    assert [one.kitchen for one in lay_tables(average, average.rules, had)] == [True, False][not kitchen :]
    assert table.bound <= table.answer.value
    assert len(set(table.model.larder.bought.tolist())) == len(had)
    if house is not None:
        assert len(set(house.model.larder.bought.tolist())) < len(had)
        assert house.bound == table.bound


def test_a_week_that_no_sittings_meet_is_not_searched_for(models):
    average = solve_average(WOMAN, Rules(budget=3.0), WEEK, models)
    assert lay_table(average, average.rules) is None


def test_what_days_are_held_to_counts_what_is_pinned(models, knowledge):
    average = solve_average(WOMAN, Rules(include={"63107010": 126.0}), WEEK, models)
    needs = build_needs(average)
    banana = knowledge.foods.position("63107010")
    assert needs.days == WEEK
    assert needs.pinned[banana] == pytest.approx(126.0 / knowledge.foods.portion_g[banana])
    assert needs.pinned.sum() == needs.pinned[banana]

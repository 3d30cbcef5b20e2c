"""A day of whole portions: whole steps, every cap kept, every must met, and a gap to a proved bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from mealopt import planner
from mealopt.average.average import solve_average
from mealopt.average.models import find_models, models_for
from mealopt.planner import plan_day, plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.singles.day import Setting
from mealopt.singles.history import no_prices, recall_days
from mealopt.tables.writing import format_csv

CASES = {
    "a vegan": (Person(35, "female"), Rules(diet="vegan")),
    "a pinned food and a budget": (
        Person(67, "male", energy_kcal=2300),
        Rules(diet="vegetarian", without=("dairy",), include={"apple": None}, budget=12.0),
    ),
}


@pytest.fixture(scope="module", params=CASES)
def day(request, knowledge):
    person, rules = CASES[request.param]
    if rules.include:  # the most eaten of the apples, whatever its code
        table = knowledge.foods
        apples = [food for food, kind in enumerate(table.categories) if kind == "Apples"]
        apple = table.ids[max(apples, key=lambda food: table.popularity[food])]
        rules = replace(rules, include={apple: None})
    with pytest.MonkeyPatch.context() as patch:  # foods put together one by one
        patch.setattr(planner, "knows_meals", lambda _: False)
        return plan_day(person, rules, knowledge)


@pytest.fixture(scope="module")
def grams(day, knowledge):
    found = np.zeros(len(knowledge.foods))
    for food, amount in zip(day.portions["food_id"], day.portions["grams"], strict=True):
        found[knowledge.foods.position(food)] += amount
    return found


def test_portions_come_in_whole_steps(day, knowledge):
    table = knowledge.foods
    for food, portions, weight in day.portions[["food_id", "portions", "grams"]].itertuples(index=False):
        place = table.position(food)
        steps = portions / table.step[place]
        assert steps == pytest.approx(round(steps), abs=1e-5)
        assert steps >= 1 - 1e-5
        assert weight == pytest.approx(portions * table.portion_g[place], rel=1e-5)


def test_nobody_is_served_more_than_people_eat(day, knowledge):
    table = knowledge.foods
    eaten = defaultdict(float)
    for food, portions in day.portions[["food_id", "portions"]].itertuples(index=False):
        place = table.position(food)
        eaten[place] += portions
        pinned = food in day.rules.include
        assert pinned or portions <= table.max_meal[place] + 1e-9
        assert pinned or portions >= min(table.least[place], table.max_meal[place]) - 1e-9
    for place, portions in eaten.items():
        assert table.ids[place] in day.rules.include or portions <= table.max_day[place] + 1e-9


def test_every_must_is_met_when_summed_again(day, grams, knowledge):
    table = knowledge.foods
    known = dict(zip(table.nutrient_ids, grams / 100 @ np.nan_to_num(table.amounts), strict=True))
    highest = dict(zip(table.nutrient_ids, grams / 100 @ table.imputed, strict=True))
    musts = [
        limit for limit in day.targets.limits.values() if limit.must is not None and limit.scope == "total"
    ]
    assert len(musts) > 30
    for limit in musts:
        slack = 0.02 if limit.nutrient == knowledge.energy_id else 0.0
        if limit.side == "minimum":
            assert known[limit.nutrient] >= limit.must * (1 - slack - 1e-6), limit.name
        else:
            assert highest[limit.nutrient] <= limit.must * (1 + slack + 1e-6), limit.name


def test_meals_hold_their_share_of_the_energy(day, knowledge):
    energy = day.portions.groupby("meal")["energy_kcal"].sum()
    asked = day.targets.energy.kcal
    for meal in knowledge.meals:
        share = energy[meal.id] / asked
        assert meal.energy_share_min - 1e-6 <= share <= meal.energy_share_max + 1e-6


def test_the_diet_the_pins_and_the_budget_are_kept(day, knowledge):
    table, rules = knowledge.foods, day.rules
    eaten = [table.position(food) for food in day.portions["food_id"]]
    assert {table.tag(rules.diet)[place] for place in eaten} <= {"yes", "label"}
    for tag in rules.without:
        assert all(table.tag(knowledge.exclusions[tag].column)[place] == "no" for place in eaten)
    for food in rules.include:
        portions = day.portions.loc[day.portions["food_id"] == food, "portions"].sum()
        assert portions == pytest.approx(table.helping[table.position(food)])
    assert rules.budget is None or day.cost_per_day <= rules.budget + 1e-6


def test_the_gap_is_that_of_the_objective_to_its_bound(day):
    proof = day.proof
    assert proof.objective >= proof.bound - 1e-9
    assert proof.gap == pytest.approx((proof.objective - proof.bound) / proof.bound)
    assert 0 <= proof.gap < 0.75  # a single day pays for aims that a week spreads
    assert max(proof.primal_violation, proof.dual_violation, proof.duality_gap) <= 1e-6
    # surcharges come on top of money
    assert proof.objective >= day.cost_per_day - 1e-6


def test_the_same_question_again_has_the_same_bytes(day, knowledge, monkeypatch):
    if day.rules.include:
        return  # once is enough: it takes as long as the first time
    models_for.cache_clear()
    monkeypatch.setattr(planner, "knows_meals", lambda _: False)
    again = plan_day(day.person, day.rules, knowledge)
    for name in ("portions", "totals", "quality", "missed", "drivers"):
        assert format_csv(getattr(again, name)) == format_csv(getattr(day, name))
    assert again.proof == day.proof


def test_a_banned_food_stays_banned_when_the_week_sets_its_caps(knowledge):
    """A week's remaining caps once replaced the zero of a food the person had excluded."""
    person = Person(35, "female", energy_kcal=2000)
    loved = plan_week(person, Rules(portions="exact", goal="cheapest"), knowledge).portions
    banned = tuple(loved.groupby("food_id")["cost"].sum().nlargest(3).index)
    average = solve_average(person, Rules(exclude=banned, goal="cheapest"), 7, find_models(knowledge))
    setting = Setting(average.program, average.targets, average.rules, 7, average.quality, ())
    slots = [(average.program.table.position(food), "lunch") for food in banned]
    history = recall_days(average.program, [], 7)
    small, bounds, *_ = setting.build_day(slots, history, no_prices(average.program), whole=True)
    assert set(bounds.column_upper[small.food_columns]) == {0.0}

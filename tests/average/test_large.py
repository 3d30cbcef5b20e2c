"""A large table has the optimum of its whole model, with a proof over every food."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from bench.large_table import make_large
from mealopt import planner
from mealopt.average import large as large_module
from mealopt.average import large_search
from mealopt.average.average import solve_average
from mealopt.average.candidates import build_candidates
from mealopt.average.large import solve_large
from mealopt.average.large_answer import LargeNothing
from mealopt.average.models import Models
from mealopt.errors import BadInputError, CertificateError, NoPlanError
from mealopt.linear.answer import Answer
from mealopt.planner import plan_day
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.rules.build import build_program

SIZE = 4000
PERSON = Person(44, "male", energy_kcal=2500)
EXACT = Rules(portions="exact")


@pytest.fixture(scope="module")
def large(knowledge):
    return make_large(knowledge, SIZE)


@pytest.fixture(scope="module")
def candidates(large):
    return build_candidates(large)


@pytest.fixture(scope="module")
def whole(large):
    """The whole models of the large table."""
    return Models(large)


@pytest.mark.parametrize(
    ("days", "rules"),
    [
        (1, EXACT),
        (7, replace(EXACT, budget=3.0)),  # the score asked first is out of reach
        (7, replace(EXACT, diet="vegan", supplements=True, quality=85.0)),
        (1, replace(EXACT, diet="vegetarian", without=("gluten",), include={"11111000-000001": 300.0})),
    ],
)
def test_the_optimum_is_that_of_the_whole_model(large, candidates, whole, days, rules):
    found = solve_large(PERSON, rules, days, candidates)
    average = solve_average(PERSON, rules, days, whole)
    assert found.answer.objective == pytest.approx(average.answer.objective, rel=1e-9)
    assert found.quality == pytest.approx(average.quality)
    assert len(found.notes) == len(average.notes)
    assert found.certificate.holds
    assert found.certificate.bound <= found.answer.objective + 1e-9
    assert len(found.program.table) < SIZE / 4
    # and the same foods, the same amounts of each
    eaten = average.answer.columns[average.program.food_columns]
    ours = found.answer.columns[found.program.food_columns]
    theirs = {food: eaten[average.program.table.position(food)] for food in found.program.table.ids}
    np.testing.assert_allclose(ours, list(theirs.values()), atol=1e-6)
    assert eaten.sum() == pytest.approx(ours.sum(), abs=1e-6)


def test_what_the_model_holds_does_not_change_a_price(large, candidates):
    """Where a model holds one food of a role, or with a nutrient, the row is not that food's own."""
    search = large_module.start_search(PERSON, replace(EXACT, quality=80.0), 7, candidates)
    foods = np.arange(7, SIZE, 500)
    foods = foods[search.caps[foods] > 0]
    program, _ = search.state(foods, 80.0, soft=False)
    random = np.random.default_rng(1)
    alone = ("total:", "again:")
    named = {n: 0.0 if n.startswith(alone) else float(random.normal()) for n in program.layout.row_names}
    answer = Answer(program.costs * 0.0, np.array(list(named.values())), program.costs, 0.0, None)
    saving = search.price(program, foods, answer, program.costs, search.costs)

    whole = build_program(replace(search.shape, food_ids=large.foods.ids), large)
    duals = np.array([named.get(name, 0.0) for name in whole.layout.row_names])
    reduced = whole.costs - whole.matrix.transposed_times(duals)
    best = np.full(SIZE, np.inf)
    for column, food, _, unit in whole.slots:
        best[food] = min(best[food], reduced[column] / unit)
    able = np.flatnonzero(search.caps > 0)
    np.testing.assert_allclose(saving[able], -(reduced[whole.food_columns] + best)[able], atol=1e-8)
    assert np.isneginf(np.delete(saving, able)).all()


def test_few_foods_at_a_time_lead_there_too(candidates, whole, monkeypatch):
    monkeypatch.setattr(large_search, "SOURCES", 0)
    monkeypatch.setattr(large_search, "JOIN", 25)
    monkeypatch.setattr(large_search, "ALIKE", 2)
    rules = replace(EXACT, quality=80.0)
    found = solve_large(PERSON, rules, 7, candidates)
    average = solve_average(PERSON, rules, 7, whole)
    assert found.rounds > 3
    assert found.answer.objective == pytest.approx(average.answer.objective, rel=1e-9)


def test_that_nothing_fits_is_proved_over_the_whole_table(candidates, whole):
    rules = replace(EXACT, budget=1.0)
    found = solve_large(PERSON, rules, 1, candidates)
    assert isinstance(found, LargeNothing)
    assert found.margin > 0.0
    assert solve_average(PERSON, rules, 1, whole).answer is None


def test_the_same_question_has_the_same_answer(candidates):
    first, second = (solve_large(PERSON, EXACT, 1, candidates) for _ in range(2))
    assert first.answer.columns.tobytes() == second.answer.columns.tobytes()
    assert first.foods.tolist() == second.foods.tolist()


def test_arrays_that_miss_a_row_are_found_out(candidates, monkeypatch):
    """Somebody adds a row to the model and the arrays do not know it: no answer leaves."""
    read = large_search.read_prices

    def forget(*arguments):
        prices = read(*arguments)
        return replace(prices, meals=prices.meals * 0.0)

    monkeypatch.setattr(large_search, "read_prices", forget)
    with pytest.raises(CertificateError, match="priced otherwise"):
        solve_large(PERSON, EXACT, 1, candidates)


def test_a_food_left_out_that_pays_spoils_the_certificate(candidates):
    found = solve_large(PERSON, EXACT, 1, candidates)
    assert large_module.widen(found.certificate, 0.0).holds
    assert not large_module.widen(found.certificate, 1e-4).holds


def test_a_pin_the_diet_forbids_is_bad_input(candidates):
    with pytest.raises(BadInputError, match="11111000-000000"):
        solve_large(PERSON, replace(EXACT, diet="vegan", include={"11111000-000000": 100.0}), 1, candidates)


def test_who_may_be_given_no_plan_gets_none(candidates):
    sick = replace(PERSON, conditions=("kidney_disease",))
    with pytest.raises(NoPlanError):
        solve_large(sick, EXACT, 1, candidates)


@pytest.mark.parametrize("portions", ["exact", "whole"])
def test_a_plan_from_a_large_table_is_the_plan(knowledge, monkeypatch, portions):
    rules = Rules(diet="vegan", portions=portions)
    monkeypatch.setattr(planner, "knows_meals", lambda _: False)  # none are looked for in a large table
    usual = plan_day(PERSON, rules, knowledge)
    monkeypatch.setattr(planner, "LARGE", 100)
    plan = plan_day(PERSON, rules, knowledge)
    assert plan.proof.bound == pytest.approx(usual.proof.bound, rel=1e-9)
    assert plan.proof.money_bound == pytest.approx(usual.proof.money_bound, abs=1e-6)
    of_foods = re.compile("sold or made both ways|comes from one food")  # of the foods a plan has
    told = [[note for note in p.notes if not of_foods.search(note)] for p in (plan, usual)]
    assert told[0] == told[1]
    assert plan.quality_asked == pytest.approx(usual.quality_asked)
    if portions == "exact":
        grams = [p.portions.groupby("food_id")["grams"].sum() for p in (plan, usual)]
        assert grams[0].to_dict() == pytest.approx(grams[1].to_dict(), abs=0.2)
        assert (plan.totals["status"] == usual.totals["status"]).all()
    else:
        # a day is dealt from the foods that mattered, and held to the bound of them all
        assert usual.proof.bound <= plan.proof.objective <= 1.15 * usual.proof.objective


def test_nothing_fits_a_large_table_is_said(knowledge, monkeypatch):
    monkeypatch.setattr(planner, "LARGE", 100)
    with pytest.raises(NoPlanError, match="proved over all"):
        plan_day(PERSON, replace(EXACT, budget=0.5), knowledge)

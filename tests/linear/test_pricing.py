"""Pricing few columns finds the optimum of all of them, or proves that there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.average.models import Models
from mealopt.linear import highs as highs_module
from mealopt.linear import pricing
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.certificate import certify, proves_infeasible
from mealopt.linear.live import LiveModel
from mealopt.linear.pricing import PricedModel
from mealopt.linear.restricted import DEVEX
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person
from mealopt.tolerances import USUAL
from tests.checking import ask_times

SEEDS = st.integers(0, 2**32 - 1)


def agree(program, seed, few=2):
    """Solve a random program whole and by pricing from few foods; say whether anything fits it."""
    random = np.random.default_rng(seed)
    bounds = program.layout.bounds()
    references = [bounds.copy() for _ in range(2)]
    for reference in references:
        reference.row_lower *= random.uniform(0.5, 1.0)  # somebody who asks for less
    whole = LiveModel(program, references[0]).solve(bounds)
    priced = PricedModel(program, references)
    answer = priced.solve(bounds)
    assert type(answer) is type(whole)
    if isinstance(answer, Infeasible):
        assert proves_infeasible(program.matrix, bounds, answer.ray)
        return False
    assert answer.objective == pytest.approx(whole.objective, abs=1e-7)
    assert certify(program.matrix, bounds, program.costs, answer.columns, answer.duals).holds
    # the same once more, whoever came in between
    other = bounds.copy()
    other.column_upper[program.heads] *= 0.5
    priced.solve(other)
    again = priced.solve(bounds)
    assert again.columns.tobytes() == answer.columns.tobytes()
    assert again.duals.tobytes() == answer.duals.tobytes()
    return True


@ask_times(60)
@given(SEEDS)
def test_any_program_has_the_optimum_of_all_its_columns(random_program, seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricing, "NEAR", 2)
        patch.setattr(pricing, "AT_ONCE", 2)
        agree(random_program(seed), seed)


@pytest.mark.nightly
def test_a_thousand_programs(random_program, monkeypatch):
    monkeypatch.setattr(pricing, "NEAR", 2)
    monkeypatch.setattr(pricing, "AT_ONCE", 2)
    fits = [agree(random_program(seed), seed) for seed in range(1000)]
    assert 100 <= fits.count(False) <= 900


def test_both_kinds_are_among_the_programs(random_program):
    fits = [agree(random_program(seed), seed) for seed in range(30)]
    assert 3 <= fits.count(False) <= 27


CASES = [
    (Rules(), Person(57, "female", energy_kcal=2050)),
    (Rules(), Person(16, "male", energy_kcal=3600)),
    (Rules(include={"11111000": 244.0}), Person(41, "male", energy_kcal=2500)),
    (Rules(budget=2.0), Person(41, "male", energy_kcal=2500)),  # nothing fits
    (Rules(budget=4.5), Person(70, "female", energy_kcal=1700)),
    (Rules(strict=True), Person(30, "female", energy_kcal=2300, life_stage="lactation")),
    (Rules(exclude=("11111000", "11112110")), Person(25, "female", energy_kcal=2100)),
    (Rules(include={"53510100": 60.0}), Person(25, "female", energy_kcal=2100)),  # nobody's favorite
]


@pytest.fixture(scope="module", params=[1, 7])
def everyone(request, models):
    """The priced model of everyone who eats everything, and the whole model beside it."""
    live = models.live(models.shape_of(Person(35, "female"), Rules(), request.param, 95.0))
    return live, LiveModel(live.program, live.reference)


def bind(live, knowledge, rules, person):
    return bind_person(live.program, derive_targets(person, rules, knowledge), rules, quality=95.0)


@pytest.mark.parametrize("case", range(len(CASES)))
def test_people_get_the_plan_of_the_whole_model(everyone, knowledge, case):
    live, whole = everyone
    bounds = bind(live, knowledge, *CASES[case])
    answer, other = live.priced.solve(bounds), whole.solve(bounds)
    assert isinstance(answer, Infeasible) == (case == 3) == isinstance(other, Infeasible)
    if isinstance(answer, Infeasible):
        assert proves_infeasible(live.program.matrix, bounds, answer.ray)
        return
    assert answer.objective == pytest.approx(other.objective, rel=1e-10)
    # how a food is split over its meals may be free; which foods, and how much, is not
    foods = live.program.food_columns
    np.testing.assert_allclose(answer.columns[foods], other.columns[foods], atol=1e-7)


def test_few_foods_are_asked_and_others_come_in(everyone, knowledge):
    live, _ = everyone
    priced, table = live.priced, live.program.table
    came = 0
    for rules, person in CASES:
        bounds = bind(live, knowledge, rules, person)
        model, start = priced.model, priced.start_of(priced.nearest(bounds))
        assert len(model.base) + len(start.members) < len(table) / 4
        priced.solve(bounds)
        came += int(model.held.sum()) - len(model.base) - len(start.members)
    assert came > 0  # or nothing here was tested


def test_the_order_of_people_does_not_matter(everyone, knowledge):
    live, _ = everyone
    questions = [bind(live, knowledge, *case) for case in CASES]
    alone = [mark(PricedModel(live.program, live.priced.references).solve(bounds)) for bounds in questions]
    for order in (range(len(CASES)), reversed(range(len(CASES))), (3, 1, 3, 1, 5, 0, 6, 2, 7, 4)):
        for number in order:
            assert mark(live.priced.solve(questions[number])) == alone[number]


def mark(answer):
    if isinstance(answer, Infeasible):
        return answer.ray.tobytes()
    return answer.columns.tobytes() + answer.duals.tobytes()


def test_where_pricing_finds_no_proof_the_whole_model_is_asked(knowledge, monkeypatch):
    models = Models(knowledge)
    live = models.live(models.shape_of(Person(35, "female"), Rules(diet="vegan"), 1, 95.0))
    bounds = bind(live, knowledge, Rules(diet="vegan"), Person(35, "female", energy_kcal=2000))
    answer = live.solve(bounds)
    assert "stated" not in vars(live)  # the whole model was not needed
    monkeypatch.setattr(pricing, "solve_priced", lambda *_: None)
    again = live.solve(bounds)
    assert again.objective == pytest.approx(answer.objective, rel=1e-10)
    assert "stated" in vars(live)


def test_an_answer_that_fails_its_proof_is_solved_more_sharply(everyone, knowledge, monkeypatch):
    live, _ = everyone
    bounds = bind(live, knowledge, *CASES[0])
    usual = live.priced.solve(bounds)
    proofs, prove = [], pricing.prove

    def doubt(*arguments):
        certificate, reduced = prove(*arguments)
        proofs.append(certificate)
        return (replace(certificate, gap=1.0) if len(proofs) == 1 else certificate), reduced

    monkeypatch.setattr(pricing, "prove", doubt)
    highs = live.priced.model.highs
    answer = live.priced.solve(bounds)
    assert len(proofs) == 2
    assert answer.objective == pytest.approx(usual.objective, rel=1e-9)
    assert highs.getOptionValue("dual_feasibility_tolerance")[1] < USUAL
    assert mark(live.priced.solve(bounds)) == mark(usual)  # and whoever comes next meets nothing of it
    assert highs.getOptionValue("dual_feasibility_tolerance")[1] == USUAL


def test_a_walk_after_a_plan_is_the_same_whoever_walked_before(everyone, knowledge):
    live, _ = everyone
    first, other = bind(live, knowledge, *CASES[0]), bind(live, knowledge, *CASES[1])

    def walk():
        live.solve(first)
        steps = []
        for number in range(3):
            moved = first.copy()
            moved.row_lower[live.program.layout.rows["minimum:magnesium_mg"]] += 10.0 * number
            steps.append(mark(live.solve(moved, here=True)))
        return steps

    steps = walk()
    live.solve(other, here=True)
    assert walk() == steps


@pytest.mark.parametrize("here", [False, True])
def test_the_fuse_of_a_long_batch_is_each_persons_own(everyone, knowledge, monkeypatch, here):
    """The solver counts its seconds from its first run on: a live model stopped after so many people."""
    live, _ = everyone
    bounds = bind(live, knowledge, *CASES[0])
    live.solve(bounds, here=here)
    highs = live.highs if here else live.priced.model.highs
    for fuse in (1000.0, 2000.0):
        monkeypatch.setattr(highs_module, "FUSE_SECONDS", fuse)
        before = highs.getRunTime()
        assert isinstance(walk_a_little(live, bounds) if here else live.priced.solve(bounds), Answer)
        after = highs.getRunTime()
        assert after > before > 0.0
        assert before <= highs.getOptionValue("time_limit")[1] - fuse <= after


def walk_a_little(live, bounds):
    live.left = True  # from the reference each time, so that there is work to do
    return live.solve(bounds, here=True)


def test_the_solver_knows_the_options_it_is_given(everyone):
    """A misspelt option is accepted without a word."""
    live, _ = everyone
    assert live.priced.model.highs.getOptionValue("simplex_dual_edge_weight_strategy")[1] == DEVEX


def test_one_reference_will_do(everyone, knowledge):
    live, _ = everyone
    priced = PricedModel(live.program, live.priced.references[:1])
    bounds = bind(live, knowledge, *CASES[0])
    assert priced.nearest(bounds) == 0
    assert priced.solve(bounds).objective == pytest.approx(live.solve(bounds).objective, rel=1e-10)


def test_a_person_near_a_reference_starts_from_it(everyone):
    live, _ = everyone
    for number, bounds in enumerate(live.priced.references):
        assert live.priced.nearest(bounds) == number
        answer = live.priced.solve(bounds)
        assert isinstance(answer, Answer)

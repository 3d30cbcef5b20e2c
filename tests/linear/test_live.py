"""A live model answers the same question with the same bytes, whoever came before."""

from __future__ import annotations

import csv
import random
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.average.models import Models
from mealopt.errors import BadInputError, CertificateError, NoPlanError, SolverLimitError
from mealopt.knowledge.library import load_knowledge
from mealopt.linear import highs as highs_module
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.certificate import proves_infeasible
from mealopt.linear.live import LiveModel
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person, build_program
from mealopt.tables.writing import format_csv
from tests.checking import ask_times

PEOPLE = (
    {"person": Person(35, "female", energy_kcal=2000)},
    {"person": Person(70, "female", energy_kcal=1690)},
    {"person": Person(28, "male", energy_kcal=3100)},
    {"person": Person(51, "male", energy_kcal=2350), "budget": 0.5},  # nothing fits
    {"person": Person(16, "male", energy_kcal=2900), "strict": True},
    {"person": Person(30, "female", life_stage="pregnancy", energy_kcal=2300)},
    {"person": Person(45, "female", energy_kcal=2100), "quality": None},
)


def mark(answer):
    """Return an answer as bytes: everything that could differ."""
    if isinstance(answer, Infeasible):
        return b"" if answer.ray is None else answer.ray.tobytes()
    return answer.columns.tobytes() + answer.duals.tobytes() + repr(answer.objective).encode()


@pytest.fixture(scope="module")
def questions(bind_vegan):
    return [bind_vegan(**person) for person in PEOPLE]


@pytest.fixture(scope="module")
def alone(vegan_week, questions):
    """What each person is answered by a model of their own that nobody used before."""
    marks = []
    for bounds in questions:
        models = Models(vegan_week.program.knowledge)
        marks.append(mark(models.live(vegan_week.program.shape).solve(bounds)))
    return marks


def test_some_have_a_plan_and_one_has_none(vegan_week, questions):
    answers = [vegan_week.solve(bounds) for bounds in questions]
    assert [isinstance(answer, Infeasible) for answer in answers] == [index == 3 for index in range(7)]
    assert proves_infeasible(vegan_week.program.matrix, questions[3], answers[3].ray)


@pytest.mark.parametrize("budget", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize(
    ("age", "sex", "energy"), [(24, "male", 2900), (57, "female", 2050), (80, "male", 2000)]
)
def test_that_nothing_fits_is_proved_too(vegan_week, bind_vegan, budget, age, sex, energy):
    bounds = bind_vegan(Person(age, sex, energy_kcal=energy), budget=budget)
    answer = vegan_week.solve(bounds)
    assert answer.ray is not None
    assert proves_infeasible(vegan_week.program.matrix, bounds, answer.ray)


@ask_times(8)
@given(st.permutations(range(len(PEOPLE))))
def test_the_order_of_people_does_not_matter(vegan_week, questions, alone, order):
    for index in order:
        assert mark(vegan_week.solve(questions[index])) == alone[index]


def test_other_costs_in_between_do_not_matter(vegan_week, questions, alone):
    costs = np.zeros(vegan_week.column_count)
    costs[vegan_week.program.food_columns] = vegan_week.program.table.portion_g
    lightest = vegan_week.solve(questions[0], costs)
    assert mark(lightest) != alone[0]
    assert lightest.objective == pytest.approx(float(costs @ lightest.columns))
    # the same array changed in place is other costs
    costs *= 2.0
    assert vegan_week.solve(questions[0], costs).objective == pytest.approx(2 * lightest.objective)
    assert mark(vegan_week.solve(questions[0])) == alone[0]


def test_an_answer_equals_that_of_a_model_made_for_it(vegan_week, questions):
    for bounds in questions:
        answer = vegan_week.solve(bounds)
        own = LiveModel(vegan_week.program, bounds)
        if isinstance(answer, Infeasible):
            assert own.basis is None
        else:
            assert own.highs.getInfo().objective_function_value == pytest.approx(answer.objective, abs=1e-9)


def test_an_answer_carries_its_proof_and_its_prices(vegan_week, questions):
    program = vegan_week.program
    answer = vegan_week.solve(questions[0])
    assert answer.certificate.holds
    assert answer.objective == pytest.approx(float(program.costs @ answer.columns), abs=1e-12)
    np.testing.assert_allclose(
        answer.reduced, program.costs - program.matrix.transposed_times(answer.duals), atol=1e-12
    )


def test_solving_does_not_change_the_question(vegan_week, questions):
    before = questions[1].copy()
    vegan_week.solve(questions[1])
    for name in ("column_lower", "column_upper", "row_lower", "row_upper"):
        np.testing.assert_array_equal(getattr(questions[1], name), getattr(before, name))


def test_a_limit_of_work_is_no_answer(knowledge, vegan_week, bind_vegan, monkeypatch):
    monkeypatch.setitem(highs_module.OPTIONS, "simplex_iteration_limit", 2)
    live = Models(knowledge).live(vegan_week.program.shape)
    with pytest.raises(SolverLimitError, match="somebody"):
        live.solve(bind_vegan(Person(60, "male", energy_kcal=2000)), what="somebody")


def test_an_answer_that_fails_its_proof_does_not_leave(random_layout, live_of):
    layout = random_layout(0)
    live = live_of(layout)
    assert isinstance(live.solve(layout.bounds()), Answer)
    # the solver's model is not the stated one any more
    live.highs.changeCoeff(0, layout.row_pairs[0][0][0], 50.0)
    live.highs.changeColsCost(live.column_count, live.column_index, -np.array(layout.costs))
    with pytest.raises(CertificateError):
        live.solve(layout.bounds())
    # and whoever comes next is solved as if nobody had been refused
    tolerance = live.highs.getOptionValue("primal_feasibility_tolerance")[1]
    assert tolerance == live_of(layout).highs.getOptionValue("primal_feasibility_tolerance")[1]


def money(program, prices):
    """Return the bare money of a portion of each food as costs of a program, times so many prices."""
    costs = np.zeros(len(program.layout.column_names))
    costs[program.food_columns] = program.table.cost_per_portion * prices
    return costs


def test_doubled_prices_double_the_money(vegan_week, questions):
    once = vegan_week.solve(questions[0], money(vegan_week.program, 1.0))
    twice = vegan_week.solve(questions[0], money(vegan_week.program, 2.0))
    assert twice.objective == pytest.approx(2 * once.objective, rel=1e-9)


@ask_times(25)
@given(st.data())
def test_a_tighter_limit_never_costs_less(vegan_week, questions, data):
    bounds = questions[0]
    before = vegan_week.solve(bounds)
    layout = vegan_week.program.layout
    limited = [
        name for name, row in layout.rows.items()
        if name.startswith(("minimum:", "maximum:", "quality")) and
        (np.isfinite(bounds.row_lower[row]) or np.isfinite(bounds.row_upper[row]))
    ]  # fmt: skip
    row = layout.rows[data.draw(st.sampled_from(limited))]
    share = data.draw(st.floats(0.0, 0.2))
    tighter = bounds.copy()
    tighter.row_lower[row] *= 1 + share
    tighter.row_upper[row] *= 1 - share
    after = vegan_week.solve(tighter)
    assert isinstance(after, Infeasible) or after.objective >= before.objective - 1e-9


@ask_times(15)
@given(st.data())
def test_leaving_out_a_food_never_costs_less(vegan_week, questions, bind_vegan, data):
    program = vegan_week.program
    before = vegan_week.solve(questions[0])
    eaten = np.flatnonzero(before.columns[program.food_columns] > 1e-6)
    food = program.table.ids[data.draw(st.sampled_from(eaten.tolist()))]
    after = vegan_week.solve(bind_vegan(PEOPLE[0]["person"], exclude=(food,)))
    if isinstance(after, Answer):
        assert after.objective >= before.objective - 1e-9
        assert after.columns[program.layout.columns[f"food:{food}"]] <= 1e-9


def test_dearer_food_costs_at_most_as_much_more(knowledge, vegan_week, bind_vegan):
    """Twice the prices cost between as much and twice as much: surcharges do not double."""
    table = knowledge.foods
    dear = replace(knowledge, foods=replace(table, price=table.price * 2.0))
    shape = replace(vegan_week.program.shape, goal="cheapest", quality=False)
    objectives = []
    for known in (knowledge, dear):
        program = build_program(shape, known)
        rules = Rules(diet="vegan", goal="cheapest")
        bounds = bind_person(program, derive_targets(Person(35, "female"), rules, known), rules)
        objectives.append(LiveModel(program, bounds).solve(bounds).objective)
    assert objectives[0] <= objectives[1] <= 2 * objectives[0]


@pytest.mark.parametrize("days", [1, 7])
def test_the_order_of_the_table_does_not_matter(knowledge, data_folder, tmp_path, days):
    shutil.copytree(data_folder, tmp_path / "data")
    path = tmp_path / "data" / "foods.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    random.Random(days).shuffle(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *lines])
    shuffled = load_knowledge(tmp_path / "data")
    rules = Rules(diet="vegan", portions="exact")
    person = Person(35, "female")
    plan = plan_week if days == 7 else plan_one_day
    ours, theirs = plan(person, rules, knowledge), plan(person, rules, shuffled)
    assert shuffled.digest != knowledge.digest  # another file, the same table
    for name in ("portions", "totals", "drivers", "quality", "missed"):
        assert format_csv(getattr(ours, name)) == format_csv(getattr(theirs, name)), name


def plan_one_day(person, rules, knowledge):
    from mealopt.planner import plan_day

    return plan_day(person, rules, knowledge)


def test_models_are_kept_while_in_use_and_no_longer(made_up):
    models = Models(made_up)
    shape = models.shape_of(Person(35, "female"), Rules(), 1, None)
    first = models.live(shape)
    assert models.live(shape) is first
    models.room = 3 * first.size  # bytes: the cache is bounded by what it takes, not by how many it holds
    others = [replace(shape, own=("magnesium_mg",) * number) for number in (1, 2, 3)]
    for other in others:
        models.live(other)
    assert models.live(shape) is not first
    models.room = 0
    assert models.live(others[0]) is models.live(others[0])


def test_what_was_found_is_recalled_and_the_oldest_forgotten(made_up, monkeypatch):
    monkeypatch.setattr("mealopt.average.models.KEPT_ANSWERS", 2)
    models, found = Models(made_up), []

    def ask(key):
        return models.recall(key, lambda: found.append(key) or len(found))

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]


def test_people_of_one_shape_share_it(models):
    one = models.shape_of(Person(35, "female"), Rules(diet="vegan", exclude=("11111000",)), 7, 95.0)
    other = models.shape_of(Person(60, "male"), Rules(diet="vegan", budget=9.0), 7, 80.0)
    assert one == other
    assert one != models.shape_of(Person(35, "female"), Rules(diet="vegan"), 1, 95.0)
    assert one != models.shape_of(Person(35, "female"), Rules(diet="vegan"), 7, None)
    assert one != models.shape_of(Person(35, "female"), Rules(diet="vegetarian"), 7, 95.0)


def test_no_food_left_is_no_plan(made_up):
    with pytest.raises(NoPlanError, match="No food"):
        Models(made_up).shape_of(
            Person(35, "female"), Rules(diet="vegan", without=("peanuts", "soy")), 7, None
        )


def test_a_pin_the_diet_forbids_is_bad_input(models):
    with pytest.raises(BadInputError, match="11111000"):
        models.shape_of(Person(35, "female"), Rules(diet="vegan", include={"11111000": 100.0}), 7, None)

"""One walk along the corridor: a person and their rules in, a proved plan out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.average.average import Average, solve_average
from mealopt.average.large import LARGE, solve_large_average
from mealopt.average.models import Models, find_models
from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.explain.drivers import find_drivers, list_drivers, name_lead
from mealopt.explain.explanation import Explanation, explain_answer
from mealopt.explain.nothing_fits import NothingFitsError, explain_nothing_fits
from mealopt.explain.sentences import say_headline
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.knowledge.sittings import knows_meals
from mealopt.linear.answer import Answer, safe_gap
from mealopt.plan.leftovers import say_pots
from mealopt.plan.notes import (
    label_nutrients,
    note_carriers,
    note_children,
    note_liked,
    note_marks,
    note_overuse,
    note_prices,
    note_unmeasured,
    say_tablets,
    say_unmet,
)
from mealopt.plan.plan import Plan, Proof, list_missed
from mealopt.plan.portions import Serving, list_portions
from mealopt.plan.totals import list_quality, list_totals
from mealopt.request.allowed import find_marks, supplement_mask
from mealopt.request.checking import require_rules
from mealopt.request.person import Person, require_person
from mealopt.request.rules import WEEK, Rules
from mealopt.rules.budget import ate_cost
from mealopt.rules.foods import pinned_portions
from mealopt.singles.deal import deal_days, measure_days
from mealopt.tables.frames import list_column
from mealopt.week.deal import deal_sittings
from mealopt.week.unmet import choose_tablets, find_least_cost, find_unmet, pin_tablets

if TYPE_CHECKING:

    from mealopt.singles.day import FoodAtMeal
    from mealopt.singles.history import WholeDay
    from mealopt.week.finish import SittingWeek

MEALS = "Meals that people had."
PERIODS = (
    " Energy (within 5 %), magnesium, calcium, potassium, protein and every maximum hold on each day, every "
    "other must over the week, with two thirds of it on each day (vitamin D: half)."
)
NO_TABLETS = "These meals meet every must without a supplement. One you take counts if you --include it."
NO_SUCH_MEALS = (
    "No meals that people had keep the most you want at a meal and every must. Allow a meal more, "
    "or ask for exact portions (--portions exact), which are made food by food."
)
TOO_LARGE = "A most at a meal can be asked of tables of up to {:,} foods."
LEAST_GRAMS = 1e-4  # what an exact plan leaves out: a tenth of a milligram is the solver's rounding


def require_average(
    person: Person, rules: Rules, days: int, models: Models, *, repairs: bool = True
) -> tuple[Average, Answer]:
    """Return the average day and its answer; raises NothingFitsError, with what cannot be met."""
    average = solve_average(person, rules, days, models)
    if average.answer is None:
        raise NothingFitsError(explain_nothing_fits(average, models, repairs=repairs))
    return average, average.answer


def plan_week(person: Person, rules: Rules | None = None, knowledge: Knowledge | None = None) -> Plan:
    """Return a week: seven days of whole portions, or its exact average day.

    Raises BadInputError for what was not understood, NoPlanError (NothingFitsError) where no plan exists,
    SolverLimitError where the work limit ended the search.
    """
    return make_plan(person, rules or Rules(), knowledge or load_knowledge(), WEEK)


def plan_day(person: Person, rules: Rules | None = None, knowledge: Knowledge | None = None) -> Plan:
    """Return one day; the same errors as `plan_week`."""
    return make_plan(person, rules or Rules(), knowledge or load_knowledge(), 1)


def explain_week(
    person: Person, rules: Rules | None = None, knowledge: Knowledge | None = None
) -> Explanation:
    """Return why a week is as it is: drivers with their ranges, what foods are bought for, near swaps.

    The same errors as `plan_week`.
    """
    return explain_plan(person, rules or Rules(), knowledge or load_knowledge(), WEEK)


def explain_plan(
    person: Person, rules: Rules, knowledge: Knowledge, days: int, *, ranges: bool = True, entries: int = 10
) -> Explanation:
    """Return the explanation of a day or a week; `ranges` and `entries` may be left out to save time."""
    require_person(person, knowledge)
    require_rules(rules, knowledge)
    require_prices(knowledge)
    average, answer = require_average(person, rules, days, find_models(knowledge, rules))
    return explain_answer(average, answer, ranges=ranges, entries=entries)


def require_prices(knowledge: Knowledge) -> None:
    """Raise BadInputError where the food table has no prices: then nothing costs anything."""
    if not knowledge.foods.priced:
        text = "The food table has no prices: what a target or a food costs is not known. Give --prices."
        raise BadInputError(Problem("foods", text))


def make_plan(person: Person, rules: Rules, knowledge: Knowledge, days: int, *, repairs: bool = True) -> Plan:
    """Return a plan for a number of days (1 or 7) after checking what was asked.

    Where nothing fits, `repairs` may be left out of the explanation to save their solves.
    """
    average, answer = find_average(person, rules, knowledge, days, repairs=repairs)
    notes: tuple[str, ...] = ()
    if rules.portions == "exact":
        servings = exact_servings(average, answer, "average" if days == WEEK else "1")
        objective = answer.objective
    else:
        meals = has_meals(rules, knowledge)
        found = deal_sittings(average) if meals else None
        if found is not None:
            return assemble_sittings(average, answer, found)
        if meals and rules.supplements:
            with_them, its_answer, note = add_tablets(average, answer)
            found = deal_sittings(with_them) if note else None
            if found is not None:
                plan = assemble_sittings(with_them, its_answer, found)
                return replace(plan, notes=(note, *plan.notes))
        require_meals(rules)
        if meals:
            tablets, least = choose_tablets(average), find_least_cost(average)
            notes = (say_unmet(find_unmet(average), tablets, rules, knowledge.foods, least),)
        servings, objective = whole_servings(average, answer)
    plan = assemble_plan(average, answer, servings, objective)
    return replace(plan, notes=(*notes, *plan.notes))


def add_tablets(average: Average, answer: Answer) -> tuple[Average, Answer, str]:
    """Return the average day with the supplements every day that would let there be meals.

    With one of them taken, another may be worth it. The last is what a plan says of them, nothing of none.
    """
    knowledge, taken = average.program.knowledge, list[str]()
    while tablets := choose_tablets(average):
        rules = pin_tablets(average.rules, tablets)
        try:
            average, answer = find_average(average.person, rules, knowledge, average.days)
        except NoPlanError:
            break
        taken += tablets
    return average, answer, say_tablets(taken, knowledge.foods) if taken else ""


def has_meals(rules: Rules, knowledge: Knowledge) -> bool:
    """Say whether a plan is made of meals people had: whole portions, foods of which such meals are known."""
    return rules.portions == "whole" and len(knowledge.foods) <= LARGE and knows_meals(knowledge.foods)


def assemble_sittings(average: Average, answer: Answer, week: SittingWeek) -> Plan:
    """Return the plan of days of sittings; its proof is against the program over sittings."""
    table = average.program.knowledge.foods
    had: dict[tuple[int, str, int], float] = {}  # what both snacks of a day have is one serving of it
    for one in week.served:
        had[one.day, one.meal, one.food] = had.get((one.day, one.meal, one.food), 0.0) + one.portions
    served = [
        Serving(str(day + 1), meal, table.ids[food], portions) for (day, meal, food), portions in had.items()
    ]
    for day in range(1, average.days + 1):
        served += pin_servings(average, str(day))
    weekly = average.days > 1 and not average.rules.every_day
    plan = assemble_plan(average, answer, served, week.objective, weekly=weekly)
    proof = replace(
        plan.proof, objective=week.objective, bound=week.bound, gap=safe_gap(week.objective, week.bound)
    )
    joined = f" Foods that joined a meal so that every must is met: {week.joined}." if week.joined else ""
    notes = [MEALS + (PERIODS if weekly else "") + joined]
    eaten = [table.position(one.food_id) for one in served]
    if average.rules.supplements and not supplement_mask(table)[eaten].any():
        notes.append(NO_TABLETS)
    if average.rules.cook_once:
        notes += say_pots(plan.portions, average.program.knowledge)
    return replace(plan, proof=proof, notes=(*notes, *plan.notes), meals=True)


def pin_servings(average: Average, day: str) -> list[Serving]:
    """Return the pins of a day, each at the meal it is eaten at most."""
    table = average.program.knowledge.foods
    return [
        Serving(day, table.meals[int(np.argmax(table.meal_shares[table.position(food)]))], food, portions)
        for food, portions in pinned_portions(table, average.rules).items()
    ]


def find_average(
    person: Person, rules: Rules, knowledge: Knowledge, days: int, *, repairs: bool = True
) -> tuple[Average, Answer]:
    """Return the average day behind a plan and its answer, after checking what was asked."""
    require_person(person, knowledge)
    require_rules(rules, knowledge)
    models = find_models(knowledge, rules)
    if len(knowledge.foods) > LARGE:
        if rules.meal_maximums:
            raise BadInputError(Problem("rules", TOO_LARGE.format(LARGE), column="meal_maximums"))
        average = solve_large_average(person, rules, days, models.candidates)
        assert average.answer is not None
        return average, average.answer
    return require_average(person, rules, days, models, repairs=repairs)


def exact_servings(average: Average, answer: Answer, day: str) -> list[Serving]:
    """Return the servings of the linear program's own day."""
    table, columns = average.program.table, answer.columns.tolist()
    return [
        Serving(day, meal, table.ids[food], columns[column])
        for column, food, meal, _ in average.program.find_slots(np.flatnonzero(answer.columns).tolist())
        if columns[column] * table.portion_g[food] > LEAST_GRAMS
    ]


def require_meals(rules: Rules) -> None:
    """Raise NoPlanError where a most at a meal is asked: whole portions put together one by one keep none."""
    if rules.meal_maximums:
        raise NoPlanError(NO_SUCH_MEALS)


def whole_servings(
    average: Average, answer: Answer, never: frozenset[FoodAtMeal] = frozenset()
) -> tuple[list[Serving], float]:
    """Return days of whole portions and their mean objective [$ per day]; `never` are foods at meals."""
    program, days = average.program, average.days
    dealt = deal_days(program, answer, average.targets, average.rules, days, average.quality, never)
    return serve_days(average, dealt)


def serve_days(average: Average, dealt: list[WholeDay]) -> tuple[list[Serving], float]:
    """Return the servings of days that were dealt, and their mean objective [$ per day]."""
    program = average.program
    servings = [
        Serving(str(number), meal, program.table.ids[food], portions)
        for number, day in enumerate(dealt, start=1)
        for (food, meal), portions in day.portions.items()
    ]
    return servings, measure_days(program, average.targets, dealt, average.quality)


def assemble_plan(
    average: Average, answer: Answer, servings: list[Serving], objective: float, *, weekly: bool = False
) -> Plan:
    """Put the frames, the proof and the sentences of a plan together; `weekly` where musts hold by period."""
    program, targets = average.program, average.targets
    knowledge = program.knowledge
    marks = find_marks(average.rules, knowledge)
    portions = list_portions(servings, knowledge, average.rules.ate, marks)
    totals = list_totals(portions, targets, knowledge, energy_slack=average.slack, weekly=weekly)
    drivers = find_drivers(average, answer) if program.table.priced else []
    money_bound = float(multiply(answer.columns[program.food_columns], program.table.cost_per_portion))
    money_bound -= ate_cost(program.table, average.rules)
    proof = Proof(
        objective, answer.objective, safe_gap(objective, answer.objective), money_bound,
        answer.certificate.primal_violation, answer.certificate.dual_violation, answer.certificate.gap,
    )  # fmt: skip
    notes = (
        targets.energy.note, *average.notes, *note_marks(marks, portions),
        *note_children(average.person.age, portions, knowledge),
        *note_overuse(average.rules, average.days, portions, program.table),
        *note_liked(average.rules.like, portions, knowledge.foods),
        *note_carriers(portions, knowledge), *note_prices(knowledge),
        *note_unmeasured(targets.unmeasured, knowledge),
        *targets.warnings,
    )  # fmt: skip
    plan = Plan(
        average.person, average.rules, targets, portions, totals, list_drivers(drivers),
        list_quality(portions, knowledge), list_missed(totals), proof, "",
        tuple(note for note in notes if note), average.quality, knowledge.digest,
        weekly,
    )  # fmt: skip
    return replace(plan, headline=write_headline(plan, knowledge, weekly=weekly))


def write_headline(plan: Plan, knowledge: Knowledge, *, weekly: bool = False) -> str:
    """Return the one line that says it all."""
    musts = sum(limit.must is not None for limit in plan.targets.limits.values())
    return say_headline(
        plan.cost_per_day, len(plan.days), plan.energy_per_day, plan.score,
        name_lead(plan.driver_rows, knowledge), len(set(list_column(plan.missed_rows, "nutrient"))), musts,
        label_nutrients(plan.targets.unmeasured, knowledge), weekly=weekly,
    )  # fmt: skip

"""One walk along the corridor: a person and their rules in, a proved plan out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from mealopt.errors import NoPlanError
from mealopt.explain.drivers import Driver, build_drivers, find_drivers
from mealopt.explain.nothing_fits import BestThereIs, find_best, say_best
from mealopt.explain.sentences import say_headline
from mealopt.knowledge.eating_index import score_day
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.model.layout import Bounds
from mealopt.model.program import WEEK, bind_person
from mealopt.plan.plan import Plan, Proof, find_missed
from mealopt.plan.portions import Serving, build_portions
from mealopt.plan.totals import build_quality, build_totals, sum_amounts
from mealopt.request.person import Person, require_person
from mealopt.request.rules import Rules, require_rules
from mealopt.request.targets import Targets, derive_targets
from mealopt.solve.live import Answer, LiveModel, safe_gap
from mealopt.solve.models import Models
from mealopt.solve.whole import ENERGY_SLACK, deal_days, week_objective

LEAST_GRAMS = 1e-4  # what an exact plan leaves out: a tenth of a milligram is the solver's rounding


class NothingFitsError(NoPlanError):
    """No plan exists; `best` holds the least shortfall there is, `plan` the plan that reaches it."""

    def __init__(self, message: str, best: BestThereIs | None = None) -> None:
        super().__init__(message)
        self.best = best


@dataclass(frozen=True)
class Average:
    """The average day of a person, solved: the linear program behind every plan."""

    live: LiveModel
    bounds: Bounds
    answer: Answer
    targets: Targets
    quality: float | None
    notes: tuple[str, ...]


@lru_cache(maxsize=4)
def models_for(digest: str) -> list[Models]:
    """Return the place where the live models of one body of knowledge are kept."""
    return []


def find_models(knowledge: Knowledge) -> Models:
    """Return the live models of a body of knowledge, shared by everyone in this process."""
    kept = models_for(knowledge.digest)
    if not kept:
        kept.append(Models(knowledge))
    return kept[0]


def solve_average(person: Person, rules: Rules, days: int, models: Models) -> Average:
    """Solve the average day, with the quality asked or, where a diet cannot reach it, its own best less one.

    Raises NothingFitsError, with what cannot be met, where no plan exists.
    """
    knowledge = models.knowledge
    targets = derive_targets(person, rules, knowledge)
    if targets.refusal:
        raise NoPlanError(targets.refusal)
    asked = knowledge.goals[rules.goal].hei_minimum if rules.quality is None else rules.quality
    asked = asked or None
    live = models.live(models.shape_of(person, rules, days, asked))
    whole = rules.portions == "whole"

    def bind(quality: float | None, *, soft: bool) -> Bounds:
        return bind_person(
            live.program, targets, rules, quality=quality, energy_slack=ENERGY_SLACK if whole else 0.0,
            soft_quality=soft and whole,
        )  # fmt: skip

    bounds = bind(asked, soft=False)
    answer = live.solve(bounds)
    quality, notes = asked, []
    if not isinstance(answer, Answer) and asked:
        quality, note = find_own_quality(live, bind(0.0, soft=False), targets, asked)
        if note:
            notes.append(note)
            bounds = bind(quality, soft=False)
            answer = live.solve(bounds)
    if not isinstance(answer, Answer):
        best = find_best(live, bind(None, soft=False), targets)
        raise NothingFitsError(say_best(best, knowledge.nutrients, live.program), best)
    if whole and quality:
        # whole portions pay for points they miss; the bound must allow what they may do
        bounds = bind(quality, soft=True)
        softened = live.solve(bounds)
        answer = softened if isinstance(softened, Answer) else answer
    return Average(live, bounds, answer, targets, quality, tuple(notes))


def find_own_quality(
    live: LiveModel, bounds: Bounds, targets: Targets, asked: float
) -> tuple[float | None, str]:
    """Return the quality a person's own foods can reach, less one, and the sentence that says so."""
    program = live.program
    layout = program.layout
    energy = targets.energy.kcal / 1000.0
    index = program.knowledge.eating_index
    opened = bounds.copy()
    costs = np.zeros(len(layout.column_names))
    for component in index:
        column, row = layout.columns[f"score:{component.id}"], layout.rows[f"score:{component.id}"]
        costs[column] = -1.0 / energy
        if component.per == "ratio":
            opened.row_lower[row] = 0.0
        else:
            slope = component.max_points / (component.full_at - component.zero_at)
            opened.row_upper[row] = -slope * component.zero_at * energy
    best = live.solve(opened, costs, "the best diet quality")
    if not isinstance(best, Answer):
        return None, ""
    reached = -best.objective
    lowest = min(
        index,
        key=lambda c: best.columns[layout.columns[f"score:{c.id}"]] / energy / c.max_points,
    )
    points = best.columns[layout.columns[f"score:{lowest.id}"]] / energy
    quality = max(0.0, min(asked, reached) - 1.0)
    return quality, (
        f"HEI-2020 {asked:g} is out of reach with these foods: {quality:.0f} is asked instead. "
        f"The component that gives way is {lowest.label} ({points:.1f} of {lowest.max_points:g} points)."
    )


def plan_week(person: Person, rules: Rules | None = None, knowledge: Knowledge | None = None) -> Plan:
    """Return a week: seven days of whole portions, or its exact average day.

    Raises BadInputError for what was not understood, NoPlanError (NothingFitsError) where no plan exists,
    SolverLimitError where the work limit ended the search.
    """
    return make_plan(person, rules or Rules(), knowledge or load_knowledge(), WEEK)


def plan_day(person: Person, rules: Rules | None = None, knowledge: Knowledge | None = None) -> Plan:
    """Return one day; the same errors as `plan_week`."""
    return make_plan(person, rules or Rules(), knowledge or load_knowledge(), 1)


def make_plan(person: Person, rules: Rules, knowledge: Knowledge, days: int) -> Plan:
    """Return a plan for a number of days (1 or 7) after checking what was asked."""
    require_person(person, knowledge)
    require_rules(rules, knowledge)
    average = solve_average(person, rules, days, find_models(knowledge))
    if rules.portions == "exact":
        servings = exact_servings(average, "average" if days == WEEK else "1")
        objective = average.answer.objective
        slack = 0.0
    else:
        servings, objective = whole_servings(average, rules, days)
        slack = ENERGY_SLACK
    return assemble_plan(person, rules, knowledge, average, servings, objective, slack)


def exact_servings(average: Average, day: str) -> list[Serving]:
    """Return the servings of the linear program's own day."""
    program = average.live.program
    return [
        Serving(day, meal, program.table.ids[food], float(average.answer.columns[column]))
        for column, food, meal, _ in program.slots
        if average.answer.columns[column] * program.table.portion_g[food] > LEAST_GRAMS
    ]


def whole_servings(average: Average, rules: Rules, days: int) -> tuple[list[Serving], float]:
    """Return days of whole portions and their mean objective [$ per day]."""
    program = average.live.program
    dealt = deal_days(program, average.answer, average.targets, rules, days, average.quality)
    servings = [
        Serving(str(number), meal, program.table.ids[food], portions)
        for number, day in enumerate(dealt, start=1)
        for (food, meal), portions in day.portions.items()
    ]
    return servings, week_objective(program, dealt, missed_quality(average, servings, days))


def missed_quality(average: Average, servings: list[Serving], days: int) -> float:
    """Return the HEI-2020 points the days miss together, times the energy target [points × 1,000 kcal].

    Points are counted as the linear program counts them, per energy asked for.
    """
    if not average.quality:
        return 0.0
    table = average.live.program.table
    grams = np.zeros(len(table))
    for serving in servings:
        food = table.position(serving.food_id)
        grams[food] += serving.portions * table.portion_g[food] / days
    energy = average.targets.energy.kcal
    points = score_day(average.live.program.knowledge.eating_index, sum_amounts(table, grams), energy)
    return max(0.0, average.quality - sum(points.values())) * energy / 1000.0


def assemble_plan(
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    average: Average,
    servings: list[Serving],
    objective: float,
    slack: float,
) -> Plan:
    """Put the frames, the proof and the sentences of a plan together."""
    program, answer, targets = average.live.program, average.answer, average.targets
    portions = build_portions(servings, knowledge)
    totals = build_totals(portions, targets, knowledge, energy_slack=slack)
    drivers = find_drivers(program, average.bounds, answer, targets)
    quality = build_quality(portions, knowledge)
    missed = find_missed(totals)
    money_bound = float(answer.columns[program.food_columns] @ program.table.cost_per_portion)
    proof = Proof(
        objective, answer.objective, safe_gap(objective, answer.objective), money_bound,
        answer.certificate.primal_violation, answer.certificate.dual_violation, answer.certificate.gap,
    )  # fmt: skip
    notes = (targets.energy.note, *average.notes, *targets.warnings)
    plan = Plan(
        person, rules, targets, portions, totals, build_drivers(drivers, program, answer), quality, missed,
        proof, "", tuple(note for note in notes if note), average.quality, knowledge.digest,
    )  # fmt: skip
    return replace(plan, headline=write_headline(plan, drivers))


def write_headline(plan: Plan, drivers: list[Driver]) -> str:
    """Return the one line that says it all."""
    lead = next((d for d in drivers if d.limit != "group" and d.share > 0 and d.unit != "$ per kcal"), None)
    musts = sum(limit.must is not None for limit in plan.targets.limits.values())
    return say_headline(
        plan.cost_per_day, len(plan.days), plan.energy_per_day, plan.score, lead.label if lead else "",
        int(plan.missed["nutrient"].nunique()), musts,
    )  # fmt: skip

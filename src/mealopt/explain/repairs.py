"""Single repairs of a request that nothing fits: each one is re-solved and works, the cheapest first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.average.average import Average, asked_quality, energy_slack, solve_average
from mealopt.errors import BadInputError, NoPlanError, SolverLimitError
from mealopt.explain.ruled_out import (
    ALLERGEN,
    ENERGY,
    OTHER_DIET,
    PORTIONS,
    SUPPLEMENTS,
    Candidate,
    MisfitProof,
)
from mealopt.knowledge.nutrients import join_words, lower_first
from mealopt.linear.answer import Answer
from mealopt.request.allowed import supplement_mask
from mealopt.request.own_limits import OWN_KIND
from mealopt.request.targets import derive_targets
from mealopt.rules.budget import money_row
from mealopt.rules.build import FAMILIES, bind_person
from mealopt.rules.limits import limited_column, open_limit
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.average.models import Models
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.rules.family import Member

ENERGY_STEPS = (1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5)  # tried in this order until one fits
LARGER = 1.5  # how much larger the portions of a repair may be
ROUND_DOWN = 0.999  # a reachable amount is asked just below the edge, where the solver's tolerance ends


@dataclass(frozen=True)
class Repair:
    """One change that makes a request fit: what to do, the request with it, and what a day then costs [$]."""

    id: str
    label: str
    person: Person
    rules: Rules
    cost: float


def find_repairs(average: Average, conflict: list[Member], models: Models) -> list[Repair]:
    """Return the repairs that work, cheapest first; each was solved with the changed request.

    What gives up a diet comes after everything that keeps it, what would bring back an allergen last.
    """
    found = []
    proof = MisfitProof(average, conflict)
    for candidate in list_candidates(average, conflict, models.knowledge):
        if proof.rules_out(candidate, models):
            continue
        repair = try_candidate(candidate, average.days, models)
        if repair is not None:
            found.append((candidate.rank, repair.cost, repair.id, repair))
            proof.enough_energy |= candidate.id == ENERGY
    return [repair for _, _, _, repair in sorted(found, key=lambda entry: entry[:3])]


def try_candidate(candidate: Candidate, days: int, models: Models) -> Repair | None:
    """Return a candidate as a repair where it works."""
    solved = solve_request(candidate.person, candidate.rules, days, models)
    if solved is None or solved.answer is None:
        return None
    label = candidate.label
    if candidate.rules.supplements and candidate.id == SUPPLEMENTS:
        table = solved.program.table
        taken = supplement_mask(table) & (solved.answer.columns[solved.program.food_columns] > PROVED)
        names = [name for name, used in zip(table.names, taken, strict=True) if used]
        label = f"{label} ({join_words(names)})" if names else label
    return Repair(candidate.id, label, candidate.person, candidate.rules, money_of(solved))


def money_of(solved: Average) -> float:
    """Return the money of a solved day [$]."""
    answer = solved.answer
    assert answer is not None
    return float(multiply(answer.columns[solved.program.food_columns], solved.program.table.cost_per_portion))


def try_request(person: Person, rules: Rules, days: int, models: Models) -> float | None:
    """Return the money of a day of a request [$], `None` where nothing fits it either."""
    solved = solve_request(person, rules, days, models)
    return None if solved is None or solved.answer is None else money_of(solved)


def solve_request(person: Person, rules: Rules, days: int, models: Models) -> Average | None:
    """Return the solved request, `None` where nothing fits it either.

    Whether anything fits is asked first, without a quality: most candidates end there.
    """
    try:
        if not fits_request(person, rules, days, models):
            return None
        return solve_average(person, rules, days, models)
    except (BadInputError, NoPlanError, SolverLimitError):
        return None


def fits_request(person: Person, rules: Rules, days: int, models: Models) -> bool:
    """Say whether anything fits a request, diet quality left aside."""
    targets = derive_targets(person, rules, models.knowledge)
    if targets.refusal:
        return False
    live = models.live(models.shape_of(person, rules, days, asked_quality(rules, models.knowledge)))
    bounds = bind_person(live.program, targets, rules, energy_slack=energy_slack(rules))
    return isinstance(live.solve(bounds, live.program.costs * 0.0, "a repair", here=True), Answer)


def list_candidates(
    average: Average, conflict: list[Member], knowledge: Knowledge
) -> Iterator[Candidate]:
    """Yield single changes worth trying."""
    person, rules = average.person, average.rules
    yield from energy_candidates(average)
    for tag in rules.without:
        exclusion = knowledge.exclusions[tag]
        kept = tuple(other for other in rules.without if other != tag)
        label, rank = f"allow {lower_first(exclusion.label)}", ALLERGEN * exclusion.allergen
        if exclusion.allergen:
            label = f"only if it is no allergy or intolerance: {label}"
        yield Candidate(f"allow:{tag}", label, person, replace(rules, without=kept), rank)
    for diet in looser_diets(rules.diet, knowledge):
        label = f"eat {lower_first(knowledge.diets[diet].label)}"
        yield Candidate(f"diet:{diet}", label, person, replace(rules, diet=diet), OTHER_DIET)
    column = knowledge.diets[rules.diet].column
    if column and column not in rules.allow_unknown:
        label = f"take in foods that are {rules.diet} as far as is known (most fortified ones)"
        unknown = (*rules.allow_unknown, column)
        yield Candidate(f"unknown:{column}", label, person, replace(rules, allow_unknown=unknown))
    if not rules.supplements:
        yield Candidate(SUPPLEMENTS, "take a supplement", person, replace(rules, supplements=True))
    if rules.larger_portions == 1.0:
        label = f"eat up to {LARGER:g} times the usual portions"
        yield Candidate(PORTIONS, label, person, replace(rules, larger_portions=LARGER))
    for family in FAMILIES:
        for change in family.list_changes(rules, knowledge):
            yield Candidate(change.id, change.label, person, change.rules)
    if rules.budget is not None:
        least = least_budget(average)
        if least is not None:
            budget = math.ceil(least * 20 + TRACE) / 20
            yield Candidate("budget", f"spend ${budget:.2f} a day", person, replace(rules, budget=budget))
    for member in conflict:
        # an upper limit is there for safety: only a person's own maximum may be loosened
        own = member.kind == "maximum" and average.targets.limits[member.id].kind == OWN_KIND
        if member.kind == "minimum" or own:
            changed_rules = reachable_target(average, member, knowledge)
            if changed_rules is not None:
                value, new = changed_rules
                info = knowledge.nutrients[member.nutrient]
                word = "at least" if member.kind == "minimum" else "at most"
                label = f"ask for {word} {info.show(value)} {lower_first(info.label)}"
                yield Candidate(f"target:{member.id}", label, person, new)


def energy_candidates(average: Average) -> Iterator[Candidate]:
    """Yield a few larger energies, the least first: the first that works is offered."""
    energy = average.targets.energy.kcal
    for factor in ENERGY_STEPS:
        more = math.ceil(energy * factor / 10) * 10
        label = f"{more - energy:,.0f} kcal more a day ({more:,.0f} kcal)"
        person = replace(average.person, energy_kcal=float(more))
        yield Candidate(ENERGY, label, person, average.rules)


def looser_diets(diet: str, knowledge: Knowledge) -> list[str]:
    """Return the diets that allow everything a diet allows and more, the nearest first; no beliefs."""
    table = knowledge.foods
    if knowledge.diets[diet].belief:
        return []

    def allowed(name: str) -> set[int]:
        column = knowledge.diets[name].column
        if not column:
            return set(range(len(table)))
        return {food for food, tag in enumerate(table.tag(column)) if tag == "yes"}

    own = allowed(diet)
    others = [other for other, entry in knowledge.diets.items() if not entry.belief]
    wider = [(len(allowed(other)), other) for other in others if own < allowed(other)]
    return [other for _, other in sorted(wider)]


def least_budget(average: Average) -> float | None:
    """Return the least money a day of the request costs without its budget [$], `None` where nothing fits."""
    program = average.program
    bounds = average.bounds.copy()
    bounds.row_upper[money_row(program)] = np.inf
    costs = program.costs * 0.0
    costs[program.food_columns] = program.table.cost_per_portion
    answer = average.live.solve(bounds, costs, "the least budget", here=True)
    return answer.objective if isinstance(answer, Answer) else None


def reachable_target(
    average: Average, member: Member, knowledge: Knowledge
) -> tuple[float, Rules] | None:
    """Return how far one target can be met with the rest as asked, and the rules that ask just that."""
    program = average.program
    limit = average.targets.limits[member.id]
    if limit.scope != "total":
        return None
    opened = open_limit(program, average.bounds, limit)
    costs = program.costs * 0.0
    costs[limited_column(program, limit)] = -1.0 if limit.side == "minimum" else 1.0
    answer = average.live.solve(opened, costs, "the reach of a target", here=True)
    if not isinstance(answer, Answer):
        return None
    edge = abs(answer.objective)
    decimals = program.knowledge.nutrients[limit.nutrient].decimals
    step = 10.0**-decimals
    rules = average.rules
    if limit.side == "minimum":
        value = math.floor(edge * ROUND_DOWN / step) * step
        return value, replace(rules, minimums={**rules.minimums, limit.nutrient: value})
    value = math.ceil(edge / ROUND_DOWN / step) * step
    published = derive_targets(average.person, replace(rules, maximums={}), knowledge).limits.get(limit.name)
    if published is not None and value > published.value:
        return None  # the published maximum holds all the same
    return value, replace(rules, maximums={**rules.maximums, limit.nutrient: value})

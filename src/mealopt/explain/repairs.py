"""Single repairs of a request that nothing fits: each one is re-solved and works, the cheapest first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import MealoptError
from mealopt.explain.parametric import amount_column, open_limit
from mealopt.model.program import bind_person
from mealopt.request.targets import OWN_KIND, derive_targets
from mealopt.solve.average import Average, asked_quality, energy_slack, solve_average
from mealopt.solve.live import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.explain.conflicts import Member
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.solve.models import Models

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
    """Return the repairs that work, cheapest first; each was solved with the changed request."""
    repairs = []
    for name, label, person, rules in list_candidates(average, conflict, models.knowledge):
        cost = try_request(person, rules, average.days, models)
        if cost is not None:
            repairs.append(Repair(name, label, person, rules, cost))
    repairs += repair_energy(average, models)
    return sorted(repairs, key=lambda repair: (repair.cost, repair.id))


def try_request(person: Person, rules: Rules, days: int, models: Models) -> float | None:
    """Return the money of a day of a request [$], `None` where nothing fits it either.

    Whether anything fits is asked first, without a quality: most candidates end there.
    """
    try:
        if not fits_request(person, rules, days, models):
            return None
        solved = solve_average(person, rules, days, models)
    except MealoptError:
        return None
    if solved.answer is None:
        return None
    foods = solved.program.food_columns
    return float(solved.answer.columns[foods] @ solved.program.table.cost_per_portion)


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
) -> Iterator[tuple[str, str, Person, Rules]]:
    """Yield single changes worth trying: id, what to say, and the changed request."""
    person, rules = average.person, average.rules
    for tag in rules.without:
        label = knowledge.exclusions[tag].label.lower()
        kept = tuple(other for other in rules.without if other != tag)
        yield f"allow:{tag}", f"allow {label}", person, replace(rules, without=kept)
    for diet in looser_diets(rules.diet, knowledge):
        yield f"diet:{diet}", f"eat {knowledge.diets[diet].label.lower()}", person, replace(rules, diet=diet)
    column = knowledge.diets[rules.diet].column
    if column and column not in rules.allow_unknown:
        yield (
            f"unknown:{column}", f"take in foods that are {rules.diet} as far as is known (most fortified ones)",
            person, replace(rules, allow_unknown=(*rules.allow_unknown, column)),
        )  # fmt: skip
    if not rules.supplements:
        yield "supplements", "take a supplement", person, replace(rules, supplements=True)
    if rules.larger_portions == 1.0:
        yield (
            "portions", f"eat up to {LARGER:g} times the usual portions", person,
            replace(rules, larger_portions=LARGER),
        )  # fmt: skip
    for pins, name in ((rules.include, "include"), (rules.ate, "ate")):
        for food_id in pins:
            food = knowledge.foods.names[knowledge.foods.position(food_id)]
            kept_pins = {key: grams for key, grams in pins.items() if key != food_id}
            changed = replace(rules, include=kept_pins) if name == "include" else replace(rules, ate=kept_pins)
            yield f"drop:{food_id}", f"leave {food} open", person, changed
    for food_id in rules.exclude:
        food = knowledge.foods.names[knowledge.foods.position(food_id)]
        kept_foods = tuple(other for other in rules.exclude if other != food_id)
        yield f"allow:{food_id}", f"allow {food}", person, replace(rules, exclude=kept_foods)
    if rules.budget is not None:
        least = least_budget(average)
        if least is not None:
            budget = math.ceil(least * 20 + 1e-9) / 20
            yield "budget", f"spend ${budget:.2f} a day", person, replace(rules, budget=budget)
    for member in conflict:
        # an upper limit is there for safety: only a person's own maximum may be loosened
        own = member.kind == "maximum" and average.targets.limits[member.id].kind == OWN_KIND
        if member.kind == "minimum" or own:
            changed_rules = reachable_target(average, member)
            if changed_rules is not None:
                value, new = changed_rules
                info = knowledge.nutrients[member.nutrient]
                word = "at least" if member.kind == "minimum" else "at most"
                label = info.label[0].lower() + info.label[1:]
                yield f"target:{member.id}", f"ask for {word} {info.show(value)} {label}", person, new


def looser_diets(diet: str, knowledge: Knowledge) -> list[str]:
    """Return the diets that allow everything a diet allows and more, the nearest first."""
    table = knowledge.foods

    def allowed(name: str) -> set[int]:
        column = knowledge.diets[name].column
        if not column:
            return set(range(len(table)))
        return {food for food, tag in enumerate(table.tag(column)) if tag == "yes"}

    own = allowed(diet)
    wider = [(len(allowed(other)), other) for other in knowledge.diets if own < allowed(other)]
    return [other for _, other in sorted(wider)]


def least_budget(average: Average) -> float | None:
    """Return the least money a day of the request costs without its budget [$], `None` where nothing fits."""
    program = average.program
    bounds = average.bounds.copy()
    bounds.row_upper[program.layout.rows["budget"]] = np.inf
    costs = program.costs * 0.0
    costs[program.food_columns] = program.table.cost_per_portion
    answer = average.live.solve(bounds, costs, "the least budget")
    return answer.objective if isinstance(answer, Answer) else None


def reachable_target(average: Average, member: Member) -> tuple[float, Rules] | None:
    """Return how far one target can be met with the rest as asked, and the rules that ask just that."""
    program = average.program
    limit = average.targets.limits[member.id]
    if limit.scope != "total":
        return None
    opened = open_limit(program, average.bounds, limit)
    costs = program.costs * 0.0
    costs[amount_column(program, limit)] = -1.0 if limit.side == "minimum" else 1.0
    answer = average.live.solve(opened, costs, "the reach of a target")
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
    return value, replace(rules, maximums={**rules.maximums, limit.nutrient: value})


def repair_energy(average: Average, models: Models) -> list[Repair]:
    """Return the least of a few larger energies that makes the request fit, nothing where none does."""
    energy = average.targets.energy.kcal
    for factor in ENERGY_STEPS:
        more = math.ceil(energy * factor / 10) * 10
        person = replace(average.person, energy_kcal=float(more))
        cost = try_request(person, average.rules, average.days, models)
        if cost is not None:
            label = f"{more - energy:,.0f} kcal more a day ({more:,.0f} kcal)"
            return [Repair("energy", label, person, average.rules, cost)]
    return []

"""The optimum of a large food table from a model of few foods, certified over every column of the table.

PuLP states a model of some hundred foods; all others are priced as arrays with its duals. Those that pay
join the next model, until none does. Then the small model's duals, with the best price for each food's own
rows, are duals of the whole table's: what the foods left out take off the bound is added up over every
one of them, and the certificate is the whole table's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.average.average import (
    Average,
    asked_quality,
    energy_slack,
    lower_quality,
    open_quality,
    without_quality,
)
from mealopt.average.candidates import (
    Candidates,
    build_template,
    find_priced,
)
from mealopt.average.large_answer import LargeAnswer, LargeNothing
from mealopt.average.large_search import LargeSearch
from mealopt.average.models import NO_FOOD, Models, check_pins
from mealopt.errors import NoPlanError, RefusedError, SolverLimitError
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.certificate import Certificate, ray_margin, require_certificate, weigh_columns
from mealopt.linear.generation import Generation
from mealopt.linear.live import LiveModel
from mealopt.request.allowed import allow_foods
from mealopt.request.targets import derive_targets
from mealopt.rules.foods import food_caps

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program

LARGE = 50_000  # foods beyond which a plan comes from a model of few of them
ROUNDS = 100  # models stated before it is given up: a handful is usual


@dataclass(frozen=True)
class Stated:
    """A program of some foods with the person's bounds, and its answer."""

    program: Program
    bounds: Bounds
    costs: Floats
    answer: Answer | Infeasible


class LargeProgram(Generation[Stated, "LargeAnswer | LargeNothing"]):
    """The program of a table's foods that matter; what joins them is stated with them anew."""

    def __init__(
        self, search: LargeSearch, foods: Ints, quality: float | None, *, best: bool, soft: bool
    ) -> None:
        self.search, self.foods, self.quality = search, foods, quality
        self.best, self.soft = best, soft
        self.rounds, self.missing = 0, 0.0  # models stated; what foods left out could take off the bound
        self.held = foods  # those of the model at hand

    def solve_held(self) -> Stated:
        """State the program of the foods at hand, and solve it."""
        search, self.held = self.search, self.foods
        self.rounds += 1
        program, bounds = search.state(self.foods, self.quality, soft=self.soft)
        costs = program.costs
        if self.best:
            bounds, costs = open_quality(program, bounds, search.targets)
        answer = LiveModel(program, bounds).solve(bounds, costs, "a large table")
        return Stated(program, bounds, costs, answer)

    def bring_in(self, found: Stated) -> int:
        """Let the foods that save most join, a few of each kind."""
        search, fits = self.search, isinstance(found.answer, Answer)
        food_costs = search.costs * (fits and not self.best)
        saving = search.price(found.program, self.held, found.answer, found.costs * fits, food_costs)
        self.missing = search.outside(saving, self.held)
        self.foods = search.join(saving, self.held)
        return len(self.foods) - len(self.held)

    def prove(self, found: Stated, entered: int) -> LargeAnswer | LargeNothing | None:
        """Return the answer with the certificate of the whole table, or that nothing fits it.

        Raises SolverLimitError where nothing fits the model, and nothing proves that of the table.
        """
        program, bounds, answer = found.program, found.bounds, found.answer
        if isinstance(answer, Infeasible):
            margin = ray_margin(bounds, answer.ray, weigh_columns(program.matrix, answer.ray)) - self.missing
            if margin > 0.0:
                return LargeNothing(program, bounds, answer.ray, margin, self.held, self.rounds)
        if entered:
            return None
        if isinstance(answer, Infeasible):
            raise SolverLimitError("a large table", "no proof came that no food could help")
        certificate = widen(answer.certificate, self.missing)
        require_certificate(certificate, "a large table")
        answer = replace(answer, certificate=certificate)
        return LargeAnswer(program, bounds, answer, certificate, self.held, self.rounds, self.quality)


def find_optimum(
    search: LargeSearch, foods: Ints, quality: float | None, *, best: bool = False, soft: bool = False
) -> LargeAnswer | LargeNothing:
    """Return the optimum over the table at a quality asked, or the `best` quality there is.

    `foods` are those of the first program; a `soft` quality may be missed at its price. Raises
    SolverLimitError where the work limit ended the search.
    """
    found = LargeProgram(search, foods, quality, best=best, soft=soft).generate(ROUNDS)
    if found is None:
        raise SolverLimitError("a large table", "foods kept coming in")
    return found


def find_lower(search: LargeSearch, foods: Ints, asked: float) -> LargeAnswer | LargeNothing:
    """Return the optimum at the best quality there is less one, or without any where none is counted."""
    best = find_optimum(search, foods, None, best=True)
    if isinstance(best, LargeNothing):
        found, note = find_optimum(search, best.foods, None), without_quality(asked)
    else:
        quality, note = lower_quality(best.program, best.answer, search.targets, asked)
        found = find_optimum(search, best.foods, quality)
    return replace(found, notes=(note,)) if isinstance(found, LargeAnswer) else found


def solve_large(
    person: Person, rules: Rules, days: int, candidates: Candidates
) -> LargeAnswer | LargeNothing:
    """Return the proved optimum of a person's average day over a large table, or that nothing fits.

    The quality asked is the person's or their goal's or, where no foods reach it, the best there is less
    one; whole portions may miss it at its price. Raises NoPlanError where no plan may be given or no food
    is left, BadInputError for a pin that is forbidden, SolverLimitError where the work limit ended the
    search.
    """
    search = start_search(person, rules, days, candidates)
    asked = asked_quality(rules, candidates.knowledge) if search.shape.quality else None
    found = find_optimum(search, search.first_foods(), asked)
    if isinstance(found, LargeNothing) and asked:
        found = find_lower(search, found.foods, asked)
    if isinstance(found, LargeAnswer) and found.quality and energy_slack(rules):
        softened = find_optimum(search, found.foods, found.quality, soft=True)
        if isinstance(softened, LargeAnswer):
            return replace(softened, notes=found.notes)
    return found


def solve_large_average(person: Person, rules: Rules, days: int, candidates: Candidates) -> Average:
    """Return the average day over a large table, on a live model of the foods that matter.

    Its answer is certified over the whole table. Raises as `solve_large`, and NoPlanError where nothing
    fits: what fights what is not looked for among so many foods.
    """
    found = solve_large(person, rules, days, candidates)
    if isinstance(found, LargeNothing):
        raise NoPlanError(
            f"Nothing fits: it is proved over all {len(candidates):,} foods that no amounts of them meet "
            "every target. Loosen a limit of your own, a pin, an exclusion or the budget."
        )
    models = Models(candidates.knowledge)
    models.keep(LiveModel(found.program, found.bounds))
    targets = derive_targets(person, rules, candidates.knowledge)
    return Average(
        person, rules, models, found.program, found.bounds, found.answer, targets, found.quality,
        found.notes, days,
    )  # fmt: skip


def start_search(person: Person, rules: Rules, days: int, candidates: Candidates) -> LargeSearch:
    """Return the question a person asks of a large table."""
    knowledge, table = candidates.knowledge, candidates.table
    targets = derive_targets(person, rules, knowledge)
    if targets.refusal:
        raise RefusedError(targets.refusal)
    quality = asked_quality(rules, knowledge)
    shape = Models(knowledge).shape_for(rules, (), days, quality)
    allowed = allow_foods(person, rules, knowledge)
    check_pins(table, allowed, rules)
    caps = np.where(allowed, food_caps(table.enlarge(shape.larger), days), 0.0)
    caps[[table.position(food) for food in rules.exclude]] = 0.0
    if not caps.any():
        raise NoPlanError(NO_FOOD)
    template = build_template(candidates, shape)
    costs = candidates.costs(knowledge.goals[rules.goal], rules.seed)
    priced = find_priced(candidates, template)
    return LargeSearch(candidates, rules, targets, shape, template, priced, costs, caps)


def widen(certificate: Certificate, missing: float) -> Certificate:
    """Return the certificate of a small model as that of the whole table.

    What is left out is zero, which breaks nothing; it takes `missing` off the bound.
    """
    bound = certificate.bound - missing
    gap = abs(certificate.objective - bound) / (1.0 + abs(certificate.objective))
    return replace(certificate, bound=bound, gap=gap)

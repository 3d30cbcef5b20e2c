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
    Template,
    build_template,
    find_priced,
    price_foods,
    read_prices,
)
from mealopt.average.large_answer import LargeAnswer, LargeNothing
from mealopt.average.models import NO_FOOD, Models, check_pins
from mealopt.errors import CertificateError, NoPlanError, RefusedError, SolverLimitError
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.blocks import SHARED, find_blocks
from mealopt.linear.certificate import Certificate, ray_margin, require_certificate, weigh_columns
from mealopt.linear.live import LiveModel
from mealopt.request.allowed import allow_foods
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.foods import food_caps, pinned_portions
from mealopt.tolerances import PAYS

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program, Shape

LARGE = 50_000  # foods beyond which a plan comes from a model of few of them
SAMPLE = 4000  # foods looked at for the first model
SOURCES = 3  # of every nutrient the cheapest of these
CHEAP = 0.01  # $ a portion: what costs less is as good as free
LOOK = 5000  # of the foods that pay, those that save most are looked at
JOIN = 400  # foods that join together at most
ALIKE = 8  # of these, of one kind
ROUNDS = 100  # models stated before it is given up: a handful is usual
MIRROR = 1e-7  # how far the arrays' prices may be from the model's own, relative to what a portion costs


@dataclass
class LargeSearch:
    """One person's question to a large table: who may be eaten, how much of it, and at what cost."""

    candidates: Candidates
    rules: Rules
    targets: Targets
    shape: Shape
    template: Template
    priced: set[str]
    costs: Floats
    caps: Floats

    def optimum(
        self, foods: Ints, quality: float | None, *, best: bool = False, soft: bool = False
    ) -> LargeAnswer | LargeNothing:
        """Return the optimum over the table at a quality asked, or the `best` quality there is.

        A `soft` quality may be missed at its price. Raises SolverLimitError where the work limit ended
        the search.
        """
        for rounds in range(1, ROUNDS + 1):
            program, bounds = self.state(foods, quality, soft=soft)
            costs = program.costs
            if best:
                bounds, costs = open_quality(program, bounds, self.targets)
            answer = LiveModel(program, bounds).solve(bounds, costs, "a large table")
            fits = isinstance(answer, Answer)
            saving = self.price(program, foods, answer, costs * fits, self.costs * (fits and not best))
            missing = self.outside(saving, foods)
            if isinstance(answer, Infeasible):
                margin = ray_margin(bounds, answer.ray, weigh_columns(program.matrix, answer.ray)) - missing
                if margin > 0.0:
                    return LargeNothing(program, bounds, answer.ray, margin, foods, rounds)
            joined = self.join(saving, foods)
            if len(joined) == len(foods):
                if isinstance(answer, Infeasible):
                    break
                certificate = widen(answer.certificate, missing)
                require_certificate(certificate, "a large table")
                answer = replace(answer, certificate=certificate)
                return LargeAnswer(program, bounds, answer, certificate, foods, rounds, quality)
            foods = joined
        raise SolverLimitError("a large table", "foods kept coming in, or no proof came that none could help")

    def state(self, foods: Ints, quality: float | None, *, soft: bool) -> tuple[Program, Bounds]:
        """Return the program of some foods, and the person's bounds on it."""
        table = self.candidates.table.take(foods).enlarge(self.shape.larger)
        program = build_program(replace(self.shape, food_ids=table.ids), self.candidates.knowledge, table)
        slack = energy_slack(self.rules)
        return program, bind_person(
            program, self.targets, self.rules, quality=quality, energy_slack=slack, soft_quality=soft
        )

    def lower(self, foods: Ints, asked: float) -> LargeAnswer | LargeNothing:
        """Return the optimum at the best quality there is less one, or without any where none is counted."""
        best = self.optimum(foods, None, best=True)
        if isinstance(best, LargeNothing):
            found, note = self.optimum(best.foods, None), without_quality(asked)
        else:
            quality, note = lower_quality(best.program, best.answer, self.targets, asked)
            found = self.optimum(best.foods, quality)
        return replace(found, notes=(note,)) if isinstance(found, LargeAnswer) else found

    def price(
        self, program: Program, foods: Ints, answer: Answer | Infeasible, costs: Floats, food_costs: Floats
    ) -> Floats:
        """Return what a portion of each food would save at a model's duals, −∞ where none may be had.

        Where nothing fits the model its ray takes the place of the duals, and nothing has a cost.
        """
        duals = answer.duals if isinstance(answer, Answer) else answer.ray
        names = program.layout.row_names
        # a row of one food of the model may be a row of many of the table's: only its name tells
        own = (find_blocks(program).row_owner != SHARED) & ~np.array([name in self.priced for name in names])
        shared = np.where(own, 0.0, duals)
        prices = read_prices(
            self.candidates, self.template, {names[r]: float(shared[r]) for r in np.flatnonzero(shared)}
        )
        total, best = price_foods(self.candidates, prices, food_costs)
        reduced = costs - program.matrix.transposed_times(shared)
        check_mirror(program, reduced, total[foods], best[foods])
        return np.where(self.caps > 0.0, -(total + best), -np.inf)

    def first_foods(self) -> Ints:
        """Return the foods of the first model: pins, cheap sources of everything, and what rows ask for."""
        candidates, table = self.candidates, self.candidates.table
        allowed = self.caps > 0.0
        able = np.flatnonzero(allowed)
        chosen = [table.position(food) for food in pinned_portions(table, self.rules)]
        sample = able[:: max(1, len(able) // SAMPLE)]
        worth = table.imputed[sample] * (table.portion_g[sample] / (self.costs[sample] + CHEAP))[:, None]
        chosen += sample[np.argsort(-worth, axis=0, kind="stable")[:SOURCES]].ravel().tolist()
        # a row that asks for something must be in every model, and so must the columns of the imputed
        for row in self.template.wanted:
            total = (self.template.totals[row] != 0.0)[candidates.kinds]
            at_meals = (self.template.meals[row] != 0.0)[:, candidates.kinds] & candidates.eaten.T
            helps = allowed & (total | at_meals.any(axis=0))
            if helps.any():
                chosen.append(int(np.argmin(np.where(helps, self.costs, np.inf))))
        unknown = allowed[candidates.unknown_food]
        _, first = np.unique(candidates.unknown_nutrient[unknown], return_index=True)
        chosen += candidates.unknown_food[unknown][first].tolist()
        return np.unique(chosen)

    def join(self, saving: Floats, foods: Ints) -> Ints:
        """Return the foods with those that save most beside them, a few of each kind."""
        saving = saving.copy()
        saving[foods] = -np.inf
        paying = np.flatnonzero(saving > PAYS)
        if len(paying) > LOOK:
            paying = paying[np.argpartition(-saving[paying], LOOK)[:LOOK]]
        paying = paying[np.argsort(-saving[paying], kind="stable")]
        seen: dict[int, int] = {}
        chosen: list[int] = []
        for food, kind in zip(paying.tolist(), self.candidates.kinds[paying].tolist(), strict=True):
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= ALIKE:
                chosen.append(food)
        return np.union1d(foods, np.array(chosen[:JOIN], dtype=np.int64))

    def outside(self, saving: Floats, foods: Ints) -> float:
        """Return the most that the foods left out could take off the bound together, at their caps."""
        left = np.maximum(saving, 0.0)
        left[foods] = 0.0
        return float(np.sum(left * np.where(left > 0.0, self.caps, 0.0)))


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
    found = search.optimum(search.first_foods(), asked)
    if isinstance(found, LargeNothing) and asked:
        found = search.lower(found.foods, asked)
    if isinstance(found, LargeAnswer) and found.quality and energy_slack(rules):
        softened = search.optimum(found.foods, found.quality, soft=True)
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


def check_mirror(program: Program, reduced: Floats, total: Floats, best: Floats) -> None:
    """Raise where the arrays price a food of the model otherwise than the model itself.

    It would mean that rows have been added which the arrays do not know: then nothing is proved.
    """
    own = np.full(len(program.table), np.inf)
    for column, food, _, unit in program.slots:
        own[food] = min(own[food], float(reduced[column]) / unit)
    for mine, theirs in ((reduced[program.food_columns], total), (own, best)):
        apart = float(np.max(np.abs(mine - theirs) / (1.0 + np.abs(mine))))
        if not apart <= MIRROR:
            msg = f"A large table was priced otherwise than its model, by {apart:.1e}. Please report it."
            raise CertificateError(msg)


def widen(certificate: Certificate, missing: float) -> Certificate:
    """Return the certificate of a small model as that of the whole table.

    What is left out is zero, which breaks nothing; it takes `missing` off the bound.
    """
    bound = certificate.bound - missing
    gap = abs(certificate.objective - bound) / (1.0 + abs(certificate.objective))
    return replace(certificate, bound=bound, gap=gap)

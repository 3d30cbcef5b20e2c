"""One person's question to a large food table: programs of some of its foods, and the price of all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.average.average import energy_slack
from mealopt.average.candidates import Candidates, Template, price_foods, read_prices
from mealopt.errors import CertificateError
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.blocks import SHARED, find_blocks
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.foods import pinned_portions
from mealopt.tolerances import PAYS

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program, Shape

SAMPLE = 4000  # foods looked at for the first model
SOURCES = 3  # of every nutrient the cheapest of these
CHEAP = 0.01  # $ a portion: what costs less is as good as free
LOOK = 5000  # of the foods that pay, those that save most are looked at
JOIN = 400  # foods that join together at most
ALIKE = 8  # of these, of one kind
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

    def state(self, foods: Ints, quality: float | None, *, soft: bool) -> tuple[Program, Bounds]:
        """Return the program of some foods, and the person's bounds on it."""
        table = self.candidates.table.take(foods).enlarge(self.shape.larger)
        program = build_program(replace(self.shape, food_ids=table.ids), self.candidates.knowledge, table)
        slack = energy_slack(self.rules)
        return program, bind_person(
            program, self.targets, self.rules, quality=quality, energy_slack=slack, soft_quality=soft
        )

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

"""The proof that nothing fits a request, held against changed ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.average.average import Average, energy_slack
from mealopt.errors import SolverLimitError
from mealopt.explain.conflicts import find_ray
from mealopt.linear.answer import Infeasible
from mealopt.linear.certificate import ray_margin, weigh_columns
from mealopt.request.allowed import allow_foods
from mealopt.request.targets import derive_targets
from mealopt.rules.build import FAMILIES, bind_person

if TYPE_CHECKING:

    from mealopt.average.models import Models
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Bounds
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.rules.family import Member

ENERGY, SUPPLEMENTS, PORTIONS = "energy", "supplements", "portions"  # ids of candidates
OTHER_DIET, ALLERGEN = 1, 2  # ranks


@dataclass(frozen=True)
class Candidate:
    """One change worth trying. Of lower `rank` come first: a diet is given up late, an allergen last."""

    id: str
    label: str
    person: Person
    rules: Rules
    rank: int = 0


class MisfitProof:
    """The proof that nothing fits a request, held against changed ones: what it rules out needs no solve."""

    def __init__(self, average: Average, conflict: list[Member]) -> None:
        self.average = average
        self.ray = find_ray(average, conflict)
        self.enough_energy = False  # a smaller step of energy has been found to do
        if self.ray is not None:
            self.weights = weigh_columns(average.program.matrix, self.ray)

    def rules_out(self, candidate: Candidate, models: Models) -> bool:
        """Say whether the candidate need not be tried."""
        if candidate.id == ENERGY and self.enough_energy:
            return True
        if self.ray is None:
            return False
        program, person, rules = self.average.program, candidate.person, candidate.rules
        targets = derive_targets(person, rules, models.knowledge)
        bounds = bind_person(program, targets, rules, energy_slack=energy_slack(rules))
        if candidate.id == PORTIONS:
            for family in FAMILIES:
                family.enlarge(program, bounds, rules.larger_portions)
        allowed = allow_foods(person, rules, models.knowledge)
        table = models.knowledge.foods
        new = [int(food) for food in np.flatnonzero(allowed) if table.ids[food] not in program.table]
        margin = ray_margin(bounds, self.ray, self.weights)
        if margin > 0.0 and (not new or self.supply(table.take(new)) < margin):
            return True
        if candidate.id == SUPPLEMENTS:
            for family in FAMILIES:
                family.allow_beside(program, bounds, table.take(new))
        # a model of its own takes longer than asking the one at hand, loosened at least as much
        return candidate.id in {PORTIONS, SUPPLEMENTS} and self.excludes(bounds)

    def excludes(self, bounds: Bounds) -> bool:
        """Say whether it is proved that nothing keeps some bounds on the model at hand."""
        nothing = self.average.program.costs * 0.0
        try:
            return isinstance(self.average.live.solve(bounds, nothing, "a repair", here=True), Infeasible)
        except SolverLimitError:
            return False

    def supply(self, table: FoodTable) -> float:
        """Return the most that other foods could give to the rows of the proof; infinite where unclear."""
        assert self.ray is not None
        program = self.average.program
        rows = set(np.flatnonzero(self.ray).tolist())
        weights = np.zeros(len(table))
        for family in FAMILIES:
            for row in sorted(rows.intersection(program.layout.rows_of(family.id))):
                rows.remove(row)
                part = family.supply(program, row, table)
                if part is None:
                    return math.inf  # what a food could do at its meals is another question
                weights += float(self.ray[row]) * part
        return math.inf if rows else float(multiply(np.maximum(weights, 0.0), table.max_day))

"""The average day of a person: the linear program behind every plan, with the quality it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import RefusedError
from mealopt.linear.answer import Answer
from mealopt.request.targets import Targets, derive_targets
from mealopt.rules.build import bind_person
from mealopt.rules.family import Ask
from mealopt.rules.quality import find_component, score_line

if TYPE_CHECKING:
    from mealopt.average.models import Models
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds, Floats
    from mealopt.linear.live import LiveModel
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program

ENERGY_SLACK = 0.02  # whole portions meet energy within two per cent


@dataclass(frozen=True)
class Average:
    """A person's program and its answer, blank where nothing fits; `models` lend the live model to go on.

    A value without a solver in it: who keeps it keeps no model alive beyond what `models` have room for.
    `quality` is the HEI-2020 score asked in the end; `bounds` are those the answer was found with, or,
    where nothing fits, those without any quality asked.
    """

    person: Person
    rules: Rules
    models: Models
    program: Program
    bounds: Bounds
    answer: Answer | None
    targets: Targets
    quality: float | None
    notes: tuple[str, ...]
    days: int

    @property
    def live(self) -> LiveModel[Program]:
        """Return the live model of the program, made anew where it was dropped since."""
        return self.models.live(self.program.shape)

    @property
    def slack(self) -> float:
        """Return the share by which energy may differ from its target."""
        return energy_slack(self.rules)

    @property
    def ask(self) -> Ask:
        """Return what the person asks of the program."""
        return Ask(self.targets, self.rules, self.quality, self.slack)


def energy_slack(rules: Rules) -> float:
    """Return the share by which energy may differ: whole portions need a little room, exact ones none."""
    return ENERGY_SLACK if rules.portions == "whole" else 0.0


def asked_quality(rules: Rules, knowledge: Knowledge) -> float | None:
    """Return the HEI-2020 score asked, by the person or by their goal; `None` asks for none."""
    return (knowledge.goals[rules.goal].hei_minimum if rules.quality is None else rules.quality) or None


def solve_average(person: Person, rules: Rules, days: int, models: Models) -> Average:
    """Solve the average day, with the quality asked or, where a diet cannot reach it, its own best less one.

    Raises NoPlanError where no plan may be given (a safety condition) or no food is left.
    """
    knowledge = models.knowledge
    targets = derive_targets(person, rules, knowledge)
    if targets.refusal:
        raise RefusedError(targets.refusal)
    asked = asked_quality(rules, knowledge)
    live = models.live(models.shape_of(person, rules, days, asked))
    asked = asked if live.program.shape.quality else None  # a table without food groups has no score
    slack = energy_slack(rules)

    def bind(quality: float | None, *, soft: bool = False) -> Bounds:
        return bind_person(
            live.program, targets, rules, quality=quality, energy_slack=slack, soft_quality=soft
        )

    bounds = bind(asked)
    answer = live.solve(bounds)
    quality = asked
    notes: tuple[str, ...] = ()
    if not isinstance(answer, Answer) and asked:
        reached = find_own_quality(live, bind(None), targets)
        if reached is not None:
            quality, note = lower_quality(live.program, reached, targets, asked)
            notes = (note,)
            bounds = bind(quality)
            answer = live.solve(bounds)
        else:
            # a table without fats to balance, say: a plan without a score is better than none
            quality = None
            notes = (without_quality(asked),)
            bounds = bind(None)
            answer = live.solve(bounds)
    if not isinstance(answer, Answer):
        return Average(person, rules, models, live.program, bind(None), None, targets, None, notes, days)
    if slack and quality:
        # whole portions pay for points they miss, and the bound must allow what they may do
        soft_bounds = bind(quality, soft=True)
        softened = live.solve(soft_bounds)
        if isinstance(softened, Answer):
            bounds, answer = soft_bounds, softened
    return Average(person, rules, models, live.program, bounds, answer, targets, quality, notes, days)


def find_own_quality(live: LiveModel[Program], bounds: Bounds, targets: Targets) -> Answer | None:
    """Return the answer of highest HEI-2020 a person's own foods can reach, `None` where nothing fits."""
    opened, costs = open_quality(live.program, bounds, targets)
    best = live.solve(opened, costs, "the best diet quality")
    return best if isinstance(best, Answer) else None


def open_quality(program: Program, bounds: Bounds, targets: Targets) -> tuple[Bounds, Floats]:
    """Return bounds under which HEI-2020 is counted and none is asked, and costs that make it the highest.

    The objective is minus the points.
    """
    layout = program.layout
    energy = targets.energy.kcal / 1000.0
    opened = bounds.copy()
    costs = np.zeros(len(layout.column_names))
    for component in program.knowledge.eating_index:
        column, row = find_component(layout, component)
        costs[column] = -1.0 / energy
        if component.per == "ratio":
            opened.row_lower[row] = 0.0
        else:
            opened.row_upper[row] = score_line(component, targets.energy.kcal)
    return opened, costs


def lower_quality(program: Program, best: Answer, targets: Targets, asked: float) -> tuple[float, str]:
    """Return a person's own best quality less one, and the sentence that names what gives way."""
    layout = program.layout
    energy = targets.energy.kcal / 1000.0
    index = program.knowledge.eating_index
    points = {c.id: best.columns[find_component(layout, c)[0]] / energy for c in index}
    lowest = min(index, key=lambda c: points[c.id] / c.max_points)
    quality = max(0.0, min(asked, -best.objective) - 1.0)
    return quality, (
        f"HEI-2020 {asked:g} is out of reach with these foods: {quality:.0f} is asked instead. What gives "
        f"way is {lowest.label.lower()} ({abs(points[lowest.id]):.1f} of {lowest.max_points:g} points)."
    )


def without_quality(asked: float) -> str:
    """Return the sentence for foods with which no score can be asked at all."""
    return f"HEI-2020 {asked:g} is out of reach with these foods: no score is asked."

"""One live model per shape of rules, kept while it is in use; the reference basis is a fixed person's."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.model.program import WEEK, Program, Shape, bind_person, build_program, can_score, limit_sides
from mealopt.request.person import Person
from mealopt.request.rules import Rules, allow_foods
from mealopt.request.targets import derive_targets
from mealopt.solve.live import LiveModel

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.model.layout import Bounds

KEPT = 12  # live models held at once: a model is some megabytes, a cold start a third of a second
REFERENCE = Person(35, "female", energy_kcal=2000)  # whose basis every solve of a shape starts from


class Models:
    """The live models of one body of knowledge, made when first needed and dropped when long unused."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._live: OrderedDict[Shape, LiveModel] = OrderedDict()

    def shape_of(self, person: Person, rules: Rules, days: int, quality: float | None) -> Shape:
        """Return the shape a person's rules give: what they may eat, their goal, days and own limits.

        An own limit changes the shape only where no published one has a row for it.
        """
        allowed = allow_foods(person, rules, self.knowledge)
        ids = tuple(np.array(self.knowledge.foods.ids, dtype=object)[allowed])
        if not ids:
            raise NoPlanError(
                "No food of the table is left by the diet and the exclusions. Leave out less, "
                "or take in foods whose tags are unknown with --allow-unknown."
            )
        check_pins(ids, rules)
        published = {(side, name) for side, name, scope in limit_sides(self.knowledge) if scope == "total"}
        sides = (("minimum", rules.minimums), ("maximum", rules.maximums))
        asked = {name for side, own in sides for name in own if (side, name) not in published}
        own = tuple(sorted(asked - {self.knowledge.energy_id}))
        scored = quality is not None and can_score(self.knowledge)
        return Shape(
            ids, rules.goal, WEEK if days == WEEK else 1, scored, own,
            larger=rules.larger_portions, seed=rules.seed,
        )  # fmt: skip

    def live(self, shape: Shape) -> LiveModel:
        """Return the live model of a shape."""
        found = self._live.get(shape)
        if found is None:
            program = build_program(shape, self.knowledge)
            found = LiveModel(program, self.reference_bounds(program))
            self._live[shape] = found
            while len(self._live) > KEPT:
                self._live.popitem(last=False)
        self._live.move_to_end(shape)
        return found

    def reference_bounds(self, program: Program) -> Bounds:
        """Return the bounds of the reference person, the same for everyone who shares the shape."""
        rules = Rules(goal=program.shape.goal)
        targets = derive_targets(REFERENCE, rules, self.knowledge)
        quality = self.knowledge.goals[program.shape.goal].hei_minimum if program.shape.quality else None
        return bind_person(program, targets, rules, quality=quality)


def check_pins(allowed: tuple[str, ...], rules: Rules) -> None:
    """Raise where a pinned food is not among the foods the diet and the exclusions leave."""
    left = set(allowed)
    problems = [
        Problem(
            "rules",
            "The diet or an exclusion forbids this food (unknown counts as forbidden). Drop one of the two.",
            column="include",
            value=food,
        )
        for food in (*rules.include, *rules.ate)
        if food not in left
    ]
    if problems:
        raise BadInputError(problems)

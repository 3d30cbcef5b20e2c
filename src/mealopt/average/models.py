"""One live model per shape of rules, kept while it is in use; the reference basis is a fixed person's."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from mealopt.average.candidates import Candidates, build_candidates
from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.knowledge.eating_index import can_score
from mealopt.linear.live import LiveModel
from mealopt.linear.pricing import PricedModel
from mealopt.request.allowed import allow_foods, serve_meals
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.limits import limit_sides
from mealopt.rules.program import Program, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds
    from mealopt.request.targets import Targets

NO_FOOD = (
    "No food of the table is left by the diet and the exclusions. Leave out less, "
    "or take in foods whose tags are unknown with --allow-unknown."
)
ROOM_BYTES = 512_000_000  # for live models held at once; each is made anew in a sixth of a second
Found = TypeVar("Found")
KEPT_ANSWERS = 100  # of programs over sittings, 150 kB each
KEPT_IDS = 100  # lists of foods remembered: a batch has few


class Models:
    """The live models of one body of knowledge, made when first needed and dropped when long unused.

    `room` is what those that are kept may take together [bytes], the same for every body of knowledge unless
    one is given its own; the latest model always stays.
    """

    room = ROOM_BYTES

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._lock = threading.RLock()
        self._live: OrderedDict[Shape, LiveModel[Program]] = OrderedDict()
        self._targets: dict[tuple[Person, str], Targets] = {}  # of the reference people
        self._ids: dict[bytes, tuple[str, ...]] = {}  # of the foods allowed, by who allows them
        self._recalled: OrderedDict[str, Any] = OrderedDict()  # answers of programs, by what was asked

    def shape_of(self, person: Person, rules: Rules, days: int, quality: float | None) -> Shape:
        """Return the shape a person's rules give: what they may eat, their goal, days and own limits."""
        allowed = allow_foods(person, rules, self.knowledge)
        ids = self.ids_of(allowed)
        if not ids:
            raise NoPlanError(NO_FOOD)
        check_pins(self.knowledge.foods, allowed, rules)
        return self.shape_for(rules, ids, days, quality)

    def shape_for(self, rules: Rules, ids: tuple[str, ...], days: int, quality: float | None) -> Shape:
        """Return the shape of some foods under rules.

        An own limit changes the shape only where no published one has a row for it.
        """
        sides = (("minimum", rules.minimums), ("maximum", rules.maximums))
        asked = {name for side, own in sides for name in own if (side, name) not in self.published}
        own = tuple(sorted(asked - {self.knowledge.energy_id}))
        scored = quality is not None and can_score(
            self.knowledge.eating_index, self.knowledge.foods.nutrient_ids
        )
        return Shape(
            ids, rules.goal, WEEK if days == WEEK else 1, scored, own,
            larger=rules.larger_portions, seed=rules.seed, per_meal=tuple(sorted(rules.meal_maximums)),
        )  # fmt: skip

    @cached_property
    def references(self) -> list[Person]:
        """Return fixed people of all ages and energies, from whose basis every solve of a shape starts.

        A person's solve starts from the nearest, whoever was solved before.
        """
        return [Person(age, sex, energy_kcal=kcal) for age, sex, kcal in self.knowledge.reference_people]

    @cached_property
    def candidates(self) -> Candidates:
        """Return the food table as arrays, for tables too large to be stated."""
        return build_candidates(self.knowledge)

    @cached_property
    def published(self) -> set[tuple[str, str]]:
        """Return the side and nutrient of every limit that has a row in every model."""
        return {(side, name) for side, name, scope in limit_sides(self.knowledge) if scope == "total"}

    def ids_of(self, allowed: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        """Return the ids of the foods allowed; the same people's are one and the same tuple."""
        key = allowed.tobytes()
        with self._lock:
            if key not in self._ids:
                if len(self._ids) > KEPT_IDS:
                    self._ids.clear()
                self._ids[key] = tuple(np.array(self.knowledge.foods.ids, dtype=object)[allowed])
            return self._ids[key]

    def recall(self, key: str, find: Callable[[], Found]) -> Found:
        """Return what was found for a key; the least lately asked for are forgotten and found anew."""
        with self._lock:
            if key in self._recalled:
                self._recalled.move_to_end(key)
                kept: Found = self._recalled[key]
                return kept
        found = find()
        with self._lock:
            self._recalled[key] = found
            while len(self._recalled) > KEPT_ANSWERS:
                self._recalled.popitem(last=False)
        return found

    def live(self, shape: Shape) -> LiveModel[Program]:
        """Return the live model of a shape; who holds one that has been dropped since may go on with it."""
        with self._lock:
            found = self._live.get(shape)
            if found is None:
                program = build_program(shape, self.knowledge)
                references = [self.reference_bounds(program, person) for person in self.references]
                found = LiveModel(program, references[0], priced=PricedModel(program, references))
            self.keep(found)
            return found

    def keep(self, live: LiveModel[Program]) -> None:
        """Keep a live model as the latest one, and drop those there is no room for."""
        with self._lock:
            self._live[live.program.shape] = live
            self._live.move_to_end(live.program.shape)
            while len(self._live) > 1 and sum(held.size for held in self._live.values()) > self.room:
                self._live.popitem(last=False)

    def reference_bounds(self, program: Program, person: Person) -> Bounds:
        """Return the bounds of a reference person, the same for everyone who shares the shape."""
        rules = Rules(goal=program.shape.goal)
        key = (person, program.shape.goal)
        if key not in self._targets:
            self._targets[key] = derive_targets(person, rules, self.knowledge)
        targets = self._targets[key]
        quality = self.knowledge.goals[program.shape.goal].hei_minimum if program.shape.quality else None
        return bind_person(program, targets, rules, quality=quality)


def check_pins(table: FoodTable, allowed: npt.NDArray[np.bool_], rules: Rules) -> None:
    """Raise where a pinned food is not among the foods the diet and the exclusions leave."""
    problems = [
        Problem(
            "rules",
            "The diet, an exclusion or the person's age forbids this food (unknown counts as forbidden). "
            "Drop one of the two.",
            column="include",
            value=food,
        )
        for food in (*rules.include, *rules.ate)
        if food not in table or not allowed[table.position(food)]
    ]
    if problems:
        raise BadInputError(problems)


MODELS_LOCK = threading.Lock()


@lru_cache(maxsize=4)
def models_for(digest: str) -> list[Models]:  # noqa: ARG001 - the digest is the cache's key
    """Return the place where the live models of one body of knowledge are kept."""
    return []


def find_models(knowledge: Knowledge, rules: Rules | None = None) -> Models:
    """Return the live models of a body of knowledge and the meals asked for, shared by this process."""
    knowledge = serve_meals(rules, knowledge) if rules else knowledge
    with MODELS_LOCK:
        kept = models_for(knowledge.digest)
        if not kept:
            kept.append(Models(knowledge))
        return kept[0]

"""What a person asks, in one hashable value: the key of every answer that is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mealopt.explain.repairs import LARGER
from mealopt.request.rules import Rules

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person


@dataclass(frozen=True)
class Turn:
    """A day of a week asked for again: the meals of it that stay as they are, and which luck it gets.

    Where a food is `gone` another takes its place at `meal`, and nothing else changes. Where something was
    `eaten` (foods and portions) `meal` is that, and the rest of the day makes up for it.
    """

    day: str
    stays: tuple[str, ...]
    seed: int
    meal: str = ""
    gone: str = ""
    eaten: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Guest:
    """Somebody who has the main meal with the person who asks: who they are, and what they eat."""

    person: Person
    diet: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A person and their wishes; equal questions have equal answers, whoever asks.

    `include` pairs foods with grams a day (`None` = one helping), `own` are targets of the person's own:
    (minimum | maximum | meal_maximum, nutrient, amount). `meals` are those of a day, none for all; `like` are
    foods that weeks of meals have often. `turns` are days asked for again, one by one; `tables` the digest of
    tables of the person's own, blank of ours.
    `guests` have the main meal of each day with them.
    """

    person: Person
    diet: str
    goal: str
    without: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_unknown: tuple[str, ...] = ()
    supplements: bool = False
    budget: float | None = None
    portions: str = "whole"
    include: tuple[tuple[str, float | None], ...] = ()
    own: tuple[tuple[str, str, float], ...] = ()
    larger_portions: float = 1.0
    cook_once: bool = False
    meals: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    tables: str = ""
    guests: tuple[Guest, ...] = ()

    @property
    def exact(self) -> Question:
        """Return the question asked for exact portions: what is explained, whichever are shown."""
        return replace(self, portions="exact", cook_once=False, turns=(), guests=(), like=())

    @property
    def before(self) -> Question:
        """Return the question before the latest turn."""
        return replace(self, turns=self.turns[:-1])

    def rules(self, portions: str) -> Rules:
        """Return the rules of the question, in whole or in exact portions."""
        return Rules(
            diet=self.diet, without=self.without, exclude=self.exclude, like=self.like,
            include=dict(self.include), budget=self.budget, goal=self.goal,
            minimums=self.own_limits("minimum"), maximums=self.own_limits("maximum"),
            meal_maximums=self.own_limits("meal_maximum"), supplements=self.supplements, portions=portions,
            allow_unknown=self.allow_unknown, larger_portions=self.larger_portions,
            cook_once=self.cook_once, meals=self.meals,
        )  # fmt: skip

    def rules_of(self, guest: Guest) -> Rules:
        """Return the rules of a guest: diet and allergies of their own, the rest as it was asked for."""
        return Rules(
            diet=guest.diet, without=guest.without, goal=self.goal, cook_once=self.cook_once, meals=self.meals
        )

    def own_limits(self, side: str) -> dict[str, float]:
        """Return a person's own limits of one side by nutrient."""
        return {nutrient: amount for which, nutrient, amount in self.own if which == side}


def answers_of(person: Person, rules: Rules, knowledge: Knowledge) -> dict[str, Any]:
    """Return the answers of the panel that make a request."""
    column = knowledge.diets[rules.diet].column
    return {
        "diet": rules.diet,
        "goal": rules.goal,
        "without": list(rules.without),
        "exclude": list(rules.exclude),
        "include": list(rules.include),
        "like": list(rules.like),
        "own": [
            (side, nutrient, amount)
            for side, limits in (
                ("minimum", rules.minimums), ("maximum", rules.maximums),
                ("meal_maximum", rules.meal_maximums),
            )
            for nutrient, amount in limits.items()
        ],
        "unknown": bool(column) and column in rules.allow_unknown,
        "supplements": rules.supplements,
        "larger": rules.larger_portions >= LARGER,
        "cook_once": rules.cook_once,
        "budget": rules.budget,
        "energy_kcal": person.energy_kcal,
    }


def compare_requests(
    question: Question, person: Person, rules: Rules, knowledge: Knowledge
) -> dict[str, Any]:
    """Return the answers of the panel that turn a question into another request."""
    now = answers_of(question.person, question.rules(rules.portions), knowledge)
    wanted = answers_of(person, rules, knowledge)
    return {key: value for key, value in wanted.items() if value != now[key]}

"""Explanations of a few people of different diets, measured once and checked by re-solving elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.explain import list_requests
from mealopt.average.average import solve_average
from mealopt.average.models import Models
from mealopt.explain.explanation import explain_answer
from mealopt.request.person import Person
from mealopt.request.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.explain.explanation import Explanation
    from mealopt.explain.nothing_fits import NothingFits
    from mealopt.knowledge.library import Knowledge

PEOPLE = {
    "vegan": (Person(35, "female", energy_kcal=2000), Rules(diet="vegan", portions="exact")),
    "vegetarian, cheapest": (
        Person(70, "female", energy_kcal=1800), Rules(diet="vegetarian", portions="exact", goal="cheapest"),
    ),
    "vegan without gluten, room for whole portions": (
        Person(44, "male", energy_kcal=2500), Rules(diet="vegan", without=("gluten",)),
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def others(knowledge: Knowledge) -> Models:
    """Live models the walk has never touched: what is checked is solved here."""
    return Models(knowledge)


@pytest.fixture(scope="session")
def explain(models: Models) -> Callable[..., Explanation]:
    def measure(person: Person, rules: Rules, entries: int = 3) -> Explanation:
        average = solve_average(person, rules, 7, models)
        assert average.answer is not None
        return explain_answer(average, average.answer, entries=entries)

    return measure


@pytest.fixture(scope="session", params=PEOPLE)
def explained(request: pytest.FixtureRequest, explain: Callable[..., Explanation]) -> Explanation:
    return explain(*PEOPLE[request.param])


@pytest.fixture(scope="session")
def vegan(explain: Callable[..., Explanation]) -> Explanation:
    return explain(*PEOPLE["vegan"])


@pytest.fixture(scope="session")
def misfit(models: Models) -> Callable[..., NothingFits]:
    """Explain why nothing fits a person's request."""
    from mealopt.explain.nothing_fits import explain_nothing_fits

    def measure(person: Person, rules: Rules) -> NothingFits:
        average = solve_average(person, rules, 7, models)
        assert average.answer is None
        return explain_nothing_fits(average, models)

    return measure


@pytest.fixture(scope="session")
def requests(knowledge: Knowledge) -> dict[str, tuple[Person, Rules]]:
    """The impossible requests, by name."""
    return {who: (person, rules) for who, person, rules in list_requests(knowledge)}


@pytest.fixture(scope="session")
def impossible(
    requests: dict[str, tuple[Person, Rules]], misfit: Callable[..., NothingFits]
) -> Callable[[str], NothingFits]:
    """Say why an impossible request is one, each found once."""
    found: dict[str, NothingFits] = {}

    def measure(who: str) -> NothingFits:
        if who not in found:
            found[who] = misfit(*requests[who])
        return found[who]

    return measure

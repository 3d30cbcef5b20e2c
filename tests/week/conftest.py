"""A model of a week of sittings that several modules look at."""

from __future__ import annotations

import pytest

from mealopt.knowledge.sittings import find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.week.build import build_model
from mealopt.week.program import SittingProgram


@pytest.fixture(scope="package")
def model(knowledge):
    woman, rules = Person(35, "female", energy_kcal=2000), Rules(diet="vegetarian")
    targets = derive_targets(woman, rules, knowledge)
    allowed = allow_foods(woman, rules, knowledge)
    return build_model(woman, rules, knowledge, targets, allowed, 95.0, find_sittings(knowledge.foods))


@pytest.fixture(scope="package")
def solved(model):
    """Return the optimum over the sittings of that model."""
    return SittingProgram(model).solve()

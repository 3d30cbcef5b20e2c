"""What every test folder shares: the shipped knowledge, a made-up food table, and reading refusals."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from mealopt.average.models import Models
from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.library import Knowledge, customise_knowledge, load_knowledge
from mealopt.planner import plan_week
from mealopt.rules.build import build_program
from mealopt.rules.program import Shape
from tests.checking import ask_times

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.rules.program import Program

# the same examples on every machine, and no clock: a slow machine is not a bug
settings.register_profile(
    "same", ask_times(40), derandomize=True, database=None, deadline=None
)
settings.load_profile("same")

# files of half a minute and more come first: a file is one worker's, and the other would wait for the last
LONG = ("week/test_deal.py", "tests/test_meals.py", "cli/test_every_answer.py", "tests/test_planner.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONG))


FOOD = {
    "food_id": "bread", "name": "Bread", "category": "Bread", "portion": "1 slice", "portion_g": "50",
    "step": "1", "helping_portions": "2", "max_portions_meal": "2", "max_portions_day": "4",
    "max_portions_week": "14", "price_per_100g": "0.5", "popularity": "0.2", "breakfast": "0.5",
    "lunch": "0.2", "dinner": "0.2", "snack": "0.1", "vegan": "yes", "contains_peanuts": "no",
    "energy_kcal": "200", "magnesium_mg": "40", "sodium_mg": "500",
}  # fmt: skip


@pytest.fixture(scope="session")
def data_folder() -> Path:
    return Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="session")
def source_folder() -> Path:
    return Path(__file__).resolve().parent.parent / "src" / "mealopt"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def models(knowledge: Knowledge) -> Models:
    return Models(knowledge)


@pytest.fixture(scope="session")
def popular_program(knowledge: Knowledge) -> Program:
    """The program of forty real foods, with HEI-2020: every twentieth of the most eaten."""
    table = knowledge.foods
    order = sorted(range(len(table)), key=lambda food: (-table.popularity[food], table.ids[food]))
    ids = tuple(sorted(table.ids[food] for food in order[:800:20]))
    return build_program(Shape(ids, "balanced", 1, quality=True), knowledge)


@pytest.fixture(scope="session")
def weeks(knowledge: Knowledge) -> Callable[[Person, Rules], Plan]:
    """Plan a week of the shipped knowledge, once for all tests that look at it."""
    kept: dict[str, Plan] = {}

    def plan(person: Person, rules: Rules) -> Plan:
        key = repr((person, rules))
        if key not in kept:
            kept[key] = plan_week(person, rules, knowledge)
        return kept[key]

    return plan


@pytest.fixture(scope="session")
def scratch_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file to write over and over: hypothesis runs many examples in one test."""
    return tmp_path_factory.mktemp("scratch") / "table.csv"


@pytest.fixture
def write_foods(tmp_path: Path) -> Callable[..., Path]:
    """Write a made-up food table: each row is what differs from a slice of bread."""

    def write(*rows: dict[str, str], drop: tuple[str, ...] = (), name: str = "foods.csv") -> Path:
        columns = [column for column in FOOD if column not in drop]
        columns += [column for row in rows for column in row if column not in FOOD]
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(columns)), restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows({**FOOD, **row} for row in rows)
        return path

    return write


@pytest.fixture
def made_up(knowledge: Knowledge, write_foods: Callable[..., Path]) -> Knowledge:
    """Three foods, three nutrients; the sodium of the oats is not known."""
    path = write_foods(
        {},
        {
            "food_id": "milk", "name": "Milk", "category": "Milk", "portion": "1 cup", "portion_g": "200",
            "price_per_100g": "0.1", "vegan": "no", "energy_kcal": "50", "magnesium_mg": "10",
            "sodium_mg": "40",
        },
        {
            "food_id": "oats", "name": "Oats", "category": "Bread", "portion": "1 cup", "portion_g": "80",
            "price_per_100g": "0.3", "vegan": "unknown", "energy_kcal": "400", "magnesium_mg": "150",
            "sodium_mg": "",
        },
    )  # fmt: skip
    return customise_knowledge(knowledge, foods=path)


@pytest.fixture(scope="session")
def problems_of() -> Callable[..., tuple[Problem, ...]]:
    """Call something that must refuse its input, and return the problems it names."""

    def call(function: Callable[..., Any], *args: Any, **options: Any) -> tuple[Problem, ...]:
        with pytest.raises(BadInputError) as caught:
            function(*args, **options)
        assert caught.value.exit_code == 2
        return caught.value.problems

    return call

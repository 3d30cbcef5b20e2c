"""The person a plan is for: age and sex are needed, the rest makes the energy need their own."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.energy import ACTIVITIES
from mealopt.knowledge.intakes import LIFE_STAGES, SEXES
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge

# plausible human values; outside them a number is a slip or another unit
RANGES = {
    "age": (4.0, 120.0, "years; mealopt plans for ages 4 and up"),
    "weight_kg": (12.0, 350.0, "kg"),
    "height_cm": (80.0, 250.0, "cm"),
    "energy_kcal": (600.0, 7000.0, "kcal a day"),
    "pregnancy_week": (1.0, 43.0, "weeks"),
    "lactation_month": (0.0, 24.0, "months"),
    "weight_before_kg": (25.0, 350.0, "kg"),
}


@dataclass(frozen=True)
class Person:
    """Who eats. Blank (`None`) is unknown.

    `age` [y], `weight_kg`, `height_cm`, `energy_kcal` [kcal/day, in place of an equation],
    `activity` inactive | low_active | active | very_active, `life_stage` general | pregnancy | lactation,
    `pregnancy_week`, `weight_before_kg` (before the pregnancy), `lactation_month`, `conditions`.
    """

    age: float
    sex: str
    weight_kg: float | None = None
    height_cm: float | None = None
    activity: str = "low_active"
    life_stage: str = "general"
    energy_kcal: float | None = None
    conditions: tuple[str, ...] = ()
    pregnancy_week: float | None = None
    weight_before_kg: float | None = None
    lactation_month: float | None = None


def check_person(person: Person, knowledge: Knowledge, where: str = "person") -> list[Problem]:
    """Return everything about a person that cannot be so."""
    problems = []

    def add(column: str, value: object, message: str) -> None:
        problems.append(Problem(where, message, column=column, value=str(value)))

    for name, (low, high, unit) in RANGES.items():
        value = getattr(person, name)
        if value is None and name != "age":
            continue
        if isinstance(value, bool) or not isinstance(value, Real):
            add(name, value, "It must be a number.")
        elif not low <= float(value) <= high:
            add(name, f"{float(value):g}", f"It must lie between {low:g} and {high:g} {unit}.")
    for name, value, known in (
        ("sex", person.sex, SEXES),
        ("activity", person.activity, ACTIVITIES),
        ("life_stage", person.life_stage, LIFE_STAGES),
    ):
        if value not in known:
            add(name, value, f"Unknown.{nearest(str(value), known)} Known: {', '.join(known)}.")
    asked = [name for name, condition in knowledge.conditions.items() if not condition.automatic]
    if isinstance(person.conditions, str):
        add("conditions", person.conditions, "Give a list of conditions, not a text.")
    for condition in () if isinstance(person.conditions, str) else person.conditions:
        if condition not in asked:
            add("conditions", condition, f"Unknown.{nearest(condition, asked)} Known: {', '.join(asked)}.")
    if person.life_stage in LIFE_STAGES and person.life_stage != "general":
        if person.sex == "male":
            add("life_stage", person.life_stage, "Reference intakes for it exist for women only.")
        low, high = stage_ages(knowledge, person.life_stage)
        if low >= high:
            add("life_stage", person.life_stage, "The targets have no row for it.")
        elif not any(problem.column == "age" for problem in problems) and not low <= person.age < high:
            add(
                "age", f"{person.age:g}",
                f"Reference intakes for {person.life_stage} cover ages {low:g} to {high - 1:g}.",
            )  # fmt: skip
    return problems


def stage_ages(knowledge: Knowledge, life_stage: str) -> tuple[float, float]:
    """Return the ages [y, upper end exclusive] the published values of a life stage cover."""
    rows = [row for row in knowledge.intakes if row.life_stage in {"any", life_stage}]
    if not rows:
        return 0.0, 0.0
    return min(row.age_min_y for row in rows), max(row.age_max_y for row in rows)


def require_person(person: Person, knowledge: Knowledge, where: str = "person") -> None:
    """Raise everything about a person that cannot be so."""
    problems = check_person(person, knowledge, where)
    if problems:
        raise BadInputError(problems)

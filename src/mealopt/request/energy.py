"""How much energy a person needs [kcal/day]: given, by the EER equations of 2023, or a stand-in; and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from mealopt.knowledge.energy import Addition, Equation
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person

# the stand-ins of DGA 2020-25 know three levels; the equations know four
STAND_IN_ACTIVITY = {
    "inactive": "sedentary",
    "low_active": "moderately_active",
    "active": "active",
    "very_active": "active",
}

# what adults eat a day, and how many times their largest servings somebody may have, at least and at most
USUAL_KCAL, LEAST_APPETITE, MOST_APPETITE = 2100.0, 0.75, 1.8


@dataclass(frozen=True)
class EnergyNeed:
    """Energy [kcal/day] with where it comes from; `note` tells what the person should know about it."""

    kcal: float
    source: str
    link: str
    note: str


def find_appetite(kcal: float) -> float:
    """Return how many times others' largest servings somebody has who eats so much a day [kcal], ¾ to 1⅘."""
    return min(MOST_APPETITE, max(LEAST_APPETITE, kcal / USUAL_KCAL))


def derive_energy(person: Person, knowledge: Knowledge) -> EnergyNeed:
    """Return the energy a plan is made for.

    A given `energy_kcal` is taken as it is. With weight and height the estimated energy requirement
    (EER, NASEM 2023) is computed; without them the DGA 2020-25 needs for age and sex stand in.
    Raises BadInputError where a pregnancy or lactation needs a figure that was not given.
    """
    if person.energy_kcal is not None:
        return EnergyNeed(person.energy_kcal, "given", "", "Energy as you gave it.")
    return derive_need(person, knowledge)


def derive_need(person: Person, knowledge: Knowledge) -> EnergyNeed:
    """Return the energy need from the tables, whatever energy was asked for."""
    check_stage(person)
    if person.weight_kg is not None and person.height_cm is not None:
        return derive_eer(person, knowledge, person.weight_kg, person.height_cm)
    return derive_stand_in(person, knowledge)


def check_stage(person: Person) -> None:
    """Ask for the week of a pregnancy and the month of a lactation: the need depends on them."""
    problems = []
    if person.life_stage == "pregnancy" and person.pregnancy_week is None:
        problems.append(Problem("person", "Give the week of the pregnancy.", column="pregnancy_week"))
    if person.life_stage == "lactation" and person.lactation_month is None:
        problems.append(Problem("person", "Give the months since the birth.", column="lactation_month"))
    if problems:
        raise BadInputError(problems)


def derive_eer(person: Person, knowledge: Knowledge, weight: float, height: float) -> EnergyNeed:
    """Return the EER of 2023 for a known weight [kg] and height [cm]."""
    week = person.pregnancy_week or 0.0
    stage = "pregnancy" if person.life_stage == "pregnancy" and week >= FIRST_EQUATION_WEEK else "general"
    equation = find_equation(knowledge.equations, person, stage)
    # the equations of the second and third trimester take the weight of today, the first that of before
    kcal = (
        equation.constant + equation.age * person.age + equation.height * height
        + equation.weight * weight + equation.growth + equation.gestation * week
    )  # fmt: skip
    notes = [f"Estimated energy requirement for {person.activity.replace('_', ' ')} people."]
    if stage == "pregnancy" or person.life_stage == "lactation":
        before = person.weight_before_kg if person.life_stage == "pregnancy" else weight
        if before is None:
            raise BadInputError(
                Problem(
                    "person",
                    "Give the weight before the pregnancy: the energy stored depends on it.",
                    column="weight_before_kg",
                )
            )
        addition = find_addition(knowledge.additions, person, before / (height / 100) ** 2, "eer")
        kcal += addition.energy_kcal
        notes.append(addition.note)
    return EnergyNeed(kcal, equation.source, equation.link, " ".join(notes))


FIRST_EQUATION_WEEK = 14  # the second trimester; before it the need is that of before the pregnancy


def find_equation(equations: tuple[Equation, ...], person: Person, stage: str) -> Equation:
    """Return the equation for a person; there is exactly one in a sound table."""
    for equation in equations:
        if (
            equation.sex == person.sex
            and equation.life_stage == stage
            and equation.activity == person.activity
            and equation.age_min_y <= person.age < equation.age_max_y
        ):
            return equation
    raise BadInputError(
        Problem("person", "No energy equation covers this age. Give the energy instead.", column="age")
    )


def find_addition(additions: tuple[Addition, ...], person: Person, bmi: float, basis: str) -> Addition:
    """Return what a pregnancy or lactation adds, or an honest refusal where no figure is at hand."""
    for addition in additions:
        if (
            addition.life_stage == person.life_stage
            and addition.basis == basis
            and addition.bmi_min <= bmi < addition.bmi_max
            and addition.week_min <= (person.pregnancy_week or 0.0) < addition.week_max
            and addition.month_min <= (person.lactation_month or 0.0) < addition.month_max
        ):
            return addition
    raise BadInputError(
        Problem(
            "person",
            f"No published figure for the energy of {person.life_stage} at this week or month. "
            "Give the energy a doctor or dietitian advises.",
            column="energy_kcal",
        )
    )


def derive_stand_in(person: Person, knowledge: Knowledge) -> EnergyNeed:
    """Return the DGA 2020-25 need for age and sex, where weight and height are not known."""
    activity = STAND_IN_ACTIVITY[person.activity]
    age = int(person.age)
    for row in knowledge.stand_ins:
        if row.sex == person.sex and row.activity == activity and row.age_min_y <= age < row.age_max_y:
            kcal = row.energy_kcal
            note = (
                f"Weight and height are not known: the usual need of {activity.replace('_', ' ')} people of "
                "this age and sex stands in. Give both for your own."
            )
            if person.life_stage != "general":
                addition = find_addition(knowledge.additions, person, 22.0, "default")
                kcal += addition.energy_kcal
                note += f" {addition.note}"
            return EnergyNeed(kcal, row.source, row.link, note)
    raise BadInputError(
        Problem("person", "No energy need is published for this age. Give the energy instead.", column="age")
    )

"""The program of a shape, built of all kinds of rules, and a person's numbers on it.

A kind of rule is one module and one entry of `FAMILIES`, in the order in which they are added; plans,
drivers, conflicts, repairs, worths and prices all go over the same list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.linear.layout import Bounds, Layout
from mealopt.rules.amounts import Amounts
from mealopt.rules.budget import Budget
from mealopt.rules.family import OTHER, Ask, Family, Group, Member, Stage
from mealopt.rules.foods import Foods
from mealopt.rules.habits import MealNeeds, WeeklyHabits
from mealopt.rules.helpings import Helpings
from mealopt.rules.limits import Limits
from mealopt.rules.meal_maximums import MealMaximums
from mealopt.rules.meals import Meals
from mealopt.rules.pairings import Pairings
from mealopt.rules.program import Program, Shape
from mealopt.rules.quality import Quality
from mealopt.rules.repeats import Repeats

if TYPE_CHECKING:
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

FAMILIES: list[Family] = [
    Foods(), Amounts(), Limits(), Meals(), MealMaximums(), Helpings(), Pairings(), MealNeeds(),
    WeeklyHabits(), Repeats(), Quality(), Budget(),
]  # fmt: skip


def build_program(shape: Shape, knowledge: Knowledge, table: FoodTable | None = None) -> Program:
    """Build the model of a shape out of all kinds of rules.

    A `table` given is one that another program of the shape has taken its foods from.
    """
    source = knowledge.foods.enlarge(shape.larger) if table is None else table
    foods = source.take([source.position(food_id) for food_id in shape.food_ids])
    stage = Stage(Layout(), shape, foods, knowledge.goals[shape.goal], knowledge)
    for family in FAMILIES:
        with stage.layout.owned_by(family.id):
            family.add(stage)
    return Program(stage.layout, shape, foods, stage.goal, knowledge)


def bind_person(
    program: Program,
    targets: Targets,
    rules: Rules,
    *,
    quality: float | None = None,
    energy_slack: float = 0.0,
    soft_quality: bool = False,
) -> Bounds:
    """Return one person's bounds on a program; the options are those of `Ask`.

    Raises LookupError where the program lacks the row of a limit.
    """
    bounds = program.layout.bounds()
    ask = Ask(targets, rules, quality, energy_slack, soft_quality)
    for family in FAMILIES:
        family.bind(program, bounds, ask)
    return bounds


def list_members(program: Program, ask: Ask) -> list[Member]:
    """Return everything a person could give up, in the order it is tried to be dropped from a conflict."""
    members = [member for family in FAMILIES for member in family.list_members(program, ask)]
    return sorted(members, key=lambda member: member.rank)


def list_groups() -> list[Group]:
    """Return the groups of rules that the explanation tells apart, in their order."""
    groups = {family.group for family in FAMILIES} - {OTHER}
    return sorted(groups, key=lambda group: (group.place, group.id))


def owners_of(group: Group) -> list[str]:
    """Return the ids of the kinds of rules whose price counts towards a group."""
    return [family.id for family in FAMILIES if family.group == group]

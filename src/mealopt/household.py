"""A household: one cooks, the others sit down to the same main meal, each with portions of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.knowledge.library import load_knowledge
from mealopt.planner import (
    add_tablets,
    assemble_plan,
    assemble_sittings,
    find_average,
    has_meals,
    make_plan,
    require_meals,
    serve_days,
    whole_servings,
)
from mealopt.request.allowed import allow_foods
from mealopt.request.checking import require_rules
from mealopt.request.person import require_person
from mealopt.request.rules import WEEK
from mealopt.singles.redeal import deal_shared, make_setting
from mealopt.week.deal import deal_sittings
from mealopt.week.shared import deal_guest
from mealopt.week.unmet import find_unmet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules


def find_shared_meal(knowledge: Knowledge, rules: Sequence[Rules] = ()) -> str:
    """Return the meal a household shares: the one that may hold the most energy, the later of two.

    Of those everybody has; raises BadInputError where there is none.
    """
    common = [meal for meal in knowledge.meals if all(not r.meals or meal.id in r.meals for r in rules)]
    if not common:
        raise BadInputError([Problem("household", "No meal is had by everybody.", column="meals")])
    return max(common, key=lambda meal: (meal.energy_share_max, meal.place)).id


def plan_household(
    people: Sequence[tuple[Person, Rules]], knowledge: Knowledge | None = None, days: int = WEEK
) -> list[Plan]:
    """Return a plan for each person of a household, in their order.

    Who may eat the fewest foods is planned first, with a main meal of foods that everyone may eat. At that
    meal the others eat the same foods, the main dish among them, in portions of their own; a note says on
    which days one of them needs a meal of their own. Every must of everyone is met by its period.

    Raises BadInputError for no people or exact portions, and what `plan_week` raises, NoPlanError with the
    person's place.
    """
    knowledge = knowledge or load_knowledge()
    if not people or any(rules.portions == "exact" for _, rules in people):
        raise BadInputError(
            [Problem("household", "A household needs people, and days of whole portions: drop exact.")]
        )
    meal = find_shared_meal(knowledge, [rules for _, rules in people])
    for person, rules in people:
        require_person(person, knowledge)
        require_rules(rules, knowledge)
    # what the choosiest of them eats is for everyone
    counts = [np.count_nonzero(allow_foods(person, rules, knowledge)) for person, rules in people]
    order = sorted(range(len(people)), key=lambda place: (counts[place], place))
    plans: dict[int, Plan] = {}
    for place in order:
        person, rules = people[place]
        try:
            if plans:
                plans[place] = join_meal(plans[order[0]], meal, person, rules, knowledge)
            else:
                plans[place] = set_table(people, place, meal, knowledge, days)
        except NoPlanError as error:
            raise NoPlanError(f"Person {place + 1} of the household: {error}") from error
    return [plans[place] for place in range(len(people))]


def set_table(
    people: Sequence[tuple[Person, Rules]], place: int, meal: str, knowledge: Knowledge, days: int
) -> Plan:
    """Return the plan of the one who is planned first: at the shared meal only foods everyone may eat.

    Where no such week can be put together the plan is theirs alone, and says so.
    """
    person, rules = people[place]
    table = knowledge.foods
    shared = np.logical_and.reduce([allow_foods(*one, knowledge) for one in people])
    shared &= ~np.isin(table.ids, [food for _, one in people for food in one.exclude])
    average, answer = find_average(person, rules, knowledge, days)
    if has_meals(rules, knowledge):
        average, answer, note = find_helped(average, answer)
        week = deal_sittings(average, shared={meal: shared})
        if week is not None:
            return note_first(assemble_sittings(average, answer, week), note)
    require_meals(rules)
    own = average.program.table
    never = frozenset((food, meal) for food, name in enumerate(own.ids) if not shared[table.position(name)])
    try:
        servings, objective = whole_servings(average, answer, never)
    except NoPlanError:
        plan = make_plan(person, rules, knowledge, days)
        return replace(plan, notes=(*plan.notes, f"No {meal} of foods that everybody may eat was found."))
    return assemble_plan(average, answer, servings, objective)


def find_helped(average: Average, answer: Answer) -> tuple[Average, Answer, str]:
    """Return the average day with supplements every day, where they are allowed and no meals do without."""
    needed = average.rules.supplements and find_unmet(average)
    return add_tablets(average, answer) if needed else (average, answer, "")


def note_first(plan: Plan, note: str) -> Plan:
    """Return a plan with a note before its others, where there is one."""
    return replace(plan, notes=(note, *plan.notes)) if note else plan


def join_meal(first: Plan, meal: str, person: Person, rules: Rules, knowledge: Knowledge) -> Plan:
    """Return the plan of somebody who eats one meal with the person of another plan."""
    average, answer = find_average(person, rules, knowledge, len(first.days))
    if has_meals(rules, knowledge):
        average, answer, note = find_helped(average, answer)
        joined = join_meals(first, meal, average, answer)
        if joined is not None:
            return note_first(joined, note)
    require_meals(rules)
    table = average.program.table
    at_meal = first.portions[first.portions["meal"] == meal]
    tables = [
        frozenset(
            table.position(str(food)) for food in at_meal["food_id"][at_meal["day"] == day] if food in table
        )
        for day in first.days
    ]
    dealt, own = deal_shared(make_setting(average, answer), meal, tables, rules.seed)
    return name_own(assemble_plan(average, answer, *serve_days(average, dealt)), meal, own)


def join_meals(first: Plan, meal: str, average: Average, answer: Answer) -> Plan | None:
    """Return a week of meals of somebody who eats one of them with the person of another plan, or `None`."""
    foods = average.program.knowledge.foods
    may = allow_foods(average.person, average.rules, average.program.knowledge)
    pins = {*average.rules.include, *average.rules.ate, *first.rules.include, *first.rules.ate}
    tables: list[dict[int, float]] = [{} for _ in first.days]
    had = np.zeros(len(foods))
    for day, of, food, portions in first.portions[["day", "meal", "food_id", "portions"]].itertuples(
        index=False
    ):
        place = foods.position(str(food))
        had[place] += 1.0
        if of == meal and food not in pins and may[place] and foods.price[place] > 0:
            tables[first.days.index(day)][place] = float(portions)
    found = deal_guest(average, meal, tables, had)
    if found is None:
        return None
    week, own = found
    return name_own(assemble_sittings(average, answer, week), meal, own)


def name_own(plan: Plan, meal: str, own: Sequence[int]) -> Plan:
    """Return a plan that says on which of its days somebody needs a meal of their own."""
    if not own:
        return plan
    named = ", ".join(plan.days[day] for day in own)
    return replace(plan, notes=(*plan.notes, f"A {meal} of their own is needed on day {named}."))

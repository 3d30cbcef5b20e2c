"""Something else was eaten than was planned: the meal is that, and the rest of its day makes up for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.changes import BROKEN, PLAN, check_days, read_days, read_locks
from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.knowledge.library import load_knowledge
from mealopt.meals import change_meals, keep_tablets
from mealopt.planner import find_average, has_meals
from mealopt.tolerances import PROVED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mealopt.average.average import Average
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.singles.day import FoodAtMeal

SECOND_LUCK = 500  # by how much the seed of the second way is another: a week's last day has no other days
EATEN = "eaten"
NOTHING_FITS = (
    "No rest of the week meets every target after what you had on day {day}. Keep fewer meals of that day, "
    "or go on with the week as it was."
)
TOO_MUCH = (
    "What you had on day {day} holds {amounts} by itself: whatever else is eaten, that day passes its most. "
    "Go on with the week as it was."
)


def eat_instead(
    plan: Plan,
    day: str,
    meal: str,
    eaten: Mapping[str, float],
    *,
    keep: Sequence[str] = (),
    seed: int = 0,
    knowledge: Knowledge | None = None,
) -> Plan:
    """Return a week of meals in which one meal is what was `eaten`, in portions by food id.

    The other meals of that day stay where they can and change where they must; so do the days after it where
    that day alone cannot make up for it. `keep` are meals of the day that stay as they are. Raises
    BadInputError for a day, a meal or foods the plan cannot have, NoPlanError where no such week meets every
    target, with what the meal alone has too much of.
    """
    knowledge = knowledge or load_knowledge()
    if not plan.meals:
        raise BadInputError(Problem(EATEN, "Only a week of meals can make up for a meal."))
    return eat_portions(
        plan.portions, plan.person, plan.rules, knowledge, (day, meal), eaten, keep=keep, seed=seed
    )


def eat_portions(
    portions: pd.DataFrame,
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    where: tuple[str, str],
    eaten: Mapping[str, float],
    *,
    keep: Sequence[str] = (),
    seed: int = 0,
    file: str = "",
) -> Plan:
    """Return the plan that `eat_instead` returns for the portions of a plan, those of a `file` say.

    `where` is the day and the meal.
    """
    day, meal = where
    names = tuple(sorted({str(one) for one in portions["day"]}))
    require_asked(names, day, meal, eaten, rules, knowledge)
    average, answer = find_average(person, keep_tablets(portions, rules, knowledge), knowledge, len(names))
    table = average.program.table
    require_foods(eaten, table)
    place = names.index(day)
    stood = portions[(portions["day"].astype(str) != day) | (portions["meal"] != meal)]
    problems: list[Problem] = []
    held, closed = read_locks(day, [one for one in keep if one != meal], stood, knowledge, problems)
    banned = "The plan has this food, which is banned. Plan its days again first."
    problems += [
        Problem(file or PLAN, banned, value=food)
        for food in sorted({*rules.exclude} & {*stood["food_id"]})
    ]
    if problems:
        raise BadInputError(problems)
    days = read_days(stood, average, names, file)
    days[place] = {**days[place], **{(table.position(food), meal): eaten[food] for food in eaten}}
    too_much = list_excesses(average, days[place], closed | {meal})
    if too_much:  # whatever else that day has, and whatever the others
        raise NoPlanError(TOO_MUCH.format(day=day, amounts=" and ".join(too_much)))
    had = {(food, meal): amount for food, amount in eaten.items()}
    locks = ({**held, **had}, closed | {meal})
    after: dict[int, tuple[tuple[dict[tuple[str, str], float], frozenset[str]], bool]] = {
        later: (({}, frozenset()), True) for later in range(place + 1, len(names))
    }
    for luck, others in enumerate(({}, after)):
        found = change_meals(
            average, answer, days, {place: (locks, True), **others}, (), seed + luck * SECOND_LUCK,
            file or PLAN, new=(place, *others),
        )  # fmt: skip
        if found is not None:
            return found
    raise NoPlanError(NOTHING_FITS.format(day=day))


def require_asked(
    names: tuple[str, ...], day: str, meal: str, eaten: Mapping[str, float], rules: Rules,
    knowledge: Knowledge,
) -> None:  # fmt: skip
    """Raise BadInputError for a day or meal the plan has not, a table without meals, and nothing eaten."""
    problems = check_days(names, (day,), {}, rules)
    if not problems and not has_meals(rules, knowledge):
        problems.append(Problem(EATEN, "Only a week of meals can make up for a meal."))
    if meal not in {one.id for one in knowledge.meals}:
        problems.append(Problem(EATEN, "There is no such meal.", column="meal", value=meal))
    if not eaten:
        problems.append(Problem(EATEN, "Name at least one food that was eaten."))
    if problems:
        raise BadInputError(problems)


def require_foods(eaten: Mapping[str, float], table: FoodTable) -> None:
    """Raise BadInputError for foods the plan cannot have, and for amounts that are no whole steps."""
    problems = []
    for food, amount in eaten.items():
        if food not in table:
            said = "No food has this id, or the rules of this plan forbid it."
            problems.append(Problem(EATEN, said, column="food_id", value=food))
            continue
        place = table.position(food)
        step, most, name = float(table.step[place]), float(table.max_day[place]), table.names[place]
        steps = amount / step
        if not (math.isfinite(steps) and steps > 0 and abs(steps - round(steps)) <= BROKEN):
            said = f"Name {name} in whole steps of {step:g} portions."
        elif amount > most * (1 + PROVED):
            said = f"More of {name} than people eat in a day: {most:g} portions at most."
        else:
            continue
        problems.append(Problem(EATEN, said, column="portions", value=f"{amount:g}"))
    if problems:
        raise BadInputError(problems)


def list_excesses(average: Average, day: Mapping[FoodAtMeal, float], stays: frozenset[str]) -> list[str]:
    """Return what the meals of a day that stay hold more of than a day may, in words."""
    table, knowledge = average.program.table, average.program.knowledge
    found = []
    for limit in average.targets.limits.values():
        if limit.side != "maximum" or limit.must is None or limit.scope != "total":
            continue
        each = table.most_per_portion(limit.nutrient)
        held = sum(amount * float(each[food]) for (food, meal), amount in day.items() if meal in stays)
        if held > limit.must * (1 + PROVED):
            info = knowledge.nutrients[limit.nutrient]
            found.append(f"{info.show(held)} of {info.label.lower()} (most: {info.show(limit.must)})")
    return found

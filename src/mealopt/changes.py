"""What people do with a plan they have: another day, a meal that stays, a food that goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, NoPlanError, Problem
from mealopt.knowledge.library import load_knowledge
from mealopt.meals import STANDS_NOT, Locks, change_meals, keep_tablets, swap_at_meal
from mealopt.planner import assemble_plan, find_average, has_meals, require_meals, serve_days
from mealopt.request.food_names import resolve_food, resolve_foods
from mealopt.request.rules import WEEK
from mealopt.rules.foods import pinned_portions
from mealopt.singles.redeal import check_standing, deal_beside, make_setting
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.singles.day import FoodAtMeal
    from mealopt.singles.history import WholeDay

AVERAGE, PLAN, AGAIN, LOCK, SWAP = "average", "plan", "again", "lock", "swap"
NO_OTHER = (
    "No other day {days} was found beside the rest of the plan. Lock less, name more days to be planned "
    "again, or loosen a limit of your own."
)
NO_MEALS = "Only in a week of meals can a food be swapped."
NO_SWAP = "Nothing else fits in its place beside the rest of the week. Try a new meal, or ban the food."
BROKEN = 1e-3  # steps: how far six decimals of a portion may be from a whole one


def change_plan(
    plan: Plan,
    again: Sequence[str] = (),
    *,
    lock: Mapping[str, Sequence[str]] | None = None,
    ban: Sequence[str] = (),
    seed: int | None = None,
    loose: bool = False,
    knowledge: Knowledge | None = None,
) -> Plan:
    """Return a plan with some days planned again and the others as they were.

    `again` are days (`"3"`), `lock` meals or foods (id or whole name) by day that stay on a day planned
    again, `ban` foods: days that have one are planned again and keep what they can. Another `seed` gives
    another day. In a `loose` change of a week of meals those that are locked keep their foods, and their
    portions move. Raises BadInputError for what is not understood and for days that are not of this request,
    NoPlanError where no other day exists.
    """
    knowledge = knowledge or load_knowledge()
    seed = plan.rules.seed + 1 if seed is None else seed
    return change_portions(
        plan.portions, plan.person, plan.rules, knowledge, again=again, lock=lock or {}, ban=ban, seed=seed,
        loose=loose,
    )  # fmt: skip


def swap_food(
    plan: Plan, day: str, meal: str, food: str, *, seed: int = 0, knowledge: Knowledge | None = None
) -> Plan:
    """Return a week of meals with another food (by id) in the place of one at one meal; all else stays.

    The other days stay to the portion. Of its own day as little else gives way as meets every target:
    nothing, the portions, the meal, at last the other meals. Raises BadInputError where the plan does not
    have the food there, NoPlanError where nothing else fits in its place.
    """
    knowledge = knowledge or load_knowledge()
    if not plan.meals:
        raise BadInputError(Problem(SWAP, NO_MEALS))
    return swap_portions(plan.portions, plan.person, plan.rules, knowledge, (day, meal), food, seed=seed)


def swap_portions(
    portions: pd.DataFrame,
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    at: tuple[str, str],
    food: str,
    *,
    seed: int,
    file: str = "",
) -> Plan:
    """Return the plan that `swap_food` returns for the portions of a plan, those of a `file` say."""
    day, meal = at
    names = tuple(sorted({str(name) for name in portions["day"]}))
    problems = check_days(names, (), {}, rules, file or PLAN)
    if not problems and not has_meals(rules, knowledge):
        problems.append(Problem(SWAP, NO_MEALS))
    found = resolve_food(food, knowledge.foods)
    if isinstance(found, Problem):
        problems.append(replace(found, where=SWAP))
    here = (portions["day"].astype(str) == day) & (portions["meal"] == meal)
    if not problems and not (here & (portions["food_id"] == found)).any():
        problems.append(Problem(SWAP, f"Day {day} does not have this food at {meal}.", value=food))
    if problems:
        raise BadInputError(problems)
    average, answer = find_average(person, keep_tablets(portions, rules, knowledge), knowledge, len(names))
    days = read_days(portions, average, names, file)
    place = average.program.table.position(str(found))
    changed = swap_at_meal(average, answer, days, names.index(day), meal, place, seed, file or PLAN)
    if changed is None:
        raise NoPlanError(NO_SWAP)
    return changed


def change_portions(
    portions: pd.DataFrame,
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    *,
    again: Sequence[str],
    lock: Mapping[str, Sequence[str]],
    ban: Sequence[str],
    seed: int,
    file: str = "",
    loose: bool = False,
) -> Plan:
    """Return the plan that `change_plan` returns for the portions of a plan, those of a `file` say.

    Problems name the file and the lines of its rows, which are in its order.
    """
    names = tuple(sorted({str(day) for day in portions["day"]}))
    problems = check_days(names, again, lock, rules, file or PLAN)
    banned = [resolve_foods(food, knowledge.foods) for food in ban]
    problems += [replace(food, column="ban") for food in banned if isinstance(food, Problem)]
    locks = {day: read_locks(day, wanted, portions, knowledge, problems) for day, wanted in lock.items()}
    goes = {food for found in banned if isinstance(found, tuple) for food in found} | {*rules.exclude}
    problems += [
        Problem(LOCK, "The same food is banned. Drop one of the two.", value=food)
        for held, _ in locks.values() for food in sorted({f for f, _ in held} & goes)
    ]  # fmt: skip
    if problems:
        raise BadInputError(problems)
    rules = replace(rules, exclude=(*rules.exclude, *sorted(goes - set(rules.exclude))))
    rules = keep_tablets(portions, rules, knowledge)
    average, answer = find_average(person, rules, knowledge, len(names))
    days = read_days(portions, average, names, file)
    table = average.program.table
    gone = {table.position(food) for food in rules.exclude if food in table}
    anew = {names.index(day) for day in again}
    hit = {place for place, day in enumerate(days) if gone & {food for food, _ in day}} - anew
    if not anew | hit:
        raise BadInputError([Problem(AGAIN, "Nothing changes: no day is named and none has a banned food.")])
    nothing: Locks = ({}, frozenset())
    asked = {place: (locks.get(names[place], nothing), place in hit) for place in sorted(anew | hit)}
    if has_meals(rules, knowledge):
        changed = change_meals(average, answer, days, asked, gone, seed, file or PLAN, loose=loose)
        if changed is not None:
            return changed
    require_meals(rules)
    return change_singles(average, answer, days, names, asked, seed, file or PLAN)


def change_singles(
    average: Average,
    answer: Answer,
    days: Sequence[Mapping[FoodAtMeal, float]],
    names: tuple[str, ...],
    asked: Mapping[int, tuple[Locks, bool]],
    seed: int,
    where: str,
) -> Plan:
    """Return a plan of which some days are put together again food by food, as `change_meals` is asked.

    Raises NoPlanError where a day cannot be, BadInputError for days that stand and break a rule.
    """
    rules, table = average.rules, average.program.table
    setting = make_setting(average, answer)
    standing = check_standing(setting, list(days), set(range(len(days))) - set(asked))
    if has_meals(rules, average.program.knowledge) and None in standing:  # as meals do, over the week
        raise NoPlanError(NO_OTHER.format(days=", ".join(names[place] for place in asked)))
    week = require_standing(standing, names, where)
    pins = pinned_portions(table, rules)
    for place, ((held, closed), gentle) in asked.items():
        slots = {(table.position(food), meal) for food, meal in held if food not in pins}
        kept = {slot: amount for slot, amount in days[place].items() if slot in slots}
        holding = replace(setting, held=kept, closed=closed)
        found = deal_beside(holding, week, place, seed + place, gentle=gentle)
        if found is None:
            raise NoPlanError(NO_OTHER.format(days=names[place]))
        week[place] = found
    servings, objective = serve_days(average, week)
    return assemble_plan(average, answer, servings, objective)


def check_days(
    names: tuple[str, ...],
    again: Sequence[str],
    lock: Mapping[str, Sequence[str]],
    rules: Rules,
    where: str = PLAN,
) -> list[Problem]:
    """Return what is wrong with the days that are named, and with the plan's own."""
    if rules.portions == "exact" or AVERAGE in names:
        return [Problem(where, "Only days of whole portions can be planned again, not an average day.")]
    if names not in {("1",), tuple(str(day) for day in range(1, WEEK + 1))}:
        return [Problem(where, "A plan has day 1, or the days 1 to 7.", column="day", value=", ".join(names))]
    problems = [
        Problem(AGAIN, f"The plan has no such day.{nearest(day, names)}", column="day", value=day)
        for day in again
        if day not in names
    ]
    problems += [
        Problem(
            LOCK, "Only on a day that is planned again can something be locked: the others stay.", value=day
        )
        for day in lock
        if day not in again
    ]
    return problems


def read_locks(
    day: str, wanted: Sequence[str], portions: pd.DataFrame, knowledge: Knowledge, problems: list[Problem]
) -> tuple[dict[tuple[str, str], float], frozenset[str]]:
    """Return what is locked on a day: portions by food and meal, and the meals locked as a whole."""
    meals = {meal.id for meal in knowledge.meals}
    rows = portions[portions["day"].astype(str) == day]
    eaten = {
        (str(food), str(meal)): float(amount)
        for food, meal, amount in rows[["food_id", "meal", "portions"]].itertuples(index=False)
    }
    held: dict[tuple[str, str], float] = {}
    closed = set()
    for text in wanted:
        if text in meals:
            closed.add(text)
            held |= {slot: amount for slot, amount in eaten.items() if slot[1] == text}
            continue
        food = resolve_food(text, knowledge.foods)
        if isinstance(food, Problem):
            problems.append(replace(food, where=LOCK))
            continue
        found = {slot: amount for slot, amount in eaten.items() if slot[0] == food}
        if not found:
            problems.append(Problem(LOCK, f"Day {day} does not have this food.", value=text))
        held |= found
    return held, frozenset(closed)


def read_days(
    portions: pd.DataFrame, average: Average, names: tuple[str, ...], file: str = ""
) -> list[Mapping[FoodAtMeal, float]]:
    """Return the portions of each day by food of the program's table and meal.

    Raises BadInputError for foods that the person may not eat and for broken portions.
    """
    table, knowledge = average.program.table, average.program.knowledge
    days: dict[str, dict[FoodAtMeal, float]] = {name: {} for name in names}
    pins = pinned_portions(table, average.rules)
    problems = []
    for line, (day, meal, food, amount) in enumerate(
        portions[["day", "meal", "food_id", "portions"]].itertuples(index=False), start=2
    ):
        if food not in table:
            known = food in knowledge.foods
            said = "These rules forbid this food: make a new plan." if known else "No food has this id."
            problems.append(Problem(file or PLAN, said, line if file else None, "food_id", str(food)))
            continue
        place = table.position(food)
        steps = float(amount) / float(table.step[place])
        if abs(steps - round(steps)) > BROKEN and food not in pins:
            said = f"Not in whole steps of {table.step[place]:g} portions of {table.names[place]}."
            problems.append(Problem(file or PLAN, said, line if file else None, "portions", f"{amount:g}"))
        slot = place, str(meal)
        # a file has six decimals: the plan had whole steps
        days[str(day)][slot] = days[str(day)].get(slot, 0.0) + round(steps) * float(table.step[place])
    if problems:
        raise BadInputError(problems)
    return list(days.values())


def require_standing(week: list[WholeDay | None], names: tuple[str, ...], where: str) -> list[WholeDay]:
    """Return the days, or raise with those that break a rule of the request."""
    problems = [
        Problem(
            where,
            STANDS_NOT,
            None,
            "day",
            name,
        )
        for name, day in zip(names, week, strict=True)
        if day is None
    ]
    if problems:
        raise BadInputError(problems)
    return [day for day in week if day is not None]

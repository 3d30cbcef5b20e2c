"""`mealopt again`: some days of a plan once more, with what stays and what goes."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.options import format_option, person_options, quiet_option, rule_options
from mealopt.cli.output import progress
from mealopt.cli.plans import deliver_plan, output_options
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan
    from mealopt.request.asked import Asked

OPTIONS = {"again": "--day", "lock": "--lock", "ban": "--exclude", "eaten": "--had", "swap": "--swap"}
Meals = dict[tuple[str, str], dict[str, float]]  # grams by food of each day and meal


@click.command(short_help="Plan some days of a plan again and keep the rest.")
@click.argument("plan_file", metavar="PLAN.CSV")
@click.option("--day", "again_days", multiple=True, metavar="DAY", help="A day to plan again, 1 to 7.")
@click.option(
    "--lock", "locks", multiple=True, metavar="DAY:WHAT", help="A meal or a food that stays on such a day."
)
@click.option(
    "--had", "had", multiple=True, metavar="DAY:MEAL:FOOD=GRAMS",
    help="What a meal was instead: the rest of its day makes up for it.",
)
@click.option(
    "--swap", "swaps", multiple=True, metavar="DAY:MEAL:FOOD", help="A food to put another in the place of."
)
@person_options
@rule_options
@output_options
@format_option
@quiet_option
def again(
    plan_file: str, again_days: tuple[str, ...], locks: tuple[str, ...], had: tuple[str, ...],
    swaps: tuple[str, ...], **values: Any,
) -> None:  # fmt: skip
    """Plan some days of PLAN.CSV again, a plan of `week` or `day`, and keep the rest.

    Say who it is for and the rules once more, as when it was made. Days with a food of --exclude are planned
    again too, and keep what they can. Another --seed gives another day. With --had a meal is what was eaten,
    to the next step of a portion, and its day changes as far as it must. With --swap another food comes in
    the place of one at a meal, and as little else of its day changes as meets every target.

    \b
      mealopt again week.csv --age 34 --sex female --day 3 -o new.csv
      mealopt again week.csv --person me.toml --day 3 --lock 3:dinner --day 5
      mealopt again week.csv --person me.toml --exclude 63107010 -o new.csv
      mealopt again week.csv --person me.toml --had 3:lunch:58106220=172 -o new.csv
      mealopt again week.csv --person me.toml --swap 3:lunch:63107010 -o new.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    lock = read_locks(locks, problems)
    meals = read_had(had, problems)
    places = read_swaps(swaps, problems)
    if sum(map(bool, (again_days, meals, places))) > 1:
        option = "--had" if meals else "--swap"
        problems.append(Problem(option, "Plan days again, say what was eaten, or swap: one at a time."))
    if places and lock:
        problems.append(Problem("--lock", "Beside --swap nothing needs to be locked: as much stays as can."))
    if meals:
        said = "Beside --had only meals and foods of the same day can be locked."
        problems += [Problem("--lock", said, value=day) for day in lock if day not in {d for d, _ in meals}]

    def make(asked: Asked, knowledge: Knowledge) -> Plan:
        from mealopt.changes import change_portions
        from mealopt.plan.plan_file import load_portions

        plans = load_portions(Path(plan_file), knowledge)
        if len(plans) != 1:
            text = f"One plan can be planned again at a time; the file has {len(plans)}."
            raise BadInputError([Problem(plan_file, text)])
        progress("Planning again …", quiet=values["quiet"])
        (portions,) = plans.values()
        try:
            if meals:
                return make_up(portions, asked, knowledge, meals, lock, plan_file)
            if places:
                return swap_foods(portions, asked, knowledge, places, plan_file)
            return change_portions(
                portions, asked.person, asked.rules, knowledge, again=again_days, lock=lock, ban=(),
                seed=asked.rules.seed + 1, file=plan_file,
            )  # fmt: skip
        except BadInputError as error:
            from mealopt.request.asked import place_problems

            raise BadInputError(
                Problem(OPTIONS.get(p.where, p.where), p.message, p.line, p.column, p.value)
                for p in place_problems(error.problems, asked.words)
            ) from None

    deliver_plan(values, problems, make)


def swap_foods(
    portions: pd.DataFrame, asked: Asked, knowledge: Knowledge, places: list[tuple[str, str, str]], file: str
) -> Plan:
    """Return the plan with another food in the place of each of some, one after the other."""
    from mealopt.changes import swap_portions

    plan: Plan | None = None
    for day, meal, food in places:
        plan = swap_portions(
            portions if plan is None else plan.portions, asked.person, asked.rules, knowledge, (day, meal),
            food, seed=asked.rules.seed, file=file if plan is None else "",
        )  # fmt: skip
    assert plan is not None
    return plan


def make_up(
    portions: pd.DataFrame, asked: Asked, knowledge: Knowledge, meals: Meals, lock: dict[str, list[str]],
    file: str,
) -> Plan:  # fmt: skip
    """Return the plan with what was eaten at each of some meals, one after the other."""
    from mealopt.eaten import eat_portions

    plan: Plan | None = None
    for (day, meal), foods in meals.items():
        eaten = weigh_out(foods, knowledge)
        keep = [what for what in lock.get(day, ()) if what != meal]
        keep += [other for of, other in meals if of == day and other != meal and plan is not None]
        plan = eat_portions(
            portions if plan is None else plan.portions, asked.person, asked.rules, knowledge, (day, meal),
            eaten, keep=keep, seed=asked.rules.seed, file=file if plan is None else "",
        )  # fmt: skip
    assert plan is not None
    return plan


def weigh_out(foods: dict[str, float], knowledge: Knowledge) -> dict[str, float]:
    """Return grams of foods as portions, in whole steps; raises BadInputError for foods nobody knows."""
    from mealopt.request.food_names import resolve_food

    table, found, problems = knowledge.foods, dict[str, float](), list[Problem]()
    for text, grams in foods.items():
        food = resolve_food(text, table)
        if isinstance(food, Problem):
            problems.append(Problem("--had", food.message, value=text))
            continue
        place = table.position(food)
        step = float(table.step[place])
        steps = round(grams / float(table.portion_g[place]) / step)
        if steps < 1:
            least = step * float(table.portion_g[place])
            said = f"Less than half of the smallest step, {least:g} g."
            problems.append(Problem("--had", said, value=text))
            continue
        found[food] = found.get(food, 0.0) + steps * step
    if problems:
        raise BadInputError(problems)
    return found


def read_had(had: tuple[str, ...], problems: list[Problem]) -> Meals:
    """Return the grams of the foods of each meal (day and meal); collects what cannot be understood."""
    found: Meals = {}
    for text in had:
        parts = text.split(":", 2)
        food, mark, amount = parts[-1].rpartition("=")
        try:
            grams = float(amount)
        except ValueError:
            grams = math.nan
        if len(parts) < 3 or not mark or not food.strip() or not (math.isfinite(grams) and grams > 0):
            said = "Write a day, a meal, and a food with its grams: 3:lunch:58106220=172, say."
            problems.append(Problem("--had", said, value=text))
            continue
        meal = found.setdefault((parts[0].strip(), parts[1].strip()), {})
        meal[food.strip()] = meal.get(food.strip(), 0.0) + grams
    return found


def read_swaps(swaps: tuple[str, ...], problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Return the day, meal and food of each swap; collects what cannot be understood."""
    found = []
    for text in swaps:
        parts = [part.strip() for part in text.split(":", 2)]
        if len(parts) < 3 or not all(parts):
            said = "Write a day, a meal, and a food: 3:lunch:58106220, say."
            problems.append(Problem("--swap", said, value=text))
            continue
        found.append((parts[0], parts[1], parts[2]))
    return found


def read_locks(locks: tuple[str, ...], problems: list[Problem]) -> dict[str, list[str]]:
    """Return what is locked by day; collects what is not a day and a meal or food."""
    found: dict[str, list[str]] = {}
    for text in locks:
        day, mark, what = text.partition(":")
        if not mark or not day.strip() or not what.strip():
            problems.append(Problem("--lock", "Write a day and a meal or food: 3:dinner, say.", value=text))
        else:
            found.setdefault(day.strip(), []).append(what.strip())
    return found

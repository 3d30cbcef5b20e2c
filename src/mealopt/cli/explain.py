"""`mealopt explain`: why a plan is as it is, what would change it, and what to give up when nothing fits."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.explained import Answers, FoodSwap, Questions
from mealopt.cli.formats import CSV, JSON, Output, default_shape, write_result
from mealopt.cli.options import (
    choose_shape,
    format_option,
    person_options,
    quiet_option,
    rule_options,
    understand,
)
from mealopt.cli.output import check_paths, deliver, progress, say_safety, stop_with
from mealopt.cli.terminal import find_screen
from mealopt.errors import BadInputError, Problem
from mealopt.plan.json_text import json_rows, to_json
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.average.models import Models
    from mealopt.explain.explanation import Explanation
    from mealopt.explain.nothing_fits import NothingFits
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.limit import Limit

DAYS = {False: 7, True: 1}
QUESTIONS = ("--swap", "--curve", "--restrictions")


@click.command(short_help="Say why a plan is as it is, and what would change it.")
@person_options
@rule_options
@click.option("--day", "one_day", is_flag=True, help="Explain one day in place of a week.")
@click.option("--swap", multiple=True, metavar="FOOD", help="When it would come in, or what replaces it.")
@click.option("--curve", multiple=True, metavar="NUTRIENT[=LOW:HIGH]", help="The cost as one target moves.")
@click.option("--restrictions", is_flag=True, help="What the diet and each exclusion cost.")
@click.option("-o", "out", metavar="FILE", help="Write to a file: .csv, .json or .txt; - for stdout.")
@format_option
@quiet_option
def explain(**values: Any) -> None:
    """Say what each target costs and how far that holds, what foods are bought for, and which are close.

    Where nothing fits it says what fights what, and which single changes were tried and work. As CSV it
    gives the drivers, or the one table asked for by --swap, --curve or --restrictions.

    \b
      mealopt explain --age 34 --sex female --diet vegan
      mealopt explain --age 34 --sex female --swap "Olive oil" --restrictions
      mealopt explain --age 34 --sex female --curve calcium_mg=500:1500 -o curve.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    out: str | None = values["out"]
    problems: list[Problem] = []
    shape = choose_shape(values["shape"], problems, default_shape(out))
    check_paths({"-o": out}, problems)
    questions = [bool(values["swap"]), bool(values["curve"]), values["restrictions"]]
    if shape == CSV and (sum(questions) > 1 or len(values["curve"]) > 1):
        message = f"A CSV file holds one table: ask for one of {', '.join(QUESTIONS)}, once, or take JSON."
        problems.append(Problem("--format", message))
    person_and_rules, knowledge = understand(values, problems)

    from mealopt.average.models import find_models
    from mealopt.explain.explanation import explain_answer
    from mealopt.explain.nothing_fits import NothingFitsError
    from mealopt.planner import require_average, require_prices
    from mealopt.request.asked import replace_places
    from mealopt.request.checking import require_rules
    from mealopt.request.person import require_person
    from mealopt.request.targets import derive_targets

    person, rules, quiet = person_and_rules.person, person_and_rules.rules, values["quiet"]
    progress(f"Explaining {'a day' if values['one_day'] else 'a week'} …", quiet=quiet)
    try:
        require_person(person, knowledge)
        require_rules(rules, knowledge)
        require_prices(knowledge)
        targets = derive_targets(person, rules, knowledge)
        asked = read_questions(values, targets.limits, knowledge)
        models = find_models(knowledge, rules)
        average, answer = require_average(person, rules, DAYS[values["one_day"]], models)
    except BadInputError as error:
        raise replace_places(error, person_and_rules.words) from None
    except NothingFitsError as error:
        if shape == JSON:
            deliver(to_json(describe_misfit(error.explanation, str(error))), out, {})
        say_safety(knowledge, error.explanation.average.targets.warnings, quiet=quiet)
        raise
    found = find_answers(explain_answer(average, answer), asked, models)
    deliver(write_answers(found, knowledge, shape, out), out, {})
    say_safety(knowledge, targets.warnings, quiet=quiet)


def read_questions(values: dict[str, Any], limits: dict[str, Limit], knowledge: Knowledge) -> Questions:
    """Return what is asked, or raise everything that is not understood about it."""
    from mealopt.request.food_names import resolve_food

    problems: list[Problem] = []
    swaps = []
    for text in values["swap"]:
        food = resolve_food(text, knowledge.foods)
        if isinstance(food, Problem):
            problems.append(Problem("--swap", food.message, value=text))
        else:
            swaps.append(food)
    curves = []
    for text in values["curve"]:
        curve = read_curve(text, limits)
        if isinstance(curve, Problem):
            problems.append(curve)
        else:
            curves.append(curve)
    stop_with(problems)
    return Questions(tuple(swaps), tuple(curves), values["restrictions"])


def read_curve(text: str, limits: dict[str, Limit]) -> tuple[Limit, float | None, float | None] | Problem:
    """Return the limit a curve is asked of with its ends: `calcium_mg`, `calcium_mg=500:1500`."""
    from mealopt.request.limit import limit_name
    from mealopt.tables.values import nearest, parse_number

    nutrient, equals, span = (part.strip() for part in text.partition("="))
    limit = limits.get(limit_name("minimum", nutrient)) or limits.get(limit_name("maximum", nutrient))
    if limit is None:
        known = sorted({limit.nutrient for limit in limits.values() if limit.scope == "total"})
        message = f"This person has no target for it.{nearest(nutrient, known)}"
        return Problem("--curve", message, value=nutrient)
    if not equals:
        return limit, None, None
    ends = [parse_number(part.strip()) for part in span.split(":")]
    numbers = [end for end in ends if isinstance(end, float)]
    if len(ends) != 2 or len(numbers) != 2 or not 0 <= numbers[0] < numbers[1]:
        return Problem("--curve", f"Give both ends, the lower first: {nutrient}=LOW:HIGH.", value=text)
    return limit, numbers[0], numbers[1]


def find_answers(explanation: Explanation, asked: Questions, models: Models) -> Answers:
    """Find out everything asked, by re-solving."""
    from mealopt.explain.explanation import trace_target
    from mealopt.explain.swaps import price_restrictions

    average = explanation.average
    return Answers(
        explanation,
        tuple(find_swap(explanation, food_id, models) for food_id in asked.swaps),
        tuple(
            (limit, trace_target(average, limit.nutrient, limit.side, low, high))
            for limit, low, high in asked.curves
        ),
        price_restrictions(average, explanation.answer, models) if asked.restrictions else None,
    )


def find_swap(explanation: Explanation, food_id: str, models: Models) -> FoodSwap:
    """Return what replaces a food of the plan, or when one outside would come in."""
    import pandas as pd

    from mealopt.explain.swaps import CHANGE_COLUMNS, ban_food, find_entry, take_food

    average, answer = explanation.average, explanation.answer
    table = models.knowledge.foods
    place = table.position(food_id)
    name, price = table.names[place], float(table.price[place])
    nothing = pd.DataFrame([], columns=list(CHANGE_COLUMNS))
    if food_id not in average.program.table:
        return FoodSwap(food_id, name, False, price, None, nothing)
    food = average.program.table.position(food_id)
    if answer.columns[average.program.food_columns][food] > TRACE:
        banned = ban_food(average, answer, food_id, models)
        if banned is None:
            return FoodSwap(food_id, name, True, price, None, nothing)
        return FoodSwap(food_id, name, True, price, banned[0], banned[1])
    entry = find_entry(average, answer, food)
    if entry is None:
        return FoodSwap(food_id, name, False, price, None, nothing)
    return FoodSwap(food_id, name, False, price, entry.entry, take_food(average, entry))


def write_answers(found: Answers, knowledge: Knowledge, shape: str, out: str | None) -> str:
    """Return everything in a format; CSV holds the one table asked for, or the drivers."""

    def table() -> pd.DataFrame:
        if found.swaps:
            return build_swaps(found.swaps)
        if found.curves:
            return found.curves[0][1]
        return found.explanation.drivers if found.restrictions is None else found.restrictions

    def text() -> str:
        from mealopt.cli.show_explanation import show_answers

        return show_answers(found, knowledge, find_screen(out))

    return write_result(Output(table, text, lambda: describe_answers(found)), shape)


def build_swaps(swaps: tuple[FoodSwap, ...]) -> pd.DataFrame:
    """Return swaps as rows, one for each food that changes with one asked for."""
    import pandas as pd

    rows = []
    for swap in swaps:
        entry, cost = (None, swap.figure) if swap.inside else (swap.figure, None)
        head = {
            "swap": swap.food_id, "inside": swap.inside, "price_per_100g": swap.price,
            "entry_price_per_100g": entry, "ban_cost_per_day": cost,
        }  # fmt: skip
        changes = swap.changes.to_dict("records") or [{}]
        rows += [{**head, **{str(name): value for name, value in change.items()}} for change in changes]
    columns = [
        "swap", "inside", "price_per_100g", "entry_price_per_100g", "ban_cost_per_day", "food_id", "food",
        "grams_before", "grams_after", "change",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def describe_answers(found: Answers) -> dict[str, Any]:
    """Return everything as plain values."""
    explanation = found.explanation
    return {
        "objective_per_day": round(explanation.answer.objective, 6),
        "money_per_day": round(money_of_day(explanation), 6),
        "drivers": json_rows(explanation.drivers),
        "worth": json_rows(explanation.worth),
        "entries": json_rows(explanation.entries),
        "swaps": [describe_swap(swap) for swap in found.swaps],
        "curves": [
            {
                "nutrient": limit.nutrient,
                "limit": limit.side,
                "today": limit.value,
                "corners": json_rows(curve),
            }
            for limit, curve in found.curves
        ],
        "restrictions": [] if found.restrictions is None else json_rows(found.restrictions),
    }


def describe_swap(swap: FoodSwap) -> dict[str, Any]:
    """Return a swap as plain values."""
    figure = None if swap.figure is None else round(swap.figure, 6)
    return {
        "food_id": swap.food_id,
        "food": swap.food,
        "inside": swap.inside,
        "price_per_100g": round(swap.price, 6),
        "entry_price_per_100g": None if swap.inside else figure,
        "ban_cost_per_day": figure if swap.inside else None,
        "changes": json_rows(swap.changes),
    }


def money_of_day(explanation: Explanation) -> float:
    """Return the money of the day behind the explanation [$]."""
    from mealopt.explain.swaps import money_of

    return money_of(explanation.average.program, explanation.answer)


def describe_misfit(found: NothingFits, message: str) -> dict[str, Any]:
    """Return why nothing fits as plain values."""
    return {
        "status": "nothing fits",
        "message": message,
        "shortfalls": [
            {
                "nutrient": short.nutrient,
                "limit": short.side,
                "bound": round(short.limit, 6),
                "missing": round(short.missing, 6),
                "share": round(short.share, 6),
            }
            for short in found.best.shortfalls
        ],
        "conflict": [
            {"id": member.id, "label": member.label, "kind": member.kind, "nutrient": member.nutrient}
            for member in found.conflict
        ],
        "repairs": [
            {"id": repair.id, "label": repair.label, "cost_per_day": round(repair.cost, 4)}
            for repair in found.repairs
        ],
    }

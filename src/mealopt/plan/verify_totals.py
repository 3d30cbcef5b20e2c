"""Checking a file of totals against the plan it is of: every cell is worked out again from the tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.errors import BadInputError
from mealopt.knowledge.sittings import knows_meals
from mealopt.plan.portions import grams_by_food
from mealopt.plan.totals import ABOVE, BELOW, BELOW_AIM, COLUMNS, EVENED, MET, list_totals
from mealopt.plan.verify import ENERGY_SLACK, GRAMS_PLACE, Finding
from mealopt.plan.verify_reading import DAYS, Eaten, Row, load_rows
from mealopt.request.rules import WEEK
from mealopt.request.targets import derive_targets
from mealopt.tables.frames import Records
from mealopt.tables.reading import text_of
from mealopt.tables.values import Column
from mealopt.tolerances import WRITTEN

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules

WHOLE, AVERAGE = "week", "average"
PLACE = 5.1e-7  # half of the last place a total is written with
TEXTS = ("unit", "status")
JUDGED = {MET, EVENED, BELOW_AIM, BELOW, ABOVE}
NUMBERS = ("amount", "minimum", "maximum", "percent_of_minimum", "measured_share")
CELLS = (
    Column("id", present=False),
    Column("day", "choice", required=True, choices=tuple(sorted({*DAYS, WHOLE}))),
    Column("nutrient", "id", required=True), Column("unit"),
    *(Column(name, "number") for name in NUMBERS[:-1]), Column("status"), Column(NUMBERS[-1], "number"),
)  # fmt: skip


def load_totals(path: Path, *, ids: bool) -> dict[str, list[Row]]:
    """Load totals by person; a file without ids is one person's, under a blank id."""
    found: dict[str, list[Row]] = {}
    for record in load_rows(path, COLUMNS, CELLS, ids=ids):
        found.setdefault(text_of(record, "id"), []).append(record)
    return found


def check_totals(
    person_id: str, totals: list[Row], rows: list[Eaten], person: Person, rules: Rules, knowledge: Knowledge
) -> list[Finding]:
    """Return every cell of a person's totals that does not follow from their plan, with what it should be.

    Numbers may be off by what the decimals of both files leave open; a status may be the one next to it where
    an amount is that near its limit. No file says whether a week was put together of meals, whose days are
    judged by the week, or food by food, each day by itself: all days have to be judged in one of the ways.
    """
    table = knowledge.foods
    try:
        targets = derive_targets(person, rules, knowledge)
    except BadInputError as error:
        return [Finding(person_id, "", "", None, None, problem.message) for problem in error.problems]
    eaten = [row for row in rows if row.food_id in table]
    portions = Records(("day", "food_id", "grams"), [(row.day, row.food_id, row.grams) for row in eaten])
    days = {row.day for row in eaten}
    ways = (True, False) if len(days) == WEEK and not rules.every_day and knows_meals(table) else (False,)
    slack = 0.0 if days == {AVERAGE} else ENERGY_SLACK
    rounding = find_rounding(portions, knowledge)
    found = []
    for weekly in ways:
        right = list_totals(portions, targets, knowledge, energy_slack=slack, weekly=weekly)
        found.append(compare_totals(person_id, totals, right, rounding))
        if not found[-1]:
            break
    return min(found, key=len)


def compare_totals(
    person_id: str, totals: list[Row], right: Records, rounding: dict[tuple[str, str], float]
) -> list[Finding]:
    """Return how totals differ from the right ones, `rounding` apart."""
    wanted = {row[:2]: dict(zip(right.columns, row, strict=True)) for row in right.rows}
    findings = []
    for row in totals:
        key = (str(row["day"]), str(row["nutrient"]))
        should = wanted.pop(key, None)
        if should is None:
            said = "The plan has no such total, or it stands here twice."
            findings.append(Finding(person_id, *key, None, None, said))
            continue
        findings += compare_row(person_id, row, should, rounding.get(key, PLACE))
    for day, nutrient in wanted:
        findings.append(Finding(person_id, str(day), str(nutrient), None, None, "This total is missing."))
    return findings


def find_rounding(portions: Records, knowledge: Knowledge) -> dict[tuple[str, str], float]:
    """Return by how much the totals of each day may be off because grams are written with three decimals."""
    table = knowledge.foods
    days = dict.fromkeys(row[0] for row in portions.rows)
    some = Records(portions.columns, [(row[0], row[1], GRAMS_PLACE) for row in portions.rows])
    spans = {day: grams_by_food(some, table, day) for day in days}
    spans[WHOLE] = grams_by_food(some, table) / max(1, len(days))
    return {
        (day, nutrient): PLACE + float(slack)
        for day, grams in spans.items()
        for nutrient, slack in zip(
            table.nutrient_ids, multiply(grams / 100.0, np.abs(table.imputed)), strict=True
        )
    }


def compare_row(person_id: str, row: Row, should: dict[str, object], rounding: float) -> list[Finding]:
    """Return the cells of a total that are not as they should be."""
    day, nutrient = str(row["day"]), str(row["nutrient"])
    low, high, amount = (number(should[name]) for name in ("minimum", "maximum", "amount"))
    near = any(
        math.isfinite(limit) and abs(amount - limit) <= rounding + 2 * WRITTEN * abs(limit)
        for limit in (low, high)
    )
    room = {
        "amount": rounding, "percent_of_minimum": PLACE + 100.0 * rounding / low if low else PLACE,
        "measured_share": 1e-4 if math.isfinite(amount) else PLACE,
    }  # fmt: skip
    findings = []
    for name in NUMBERS:
        found, right = number(row[name]), number(should[name])
        if math.isnan(found) and math.isnan(right):
            continue
        if not abs(found - right) <= (room[name] + WRITTEN * abs(right) if name in room else PLACE):
            text = f"The total's {name} is not that of the plan."
            findings.append(Finding(person_id, day, nutrient, blank(found), blank(right), text))
    for name in TEXTS:
        found_text = str(row[name] or "")
        if found_text != str(should[name]) and not (name == "status" and near and found_text in JUDGED):
            text = f"The total's {name} should be: {should[name]}."
            findings.append(Finding(person_id, day, nutrient, None, None, text))
    return findings


def number(value: object) -> float:
    """Return a cell as a number, NaN where it is blank."""
    return float(value) if isinstance(value, (int, float)) else math.nan


def blank(value: float) -> float | None:
    """Return a number, or nothing for NaN."""
    return None if math.isnan(value) else value

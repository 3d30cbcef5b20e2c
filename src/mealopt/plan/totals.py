"""What a plan holds of every nutrient, against its minimum and maximum, and how much of it was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.knowledge.eating_index import can_score, score_day
from mealopt.plan.portions import grams_by_food
from mealopt.tables.frames import Records, list_column
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.foods import Floats, FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.targets import Targets

COLUMNS = (
    "day", "nutrient", "unit", "amount", "minimum", "maximum", "percent_of_minimum", "status",
    "measured_share",
)  # fmt: skip
UNASKED = {"component", "absorbed"}  # kinds that are told of where something is asked of them
QUALITY_COLUMNS = ("component", "label", "points", "max_points", "amount", "full_at")
MET = "met"
BELOW_AIM = "below aim"
BELOW = "below"
ABOVE = "above"
NO_LIMIT = "no limit"
NOT_MEASURED = "not measured"
EVENED = "met over the week"
DAY_ENERGY_SLACK = 0.05  # how far energy may be from its target on a day of a week of sittings


def sum_amounts(table: FoodTable, grams: Floats) -> dict[str, float]:
    """Return the amount of each nutrient in so many grams of each food; unknown counts as zero."""
    sums = multiply(grams / 100.0, table.filled)
    return dict(zip(table.nutrient_ids, map(float, sums), strict=True))


def list_totals(
    portions: Records | pd.DataFrame,
    targets: Targets,
    knowledge: Knowledge,
    *,
    energy_slack: float,
    weekly: bool = False,
) -> Records:
    """Return the totals of each day and, for several days, of the average day of the `week`.

    Columns: day, nutrient, unit, amount, minimum, maximum, percent_of_minimum, status (met | below aim |
    below | above | no limit | not measured), measured_share (share of the grams eaten whose value is known).
    In a `weekly` plan a day below a minimum that the week reaches is `met over the week`, where it has the
    share of the must that every day needs. A nutrient with a target for which the table has no column is a
    row too: amount blank, not measured.
    """
    days = list(dict.fromkeys(list_column(portions, "day")))
    eaten = [(day, grams_by_food(portions, knowledge.foods, day)) for day in days]
    if len(days) > 1:
        eaten.append(("week", grams_by_food(portions, knowledge.foods) / len(days)))
    rows = []
    for day, grams in eaten:
        rows += list_day(day, grams, targets, knowledge, energy_slack)
    totals = Records(COLUMNS, rows)
    return even_out(totals, targets, knowledge.energy_id) if weekly and len(days) > 1 else totals


def even_out(totals: Records, targets: Targets, energy_id: str) -> Records:
    """Return totals whose days are judged as days of a week: what the week's average reaches is met.

    A day still needs its share of each must, and energy within the room of a day. Where the week has the must
    and not the aim, no day is worse than that.
    """
    places = tuple(totals.columns.index(name) for name in ("day", "nutrient", "amount", "status"))
    reached = {row[places[1]]: row[places[3]] for row in totals.rows if row[places[0]] == "week"}
    evened = []
    for row in totals.rows:
        day, nutrient, amount, found = (row[place] for place in places)
        if day == "week" or found not in {BELOW, BELOW_AIM, ABOVE}:
            evened.append(row)
            continue
        limit = targets.limits.get(f"minimum:{nutrient}")
        if nutrient == energy_id and limit is not None:
            near = abs(amount - limit.value) <= (DAY_ENERGY_SLACK + PROVED) * limit.value
        else:
            near = found != ABOVE and limit is not None and amount >= (limit.daily or 0.0) * (1 - PROVED)
        here = found
        if near and reached[nutrient] in {MET, BELOW_AIM}:
            here = EVENED if reached[nutrient] == MET else BELOW_AIM
        evened.append((*row[: places[3]], here, *row[places[3] + 1 :]))
    return Records(totals.columns, evened)


def list_day(
    day: str, grams: Floats, targets: Targets, knowledge: Knowledge, energy_slack: float
) -> list[tuple[object, ...]]:
    """Return one day's rows, the core five first."""
    table = knowledge.foods
    sums = multiply(grams / 100.0, table.filled)
    highest = multiply(grams / 100.0, table.imputed)
    eaten = float(grams.sum())
    measured = multiply(grams, table.known) / eaten if eaten else np.zeros(len(table.nutrient_ids))
    records: list[tuple[object, ...]] = []
    for nutrient in sorted({*table.nutrient_ids, *targets.unmeasured}, key=knowledge.nutrients.rank):
        if nutrient in targets.unmeasured:
            records.append(unmeasured_record(day, nutrient, knowledge))
            continue
        info = knowledge.nutrients[nutrient]
        low, high = targets.minimum(nutrient), targets.maximum(nutrient)
        if info.kind in UNASKED and low is None and high is None:
            continue
        index = table.nutrient_ids.index(nutrient)
        amount = float(sums[index])
        slack = energy_slack if nutrient == knowledge.energy_id else 0.0
        status = judge(amount, float(highest[index]), nutrient, targets, slack)
        records.append((
            day, nutrient, info.unit, amount, np.nan if low is None else low,
            np.nan if high is None else high, 100.0 * amount / low if low else np.nan, status,
            min(1.0, float(measured[index])),
        ))  # fmt: skip
    return records


def unmeasured_record(day: str, nutrient: str, knowledge: Knowledge) -> tuple[object, ...]:
    """Return the row of a nutrient for which the table has no column."""
    blank = dict.fromkeys(COLUMNS, np.nan)
    unit = knowledge.nutrients[nutrient].unit
    named = {"day": day, "nutrient": nutrient, "unit": unit, "status": NOT_MEASURED, "measured_share": 0.0}
    return tuple({**blank, **named}.values())


def judge(amount: float, highest: float, nutrient: str, targets: Targets, slack: float) -> str:
    """Say how an amount stands to its limits; unknown values count as zero below, as much above."""
    floor = targets.limits.get(f"minimum:{nutrient}")
    ceiling = targets.limits.get(f"maximum:{nutrient}")
    if floor is None and ceiling is None:
        return NO_LIMIT
    margin = slack + PROVED
    if ceiling is not None and highest > ceiling.value * (1 + margin) + TRACE:
        return ABOVE
    if floor is not None:
        if floor.must is not None and amount < floor.must * (1 - margin) - TRACE:
            return BELOW
        if amount < floor.value * (1 - margin) - TRACE:
            return BELOW_AIM
    return MET


def list_quality(portions: Records | pd.DataFrame, knowledge: Knowledge) -> Records:
    """Return the HEI-2020 of the whole plan by component: component, label, points, max_points, amount.

    Empty where the table lacks a component: what is not measured has no score.
    """
    if not can_score(knowledge.eating_index, knowledge.foods.nutrient_ids):
        return Records(QUALITY_COLUMNS, [])
    grams = grams_by_food(portions, knowledge.foods)
    amounts = sum_amounts(knowledge.foods, grams)
    energy = amounts[knowledge.energy_id]
    points = score_day(knowledge.eating_index, amounts, energy)
    return Records(
        QUALITY_COLUMNS,
        [
            (c.id, c.label, points[c.id], c.max_points, c.density(amounts, energy), c.full_at)
            for c in knowledge.eating_index
        ],
    )

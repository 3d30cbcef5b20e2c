"""What each food is bought for: by complementary slackness its price is the worth of what it holds.

For a food in the plan the cost of a portion equals the sum, over every row it stands in, of the row's
price times its coefficient: so many cents for its calcium, so many for its vitamin D, less what its
sodium takes away. Nutrients that pay for diet quality are told apart from nutrients as such.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mealopt.plan.portions import grams_by_food
from mealopt.rules.build import FAMILIES, list_groups
from mealopt.rules.family import CAPS, OTHER
from mealopt.rules.foods import Foods
from mealopt.tolerances import ROUNDING, TRACE

if TYPE_CHECKING:
    from mealopt.average.average import Average
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.rules.program import Program

WORTH_COLUMNS = ("food_id", "food", "item", "label", "worth_usd", "share")
SOURCE_COLUMNS = ("nutrient", "label", "unit", "food_id", "food", "amount", "share")
LEADS = 0.3  # a nutrient is why a food is there when it pays at least this share of its price
NAMED = 2  # foods named in a sentence
TOTAL = "total"  # the rows of the totals of foods


def split_prices(average: Average, answer: Answer) -> pd.DataFrame:
    """Return the cost of each food in the plan split over what it is bought for [$ per day].

    Columns: food_id, food, item (a nutrient id or a group), label, worth_usd, share (of the food's cost in
    the objective). The worths of a food add up to its cost, surcharges included.
    """
    program = average.program
    table, layout = program.table, program.layout
    eaten = answer.columns[program.food_columns]
    first = program.food_columns.start
    items: dict[str, np.typing.NDArray[np.float64]] = {}
    item_of = find_items(program)
    for row in range(len(layout.row_names)):
        price = float(answer.duals[row])
        if price == 0.0:
            continue
        key = item_of[row]
        for column, coefficient in layout.row_pairs[row]:
            food = column - first
            if 0 <= food < len(table):
                items.setdefault(key, np.zeros(len(table)))[food] += price * coefficient * eaten[food]
    for column, food, _, _ in program.slots:
        # what a food earns at its meals, less what its total pays for it, is the rules of the meals
        amount = float(answer.columns[column])
        if amount > 0:
            for row, coefficient in slot_pairs(program, column):
                price = float(answer.duals[row])
                if price != 0.0:
                    key = item_of[row]
                    items.setdefault(key, np.zeros(len(table)))[food] += price * coefficient * amount
            items.setdefault("caps", np.zeros(len(table)))[food] += float(answer.reduced[column]) * amount
    caps = items.setdefault("caps", np.zeros(len(table)))
    caps += answer.reduced[program.food_columns] * eaten
    return worth_frame(program, items, eaten)


def find_items(program: Program) -> list[str]:
    """Return what each row stands for: a nutrient id, or the group of its kind of rule."""
    layout = program.layout
    found = [CAPS.id] * len(layout.row_names)
    for family in FAMILIES:
        for row in layout.rows_of(family.id):
            found[row] = family.group.id if family.group != OTHER else CAPS.id
    for row in layout.rows_of(Foods.id):
        found[row] = TOTAL
    for row, (nutrient, _) in layout.about.items():
        found[row] = nutrient
    return found


def slot_pairs(program: Program, column: int) -> list[tuple[int, float]]:
    """Return the rows a food at a meal stands in, with its coefficients."""
    index = program.column_rows
    return index.get(column, [])


def worth_frame(
    program: Program, items: dict[str, np.typing.NDArray[np.float64]], eaten: np.typing.NDArray[np.float64]
) -> pd.DataFrame:
    """Return the split as rows, dearest food first, without the pairs that are worth nothing."""
    table = program.table
    groups = {group.id: group.label for group in list_groups()}
    components = {n.id for n in program.knowledge.nutrients if n.kind == "component"}
    merged: dict[str, np.typing.NDArray[np.float64]] = {}
    for key, values in items.items():
        if key == TOTAL:
            continue  # what a total pays, its meals receive: the two cancel food by food
        name = "quality" if key in components else key
        merged[name] = merged.get(name, np.zeros(len(table))) + values
    cost = np.sum(list(merged.values()), axis=0) if merged else np.zeros(len(table))
    records = []
    for food in sorted(np.flatnonzero(eaten > TRACE), key=lambda f: (-cost[f], table.ids[f])):
        for key, values in sorted(merged.items(), key=lambda item: (-abs(item[1][food]), item[0])):
            if abs(values[food]) > 1e-7:
                label = groups[key] if key in groups else program.knowledge.nutrients[key].label
                share = values[food] / cost[food] if abs(cost[food]) > ROUNDING else 0.0
                records.append(
                    (table.ids[food], table.names[food], key, label, float(values[food]), float(share))
                )
    return pd.DataFrame(records, columns=list(WORTH_COLUMNS))


def foods_paid(worth: pd.DataFrame, knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return for each nutrient the foods it is the reason for, the most worth first, named in short.

    The names of the whole table tell proper names from common words.
    """
    lead = worth[(worth["share"] >= LEADS) & (worth["worth_usd"] > 0)]
    names = (name.split(" ", 1)[-1] for name in knowledge.foods.names)
    common = {word for name in names for word in re.findall(r"[a-z]+", name)}
    found: dict[str, tuple[str, ...]] = {}
    for item, rows in lead.sort_values(["worth_usd", "food_id"], ascending=[False, True]).groupby("item"):
        short = [knowledge.titles.name_head(name, common) for name in rows["food"]]
        found[str(item)] = tuple(dict.fromkeys(short))[:NAMED]
    return found


def find_sources(portions: pd.DataFrame, average: Average, most: int = 5) -> pd.DataFrame:
    """Return where each nutrient of a plan comes from: its richest foods, by amount per day.

    Columns: nutrient, label, unit, food_id, food, amount, share (of what the plan has of it).
    """
    knowledge = average.program.knowledge
    table = knowledge.foods
    days = max(1, portions["day"].nunique())
    grams = grams_by_food(portions, table) / days
    values = table.filled * grams[:, None] / 100.0
    limited = {limit.nutrient for limit in average.targets.limits.values()}
    records = []
    for nutrient in sorted(limited & set(table.nutrient_ids), key=knowledge.nutrients.rank):
        column = values[:, table.nutrient_ids.index(nutrient)]
        total = float(column.sum())
        info = knowledge.nutrients[nutrient]
        for food in sorted(range(len(table)), key=lambda f: (-column[f], table.ids[f]))[:most]:
            amount = float(column[food])
            if amount > 0:
                records.append(
                    (
                        nutrient,
                        info.label,
                        info.unit,
                        table.ids[food],
                        table.names[food],
                        amount,
                        amount / total,
                    )
                )
    return pd.DataFrame(records, columns=list(SOURCE_COLUMNS))

"""What whoever serves a plan has to know of its foods: which kind to choose, how to serve it to a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.plan.portions import grams_by_food
from mealopt.request.allowed import SUPPLEMENT
from mealopt.request.rules import WEEK
from mealopt.tables.frames import Records, list_column
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.rules import Rules

NO_SITTINGS = "No such meals as people had meet every must here"
NAMED = 5  # foods named in one note
CARRIES = 0.5  # of a core nutrient: from this share on a plan stands and falls with one food


def note_carriers(portions: Records | pd.DataFrame, knowledge: Knowledge) -> list[str]:
    """Return a note on each food that brings more than half of a core nutrient: brands differ in it.

    Supplements carry what they are for, and are not noted.
    """
    table, notes = knowledge.foods, []
    grams = grams_by_food(portions, table)
    for info in knowledge.nutrients:
        if info.kind != "core" or info.id not in table.nutrient_ids:
            continue
        held = grams * np.nan_to_num(table.column(info.id))
        food, total = int(np.argmax(held)), float(held.sum())
        if held[food] > CARRIES * total and table.categories[food] != SUPPLEMENT:
            share = f"{held[food] / total:.0%}".replace("%", " %")
            notes.append(
                f"{info.label}: {share} of it comes from one food, {table.names[food]}. Where it is added, "
                "only some brands have it: the label says so. Without that food it takes another source, or "
                "a tablet."
            )
    return notes


def note_marks(marks: Mapping[str, str], portions: Records | pd.DataFrame) -> list[str]:
    """Return a note on the foods of a plan that suit the diet only as one chooses or cooks them."""
    diets = sorted({marks[food] for food in list_column(portions, "food_id") if food in marks})
    return [
        f"What says ({diet}) is sold or made both ways: buy one whose label says {diet}, or cook it so."
        for diet in diets
    ]


def note_liked(liked: Sequence[str], portions: Records | pd.DataFrame, table: FoodTable) -> list[str]:
    """Return a note on the foods somebody likes that a plan has nowhere: a wish is not dropped unsaid.

    Of those of one category one is enough: a word may stand for all salmon.
    """
    places = [table.position(food) for food in liked]
    had = {*list_column(portions, "food_id")}
    eaten = {table.categories[place] for place in places if table.ids[place] in had}
    missing = [place for place in places if table.categories[place] not in eaten]
    if not missing:
        return []
    named = "; ".join(table.names[place] for place in missing[:NAMED])
    more = len(missing) - NAMED
    named += f" and {more} more" if more > 0 else ""
    why = "Diet, targets, money and the meals it is eaten at come first; only meals people had go by likes."
    return [f"Liked, and not in this plan: {named}. {why}"]


def note_children(age: float, portions: Records | pd.DataFrame, knowledge: Knowledge) -> list[str]:
    """Return a note on the foods of a plan that a child of an age [y] may have only served as is said."""
    table = knowledge.foods
    eaten = dict(zip(list_column(portions, "food_id"), list_column(portions, "food"), strict=True))
    notes = []
    for rule in knowledge.age_rules:
        if rule.serve and age < rule.from_age_y:
            named = [
                name
                for food, name in eaten.items()
                if rule.covers(food, table.categories[table.position(food)])
            ]
            if named:
                below = f"Below {rule.from_age_y:g} years"
                notes.append(f"{below}, {'; '.join(named)}: {rule.serve}. {rule.reason}")
    return notes


def label_nutrients(nutrients: Iterable[str], knowledge: Knowledge) -> list[str]:
    """Return the labels of nutrients."""
    return [knowledge.nutrients[nutrient].label for nutrient in nutrients]


def say_unmet(
    unmet: Sequence[str], tablets: Iterable[str], rules: Rules, table: FoodTable, least: float | None = None
) -> str:
    """Return that foods were put together one by one, what meals lack, and what might help.

    That are `tablets`, or a budget above the `least` that such meals cost [$ a day].
    """
    lacked = f" (what they lack: {'; '.join(unmet)})" if unmet else ""
    text = f"{NO_SITTINGS}{lacked}: foods were put together one by one instead."
    if least is not None:
        text += f" Such meals begin at about ${least:.2f} a day: a higher budget may allow them."
    named = [table.names[table.position(tablet)] for tablet in tablets]
    if not named or rules.supplements:
        return text
    return f"{text} If supplements are fine (--supplements), there may be meals with: {'; '.join(named)}."


def say_tablets(tablets: Iterable[str], table: FoodTable) -> str:
    """Return which `tablets` are taken every day, and why."""
    named = "; ".join(table.names[table.position(tablet)] for tablet in tablets)
    return f"{NO_SITTINGS} by themselves. Taken beside them every day: {named}."


def note_overuse(rules: Rules, days: int, portions: Records, table: FoodTable) -> list[str]:
    """Return a note on foods a week of whole portions has more often than people usually eat them."""
    if days != WEEK or rules.portions == "exact":
        return []
    pinned = {*rules.include, *rules.ate}
    had: dict[str, float] = {}
    for food, amount in zip(list_column(portions, "food_id"), list_column(portions, "portions"), strict=True):
        had[food] = had.get(food, 0.0) + amount
    often = [
        table.names[table.position(food)]
        for food, amount in sorted(had.items())
        if food not in pinned and amount > table.max_week[table.position(food)] * (1 + TRACE)
    ]
    return [f"More often in the week than people usually eat it: {'; '.join(often)}."] if often else []


def note_unmeasured(nutrients: tuple[str, ...], knowledge: Knowledge) -> list[str]:
    """Return a note on the targets for which the food table has no column."""
    if not nutrients:
        return []
    named = "; ".join(label_nutrients(nutrients, knowledge))
    text = (
        f"The food table does not measure {named}: this plan was not made for them and may hold too little "
        "or too much."
    )
    return [text]


def note_prices(knowledge: Knowledge) -> list[str]:
    """Return a note where the food table has no prices."""
    if knowledge.foods.priced:
        return []
    text = (
        "The food table has no prices: what the plan costs, and what drives its cost, is not known. It was "
        "made of few portions of foods people eat, as far as the table knows that. --prices gives prices."
    )
    return [text]

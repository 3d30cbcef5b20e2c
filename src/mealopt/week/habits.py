"""How often a person's week has each kind of food before another sitting costs: by habits drawn for them.

On average people have a little of everything, and nobody does: so each has habits of their own, drawn about
what people have.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.tolerances import TRACE
from mealopt.week.menus import group_of
from mealopt.week.model import pad
from mealopt.week.taste import draw_habits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.sittings import Sittings
    from mealopt.linear.layout import Floats
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.week.menus import Larder, Menu
    from mealopt.week.model import Bools


class Habits(NamedTuple):
    """At how many sittings of a week a person has each kind, and each category; endless: not counted."""

    kinds: Floats
    categories: Floats


def find_habits(
    person: Person, rules: Rules, sittings: Sittings, larder: Larder, knowledge: Knowledge
) -> Habits:
    """Return at how many sittings of a week one person has each kind, and each category, of their own accord.

    Drawn about what people have. What a diet leaves out others come in for: all it has are likelier by what
    they lack, `most_diet_times` at most. The `larder` is all there is, not what a house keeps of it: so the
    bound holds for every house.
    """
    figures, kitchen, who = knowledge.figures, sittings.kitchen, group_of(person, knowledge.figures)
    means = []
    for weeks, number in (
        (kitchen.weeks[who], kitchen.kinds), (sittings.weeks[who], sittings.category),
    ):  # fmt: skip
        mean = weeks.sum(axis=0)
        had = np.nan_to_num(mean)
        offered = np.isin(np.arange(len(had)), number[larder.offered])
        times = min(figures.most_diet_times, had.sum() / max(had[offered].sum(), TRACE))
        means.append(figures.free_times * times * mean)
    drawn = draw_habits(np.concatenate(means), person, rules.seed)
    return Habits(*np.split(drawn, [len(means[0])]))


def find_often(
    knowledge: Knowledge, sittings: Sittings, who: str, places: Sequence[int], habits: Habits
) -> tuple[Floats, Floats]:
    """Return how often a week may have each kind, and each category, before it costs: at all, and by meal.

    In all as the person's habits are; at a meal as people have it then, oftener as far as the person has it
    oftener than people. Categories count for the whole week alone.
    """
    figures, weeks = knowledge.figures, sittings.kitchen.weeks[who]
    times = np.maximum(1.0, habits.kinds / np.maximum(weeks.sum(axis=0), TRACE))
    at_meal = (figures.free_at_meal_times, figures.free_at_meal_sittings)
    endless = np.full(len(habits.categories) + 1, math.inf)
    return np.append(pad(habits.kinds, math.inf), pad(habits.categories, math.inf)), np.array(
        [np.append(find_free(times * weeks[at], *at_meal), endless) for at in places]
    )


def find_free(weeks: Floats, times: float, least: float) -> Floats:
    """Return how often a week may have each kind before it costs, endlessly often where none is counted."""
    found: Floats = pad(np.where(np.isnan(weeks), math.inf, np.maximum(least, times * weeks)), math.inf)
    return found


def find_last(sittings: Sittings, pots: Bools, free: float) -> Floats:
    """Return how often a week may have each food before another sitting of it costs, nothing past the last.

    Once; what people have at many sittings, endlessly often; a dish cooked once `free` times.
    """
    kitchen = sittings.kitchen
    last = np.where(kitchen.often, math.inf, np.where(pots, free, 1.0))
    return np.append(last[kitchen.kinds], [math.inf])


def find_seldom(
    sittings: Sittings, who: str, menus: Sequence[Menu], times: float, habits: Habits
) -> Floats:
    """Return how often a week should have each kind: so many `times` as people do, or as the person does.

    The less of both; none that no menu has, nor what nobody need have; of categories none at all.
    """
    kitchen = sittings.kitchen
    mean = np.minimum(np.nan_to_num(kitchen.weeks[who].sum(axis=0)), habits.kinds)
    least = np.append(times * mean * kitchen.missed, [0.0])
    kind = np.append(kitchen.kinds, [len(kitchen.names)])
    offered = np.zeros(len(least), dtype=np.bool_)
    for menu in menus:
        offered[kind[menu.foods[menu.portions > 0]]] = True
    return np.append(np.where(offered, least, 0.0), np.zeros(len(sittings.categories) + 1))

"""How often a person's week has each kind of food before another sitting costs: by habits drawn for them.

On average people have a little of everything, and nobody does: so each has habits of their own, drawn about
what people have.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.tolerances import TRACE
from mealopt.week.menus import SIZES, group_of
from mealopt.week.model import pad
from mealopt.week.taste import draw_habits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.goals import Goal
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

    Categories are drawn about what people have, and a kind is had as often as its categories together, less
    what comes at one sitting. What a diet leaves out others come in for: all it has are likelier by what they
    lack, `most_diet_times` at most. Of vegetables nobody has less than people do (`generous`), and nobody has
    the habit of one sandwich every day (`category_most`). Where a house keeps one milk, which one says
    nothing of how often it is had. The `larder` is all there is, not what a house keeps of it: so the bound
    holds for every house.
    """
    figures, kitchen, who = knowledge.figures, sittings.kitchen, group_of(person, knowledge.figures)
    means = sittings.weeks[who].sum(axis=0)
    had = np.nan_to_num(means)
    offered = np.isin(np.arange(len(had)), sittings.category[larder.served])
    times = min(figures.most_diet_times, had.sum() / max(had[offered].sum(), TRACE))
    kind = sittings.category_kinds
    means = figures.free_times * times * means
    least = np.where(kitchen.generous[kind], np.round(np.nan_to_num(means)), 0.0)
    categories = np.maximum(least, draw_habits(means, person, rules.seed))
    categories = np.minimum(categories, kitchen.category_most[kind])
    people, each = kitchen.weeks[who].sum(axis=0), np.bincount(kind, had, len(kitchen.names))
    drawn = np.bincount(kind, np.where(np.isfinite(categories), categories, 0.0), len(each))
    kinds = np.where(np.isnan(people), math.inf, np.round(drawn * people / np.maximum(each, TRACE)))
    categories[kitchen.products[kind] > 0] = math.inf
    return Habits(kinds, categories)


def find_often(
    knowledge: Knowledge, sittings: Sittings, who: str, menus: Sequence[Menu], habits: Habits
) -> tuple[Floats, Floats]:
    """Return how often a week may have each kind, and each category, before it costs: at all, and by meal.

    In all as the person's habits are; at a meal as people have it then, oftener as far as the person has it
    oftener than people. Categories count for the whole week alone.
    """
    figures, weeks = knowledge.figures, sittings.kitchen.weeks[who]
    times = np.maximum(1.0, habits.kinds / np.maximum(weeks.sum(axis=0), TRACE))
    places = [sittings.meals.index(menu.meal) for menu in menus]
    at_meal = (figures.free_at_meal_times, figures.free_at_meal_sittings)
    sizes = np.full(len(SIZES) * len(menus) + len(sittings.day_parts), math.inf)
    endless = np.append(sizes, np.full(len(habits.categories) + 1, math.inf))
    return np.concatenate([pad(habits.kinds, math.inf), sizes, pad(habits.categories, math.inf)]), np.array(
        [np.append(find_free(times * weeks[at], *at_meal), endless) for at in places]
    )


def price_often(goal: Goal, sittings: Sittings, count: int) -> Floats:
    """Return what a sitting past what is free costs by kind, and by what else is counted [$ a week]."""
    found = np.full(count, goal.sittings.often)
    found[: len(sittings.kitchen.names)] *= sittings.kitchen.often_times
    return found


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

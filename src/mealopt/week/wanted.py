"""What a week should not be without: kinds as often as the person has them, meals as large as people's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.knowledge.sittings import WIDEST
from mealopt.request.rules import WEEK
from mealopt.tolerances import TRACE
from mealopt.week.menus import SIZES
from mealopt.week.model import pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.figures import Figures
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.sittings import Sittings
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.habits import Habits
    from mealopt.week.menus import Bools, Menu
    from mealopt.week.model import Part

NOTHING = (0, 0), (0, 1)  # a column more, of what is no kind


def find_wanted(
    knowledge: Knowledge,
    goal: Goal,
    sittings: Sittings,
    menus: Sequence[Menu],
    who: str,
    habits: Habits,
    parts: tuple[Part, ...],
) -> tuple[Floats, Floats]:
    """Return up to how many sittings of a week, by meal, one that is not had costs, and its price [$ a week].

    By kind, then by size of each menu, part of a day (of which no sittings are asked for) and category. Kinds
    and categories are asked for at the meals at which people have them; sizes have numbers of their own.
    """
    seldom, prices = find_seldom(sittings, menus, who, knowledge.figures, habits), goal.sittings
    sizes = find_sizes(sittings, menus, who, knowledge.figures)
    own = find_own(sittings, menus, who, knowledge.figures, habits)
    times = sittings.kitchen.category_missed_times[sittings.category_kinds]
    each = pad(prices.seldom * sittings.kitchen.missed_times), np.full(sizes.shape[1], prices.sparse)
    none = np.zeros((len(menus), len(parts)))  # of which days are counted, not sittings
    return (
        np.concatenate([seldom, sizes, none, own], axis=1),
        np.concatenate([*each, [part.usd for part in parts], pad(prices.seldom * times)]),
    )


def find_seldom(
    sittings: Sittings, menus: Sequence[Menu], who: str, figures: Figures, habits: Habits
) -> Floats:
    """Return how often a week should have each kind at each meal: `seldom_times` what the person has of it.

    Habits are shared out to meals as people have the kind at them: eggs are a breakfast, and as long as they
    could be had at any meal hardly a breakfast had any. None that a menu lacks, nor what nobody need have.
    """
    kitchen, weeks = sittings.kitchen, np.nan_to_num(sittings.kitchen.weeks[who])
    had = np.where(np.isfinite(habits.kinds), habits.kinds, 0.0) / figures.free_times
    least = figures.seldom_times * had * (kitchen.missed_times > 0)
    places = [sittings.meals.index(menu.meal) for menu in menus]
    whole = np.maximum(weeks[places].sum(axis=0), TRACE)
    offered = find_offered(menus, kitchen.kinds, len(least))
    return np.pad(np.where(offered, least * weeks[places] / whole, 0.0), NOTHING)


def find_own(
    sittings: Sittings, menus: Sequence[Menu], who: str, figures: Figures, habits: Habits
) -> Floats:
    """Return how often a week should have each category at each meal, of kinds with `category_missed_times`.

    One person has burgers and another burritos: were they wanted as one kind, everybody would have the one
    that costs least. Hardly anybody has a category more than once or twice a week, and a part of a sitting
    at each meal would be none at any: a habit goes to meals as whole sittings, so many parts of each.
    """
    times = sittings.kitchen.category_missed_times[sittings.category_kinds]
    part, places = figures.seldom_times / figures.free_times, [sittings.meals.index(m.meal) for m in menus]
    offered = find_offered(menus, sittings.category, len(times))
    weeks = np.nan_to_num(sittings.weeks[who][places]) * offered
    found = np.pad(np.zeros(offered.shape), NOTHING)
    for one in np.flatnonzero((times > 0) & np.isfinite(habits.categories) & weeks.any(axis=0)).tolist():
        found[:, one] = part * share_out(int(habits.categories[one]), weeks[:, one])
    return found


def find_offered(menus: Sequence[Menu], kind: Ints, count: int) -> Bools:
    """Return which of so many kinds each menu has any sitting with; `kind` is that of each food."""
    found = np.zeros((len(menus), count), dtype=np.bool_)
    for number, menu in enumerate(menus):
        found[number, kind[menu.foods[menu.portions > 0]]] = True
    return found


def share_out(count: int, weights: Floats) -> Floats:
    """Return so many whole things shared out by weight: each to whom most of its part is still due."""
    found, due = np.zeros(len(weights)), count * weights / weights.sum()
    for _ in range(count):
        found[int(np.argmax(due - found))] += 1.0
    return found


def find_sizes(sittings: Sittings, menus: Sequence[Menu], who: str, figures: Figures) -> Floats:
    """Return how many of each meal of a week should be of so many foods or more, by meal and menu by menu.

    `sizes_times` as many as people have; none of a meal that may come twice a day, nor where no sitting is
    as large. The likeliest meal is a small one: without, most lunches were of the fewest foods there may be.
    """
    found = np.zeros((len(menus), len(menus), len(SIZES)))
    for place, menu in enumerate(menus):
        weeks = sittings.sizes[who][sittings.meals.index(menu.meal)]
        largest = int((menu.portions > 0).sum(axis=1).max(initial=0))
        for number, size in enumerate(SIZES):
            if not menu.twice and size <= largest:
                found[place, place, number] = figures.sizes_times * WEEK * weeks[size - 1] / weeks[0]
    return found.reshape(len(menus), -1)


def number_sizes(sittings: Sittings, menus: Sequence[Menu]) -> tuple[Ints, ...]:
    """Return by menu and number of foods which sizes a sitting is of: each up to its own, or nothing's.

    Sizes are numbered after the kinds, menu by menu, and before the parts of days and the categories.
    """
    first, count = len(sittings.kitchen.names) + 1, np.arange(WIDEST + 1)[:, None]
    nothing = first + len(SIZES) * len(menus) + len(sittings.day_parts) + len(sittings.categories)
    return tuple(
        np.where(count < SIZES, nothing, first + len(SIZES) * place + np.arange(len(SIZES)))
        for place in range(len(menus))
    )

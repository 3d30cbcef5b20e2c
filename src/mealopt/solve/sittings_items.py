"""The foods of a sitting: what each costs in its place, and which of its like does best there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model.sittings import SHORT_TIMES

if TYPE_CHECKING:
    from mealopt.model.layout import Floats, Ints
    from mealopt.model.menus import Menu
    from mealopt.model.sittings import SittingModel


@dataclass(frozen=True)
class Choice:
    """Sittings as they are to be had: a row each, `template` the row of the menu they come from.

    `price` is what they cost beside repeats [$]: money, strangeness, swaps and portions.
    """

    meal: int
    template: Ints
    foods: Ints
    portions: Floats
    price: Floats


def choose_items(model: SittingModel, menu: Menu, prices: Floats) -> tuple[Ints, Floats, Floats]:
    """Return for every sitting the foods and portions that cost least at some prices, and the charge.

    Each food stays as it was, has a low, usual or high serving, or gives its place to the best of its
    category; what is off the usual serving costs.
    """
    foods, had = menu.foods, menu.portions
    some = had > 0
    least, amount = best_servings(model, prices)
    own, other_serving = prices[foods] * had + price_oddness(model, foods, had), least[foods]
    moved = other_serving < own - 1e-12
    cost = np.where(moved, other_serving, own)
    best, other = best_swaps(model, menu, least)
    category = model.category[foods]
    gains = best[category] < cost + model.rarity[foods] - 1e-12
    swapped = menu.single & some & gains & (other[category] != foods)
    taken = np.where(swapped, other[category], foods)
    portions = np.where(some, np.where(swapped | moved, amount[taken], had), 0.0)
    charge = price_oddness(model, taken, portions)
    charge += model.rarity[taken] + np.where(swapped, model.goal.sittings.swap, 0.0)
    return taken, portions, np.where(some, charge, 0.0).sum(axis=1)


def best_servings(model: SittingModel, prices: Floats) -> tuple[Floats, Floats]:
    """Return by food the least that a low, usual or high serving costs, oddness included, and which it is."""
    levels = np.stack([model.usual, model.low, model.high])
    cost = prices * levels + weigh_oddness(model.odd, levels - model.usual)
    level = cost.argmin(axis=0)[None]
    return np.take_along_axis(cost, level, axis=0)[0], np.take_along_axis(levels, level, axis=0)[0]


def price_oddness(model: SittingModel, foods: Ints, portions: Floats) -> Floats:
    """Return what each serving costs for being off the usual one [$]."""
    return weigh_oddness(model.odd[foods], portions - model.usual[foods])


def weigh_oddness(odd: Floats, above: Floats) -> Floats:
    """Return what servings so many portions above the usual one cost, short of it where that is negative."""
    found: Floats = odd * np.maximum(above, -SHORT_TIMES * above)
    return found


def best_swaps(model: SittingModel, menu: Menu, least: Floats) -> tuple[Floats, Ints]:
    """Return by category the least that a food of it costs in another's place, and that food."""
    count = len(menu.swaps) + 1
    best, other = np.full(count, np.inf), np.full(count, -1)
    cost = least + model.rarity + model.goal.sittings.swap
    for category, foods in enumerate(menu.swaps):
        if len(foods):
            place = int(foods[np.argmin(cost[foods])])
            best[category], other[category] = cost[place], place
    return best, other


def charge_of(model: SittingModel, menu: Menu, template: int, foods: Ints, portions: Floats) -> float:
    """Return what a sitting costs beside money [$]: strangeness, foods replaced, servings off the usual."""
    was, had = menu.foods[template], menu.portions[template]
    swapped = (foods != was) & (had > 0)
    charge = float(menu.price[template]) + model.goal.sittings.swap * int(swapped.sum())
    each = model.rarity[foods] + price_oddness(model, foods, portions)
    return charge + float((each * (portions > 0)).sum())


def find_kinds(model: SittingModel, foods: Ints) -> Floats:
    """Say which kinds each sitting has, a row each; the kind past the last one is nothing."""
    has = np.zeros((len(foods), len(model.often)))
    np.put_along_axis(has, model.kind[foods], 1.0, axis=1)
    has[:, -1] = 0.0
    return has

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


class Plates:
    """The sittings of a menu, each to be had at its best for some prices."""

    def __init__(self, model: SittingModel, menu: Menu) -> None:
        self.model, self.menu = model, menu
        self.category = model.category[menu.foods]
        self.some = menu.portions > 0
        self.odd = np.where(self.some, price_oddness(model, menu.foods, menu.portions), 0.0)
        self.rare = np.where(self.some, model.rarity[menu.foods], 0.0)

    def choose(self, prices: Floats) -> tuple[Ints, Floats, Floats, Floats]:
        """Return for every sitting the foods and portions that cost least at some prices.

        Each food stays as it was, has a low, usual or high serving, or gives its place to the best of its
        category; what is off the usual serving costs. The last two are what that costs beside the prices,
        and with them.
        """
        model, foods, had = self.model, self.menu.foods, self.menu.portions
        least, amount, odd = best_servings(model, prices)
        own, other_serving = prices[foods] * had + self.odd, least[foods]
        moved = other_serving < own - 1e-12
        cost = np.where(moved, other_serving, own) + self.rare
        best, other = best_swaps(model, self.menu, least)
        most, place = best[self.category], other[self.category]
        swapped = self.menu.single & self.some & (most < cost - 1e-12) & (place != foods)
        taken = np.where(swapped, place, foods)
        moved |= swapped
        portions = np.where(moved & self.some, amount[taken], had)
        charge = np.where(moved, odd[taken], self.odd)
        charge += np.where(swapped, model.goal.sittings.swap + model.rarity[taken], self.rare)
        return taken, portions, charge.sum(axis=1), np.where(swapped, most, cost).sum(axis=1)


def best_servings(model: SittingModel, prices: Floats) -> tuple[Floats, Floats, Floats]:
    """Return by food the least that a low, usual or high serving costs, which it is, and how odd that is."""
    levels = np.stack([model.usual, model.low, model.high])
    odd = weigh_oddness(model.odd, levels - model.usual)
    cost = prices * levels + odd
    level = cost.argmin(axis=0)[None]
    least, amount, strange = (np.take_along_axis(of, level, axis=0)[0] for of in (cost, levels, odd))
    return least, amount, strange


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

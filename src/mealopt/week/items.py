"""The foods of a sitting: what each costs in its place, and which of its like does best there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.tolerances import ROUNDING

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.menus import Bools, Menu
    from mealopt.week.model import SittingModel

NARROW = 4  # foods that most sittings have at most


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

    def take(self, rows: Ints) -> Choice:
        """Return some of the sittings."""
        return Choice(
            self.meal, self.template[rows], self.foods[rows], self.portions[rows], self.price[rows]
        )


def stack_choices(parts: list[Choice]) -> Choice:
    """Return the sittings of several choices of a meal, one below the other."""
    names = ("template", "foods", "portions", "price")
    template, foods, portions, price = (np.concatenate([getattr(p, n) for p in parts]) for n in names)
    return Choice(parts[0].meal, template, foods, portions, price)


def join_choices(parts: list[Choice]) -> Choice:
    """Return the sittings of several choices of a meal, each once."""
    found = stack_choices(parts)
    keys = np.column_stack([found.template, found.foods, found.portions])
    return found.take(np.sort(np.unique(keys, axis=0, return_index=True)[1]))


class Plates:
    """The sittings of a menu, each to be had at its best for some prices."""

    def __init__(self, model: SittingModel, menu: Menu) -> None:
        self.model, self.menu = model, menu
        self.some = menu.portions > 0
        self.odd = np.where(self.some, price_oddness(model, menu.foods, menu.portions), 0.0)
        self.rare = np.where(self.some, model.rarity[menu.foods], 0.0)
        self.swaps = Swaps(model, menu)
        count = (menu.foods != len(model.money) - 1).sum(axis=1)
        self.narrow = int(np.searchsorted(count, NARROW, side="right"))

    def choose(self, prices: Floats) -> tuple[Ints, Floats, Floats, Floats]:
        """Return for every sitting the foods and portions that cost least at some prices.

        Each food stays as it was, has a low, usual or high serving, or gives its place to the best of its
        category; what is off the usual serving costs. The last two are what that costs beside the prices,
        and with them.
        """
        servings = best_servings(self.model, prices)
        found = prices, servings, self.swaps.choose(servings[0])
        width = self.some.shape[1]  # most sittings have few foods: what is beside them is not worked out
        few = self.choose_best(slice(self.narrow), slice(NARROW), *found)
        many = self.choose_best(slice(self.narrow, None), slice(width), *found)
        beside = ((0, 0), (0, width - few[0].shape[1]))
        foods = np.pad(few[0], beside, constant_values=len(prices) - 1)
        return (
            np.concatenate([foods, many[0]]), np.concatenate([np.pad(few[1], beside), many[1]]),
            np.concatenate([few[2], many[2]]), np.concatenate([few[3], many[3]]),
        )  # fmt: skip

    def choose_best(
        self,
        which: slice,
        items: slice,
        prices: Floats,
        servings: tuple[Floats, Floats, Floats],
        swaps: tuple[Floats, Ints, Floats],
    ) -> tuple[Ints, Floats, Floats, Floats]:
        """Return the best of some sittings, of their first `items`, from the best `servings` and `swaps`."""
        foods, had = self.menu.foods[which, items], self.menu.portions[which, items]
        some, own_odd = self.some[which, items], self.odd[which, items]
        rare, single = self.rare[which, items], self.menu.single[which, items]
        (least, amount, odd), (best, other, charged) = servings, swaps
        own, other_serving = prices[foods] * had + own_odd, least[foods]
        moved = other_serving < own - ROUNDING
        cost = np.where(moved, other_serving, own) + rare
        most, place = best[foods], other[foods]
        swapped = single & some & (most < cost - ROUNDING)
        taken = np.where(swapped, place, foods)
        moved |= swapped
        portions = np.where(moved & some, amount[taken], had)
        charge = np.where(moved, odd[taken], own_odd)
        charge += np.where(swapped, charged[foods], rare)
        return taken, portions, charge.sum(axis=1), np.where(swapped, most, cost).sum(axis=1)


class Swaps:
    """What may stand in for each food of a menu, and what that costs."""

    def __init__(self, model: SittingModel, menu: Menu) -> None:
        nothing = len(model.money) - 1
        self.foods = np.unique(menu.foods)
        self.foods = self.foods[self.foods != nothing]
        widest = max((len(swaps) for swaps in menu.swaps), default=0)
        others = np.full((len(menu.swaps), widest + 1), nothing)
        for category, foods in enumerate(menu.swaps):
            others[category, : len(foods)] = foods
        self.others = others[model.category[self.foods]]
        self.charge = price_swaps(model, self.foods[:, None], np.minimum(self.others, nothing - 1))
        self.charge += model.rarity[self.others]
        may = may_stand_in(model, self.foods[:, None], np.minimum(self.others, nothing - 1))
        self.charge[(self.others == self.foods[:, None]) | (self.others == nothing) | ~may] = np.inf
        self.size = len(model.money)

    def choose(self, least: Floats) -> tuple[Floats, Ints, Floats]:
        """Return by food the least that another costs in its place, which that is, and its charge [$].

        `least` is what each food costs at its best, as a price of the measures; infinite where none may.
        """
        best, charged = np.full(self.size, np.inf), np.zeros(self.size)
        other = np.full(self.size, -1)
        cost = self.charge + least[self.others]
        seat = cost.argmin(axis=1)[:, None]
        best[self.foods] = np.take_along_axis(cost, seat, axis=1)[:, 0]
        other[self.foods] = np.take_along_axis(self.others, seat, axis=1)[:, 0]
        charged[self.foods] = np.take_along_axis(self.charge, seat, axis=1)[:, 0]
        return best, other, charged


def best_servings(model: SittingModel, prices: Floats) -> tuple[Floats, Floats, Floats]:
    """Return by food the least that a low, usual or high serving costs, which it is, and how odd that is."""
    levels = np.stack([model.usual, model.low, model.high])
    odd = weigh_oddness(model.odd, model.short, levels - model.usual)
    cost = prices * levels + odd
    level = cost.argmin(axis=0)[None]
    least, amount, strange = (np.take_along_axis(of, level, axis=0)[0] for of in (cost, levels, odd))
    return least, amount, strange


def price_oddness(model: SittingModel, foods: Ints, portions: Floats) -> Floats:
    """Return what each serving costs for being off the usual one [$]."""
    return weigh_oddness(model.odd[foods], model.short[foods], portions - model.usual[foods])


def weigh_oddness(odd: Floats, short: Floats, above: Floats) -> Floats:
    """Return what servings so many portions above the usual one cost, short of it where that is negative."""
    found: Floats = np.maximum(odd * above, -short * above)
    return found


def may_stand_in(model: SittingModel, was: Ints, other: Ints) -> Bools:
    """Say which foods may stand in for others of their category, in pairs: none eaten with other things."""
    found: Bools = model.sittings.unlike.between(was, other) <= model.figures.unlike_nats
    return found


def price_swaps(model: SittingModel, was: Ints, other: Ints) -> Floats:
    """Return what it costs that foods stand in for others of their category [$], in pairs.

    The less the food that came is eaten with what the one that went is eaten with, the more.
    """
    nats = model.sittings.unlike.between(was, other)
    found: Floats = model.goal.sittings.swap + model.figures.unlike_times * model.goal.sittings.strange * nats
    return found


def charge_of(model: SittingModel, menu: Menu, template: int, foods: Ints, portions: Floats) -> float:
    """Return what a sitting costs beside money [$]: strangeness, foods replaced, servings off the usual."""
    return float(charge_all(model, menu, template, foods[None], portions[None])[0])


def charge_all(
    model: SittingModel, menu: Menu, templates: Ints | int, foods: Ints, portions: Floats
) -> Floats:
    """Return what sittings (a row each) cost beside money [$], each by its template, or all by one."""
    was, had = (np.broadcast_to(of[templates], foods.shape) for of in (menu.foods, menu.portions))
    each = (model.rarity[foods] + price_oddness(model, foods, portions)) * (portions > 0)
    changed = (foods != was) & (had > 0)
    each[changed] += price_swaps(model, was[changed], foods[changed])
    found: Floats = menu.price[templates] + each.sum(axis=1)
    return found


def find_kinds(model: SittingModel, meal: int, foods: Ints) -> Ints:
    """Return the numbers of the kinds of each sitting (a row), then of its sizes, day parts, categories.

    The last number is nothing's: where there is no food, or one of a kind that is there already.
    """
    past = len(model.often) - 1 - len(model.sittings.categories)
    count = (foods != len(model.money) - 1).sum(axis=1)
    numbers = [model.kind[foods], past + model.category[foods], model.sizes[meal][count]]
    for part in model.parts:
        if meal in part.menus:
            has = part.foods[foods].any(axis=1, keepdims=True)
            numbers.append(np.where(has, part.number, len(model.often) - 1))
    found: Ints = np.sort(np.concatenate(numbers, axis=1), axis=1)
    again = found[:, 1:] == found[:, :-1]
    found[:, 1:][again] = len(model.often) - 1
    return found


def find_least(values: Floats, count: int) -> Ints:
    """Return the places of so many least values, in order; of equal ones the first."""
    if count < len(values):
        near = np.flatnonzero(values <= np.partition(values, count - 1)[count - 1])
    else:
        near = np.arange(len(values))
    found: Ints = near[np.argsort(values[near], kind="stable")][:count]
    return found

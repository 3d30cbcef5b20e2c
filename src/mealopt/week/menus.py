"""The sittings of a meal that a person can have, with what a diet takes and a household lacks replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.knowledge.sittings import ADULTS, CHILDREN, WIDEST, Sittings, Templates

if TYPE_CHECKING:
    from mealopt.knowledge.figures import Figures
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Floats, Ints
    from mealopt.request.person import Person
    from mealopt.week.demand import Demand

Bools = npt.NDArray[np.bool_]
NONE = "none"
ROOMY = (0.7, 1.3)  # of a meal's least and largest share of energy, what a sitting may start with
SIZES = (3, 4, 5, 6)  # foods of a meal: so many or more
FEW_ITEMS = 2  # a meal of which a diet leaves fewer foods is no meal


@dataclass(frozen=True)
class Menu:
    """The sittings of one meal a person can have, one a row; the food past the last one is nothing.

    Those of few foods stand first, and in each the foods before nothing. `price` is what a sitting costs
    before money [$]: how strange it is, and what a diet replaced in it.
    """

    meal: str
    foods: Ints
    portions: Floats
    price: Floats
    least_kcal: float
    most_kcal: float
    swaps: tuple[Ints, ...]  # by category: the foods that may take another's place at this meal
    single: Bools  # which foods are the only one of their category, and may give their place to another
    twice: bool  # whether a day may have two of them, or none


def stand_in(knowledge: Knowledge, sittings: Sittings, served: Bools, offered: Bools | None = None) -> Ints:
    """Return for each food what is served in its place: itself, its counterpart, −1 for nothing, −2 for none.

    The counterpart is the likest of its own category, else the food eaten most of the first category that has
    one, of those `offered`, all that are served by default; where others of its category are unlike it, none.
    """
    table = knowledge.foods
    offered = served if offered is None else offered
    best: dict[int, int] = {}
    for food in np.flatnonzero(offered).tolist():
        kind = int(sittings.category[food])
        if kind not in best or table.popularity[food] > table.popularity[best[kind]]:
            best[kind] = food
    number = {name: place for place, name in enumerate(sittings.categories)}
    found = np.where(served, np.arange(len(table)), -2)
    for kind in best:
        mine = sittings.category == kind
        gone = np.flatnonzero(~served & mine)
        found[gone] = find_likest(knowledge, sittings, gone, np.flatnonzero(offered & mine))
    for food in np.flatnonzero(found == -2).tolist():
        if int(sittings.category[food]) in best:
            found[food] = -1  # unless another category has a counterpart
        for other in sittings.counterparts.get(table.categories[food], ()):
            if other == NONE:
                found[food] = -1
            elif number.get(other, -1) in best:
                found[food] = best[number[other]]
            else:
                continue
            break
    return found


def find_likest(knowledge: Knowledge, sittings: Sittings, gone: Ints, others: Ints) -> Ints:
    """Return for each food that is `gone` the most eaten of those `others` that go with the same things.

    Where none does, the one least unlike; none (−2) where that is far more unlike than what may stand in.
    As long as it was the most eaten of all, hummus came for a vegan's gravy and mustard for hot peppers.
    """
    figures = knowledge.figures
    others = others[np.argsort(-knowledge.foods.popularity[others], kind="stable")]
    nats = sittings.unlike.between(gone[:, None], others[None])
    alike = nats <= figures.unlike_nats
    likest = np.where(alike.any(axis=1), alike.argmax(axis=1), nats.argmin(axis=1))
    far = nats[np.arange(len(gone)), likest] > figures.far_unlike_times * figures.unlike_nats
    return np.where(far, -2, others[likest])


@dataclass(frozen=True)
class Larder:
    """The foods a person's meals are made of: which may be served, and what a household buys instead.

    `served` are those that may stand in a sitting, `known` those that may take another's place in one.
    """

    served: Bools
    known: Bools
    bought: Ints

    def share(self, may: Bools | None) -> Larder:
        """Return the larder of a meal for people of whom not everybody may eat everything."""
        return self if may is None else replace(self, served=self.served & may)

    def keep_house(self, bought: Ints) -> Larder:
        """Return the larder of a household that buys one food instead of another."""
        return replace(self, bought=bought)


def fill_larder(sittings: Sittings, served: Bools, known: Bools) -> Larder:
    """Return the larder of somebody to whom some foods may be served: those offered at some meal."""
    return Larder(served & sittings.kitchen.offered.any(axis=0), known, np.arange(len(served)))


def build_menu(
    meal: str,
    person: Person,
    knowledge: Knowledge,
    sittings: Sittings,
    larder: Larder,
    demand: Demand,
    goal: Goal,
) -> Menu:
    """Return the sittings of a meal with what a diet takes from them replaced, or left out."""
    table, nothing, figures = knowledge.foods, len(knowledge.foods), knowledge.figures
    known = sittings.templates.get((meal, group_of(person, figures)))
    about = next(m for m in knowledge.meals if m.id == meal)
    least, most = about.energy_share_min * demand.kcal, about.energy_share_max * demand.kcal
    place = sittings.meals.index(meal)
    instead = larder.served & sittings.kitchen.offered[place]  # of another food
    offered = instead & larder.known & (larder.bought == np.arange(nothing))
    offered &= table.meal_shares[:, table.meals.index(meal)] >= figures.swapped_in_share
    swaps = tuple(
        np.flatnonzero(offered & (sittings.category == kind)) for kind in range(len(sittings.categories))
    )
    if known is None:
        empty = np.empty((0, WIDEST))
        none = empty.astype(np.int64)
        return Menu(meal, none, empty, np.empty(0), least, most, swaps, empty.astype(bool), about.twice)
    foods, portions, replaced = lay_out(known, knowledge, sittings, larder, instead)
    count = (foods != nothing).sum(axis=1)
    kept = count >= (1 if about.twice else FEW_ITEMS)
    kept &= (foods >= 0).all(axis=1)
    foods = np.where(foods < 0, nothing, foods)
    kcal = (portions * demand.per_portion[foods, demand.energy]).sum(axis=1)
    kept &= kcal <= ROOMY[1] * most
    kept &= kcal >= (20.0 if about.twice else ROOMY[0] * least)
    other = np.flatnonzero(kept & (replaced.any(axis=1) | (foods != known.foods).any(axis=1)))
    kept[other] = knows_pairs(foods[other], sittings, place)
    rows = np.flatnonzero(kept)
    plain = count_doubled(foods[rows], sittings) == 0  # two fishes are one too many
    rows = rows[plain] if plain.any() else rows
    rows = rows[np.argsort(count[rows], kind="stable")]  # those of few foods first, and nothing after them
    foods, portions, replaced = foods[rows], portions[rows], replaced[rows]
    category = np.append(sittings.category, [len(sittings.categories)])[foods]
    has = np.zeros((len(foods), len(sittings.categories) + 1), dtype=np.bool_)
    np.put_along_axis(has, category, values=True, axis=1)
    prices = goal.sittings
    price = prices.strange * find_strangeness(foods, rows, known, sittings)
    price = price + prices.swap * replaced.sum(axis=1)
    price = price + prices.bare * sittings.needs[meal].find_bare(has[:, :-1])
    price = price + figures.rare_pair_times * prices.strange * find_overused(foods, sittings, place)
    if not about.twice:
        price = price - figures.usual_rarity_nats * figures.rare_food_times * prices.strange * count[rows]
    packed = np.argsort(foods == nothing, axis=1, kind="stable")
    foods, portions, category = (np.take_along_axis(of, packed, axis=1) for of in (foods, portions, category))
    alike = (category[:, :, None] == category[:, None, :]).sum(axis=2)
    return Menu(meal, foods, portions, price, least, most, swaps, alike == 1, about.twice)


def group_of(person: Person, figures: Figures) -> str:
    """Return whose sittings a person has."""
    return ADULTS if person.age >= figures.sittings_age_y else CHILDREN


def lay_out(
    known: Templates, knowledge: Knowledge, sittings: Sittings, larder: Larder, offered: Bools
) -> tuple[Ints, Floats, Bools]:
    """Return foods (−2 where none may stand in), portions, and which foods a diet replaced.

    Only those `offered` take another's place. What the household buys instead is poured by weight, and only
    once in a sitting.
    """
    table, nothing = knowledge.foods, len(knowledge.foods)
    instead = np.append(stand_in(knowledge, sittings, larder.served, offered), [-1])
    foods = instead[known.foods]
    replaced = (foods != known.foods) & (known.foods >= 0)
    usual, step = np.append(sittings.usual, [0.0]), np.append(table.step, [1.0])
    weight = np.append(table.portion_g, [1.0])
    foods = np.where(foods == -1, nothing, foods)
    portions = np.where(replaced, usual[foods], known.portions)
    bought = np.append(larder.bought, [nothing, -2])[foods]
    poured = portions * weight[foods] / weight[bought]
    portions = np.where(bought != foods, np.round(poured / step[bought]) * step[bought], portions)
    allowed = np.append(larder.served, [True, True])  # nothing, and none, which is past it
    foods = np.where(allowed[bought], bought, -2)
    for item in range(1, foods.shape[1]):
        twice = (foods[:, :item] == foods[:, item : item + 1]).any(axis=1)
        foods[:, item] = np.where(twice & (foods[:, item] >= 0), nothing, foods[:, item])
    portions = np.clip(
        portions, np.append(sittings.low, [0.0])[foods], np.append(sittings.high, [0.0])[foods]
    )
    portions = np.where((foods == nothing) | (foods < 0), 0.0, portions)
    return foods, portions, replaced


def find_strangeness(foods: Ints, rows: Ints, known: Templates, sittings: Sittings) -> Floats:
    """Return how strange some `rows` of what is known are with other `foods` [nats].

    They are as they were where no kind differs.
    What is left of a dish without its meat is no longer the dish: it is as strange as those people had of the
    same kinds, and of kinds nobody had together as the strangest.
    """
    count = len(sittings.kitchen.names)
    rng = np.random.default_rng(0)  # a set of kinds is told by the sum of its kinds' numbers
    number = np.append(rng.integers(1, 2**58, count), [0])
    kinds = np.append(sittings.kitchen.kinds, [count])
    had, mine = (number[kinds[np.where(f < 0, -1, f)]].sum(axis=1) for f in (known.foods, foods))
    sets, place = np.unique(had, return_inverse=True)
    usual = np.bincount(place, weights=known.strangeness) / np.bincount(place)
    at = np.minimum(np.searchsorted(sets, mine), len(sets) - 1)
    by_kinds = np.where(sets[at] == mine, usual[at], known.strangeness.max())
    found: Floats = np.where(had[rows] == mine, known.strangeness[rows], by_kinds)
    return found


def count_doubled(foods: Ints, sittings: Sittings) -> Ints:
    """Return how many foods of each sitting are one more of a kind people have once a day, or of its like."""
    count = len(sittings.kitchen.names)
    kitchen = sittings.kitchen
    kinds = np.append(kitchen.plate[kitchen.kinds], [count])[foods]
    once = np.append(kitchen.once, [False])
    found = np.zeros(len(foods), dtype=np.int64)
    for item in range(1, foods.shape[1]):
        found += (kinds[:, :item] == kinds[:, item : item + 1]).any(axis=1) & once[kinds[:, item]]
    return found


def find_overused(foods: Ints, sittings: Sittings, meal: int) -> Floats:
    """Return by how much sittings count as stranger than they are, for kinds plans have too often [nats]."""
    kinds = np.append(sittings.kitchen.kinds, [len(sittings.kitchen.names)])[foods]
    has = np.zeros((len(foods), len(sittings.kitchen.names) + 1), dtype=np.bool_)
    np.put_along_axis(has, kinds, values=True, axis=1)
    found = np.zeros(len(foods))
    for first, second in np.argwhere(np.triu(sittings.together[meal])).tolist():
        found += sittings.together[meal, first, second] * (has[:, first] & has[:, second])
    return found


def knows_pairs(foods: Ints, sittings: Sittings, meal: int) -> Bools:
    """Say for each sitting whether every two of its categories are known to be eaten together at a meal."""
    count = len(sittings.categories)
    known = np.ones((count + 1, count + 1), dtype=np.bool_)
    known[:count, :count] = sittings.pairs[meal]
    category = np.append(sittings.category, [count])[foods]
    found = np.ones(len(foods), dtype=np.bool_)
    for first in range(foods.shape[1]):
        for second in range(first + 1, foods.shape[1]):
            found &= known[category[:, first], category[:, second]]
    return found

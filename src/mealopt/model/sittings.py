"""A person's week made of sittings: which sittings they can have, and what the days and the week must hold.

Columns of the linear program are sittings; its rows are those of the average day. The skeleton (amounts,
limits, HEI-2020, one sitting a meal) is stated by PuLP, sittings come in as they pay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.knowledge.sittings import ADULTS, CHILDREN, GROWN_UP, WIDEST, Sittings
from mealopt.model import rows
from mealopt.model.layout import Bounds, Floats, Ints, Layout
from mealopt.model.objective import aim_costs, repeat_costs
from mealopt.model.program import bind_quality, pinned_portions

if TYPE_CHECKING:
    from mealopt.knowledge.choices import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

Bools = npt.NDArray[np.bool_]
WEEK = 7
NONE = "none"
DAY_SLACK, WEEK_SLACK = 0.05, 0.02  # how far energy may be from its target on a day, and over the week
ROOMY = (0.7, 1.3)  # of a meal's least and largest share of energy, what a sitting may start with
SNACKS = (1.0, 2.0)  # sittings of the last meal a day
FEW_ITEMS = 2  # a meal of which a diet leaves fewer foods is no meal
EATEN_AT = 0.05  # share of a food's occasions from which on it may take another's place at a meal
MISS_USD = 40.0  # what a must missed by 100 % costs the search: more than anything that could be had for it
MONEY = "money"
RARE_FOOD = 0.5  # of the price of strangeness, per nat that a food is rarer than its category's usual one
SIDE_USD = 0.6  # a week, for a food that joins a sitting
ONCE_USD = 0.5  # a week, for a kind had twice on a day that people have once
NEVER_TWICE_USD = 3.0  # a week, for the same sitting twice


@dataclass(frozen=True)
class Demand:
    """What a person's days and week must hold, over measures: nutrients, some of them imputed, and money.

    `per_portion` is foods (one more, of nothing) × measures. Bounds are infinite where there is none.
    `aims` are (measure, value, $ per unit); `places` the measure of each nutrient as it is counted.
    """

    names: tuple[str, ...]
    per_portion: Floats
    day_lower: Floats
    day_upper: Floats
    week_lower: Floats
    week_upper: Floats
    aims: tuple[tuple[int, float, float], ...]
    places: dict[str, int]
    energy: int
    kcal: float
    quality: float | None

    @property
    def day_scale(self) -> tuple[Floats, Floats]:
        """Return by what a miss of a day is measured, of lower and upper bounds."""
        return scale_of(self.day_lower), scale_of(self.day_upper)

    @property
    def week_scale(self) -> tuple[Floats, Floats]:
        """Return by what a miss of the week is measured, of lower and upper bounds."""
        return scale_of(self.week_lower), scale_of(self.week_upper)


def scale_of(bounds: Floats) -> Floats:
    """Return the size of each bound, one where there is none or it is zero."""
    return np.where(np.isfinite(bounds) & (bounds != 0.0), np.abs(bounds), 1.0)


@dataclass(frozen=True)
class Menu:
    """The sittings of one meal a person can have, one a row; the food past the last one is nothing.

    `price` is what a sitting costs before money [$]: how strange it is, and what a diet replaced in it.
    """

    meal: str
    foods: Ints
    portions: Floats
    price: Floats
    least_kcal: float
    most_kcal: float
    swaps: tuple[Ints, ...]  # by category: the foods that may take another's place at this meal
    single: Bools  # which foods are the only one of their category, and may give their place to another


@dataclass(frozen=True)
class SittingModel:
    """Everything a week of sittings is made with."""

    knowledge: Knowledge
    goal: Goal
    sittings: Sittings
    demand: Demand
    menus: tuple[Menu, ...]
    money: Floats  # $ per portion, weighed
    repeats: Floats
    free: Floats  # portions a week that cost no repeat
    rarity: Floats  # $ for a food that takes another's place, by how rarely it is eaten
    low: Floats
    usual: Floats
    high: Floats
    step: Floats
    max_day: Floats
    max_week: Floats
    category: Ints
    kind: Ints
    pinned: Floats  # portions every day, by food
    water: int | None  # tap water: free, and poured as the water of a day asks


def build_model(
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    targets: Targets,
    allowed: Bools,
    quality: float | None,
    sittings: Sittings,
) -> SittingModel | None:
    """Return the model of a person's week; `None` where some meal has no sitting they can have."""
    table, goal = knowledge.foods, knowledge.goals[rules.goal]
    prices = goal.sittings
    pins = pinned_portions(table, rules)
    served = allowed & np.array([food not in pins and food not in rules.exclude for food in table.ids])
    served &= table.popularity > 0
    demand = build_demand(knowledge, goal, targets, rules, quality)
    menus = [
        build_menu(meal.id, person, knowledge, sittings, served, demand, prices.strange, prices.swap)
        for meal in knowledge.meals
    ]
    if any(not len(menu.price) for menu in menus):
        return None
    pad = [0.0]
    top = np.array([max(table.popularity[sittings.category == c], default=1.0) for c in sittings.category])
    rarity = RARE_FOOD * prices.strange * np.log(np.maximum(top, 2e-4) / np.maximum(table.popularity, 2e-4))
    due = np.array([food not in rules.ate for food in table.ids]) * table.cost_per_portion
    pinned = np.array([pins.get(food, 0.0) for food in table.ids])
    free_water = [f for f in np.flatnonzero(served) if is_free_water(knowledge, int(f))]
    larger = rules.larger_portions
    return SittingModel(
        knowledge, goal, sittings, demand, tuple(menus), np.append(prices.money * due, pad),
        np.append(repeat_costs(table, goal), pad),
        np.append(goal.repeats_free * table.helping, [math.inf]), np.append(rarity, pad),
        np.append(sittings.low, pad), np.append(sittings.usual, pad), np.append(sittings.high * larger, pad),
        np.append(table.step, [1.0]), np.append(table.max_day * larger, [math.inf]),
        np.append(table.max_week * larger, [math.inf]),
        np.append(sittings.category, [len(sittings.categories)]),
        np.append(sittings.kitchen.kinds, [len(sittings.kitchen.names)]), np.append(pinned, pad),
        int(free_water[0]) if free_water else None,
    )  # fmt: skip


def is_free_water(knowledge: Knowledge, food: int) -> bool:
    """Say whether a food is a drink that costs and holds nothing but water."""
    table = knowledge.foods
    return bool(table.price[food] == 0.0 and table.per_portion(knowledge.energy_id)[food] == 0.0)


def build_demand(
    knowledge: Knowledge, goal: Goal, targets: Targets, rules: Rules, quality: float | None
) -> Demand:
    """Return what days and week must hold. Maximums count unknown values as high, minimums as nothing."""
    table, energy = knowledge.foods, targets.energy.kcal
    limits = [limit for limit in targets.limits.values() if limit.scope == "total"]
    counted = {knowledge.energy_id, *(limit.nutrient for limit in limits if limit.side == "minimum")}
    if quality:
        counted |= {n for c in knowledge.eating_index for n in (*c.numerator, *c.denominator)}
    blank = {n for n in table.nutrient_ids if np.isnan(table.column(n)).any() and n != knowledge.energy_id}
    capped = {limit.nutrient for limit in limits if limit.side == "maximum"}
    counted |= capped - blank
    plain = [n for n in table.nutrient_ids if n in counted]
    imputed = [n for n in table.nutrient_ids if n in capped & blank]
    names = [*plain, *(rows.amount_name(n, imputed=True) for n in imputed), MONEY]
    index = [table.nutrient_ids.index(n) for n in plain]
    high = [table.nutrient_ids.index(n) for n in imputed]
    due = np.array([food not in rules.ate for food in table.ids]) * table.cost_per_portion
    per_100g = np.column_stack([np.nan_to_num(table.amounts[:, index]), table.imputed[:, high]])
    per_portion = np.column_stack([per_100g * table.portion_g[:, None] / 100.0, due])
    per_portion = np.vstack([per_portion, np.zeros(len(names))])
    place = {name: number for number, name in enumerate(names)}
    size = len(names)
    day_lower, week_lower = np.full(size, -math.inf), np.full(size, -math.inf)
    day_upper, week_upper = np.full(size, math.inf), np.full(size, math.inf)
    costs, aims = aim_costs(knowledge, goal), []
    for limit in limits:
        if limit.nutrient == knowledge.energy_id:
            continue
        if limit.side == "minimum":
            number = place[limit.nutrient]
            if limit.must is not None:
                week_lower[number], day_lower[number] = limit.must, limit.daily or -math.inf
            if limit.must is None or limit.value > limit.must:
                aims.append((number, limit.value, costs.get(limit.nutrient, goal.aim_usd_per_percent)))
        elif limit.must is not None:
            name = (
                limit.nutrient
                if limit.nutrient not in blank
                else rows.amount_name(limit.nutrient, imputed=True)
            )
            week_upper[place[name]] = day_upper[place[name]] = limit.must
    kcal = place[knowledge.energy_id]
    day_lower[kcal], day_upper[kcal] = energy * (1 - DAY_SLACK), energy * (1 + DAY_SLACK)
    week_lower[kcal], week_upper[kcal] = energy * (1 - WEEK_SLACK), energy * (1 + WEEK_SLACK)
    if rules.budget is not None:
        week_upper[place[MONEY]] = rules.budget
    return Demand(
        tuple(names), per_portion, day_lower, day_upper, week_lower, week_upper, tuple(aims),
        {n: place[n] for n in plain}, kcal, energy, quality,
    )  # fmt: skip


def stand_in(knowledge: Knowledge, sittings: Sittings, served: Bools) -> Ints:
    """Return for each food what is served in its place: itself, its counterpart, −1 for nothing, −2 for none.

    The counterpart is the food eaten most of its own category, else of the first category that has one.
    """
    table = knowledge.foods
    best: dict[int, int] = {}
    for food in np.flatnonzero(served).tolist():
        kind = int(sittings.category[food])
        if kind not in best or table.popularity[food] > table.popularity[best[kind]]:
            best[kind] = food
    number = {name: place for place, name in enumerate(sittings.categories)}
    found = np.where(served, np.arange(len(table)), -2)
    for food in np.flatnonzero(~served).tolist():
        name = table.categories[food]
        for other in (name, *sittings.counterparts.get(name, ())):
            if other == NONE:
                found[food] = -1
            elif number.get(other, -1) in best:
                found[food] = best[number[other]]
            else:
                continue
            break
    return found


def build_menu(
    meal: str,
    person: Person,
    knowledge: Knowledge,
    sittings: Sittings,
    served: Bools,
    demand: Demand,
    strange_usd: float,
    swap_usd: float,
) -> Menu:
    """Return the sittings of a meal with what a diet takes from them replaced, or left out."""
    table, nothing = knowledge.foods, len(knowledge.foods)
    who = ADULTS if person.age >= GROWN_UP else CHILDREN
    known = sittings.templates.get((meal, who))
    about = next(m for m in knowledge.meals if m.id == meal)
    least, most = about.energy_share_min * demand.kcal, about.energy_share_max * demand.kcal
    place = sittings.meals.index(meal)
    shares = table.meal_shares[:, table.meals.index(meal)]
    swaps = tuple(
        np.flatnonzero(served & (sittings.category == kind) & (shares >= EATEN_AT))
        for kind in range(len(sittings.categories))
    )
    empty = Menu(
        meal, np.empty((0, WIDEST), dtype=np.int64), np.empty((0, WIDEST)), np.empty(0), least, most, swaps,
        np.empty((0, WIDEST), dtype=np.bool_),
    )  # fmt: skip
    if known is None:
        return empty
    instead = np.append(stand_in(knowledge, sittings, served), [-1])  # the last: nothing stays nothing
    foods = instead[known.foods]
    replaced = (foods != known.foods) & (known.foods >= 0)
    kept = ~(foods == -2).any(axis=1)
    usual = np.append(sittings.usual, [0.0])
    foods = np.where(foods < 0, nothing, foods)
    portions = np.where(replaced, usual[foods], known.portions)
    portions = np.where(foods == nothing, 0.0, portions)
    low, high = np.append(sittings.low, [0.0])[foods], np.append(sittings.high, [0.0])[foods]
    portions = np.clip(portions, low, high)
    is_snack = about.place == max(m.place for m in knowledge.meals)
    count = (foods != nothing).sum(axis=1)
    kept &= count >= (1 if is_snack else FEW_ITEMS)
    ordered = np.sort(foods, axis=1)
    kept &= ~((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != nothing)).any(axis=1)
    kept &= knows_pairs(foods, sittings, place) | ~replaced.any(axis=1)
    kcal = (portions * demand.per_portion[foods, demand.energy]).sum(axis=1)
    kept &= kcal <= ROOMY[1] * most
    kept &= kcal >= (20.0 if is_snack else ROOMY[0] * least)
    price = strange_usd * known.strangeness + swap_usd * replaced.sum(axis=1)
    rows_ = np.flatnonzero(kept)
    category = np.append(sittings.category, [-1])[foods[rows_]]
    alike = (category[:, :, None] == category[:, None, :]).sum(axis=2)
    return Menu(meal, foods[rows_], portions[rows_], price[rows_], least, most, swaps, alike == 1)


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


def state_average(model: SittingModel) -> tuple[Layout, Bounds]:
    """Return the average day without any sitting: amounts, limits and HEI-2020, and a row for each meal.

    A must may be missed at a price no sitting is worth, so that there always is an optimum to price from.
    """
    demand, layout = model.demand, Layout()
    for name in demand.names:
        layout.add_column(rows.amount_name(name) if ":" not in name else name, -math.inf, math.inf)
    fixed = model.pinned @ demand.per_portion
    for number, name in enumerate(demand.names):
        layout.add_row(f"holds:{name}", [(number, -1.0)], -float(fixed[number]), -float(fixed[number]))
    add_musts(layout, demand)
    if demand.quality:
        rows.add_eating_index(layout, model.knowledge.eating_index)
    for menu in model.menus:
        none = layout.add_column(f"skip:{menu.meal}", cost=5 * MISS_USD)
        upper = SNACKS[1] if menu is model.menus[-1] else 1.0
        more = layout.add_column(f"more:{menu.meal}", upper=upper - 1.0)
        layout.add_row(f"meal:{menu.meal}", [(none, 1.0), (more, -1.0)], 1.0, 1.0)
    bounds = layout.bounds()
    if demand.quality:
        bind_quality(layout, model.knowledge.eating_index, bounds, demand.kcal, demand.quality)
        bounds.column_upper[layout.columns["miss:quality"]] = math.inf
        for component in model.knowledge.eating_index:
            if component.per == "ratio":
                bounds.column_upper[layout.columns[f"miss:score:{component.id}"]] = math.inf
                layout.costs[layout.columns[f"miss:score:{component.id}"]] = 0.05
    return layout, bounds


def add_musts(layout: Layout, demand: Demand) -> None:
    """Add the musts of the week, each with what it is missed by, and the aims with their prices."""
    low, high = demand.week_scale
    for number, name in enumerate(demand.names):
        for side, value, scale, sign in (
            ("least", demand.week_lower[number], low[number], 1.0),
            ("most", demand.week_upper[number], high[number], -1.0),
        ):
            if math.isfinite(value):
                miss = layout.add_column(f"miss:{side}:{name}", cost=MISS_USD / float(scale))
                lower, upper = (float(value), math.inf) if sign > 0 else (-math.inf, float(value))
                layout.add_row(f"{side}:{name}", [(number, 1.0), (miss, sign)], lower, upper)
    for number, value, price in demand.aims:
        miss = layout.add_column(f"miss:aim:{demand.names[number]}", cost=price)
        layout.add_row(f"aim:{demand.names[number]}", [(number, 1.0), (miss, 1.0)], lower=value)

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

from mealopt.arithmetic import multiply
from mealopt.linear.layout import Bounds, Floats, Ints, Layout
from mealopt.request.energy import find_appetite
from mealopt.rules.amounts import amount_name
from mealopt.rules.foods import pinned_portions
from mealopt.rules.objective import money_costs, repeat_costs
from mealopt.rules.quality import add_eating_index, bind_quality
from mealopt.week.demand import QUALITY_WEIGHT, Demand, build_demand
from mealopt.week.menus import RARE_FOOD, Larder, Menu, build_menu, fill_larder, group_of
from mealopt.week.taste import LIKED, find_liking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mealopt.knowledge.choices import Goal
    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.sittings import Sittings
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

Bools = npt.NDArray[np.bool_]
WEEK = 7
SNACKS = (1.0, 2.0)  # sittings a day of a meal that may come twice
# what a must missed by 100 % costs, at least and for each dollar of money at its dearest: more than what
# could be had for it, or a program has too little on the plate and asks for more freedom than it needs (at
# four times 1.4 milks a household); no more, or musts lead the search to meals less like people's
MISS_USD, MISS_TIMES = 80.0, 6.6
# of the price of strangeness, per nat a companion that what stands in is eaten with other things; and from
# where on it is no stand-in at all (stewed potatoes, avocado: 0.9; gravy, white sauce: 1.0; two milks: 0.0)
UNLIKE, TOO_UNLIKE = 25.0, 0.5
# what a serving short of the usual one costs beside one above it, and of what it saves: a token is no food
SHORT_TIMES, SHORT_MONEY = 5.0, 1.0
SIDE_USD = 0.6  # a week, for a food that joins a sitting
ONCE_USD = 5.0  # a week, for a kind had twice on a day that people have once
LEAST_OFTEN, OFTEN_TIMES = 1.0, 1.5  # sittings of a kind a week that are free: so many, and times the usual
LEAST_AT, MEAL_TIMES = 0.5, 1.6  # the same at each meal
SELDOM_TIMES = 0.8  # of the usual sittings of a kind that a week should not be without
CLOSE_TO = 1e-9  # relative: by so much a meal may pass its most, which is the rounding of a sum
SAME_USD = 1.5  # a week, for a food that is at both snacks of a day
NEVER_TWICE_USD = 3.0  # a week, for the same sitting twice
# where dishes are cooked once, a week: for a pot eaten of at one sitting alone; sittings of it that are free
SINGLE_USD, POT = 25.0, 3.0


@dataclass(frozen=True)
class SittingModel:
    """Everything a week of sittings is made with, or a day."""

    days: int
    knowledge: Knowledge
    goal: Goal
    sittings: Sittings
    demand: Demand
    larder: Larder
    menus: tuple[Menu, ...]
    money: Floats  # $ per portion, weighed
    repeats: Floats
    free: Floats  # portions a week that cost no repeat
    rarity: Floats  # $ for each food of a sitting, by how rarely it is eaten and how much it is liked
    low: Floats
    usual: Floats
    high: Floats
    odd: Floats  # $ for each portion that a serving is above the usual one
    short: Floats  # $ for each portion that it is short of it
    step: Floats
    max_day: Floats
    max_week: Floats
    category: Ints
    kind: Ints
    often: Floats  # by kind: sittings of a week from which on another one costs
    often_at: Floats  # meals × kinds: the same at each meal
    seldom: Floats  # by kind: sittings of the days up to which one that is not had costs
    single: Floats  # by kind: $ a week for a food of it that is had at one sitting alone
    last: Floats  # by food: sittings of a week from which on another one costs
    pinned: Floats  # portions every day, by food
    water: int | None  # tap water: free, and poured as the water of a day asks
    capped: Floats  # foods × nutrients with a maximum at a meal: amounts of a portion, the unknown high
    most: Floats  # menus × those nutrients: what the foods of a meal may hold beside what is pinned at it
    dearer: float  # how many times its price what people eat counts as, with what the goal prices besides

    @property
    def miss(self) -> float:
        """Return what a must missed by 100 % costs [$ a day]."""
        return max(MISS_USD, MISS_TIMES * self.goal.sittings.dearest * self.dearer)

    def passes_most(self, meal: int, foods: Ints, portions: Floats) -> Bools:
        """Say which sittings of a meal (a row each) pass a maximum of a meal; of two a day each has half."""
        share = SNACKS[1] if self.menus[meal].twice else 1.0
        passed = np.zeros(len(foods), dtype=np.bool_)
        for number, most in enumerate(self.most[meal].tolist()):
            held = (self.capped[:, number][foods] * portions).sum(axis=1)
            passed |= held * share > most * (1.0 + CLOSE_TO)
        return passed


def build_model(
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    targets: Targets,
    allowed: Bools,
    quality: float | None,
    sittings: Sittings,
    *,
    days: int = WEEK,
    novel: bool = False,
    bought: Ints | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> SittingModel | None:
    """Return the model of a person's week; `None` where some meal has no sitting they can have.

    `days` are seven or one; `novel` lets foods take a place that hardly anybody had; `bought` is the food a
    household has instead of each, where it does not keep all; `shared` says of meals which foods everybody at
    the table may eat.
    """
    table, goal = knowledge.foods, knowledge.goals[rules.goal]
    pins = pinned_portions(table, rules)
    served = allowed & np.array([food not in pins and food not in rules.exclude for food in table.ids])
    served &= (table.popularity > 0) & sittings.kitchen.find_made((rules.diet, *rules.without))
    demand = build_demand(
        knowledge, goal, targets, rules, quality, every_day=rules.every_day or days == 1
    )
    larder = fill_larder(sittings, served, group_of(person), novel=novel)
    if bought is not None:
        larder = larder.keep_house(bought)
    larders = {meal.id: larder.share((shared or {}).get(meal.id)) for meal in knowledge.meals}
    menus = [
        build_menu(meal, person, knowledge, sittings, mine, demand, goal) for meal, mine in larders.items()
    ]
    if any(not len(menu.price) for menu in menus):
        return None
    pad, money = [0.0], goal.sittings.money
    liking = find_liking(table.popularity, person, rules.seed, goal.sittings.taste) + sittings.overused
    liking[[table.position(food) for food in rules.like]] = -LIKED
    rarity = RARE_FOOD * goal.sittings.strange * liking
    due = np.array([food not in rules.ate for food in table.ids]) * money_costs(table, goal)
    pinned = np.array([pins.get(food, 0.0) for food in table.ids])
    free_water = [f for f in np.flatnonzero(served) if is_free_water(knowledge, int(f))]
    larger = rules.larger_portions
    appetite = find_appetite(demand.kcal * max(meal.larger for meal in knowledge.meals))
    most = np.floor(np.minimum(sittings.high * appetite, table.max_day) / table.step + 1e-9) * table.step
    large = np.minimum(sittings.high, np.maximum(sittings.usual, most))  # who eats little has little
    capped = find_capped(knowledge, rules)
    weeks = sittings.kitchen.weeks[group_of(person)]
    places = [sittings.meals.index(menu.meal) for menu in menus]
    pots = sittings.kitchen.cooked & (rules.cook_once and days > 1)
    generous = sittings.kitchen.generous[sittings.kitchen.kinds]
    high = np.maximum(large + generous * table.step, most)
    odd = goal.sittings.portion / np.maximum((high - sittings.low) / 2, table.step)
    return SittingModel(
        days, knowledge, goal, sittings, demand, larder, tuple(menus),
        np.append(money * due, pad),
        np.append(np.where(pots[sittings.kitchen.kinds], 0.0, repeat_costs(table, goal)), pad),
        np.append(goal.repeats_free * table.helping, [math.inf]), np.append(rarity, pad),
        np.append(sittings.low, pad), np.append(sittings.usual, pad), np.append(high * larger, pad),
        np.append(odd, pad), np.append(SHORT_TIMES * odd + SHORT_MONEY * money * due, pad),
        np.append(table.step, [1.0]), np.append(table.max_day * larger, [math.inf]),
        np.append(table.max_week * larger if days > 1 else np.full(len(table), math.inf), [math.inf]),
        np.append(sittings.category, [len(sittings.categories)]),
        np.append(sittings.kitchen.kinds, [len(sittings.kitchen.names)]),
        np.append(find_often(weeks.sum(axis=0), OFTEN_TIMES, LEAST_OFTEN), [math.inf]),
        np.array([np.append(find_often(weeks[at], MEAL_TIMES, LEAST_AT), [math.inf]) for at in places]),
        find_seldom(sittings, group_of(person), menus) * days / WEEK,
        np.append(SINGLE_USD * pots, pad),
        find_last(sittings, pots), np.append(pinned, pad),
        int(free_water[0]) if free_water else None,
        capped, find_most(knowledge, rules, menus, capped, pinned), find_dearer(table, goal),
    )  # fmt: skip


def find_dearer(table: FoodTable, goal: Goal) -> float:
    """Return how many times its price what people eat counts as; of a table without prices nothing is."""
    paid = float((table.popularity * table.cost_per_portion).sum())
    return float((table.popularity * money_costs(table, goal)).sum()) / paid if paid > 0 else 1.0


def find_capped(knowledge: Knowledge, rules: Rules) -> Floats:
    """Return what a portion of each food, and of nothing, holds of the nutrients with a maximum at a meal."""
    table = knowledge.foods
    found = np.zeros((len(table) + 1, len(rules.meal_maximums)))
    for number, nutrient in enumerate(rules.meal_maximums):
        found[:-1, number] = table.most_per_portion(nutrient)
    return found


def find_most(
    knowledge: Knowledge, rules: Rules, menus: Sequence[Menu], capped: Floats, pinned: Floats
) -> Floats:
    """Return what the foods of each meal may hold beside those pinned at it."""
    table = knowledge.foods
    at = np.array([table.meals[place] for place in table.meal_shares.argmax(axis=1)])
    whole = np.array(list(rules.meal_maximums.values()), dtype=np.float64)
    return np.array([whole - multiply(pinned * (at == menu.meal), capped[:-1]) for menu in menus])


def find_often(weeks: Floats, times: float, least: float) -> Floats:
    """Return how often a week may have each kind before it costs, from how often people have it."""
    return np.where(np.isnan(weeks), math.inf, np.maximum(least, times * weeks))


def find_last(sittings: Sittings, pots: Bools) -> Floats:
    """Return how often a week may have each food before another sitting of it costs, nothing past the last.

    Once; what people have at many sittings, endlessly often; a dish cooked once as often as its pot lasts.
    """
    kitchen = sittings.kitchen
    last = np.where(kitchen.often, math.inf, np.where(pots, POT, 1.0))
    return np.append(last[kitchen.kinds], [math.inf])


def find_seldom(sittings: Sittings, who: str, menus: Sequence[Menu]) -> Floats:
    """Return how often a week should have each kind: none that no menu has, nor what nobody need have."""
    kitchen = sittings.kitchen
    least = np.append(SELDOM_TIMES * np.nan_to_num(kitchen.weeks[who].sum(axis=0)) * kitchen.missed, [0.0])
    kind = np.append(kitchen.kinds, [len(kitchen.names)])
    offered = np.zeros(len(least), dtype=np.bool_)
    for menu in menus:
        offered[kind[menu.foods[menu.portions > 0]]] = True
    return np.where(offered, least, 0.0)


def is_free_water(knowledge: Knowledge, food: int) -> bool:
    """Say whether a food is a drink that costs and holds nothing but water."""
    table = knowledge.foods
    return bool(table.price[food] == 0.0 and table.per_portion(knowledge.energy_id)[food] == 0.0)


def state_average(model: SittingModel) -> tuple[Layout, Bounds]:
    """Return the average day without any sitting: amounts, limits and HEI-2020, and a row for each meal.

    A must may be missed at a price no sitting is worth, so that there always is an optimum to price from.
    """
    demand, layout = model.demand, Layout()
    for name in demand.names:
        layout.add_column(amount_name(name) if ":" not in name else name, -math.inf, math.inf)
    fixed = multiply(model.pinned, demand.per_portion)
    for number, name in enumerate(demand.names):
        layout.add_row(f"holds:{name}", [(number, -1.0)], -float(fixed[number]), -float(fixed[number]))
    add_musts(layout, demand, model.miss)
    if demand.quality:
        add_eating_index(layout, model.knowledge.eating_index)
    for menu in model.menus:
        none = layout.add_column(f"skip:{menu.meal}", cost=5 * model.miss)
        upper = SNACKS[1] if menu.twice else 1.0
        more = layout.add_column(f"more:{menu.meal}", upper=upper - 1.0)
        layout.add_row(f"meal:{menu.meal}", [(none, 1.0), (more, -1.0)], 1.0, 1.0)
    bounds = layout.bounds()
    if demand.quality:
        bind_quality(layout, model.knowledge.eating_index, bounds, demand.kcal, demand.quality)
        bounds.column_upper[layout.columns["miss:quality"]] = math.inf
        layout.costs[layout.columns["miss:quality"]] *= QUALITY_WEIGHT
        for component in model.knowledge.eating_index:
            if component.per == "ratio":
                bounds.column_upper[layout.columns[f"miss:score:{component.id}"]] = math.inf
                layout.costs[layout.columns[f"miss:score:{component.id}"]] = 0.05
    return layout, bounds


def add_musts(layout: Layout, demand: Demand, missed: float) -> None:
    """Add the musts of the week, each with what it is `missed` by at that price [$], and the aims."""
    low, high = demand.week_scale
    for number, name in enumerate(demand.names):
        for side, value, scale, sign in (
            ("least", demand.week_lower[number], low[number], 1.0),
            ("most", demand.week_upper[number], high[number], -1.0),
        ):
            if math.isfinite(value):
                miss = layout.add_column(f"miss:{side}:{name}", cost=missed / float(scale))
                lower, upper = (float(value), math.inf) if sign > 0 else (-math.inf, float(value))
                layout.add_row(f"{side}:{name}", [(number, 1.0), (miss, sign)], lower, upper)
    for number, value, price in demand.aims:
        miss = layout.add_column(f"miss:aim:{demand.names[number]}", cost=price)
        layout.add_row(f"aim:{demand.names[number]}", [(number, 1.0), (miss, 1.0)], lower=value)

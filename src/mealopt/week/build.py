"""A person's week stated: which sittings they can have, sizes of servings, and every price."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.energy import find_appetite
from mealopt.request.rules import WEEK
from mealopt.rules.foods import pinned_portions
from mealopt.rules.objective import money_costs, repeat_costs
from mealopt.tolerances import TRACE
from mealopt.week.demand import Demand, build_demand
from mealopt.week.habits import find_habits, find_last, find_often, price_often
from mealopt.week.menus import Larder, Menu, build_menu, fill_larder, group_of
from mealopt.week.model import Bools, SittingModel, pad
from mealopt.week.parts import find_parts
from mealopt.week.taste import find_liking
from mealopt.week.wanted import find_wanted, number_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.goals import Goal
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.sittings import Sittings
    from mealopt.linear.layout import Floats, Ints
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets


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
    bought: Ints | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> SittingModel | None:
    """Return the model of a person's week; `None` where some meal has no sitting they can have.

    `days` are seven or one; `bought` is the food a household has instead of each, where it does not keep all;
    `shared` says of meals which foods everybody at the table may eat.
    """
    table, goal, figures = knowledge.foods, knowledge.goals[rules.goal], knowledge.figures
    who, pins = group_of(person, figures), pinned_portions(table, rules)
    pinned = np.array([pins.get(food, 0.0) for food in table.ids])
    daily = rules.every_day or days == 1
    demand = build_demand(knowledge, goal, targets, rules, quality, every_day=daily)
    larder = find_larder(rules, knowledge, sittings, allowed & ~np.isin(table.ids, [*pins]))
    habits = find_habits(person, rules, sittings, larder, knowledge)
    larder = larder if bought is None else larder.keep_house(bought)
    larders = [(meal.id, larder.share((shared or {}).get(meal.id))) for meal in knowledge.meals]
    menus = [build_menu(meal, person, knowledge, sittings, mine, demand, goal) for meal, mine in larders]
    if any(not len(menu.price) for menu in menus):
        return None
    money = goal.sittings.money
    rarity = find_rarity(person, rules, knowledge, sittings)
    due = np.array([food not in rules.ate for food in table.ids]) * money_costs(table, goal)
    poured = np.flatnonzero(larder.served).tolist()
    water = next((food for food in poured if is_free_water(knowledge, food)), None)
    larger, high = rules.larger_portions, find_largest(knowledge, sittings, demand)
    capped = find_capped(knowledge, rules)
    pots = sittings.kitchen.cooked & (rules.cook_once and days > 1)
    odd = goal.sittings.portion / np.maximum((high - sittings.low) / 2, table.step)
    short = figures.short_times * odd + figures.short_money_times * money * due
    often, often_at = find_often(knowledge, sittings, who, menus, habits)
    parts = find_parts(goal, sittings, menus, days)
    seldom_at, seldom_usd = find_wanted(knowledge, goal, sittings, menus, who, habits, parts)
    none = np.zeros_like(often)
    return SittingModel(
        days, knowledge, goal, sittings, demand, larder, tuple(menus), pad(money * due),
        pad(np.where(pots[sittings.kitchen.kinds], 0.0, repeat_costs(table, goal))),
        pad(goal.repeats_free * table.helping, math.inf), pad(rarity), pad(sittings.low),
        pad(sittings.usual), pad(high * larger), pad(odd), pad(short),
        pad(table.step, 1.0), pad(table.max_day * larger, math.inf),
        pad(table.max_week * larger if days > 1 else np.full(len(table), math.inf), math.inf),
        pad(sittings.category, len(sittings.categories)),
        pad(sittings.kitchen.kinds, len(sittings.kitchen.names)),
        often, price_often(goal, sittings, len(often)), none, none, often_at,
        seldom_at * days / WEEK, seldom_usd, number_sizes(sittings, menus), parts,
        pad(figures.lone_pot_usd * pots),
        find_last(sittings, pots, figures.pot_sittings), pad(pinned), water, capped,
        find_most(knowledge, rules, menus, capped, pinned), find_dearer(table, goal),
    )  # fmt: skip


def find_larder(rules: Rules, knowledge: Knowledge, sittings: Sittings, allowed: Bools) -> Larder:
    """Return what somebody's meals are made of, of foods allowed; what they like may stand in anywhere."""
    table, liked = knowledge.foods, np.isin(knowledge.foods.ids, rules.like)
    made = sittings.kitchen.find_made((rules.diet, *rules.without)) | liked
    served = allowed & made & (table.popularity > 0) & ~np.isin(table.ids, rules.exclude)
    return fill_larder(sittings, served, liked | (sittings.named >= knowledge.figures.swapped_in_named_share))


def find_rarity(person: Person, rules: Rules, knowledge: Knowledge, sittings: Sittings) -> Floats:
    """Return what each food of a sitting costs by how rarely it is eaten and how much it is liked [$]."""
    table, figures, prices = knowledge.foods, knowledge.figures, knowledge.goals[rules.goal].sittings
    liking = find_liking(table.popularity, person, rules.seed, prices.taste, figures)
    liking += sittings.overused
    liking[[table.position(food) for food in rules.like]] = -figures.asked_for_nats
    found: Floats = figures.rare_food_times * prices.strange * liking
    return found


def find_largest(knowledge: Knowledge, sittings: Sittings, demand: Demand) -> Floats:
    """Return the largest serving of each food for an energy [portions]: who eats little has little."""
    table = knowledge.foods
    larger = max(meal.larger for meal in knowledge.meals)  # who has two meals a day has large ones
    appetite = find_appetite(demand.kcal * larger)
    most = np.floor(np.minimum(sittings.high * appetite, table.max_day) / table.step + TRACE) * table.step
    large = np.minimum(sittings.high, np.maximum(sittings.usual, most))
    generous = sittings.kitchen.generous[sittings.kitchen.kinds]
    served = sittings.largest * min(appetite, knowledge.figures.largest_times * larger)
    served = np.maximum(sittings.high, np.floor(served / table.step + TRACE) * table.step)
    found: Floats = np.minimum(np.maximum(large + generous * table.step, most), served)
    return found


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


def is_free_water(knowledge: Knowledge, food: int) -> bool:
    """Say whether a food is a drink that costs and holds nothing but water."""
    table = knowledge.foods
    return bool(table.price[food] == 0.0 and table.per_portion(knowledge.energy_id)[food] == 0.0)

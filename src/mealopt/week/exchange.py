"""Moves that no single place gains by: sittings change places between days, a product goes from the week.

What a week has too much of, or too seldom, no exchange of days alters; what a day misses, and has twice, it
does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.rules import WEEK
from mealopt.week.days import Place, measure_excess
from mealopt.week.items import charge_of, may_stand_in
from mealopt.week.judge import SMALL, Judge

if TYPE_CHECKING:
    from mealopt.week.days import Week

EXCHANGES, TRIED = 100, 10  # exchanges at most, and how many of the best are looked at whole
Move = tuple[int, int, int, int]  # a day and its place, another day and its place


def exchange_days(judge: Judge, week: Week, moves: list[Move]) -> int:
    """Exchange sittings of a meal between days while that makes the days cheaper; returns how many.

    `moves` are the pairs that may change places.
    """
    if not moves:
        return 0
    here, place, there, other = np.array(moves).T
    held = np.array(week.held)
    amounts = np.zeros((len(week.days), max(map(len, week.days)), held.shape[1]))
    for number, day in enumerate(week.days):
        for n, one in enumerate(day):
            amounts[number, n] = multiply(one.portions, judge.model.demand.per_portion[one.foods])
    missed = judge.missed_days(held)
    habits = np.array([price_day(judge, day) for day in week.days])
    lacking, done = judge.parts.price(week.parts), 0
    while done < EXCHANGES:
        moved = amounts[there, other] - amounts[here, place]
        gain = judge.missed_days(held[here] + moved) + judge.missed_days(held[there] - moved)
        gain -= missed[here] + missed[there]
        for row in np.argsort(gain, kind="stable")[:TRIED].tolist():
            a, i, b, j = moves[row]
            swap(week, moves[row])
            after = [price_day(judge, week.days[day]) for day in (a, b)]
            parts = week.parts.copy()
            parts[[a, b]] = [judge.parts.count(week.days[day]) for day in (a, b)]
            lack = judge.parts.price(parts)
            if gain[row] + sum(after) - habits[a] - habits[b] + (lack - lacking) / WEEK < -SMALL:
                amounts[[a, b], [i, j]] = amounts[[b, a], [j, i]]
                held[a], held[b] = held[a] + moved[row], held[b] - moved[row]
                missed, habits[[a, b]], done = judge.missed_days(held), after, done + 1
                week.parts, lacking = parts, lack
                break
            swap(week, moves[row])
        else:
            break
    if done:
        week.held = list(held)
    return done


def swap(week: Week, move: Move) -> None:
    """Let two sittings change places."""
    a, i, b, j = move
    week.days[a][i], week.days[b][j] = week.days[b][j], week.days[a][i]


def price_day(judge: Judge, day: list[Place]) -> float:
    """Return what a day costs for what it has twice, and for foods past what people eat on one [$ a day]."""
    model = judge.model
    kinds, eaten = np.zeros(len(model.often)), np.zeros(len(model.money))
    same, by_meal = 0, dict[int, set[int]]()
    for place in day:
        np.add.at(kinds, judge.kinds_of(place), 1.0)
        np.add.at(eaten, place.foods, place.portions)
        foods = set(judge.alike[place.foods[place.portions > 0]].tolist())
        had = by_meal.setdefault(place.meal, set())
        same += len(foods & had)
        had |= foods
    plates = np.bincount(judge.plate, kinds, len(kinds))
    twice = float((np.maximum(0.0, plates - 1.0) * judge.twice_usd).sum())
    past = judge.cap * measure_excess(eaten, model.max_day)
    return (twice + judge.snack_usd * same + past) / WEEK


def list_moves(week: Week, may: set[tuple[int, int]]) -> list[Move]:
    """Return the pairs of places of one meal on two days, of those that may be changed."""
    places = sorted(may)
    return [
        (a, i, b, j)
        for a, i in places
        for b, j in places
        if a < b and week.days[a][i].meal == week.days[b][j].meal
    ]


def merge_products(judge: Judge, week: Week) -> int:
    """Let a product take the place of another of its category all week, where that is better.

    No single place gains by it while the other product is still bought. Returns how many gave way.
    """
    model, merged, now = judge.model, 0, judge.value(week)
    order = np.argsort(week.served[:-1], kind="stable")
    for food in order[week.served[order] > 0].tolist():
        alike = model.category[order] == model.category[food]
        for other in order[alike & (week.served[order] > 0) & (order != food)].tolist():
            days = [[replace_food(judge, place, food, other) for place in day] for day in week.days]
            if days == week.days:
                continue  # it may stand in nowhere
            tried = judge.count(days)
            value = judge.value(tried)
            if value < now - SMALL:
                week.become(tried)
                now, merged = value, merged + 1
                break
    return merged


def replace_food(judge: Judge, place: Place, food: int, other: int) -> Place:
    """Return a sitting with another food for one of it, as much by weight; itself where it may not."""
    model, menu = judge.model, judge.model.menus[place.meal]
    where = np.flatnonzero((place.foods == food) & (place.portions > 0))
    swaps = menu.swaps[model.category[food]]
    if not len(where) or place.template < 0 or other in place.foods or other not in swaps:
        return place
    if not may_stand_in(model, menu.foods[place.template][where], np.array([other])).all():
        return place
    foods, portions = place.foods.copy(), place.portions.copy()
    weight = model.knowledge.foods.portion_g
    steps = round(float(portions[where[0]] * weight[food] / weight[other] / model.step[other]))
    foods[where] = other
    portions[where] = np.clip(steps * model.step[other], model.low[other], model.high[other])
    price = float(multiply(portions, model.money[foods]))
    price += charge_of(model, menu, place.template, foods, portions)
    return Place(place.meal, place.template, foods, portions, price)

"""What is paid by the week, shared out to sittings: products bought, and a food had again.

No linear program counts what is bought, only how often it is had. So each sitting pays a part: what is hardly
used pays most of it, and goes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.request.rules import WEEK
from mealopt.week.items import find_kinds
from mealopt.week.model import pad
from mealopt.week.program import SittingProgram

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.model import SittingModel

MOST = 5  # sittings of a day that have a food at most
CLOSE = 0.01  # how near its bound the linear program is brought, as a share: the search does the rest
CLOSE_LIKE = 0.05  # the same of a program like one whose bound is known: its own is never reported
SMALL = 1e-6  # portions, so that no division is by none


class Shares(NamedTuple):
    """What sittings pay of what is paid by the week. `foods` are by food [$ a sitting].

    `kinds` and `let_off` are by kind, size and category [$ a week]: what a sitting of it pays, and what one
    past a person's habit is let off of its own price.
    """

    foods: Floats
    kinds: Floats
    let_off: Floats


def solve_shared(
    model: SittingModel, times: Floats | None = None, like: Floats | None = None
) -> SittingAnswer:
    """Return the optimum with what products cost shared out to their sittings; columns are priced without.

    `times` is how often the days may have each; by default as often as is cheapest, so that the bound holds.
    `like` are the duals of a program like it.
    """
    shares = share_products(model) if times is None else share_at(model, times)
    priced = replace(
        model, rarity=model.rarity + shares.foods, had_usd=shares.kinds, let_off_usd=shares.let_off
    )
    answer = SittingProgram(priced).solve(CLOSE if like is None else CLOSE_LIKE, like)
    columns, paid = [], shares.kinds * model.days / WEEK
    for one in answer.columns:
        shared = (shares.foods[one.foods] * (one.portions > 0)).sum(axis=1)
        shared += paid[find_kinds(model, one.meal, one.foods)].sum(axis=1)
        columns.append(replace(one, price=one.price - shared))
    return replace(answer, columns=tuple(columns))


def share_at(model: SittingModel, times: Floats) -> Shares:
    """Return what each food costs a sitting at so many `times` a week."""
    none, cost = np.zeros(len(model.often)), cost_products(model)
    at = np.clip(np.round(times).astype(np.int64), 1, cost.shape[1])
    found = np.take_along_axis(cost, at[:, None] - 1, axis=1)[:, 0] / at
    found[-1] = 0.0
    return Shares(found * model.days / WEEK, none, none)


def share_products(model: SittingModel) -> Shares:
    """Return the most that sittings may pay of products, so that no week pays more than it costs.

    A product at n sittings costs a(n): itself, and what is had again. Its category past the f sittings of a
    person's habit costs u each besides, and no category has fewer sittings than one of its foods: so with
    some part v of u, a product costs a(n) + v · max(0, n − f) at least. At v = u the least of that for a
    sitting, over every n and food, is what each sitting of a category pays; v is then the least part at which
    it still is, and those past the habit are let off that much of their price. Habits grow no less than in
    step with sittings, so that what holds for one food holds for more of them, together or not. What a
    food costs beyond others of its category it pays itself. By kinds nothing is paid, which categories do.
    """
    cost, count = cost_products(model), np.arange(1, MOST * model.days + 1)
    cost[:-1][count > count_most(model)[:-1, None]] = np.inf
    first = len(model.often) - len(model.sittings.categories) - 1
    least = np.full((len(model.often), len(count)), np.inf)
    np.minimum.at(least, first + model.category[:-1], cost[:-1])
    past = np.maximum(0.0, count - model.often[:, None])
    price = model.often_usd[:, None]
    each = ((least + price * past) / count).min(axis=1)
    each[~np.isfinite(each)] = 0.0
    part = np.divide(each[:, None] * count - least, past, out=np.zeros_like(past), where=past > 0)
    let_off = np.clip(part.max(axis=1), 0.0, model.often_usd)
    mine = first + model.category
    foods = ((cost + let_off[mine][:, None] * past[mine]) / count).min(axis=1) - each[mine]
    foods[-1] = 0.0
    return Shares(np.maximum(0.0, foods) * model.days / WEEK, each, let_off)


def cost_products(model: SittingModel) -> Floats:
    """Return what each food costs for being bought and had again, at 1, 2, 3 … sittings [$ a week]."""
    count = np.arange(1, MOST * model.days + 1)
    past = np.maximum(0.0, count - model.last[:, None])
    again = model.goal.sittings.again * past * np.maximum(0.0, past - 1.0) / 2
    bought = model.goal.sittings.product * pad(model.sittings.kitchen.bought)[model.kind]
    found: Floats = bought[:, None] + model.single[model.kind][:, None] * (count == 1) + again
    return found


def count_most(model: SittingModel) -> Floats:
    """Return at how many sittings the days may have each food at most, one at least.

    At each it has its low serving, or what somebody had, who may have had less.
    """
    least = model.low.copy()
    for menu in model.menus:
        some = menu.portions > 0
        np.minimum.at(least, menu.foods[some], menu.portions[some])
    most = np.floor(model.max_week / np.maximum(least, SMALL) + SMALL)
    found: Floats = np.maximum(1.0, most)
    return found

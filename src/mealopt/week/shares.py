"""What is paid by the week, shared out to sittings: products bought, and a food had again.

No linear program counts what is bought, only how often it is had. So each sitting pays a part: what is hardly
used pays most of it, and goes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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


def solve_shared(
    model: SittingModel, times: Floats | None = None, like: Floats | None = None
) -> SittingAnswer:
    """Return the optimum with what products cost shared out to their sittings; columns are priced without.

    `times` is how often the days may have each; by default as often as is cheapest, so that the bound holds.
    `like` are the duals of a program like it.
    """
    share, had = share_products(model, times), share_kinds(model) * (times is None)
    priced = replace(model, rarity=model.rarity + share, had_usd=had)
    answer = SittingProgram(priced).solve(CLOSE if like is None else CLOSE_LIKE, like)
    columns = []
    for one in answer.columns:
        shared = (share[one.foods] * (one.portions > 0)).sum(axis=1)
        shared += (had * model.days / WEEK)[find_kinds(model, one.meal, one.foods)].sum(axis=1)
        columns.append(replace(one, price=one.price - shared))
    return replace(answer, columns=tuple(columns))


def share_products(model: SittingModel, times: Floats | None = None) -> Floats:
    """Return what each food costs a sitting for being bought, and for being had again [$ a sitting].

    At so many `times` a sitting has its share; by default the least there is at any number, never too much,
    less what its category pays already (`share_kinds`).
    """
    count = np.arange(1, MOST * model.days + 1)
    category = len(model.often) - len(model.sittings.categories) - 1 + model.category
    past = np.maximum(0.0, count - model.last[:, None])
    again = model.goal.sittings.again * past * np.maximum(0.0, past - 1.0) / 2
    single = model.single[model.kind][:, None] * (count == 1)
    bought = model.goal.sittings.product * pad(model.sittings.kitchen.bought)[model.kind][:, None]
    share = (bought + single + again) / count
    if times is None:
        may = count <= count_most(model)[:, None]
        found: Floats = np.where(may, share, np.inf).min(axis=1)
        found = np.maximum(0.0, found - share_kinds(model)[category])
    else:
        at = np.clip(np.round(times).astype(np.int64), 1, len(count)) - 1
        found = np.take_along_axis(share, at[:, None], axis=1)[:, 0]
    found[-1] = 0.0
    return found * model.days / WEEK


def share_kinds(model: SittingModel) -> Floats:
    """Return what of a product a sitting of each category pays at least [$ a week], kinds and categories.

    So many sittings as a person's habits are need one product at least, and each pays its part of it. Those
    past them are paid for anyway and let off as much: no week pays more than it does. By kinds
    nothing is paid, which categories pay already.
    """
    first, free = len(model.often) - len(model.sittings.categories) - 1, model.often.copy()
    free[:first] = np.inf
    bought = np.zeros(len(free))
    bought[first + model.category] = pad(model.sittings.kitchen.bought)[model.kind]
    part = np.where(free >= 1.0, model.goal.sittings.product * bought / np.maximum(free, 1.0), 0.0)
    found: Floats = np.minimum(part, model.often_usd)
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

"""One kitchen: the products of a kind a household buys for its week, by what the program uses most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.model import SittingModel

HOUSE = 100.0  # what a sitting that stands weighs beside one of the program
SMALL = 1e-6  # what a product's part of the days on which its like are eaten weighs beside its use


def choose_products(model: SittingModel, answer: SittingAnswer, had: Floats | None = None) -> Ints:
    """Return the food a household buys instead of each food: itself, where it keeps all of a kind.

    Of a kind of which it keeps some only, those go on that the program has at most sittings; another of the
    kind gives way to one of its own category, else to the first. What is `had` already, at so many sittings,
    is kept before anything else.
    """
    if had is not None:
        house = choose_products(model, answer)
        if (house[had > 0] == np.flatnonzero(had > 0)).all():
            return house  # the one the week was dealt from: what was solved of it serves again
    kitchen, table = model.sittings.kitchen, model.knowledge.foods
    use = measure_use(model, answer)[:-1] + SMALL * table.popularity
    if had is not None:
        use = use + HOUSE * had
    bought = np.arange(len(table))
    for kind in np.flatnonzero(kitchen.products > 0).tolist():
        mine = np.flatnonzero((kitchen.kinds == kind) & model.larder.offered)
        kept = mine[np.argsort(-use[mine], kind="stable")[: kitchen.products[kind]]]
        if not len(kept):
            continue
        for food in np.flatnonzero(kitchen.kinds == kind).tolist():
            like = kept[model.category[kept] == model.category[food]]
            bought[food] = (like if len(like) else kept)[0]
        bought[kept] = kept
    return bought


def measure_use(model: SittingModel, answer: SittingAnswer) -> Floats:
    """Return at how many sittings a day the optimum has each food."""
    use = np.zeros(len(model.money))
    for column, amount in zip(answer.columns, answer.amounts.tolist(), strict=True):
        if amount > 0:
            np.add.at(use, column.foods[0], amount * (column.portions[0] > 0))
    return use

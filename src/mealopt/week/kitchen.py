"""One kitchen: the products of a kind a household buys for its week, by what the program uses most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.days import Place
    from mealopt.week.model import SittingModel

HOUSE = 100.0  # what a sitting that stands weighs beside one of the program
SMALL = 1e-6  # what a product's part of the days on which its like are eaten weighs beside its use


def choose_products(model: SittingModel, answer: SittingAnswer, had: Floats) -> Ints:
    """Return the food a household buys instead of each food: itself, where it keeps all of a kind.

    Of a kind of which it keeps some only, those go on that are `had` at most sittings, then those the program
    has at most; another of the kind gives way to one of its own category, else to the first.
    """
    kitchen, table = model.sittings.kitchen, model.knowledge.foods
    use = HOUSE * had + measure_use(model, answer)[:-1] + SMALL * table.popularity
    bought = np.arange(len(table))
    for kind in np.flatnonzero(kitchen.products > 0).tolist():
        mine = np.flatnonzero((kitchen.kinds == kind) & model.larder.served)
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


def pour_sitting(model: SittingModel, place: Place) -> list[tuple[int, float]]:
    """Return foods and portions of a sitting as the kitchen of a model has them: by weight, in its steps."""
    bought, weight, poured = model.larder.bought, model.knowledge.foods.portion_g, dict[int, float]()
    for food, amount in zip(place.foods.tolist(), place.portions.tolist(), strict=True):
        if amount > 0:
            other, had = int(bought[food]), amount
            if other != food:
                step = float(model.step[other])
                steps = round(amount * float(weight[food] / weight[other]) / step)
                had = float(np.clip(steps * step, model.low[other], model.high[other]))
            poured[other] = poured.get(other, 0.0) + had
    return sorted(poured.items())

"""What a product costs by the week, shared out to sittings."""

from __future__ import annotations

import numpy as np

from mealopt.request.rules import WEEK
from mealopt.week.shares import count_most, share_at, share_products


def test_a_product_costs_its_sittings_no_more_than_it_costs_the_week(model):
    """At no number of sittings it can have: so the bound of the program is one of every week."""
    shares, most = share_products(model), count_most(model)
    first = len(model.often) - len(model.sittings.categories) - 1
    free = model.often[first + model.category]
    part = shares.let_off[first + model.category]
    each = shares.foods + shares.kinds[first + model.category] * model.days / WEEK
    for times in (1, 2, 3, 5, 8, 13, 21):
        can = most >= times
        cost = share_at(model, np.full(len(most), times)).foods * times
        cost += part * np.maximum(0.0, times - free) * model.days / WEEK
        assert (each[can] * times <= cost[can] + 1e-9).all()


def test_a_food_people_have_little_of_a_week_costs_the_more_each_time(model):
    """With what its category pays: half a product at least, where so many sittings are all there is."""
    first, asked = len(model.often) - len(model.sittings.categories) - 1, model.goal.sittings
    shares = share_products(model)
    each = shares.foods + shares.kinds[first + model.category] * model.days / WEEK
    most, free = count_most(model)[:-1], model.often[first + model.category][:-1]
    whole = model.sittings.kitchen.bought[model.kind[:-1]] == 1.0
    endless = (most >= 14) & (free >= 7) & np.isinf(model.last[:-1])
    seldom, often = each[:-1][(most <= 2) & whole], each[:-1][endless]
    assert seldom.min() >= asked.product / 2 > asked.product / 7 + 1.0 > often.max()
    assert (most >= 1).all()


def test_no_week_pays_more_for_the_products_of_a_category_than_they_cost(model):
    """Ten thousand weeks of one category by chance: some foods, two at one sitting, past the habit or not."""
    rng, bought = np.random.default_rng(0), model.goal.sittings.product * model.sittings.kitchen.bought
    (share, kinds, let_off), most = share_products(model), count_most(model)
    first = len(model.often) - len(model.sittings.categories) - 1
    tight = 0
    for category in rng.integers(0, len(model.sittings.categories), 10_000).tolist():
        foods = np.flatnonzero(model.category[:-1] == category)
        place = first + category
        free, usd = model.often[place], model.often_usd[place]
        assert let_off[place] <= usd * np.isfinite(free)
        chosen = rng.choice(foods, min(len(foods), int(rng.integers(1, 4))), replace=False)
        times = np.minimum(rng.integers(1, 15, len(chosen)), most[chosen])
        sittings = rng.integers(int(times.max()), int(times.sum()) + 1)
        over = max(0.0, sittings - free)
        paid = float((share[chosen] * times).sum()) + kinds[place] * sittings + (usd - let_off[place]) * over
        past = np.maximum(0.0, times - model.last[chosen])
        cost = float(bought[model.kind[chosen]].sum()) + usd * over
        cost += model.goal.sittings.again * float((past * (past - 1.0) / 2).sum())
        cost += float((model.single[model.kind[chosen]] * (times == 1)).sum())
        assert paid <= cost + 1e-6
        tight += paid > 0.9 * cost
    assert tight > 500


def test_by_kinds_nothing_is_paid(model):
    """Categories pay already: twice would be more than the week costs."""
    kinds = len(model.sittings.kitchen.names) + 1
    shares = share_products(model)
    assert (shares.kinds[:kinds] == 0.0).all()
    assert (shares.let_off[:kinds] == 0.0).all()
    assert shares.kinds[kinds:].max() > 0.0


def test_what_keeps_for_months_is_not_paid_for_each_week(model):
    """A bottle of ketchup cost a week as much as a salmon, and meals had neither sauce nor dressing."""
    kitchen, share = model.sittings.kitchen, share_at(model, np.ones(len(model.money))).foods
    numbers = (kitchen.names.index(kind) for kind in ("sauce", "fish"))
    sauce, fish = (share[model.kind == number].min() for number in numbers)
    assert sauce < fish / 2

"""Sittings at their best for some prices: what may stand in for a food, and what that costs."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.items import Plates, may_stand_in, price_swaps
from mealopt.week.search import Search


def test_sittings_are_priced_as_if_each_food_were_tried(model):
    rng = np.random.default_rng(3)
    prices = rng.normal(0.1, 0.3, len(model.money))
    prices[-1] = 0.0
    menu = model.menus[1]
    foods, portions, charge, found = Plates(model, menu).choose(prices)
    assert found == pytest.approx((prices[foods] * portions).sum(axis=1) + charge)

    def odd(food, portions):
        above = portions - model.usual[food]
        return model.odd[food] * above if above > 0 else -model.short[food] * above

    for row in rng.choice(len(menu.price), 40):
        best = 0.0
        for item in np.flatnonzero(menu.portions[row] > 0):
            food = int(menu.foods[row, item])
            own = (menu.portions[row, item], model.low[food], model.usual[food], model.high[food])
            tried = [prices[food] * q + model.rarity[food] + odd(food, q) for q in own]
            if menu.single[row, item]:
                for other in menu.swaps[model.category[food]]:
                    if other != food and may_stand_in(model, np.array(food), np.array(other)):
                        price = float(price_swaps(model, np.array(food), np.array(other)))
                        price += model.rarity[other]
                        levels = (model.low[other], model.usual[other], model.high[other])
                        tried += [prices[other] * q + price + odd(other, q) for q in levels]
            best += min(tried)
        assert found[row] <= best + 1e-9 or found[row] == pytest.approx(best)


@pytest.mark.parametrize(
    ("was", "other", "may"),
    [
        ("Milk, whole", "Milk, 1 % fat", True),
        ("Bread, white", "Bread, whole wheat", True),
        ("Scrambled eggs, with oil", "Egg, fried with oil", True),
        ("Potatoes, carrots and onions, stewed", "Avocado, fresh", False),
        ("Gravy, chicken or turkey", "White sauce or milk gravy", False),
        ("Spinach, fresh, cooked with oil", "Spinach, raw", False),
        ("Cheddar cheese", "Parmesan cheese, grated, dry", False),
    ],
)
def test_what_is_eaten_with_other_things_stands_in_for_nothing(model, knowledge, was, other, may):
    places = (np.array([knowledge.foods.names.index(name)]) for name in (was, other))
    assert may_stand_in(model, *places).tolist() == [may]


def test_no_food_of_a_sitting_gives_its_place_to_what_goes_with_other_things(model, solved):
    search = Search(model, solved, 4.0)
    tried = 0
    for place in [place for day in search.start().days for place in day if place.template >= 0]:
        had = model.menus[place.meal].foods[place.template]
        found = search.neighbours(place)
        row, item = np.nonzero(found.foods != had)
        apart = model.sittings.unlike.between(had[item], found.foods[row, item])
        assert (apart <= model.figures.unlike_nats).all()
        tried += len(row)
    assert tried > 100

"""What a person has little of, and what they cannot have."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import pytest

from mealopt.knowledge.sittings import find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.week.build import build_model, find_largest
from mealopt.week.taste import find_liking

WOMAN = Person(35, "female", energy_kcal=2000)


def test_what_everybody_would_have_counts_as_rarer_than_it_is(model, knowledge, data_folder):
    """Read here by the csv module alone: a row that is lost, or of nothing in the table, is seen."""
    table, said = knowledge.foods, dict.fromkeys(knowledge.foods.ids, 0.0)
    for name, keys in (("overused.csv", table.ids), ("category_nats.csv", table.categories)):
        with (data_folder / name).open(encoding="utf-8", newline="") as file:
            rows = {row[0]: float(row[1]) for row in list(csv.reader(file))[1:]}
        assert rows
        assert rows.keys() <= set(keys)
        for food, key in zip(table.ids, keys, strict=True):
            said[food] += rows.get(key, 0.0)
    assert find_sittings(table).overused.tolist() == pytest.approx(list(said.values()))
    liking = find_liking(
        knowledge.foods.popularity, WOMAN, 0, model.goal.sittings.taste, knowledge.figures
    )
    more = model.rarity[:-1] - knowledge.figures.rare_food_times * model.goal.sittings.strange * liking
    for food, nats in said.items():
        price = knowledge.figures.rare_food_times * model.goal.sittings.strange * nats
        assert more[knowledge.foods.position(food)] == pytest.approx(price)


def test_no_week_is_short_of_what_a_diet_does_not_serve(model):
    names = model.sittings.kitchen.names
    assert (model.seldom_at[:, [names.index("meat"), len(names)]] == 0.0).all()
    assert (model.seldom_at[:, names.index("cheese")] > 0.0).all()


ALMOND_MILK, RICE_MILK = "11350000", "11360000"


@pytest.mark.parametrize(
    ("food", "rules", "has"),
    [
        (ALMOND_MILK, Rules(without=("dairy",)), False), (RICE_MILK, Rules(without=("dairy", "soy")), True),
        (ALMOND_MILK, Rules(without=("dairy",), like=(ALMOND_MILK,)), True),
        (ALMOND_MILK, Rules(without=("dairy", "tree_nuts"), like=(ALMOND_MILK,)), False),
    ],
    ids=["soy milk is milk", "no soy", "liked", "liked, no nuts"],
)  # fmt: skip
def test_what_is_made_for_others_is_served_to_who_likes_it_where_it_is_allowed(knowledge, food, rules, has):
    """Somebody named almond milk, and no week had any: only without soy it was offered."""
    targets, allowed = derive_targets(WOMAN, rules, knowledge), allow_foods(WOMAN, rules, knowledge)
    sittings = find_sittings(knowledge.foods)
    model = build_model(WOMAN, rules, knowledge, targets, allowed, 95.0, sittings)
    assert model.larder.served[knowledge.foods.position(food)] == has


def test_who_eats_much_has_no_serving_nobody_would_serve(knowledge):
    """Servings grow with the energy: 2½ oz of peanuts and half a pound of fish were served."""
    sittings = find_sittings(knowledge.foods)
    large, usual = (
        find_largest(knowledge, sittings, SimpleNamespace(kcal=kcal)) for kcal in (3500.0, 2000.0)
    )
    times = knowledge.figures.largest_times
    assert (large <= times * sittings.largest + 1e-9).all()
    assert (usual <= large).all()
    free = sittings.largest > 2 * sittings.high  # what eaters of the category have is no limit there
    assert ((large / sittings.high)[free] > times + 0.1).any()

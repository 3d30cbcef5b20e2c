"""What is left of a sitting without what a diet takes."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from mealopt.knowledge.sittings import Templates, find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.week.build import build_model
from mealopt.week.menus import count_doubled, find_overused, find_strangeness

RICE, MILK, BREAD, OTHER_MILK = "56205000", "11111000", "51000100", "11112110"


@pytest.mark.parametrize(
    ("left", "strangeness"),
    [
        ((RICE, BREAD, MILK), 4.0),  # as it was
        ((OTHER_MILK, BREAD, RICE), 4.0),  # of the same kinds, in any order
        ((RICE, MILK), 1.5),  # the mean of those people had
        ((RICE, RICE), 4.0),  # nobody had it: as strange as the strangest
        ((RICE,), 4.0),
    ],
)
def test_what_is_left_is_as_strange_as_what_people_had_of_its_kinds(knowledge, left, strangeness):
    sittings, nothing = find_sittings(knowledge.foods), len(knowledge.foods)
    rice, milk, bread = (knowledge.foods.position(food) for food in (RICE, MILK, BREAD))
    had = np.array([[rice, milk, -1], [milk, rice, -1], [rice, bread, milk]])
    known = Templates(had, np.ones(had.shape), np.array([1.0, 2.0, 4.0]))
    mine = [knowledge.foods.position(food) for food in left]
    foods = had.copy()
    foods[foods < 0] = nothing
    foods[2] = [*mine, *[nothing] * (3 - len(mine))]
    found = find_strangeness(foods, np.arange(len(foods)), known, sittings)
    assert found == pytest.approx([1.0, 2.0, strangeness])


def test_two_kinds_that_everybody_would_have_at_a_meal_count_as_stranger(knowledge, data_folder):
    """Bread, eggs and salad were one lunch in ten and nobody has it. Read here by the csv module alone."""
    sittings, nothing = find_sittings(knowledge.foods), len(knowledge.foods)
    said: dict[tuple[str, str, str], float] = {}
    for name in ("overused_pairs.csv", "apart.csv"):
        with (data_folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = row["meal"], row["kind"], row["with_kind"]
                said[key] = max(said.get(key, 0.0), float(row["nats"]))
    names, kinds = sittings.kitchen.names, sittings.kitchen.kinds
    one_of = {name: int(np.flatnonzero(kinds == place)[0]) for place, name in enumerate(names)}
    other = one_of["supplement"]
    assert said["lunch", "cereal", "vegetable"] >= 8.0  # a run over the panel had lost what was said by hand
    for (meal, first, second), nats in said.items():
        pair = one_of[first], one_of[second]
        foods = np.array([[*pair, nothing], [pair[1], other, pair[0]], [pair[0], other, nothing]])
        place = sittings.meals.index(meal)
        assert find_overused(foods, sittings, place) == pytest.approx([nats, nats, 0.0])
    assert len(said) > 10


@pytest.mark.parametrize(
    ("named", "doubled"),
    [
        (("Mackerel, baked or broiled, with fat", "Salmon, baked or broiled, with oil"), 1),  # two fishes
        (("Cereal, Rice Krispies", "Cereal, Frosted Mini-Wheats", "Milk, 2 % fat"), 1),
        (("Cereal, Rice Krispies", "Oatmeal, plain, made with milk"), 1),  # one bowl or the other
        (("Salmon, baked or broiled, with oil", "Egg, fried with oil"), 0),
        (("Carrots, raw", "Tomatoes, raw", "Cucumber, raw"), 0),  # vegetables lie beside each other
    ],
)
def test_two_foods_of_a_kind_people_have_once_are_counted(knowledge, named, doubled):
    table, width = knowledge.foods, 4
    foods = [table.names.index(name) for name in named] + [len(table)] * (width - len(named))
    found = count_doubled(np.array([foods]), find_sittings(table))
    assert found.tolist() == [doubled]


def test_what_nearly_nobody_has_by_any_name_takes_no_place(knowledge):
    """Fufu lay beside tacos. Fried salmon is as rare, and salmon is not; who likes fufu has it."""
    table, woman = knowledge.foods, Person(35, "female", energy_kcal=2000)
    sittings = find_sittings(table)
    fufu, salmon = (table.names.index(name) for name in ("Fufu", "Salmon, breaded and fried in oil"))
    assert max(table.popularity[[fufu, salmon]]) < knowledge.figures.swapped_in_named_share
    assert sittings.named[fufu] == table.popularity[fufu]
    assert sittings.named[salmon] >= table.popularity[salmon] * 10

    def swapped_in(rules):
        targets, allowed = derive_targets(woman, rules, knowledge), allow_foods(woman, rules, knowledge)
        model = build_model(woman, rules, knowledge, targets, allowed, 95.0, sittings)
        return {food for menu in model.menus for swaps in menu.swaps for food in swaps.tolist()}

    plain, named = swapped_in(Rules()), swapped_in(Rules(like=(table.ids[fufu],)))
    assert salmon in plain
    assert fufu in named - plain

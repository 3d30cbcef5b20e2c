"""What a household keeps and what meals need: the tables say only what is known, and mean what they say."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.kitchen import load_kitchen, load_needs
from mealopt.knowledge.sittings import find_sittings
from mealopt.tables.places import find_data

CEREAL = "Ready-to-eat cereal, lower sugar (=<21.2g/100g)"
BEANS = ("Beans, peas, legumes", "Bean, pea, legume dishes")
CASES = [  # meal, categories, whether it lacks something
    ("breakfast", ("Yeast breads", "Coffee"), True),
    ("breakfast", ("Yeast breads", "Margarine", "Coffee"), False),
    ("breakfast", ("Bananas", "Coffee"), True),
    ("lunch", ("Nuts and seeds", "Citrus juice"), True),
    ("lunch", ("Beans, peas, legumes", "Eggs and omelets", "Tortillas"), True),
    ("dinner", ("Rice", "Chicken, whole pieces", "Broccoli"), False),
    ("dinner", ("Rice", "Chicken, whole pieces"), True),
    ("dinner", ("Lettuce and lettuce salads", "Pizza"), True),
    ("snack", ("Bananas",), False),
    ("snack", ("Coffee", "Sugars and honey", "Cream and cream substitutes"), False),
    ("snack", ("Bananas", "Milk, lowfat", "Sugars and honey"), True),
    ("breakfast", ("Yeast breads", "Cheese", "Cream and cream substitutes"), True),
    ("breakfast", (CEREAL, "Milk, lowfat", "Margarine"), True),
    ("lunch", ("Nuts and seeds", "Rice", "Chicken, whole pieces", "Broccoli"), True),
    ("lunch", ("Nuts and seeds", "Yeast breads", "Chicken, whole pieces", "Broccoli"), False),
    ("dinner", (CEREAL, "Milk, lowfat", "Broccoli", "Eggs and omelets", "Tortillas"), True),
    ("snack", ("Tortilla, corn, other chips", "Dips, gravies, other sauces"), False),
    ("snack", ("Bananas", "Dips, gravies, other sauces"), True),
    ("snack", ("Beans, peas, legumes", "Melons"), True),
    ("snack", ("Beans, peas, legumes", "Tortilla, corn, other chips"), False),
    ("lunch", ("Beans, peas, legumes", "Tortillas", "Bananas"), True),
    ("lunch", ("Beans, peas, legumes", "Tortillas", "Tomatoes", "Nuts and seeds"), True),
    ("dinner", ("Bean, pea, legume dishes", "Tea", "Dips, gravies, other sauces"), True),
    ("dinner", ("Bean, pea, legume dishes", "Tea", "Tomato-based condiments"), False),
    ("lunch", ("Seafood mixed dishes", "Apples"), True),
    ("lunch", ("Seafood mixed dishes", "Apples", "Yeast breads"), False),
    ("breakfast", ("Eggs and omelets", "Milk, lowfat"), True),
    ("breakfast", ("Eggs and omelets", "Milk, lowfat", "Yeast breads"), False),
    ("lunch", ("Beans, peas, legumes", "Tortillas", "Cheese", "Tomatoes"), False),
    ("dinner", ("Soups, mostly noodles",), True),  # noodles in broth are nothing green
    ("dinner", ("Soups",), False),
    ("dinner", ("Chicken, whole pieces", "Sweet potatoes"), True),  # it fills, as a potato does
    ("dinner", ("Chicken, whole pieces", "Sweet potatoes", "Peas and similar vegetables"), False),
    ("breakfast", ("Nuts and seeds", "Jams, syrups, toppings", "Milk, lowfat"), True),
]


@pytest.mark.parametrize(("meal", "categories", "lacks"), CASES)
def test_dry_toast_and_meals_about_nothing_lack_something(knowledge, meal, categories, lacks):
    sittings = find_sittings(knowledge.foods)
    has = np.array([[name in categories for name in sittings.categories]])
    assert has.sum() == len(categories)
    assert (sittings.needs[meal].find_bare(has)[0] > 0) == lacks


def test_beans_and_rice_and_plain_beans_are_not_both_a_day(knowledge):
    """Dishes of beans were of the kind of every dish: a quarter of all lunches and dinners were beans."""
    sittings = find_sittings(knowledge.foods)
    kitchen, at = sittings.kitchen, [sittings.categories.index(name) for name in BEANS]
    kinds = {int(kitchen.plate[kitchen.kinds[sittings.category == place][0]]) for place in at}
    assert len(kinds) == 1
    assert kitchen.once[kinds.pop()]


def test_a_kind_on_the_plate_of_nothing_known_is_refused(knowledge, tmp_path):
    for name in ("kinds.csv", "not_offered.csv", "kind_weeks.csv"):
        shutil.copy(find_data() / name, tmp_path)
    text = (find_data() / "kitchen.csv").read_text(encoding="utf-8")
    (tmp_path / "kitchen.csv").write_text(text.replace("hot cereal,1,cereal", "hot cereal,1,gruel"))
    with pytest.raises(BadInputError) as error:
        load_kitchen(tmp_path, knowledge.foods)
    assert [(p.column, p.value) for p in error.value.problems] == [("or_else", "gruel")]


def test_a_need_of_nothing_known_is_refused_with_all_others(tmp_path):
    shutil.copy(find_data() / "kinds.csv", tmp_path)
    (tmp_path / "meal_parts.csv").write_text(
        "meal,of,needs,weight,reason\nlunch,Breadd,soups,1,x\ntea,,soups,1,x\nlunch,,soups; cheeese,1,x\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInputError) as error:
        load_needs(tmp_path, ("lunch",), ("Soups",))
    assert [(p.line, p.column, p.value) for p in error.value.problems] == [
        (2, "of", "Breadd"),
        (3, "meal", "tea"),
        (4, "needs", "cheeese"),
    ]


def test_a_household_keeps_one_milk(knowledge):
    kitchen = load_kitchen(find_data(), knowledge.foods)
    milk = kitchen.kinds[knowledge.foods.position("11111000")]
    assert kitchen.products[milk] == 1
    assert (kitchen.products >= 0).all()
    assert kitchen.offered.shape == (len(knowledge.foods.meals), len(knowledge.foods))
    assert not kitchen.offered[:, knowledge.foods.position("sr-11993")].any()
    grilled = kitchen.offered[:, knowledge.foods.position("sr-11939")]
    assert {m for m, here in zip(knowledge.foods.meals, grilled, strict=True) if here} == {"lunch", "dinner"}


CALCIUM = "calcium-fortified"  # juice, where no milk of any kind is had
SOYLESS = ("Almond milk", "Rice milk", "Coconut milk drink")  # no dairy to HEI-2020, as soy milk is
GRILLED = "Mushrooms, portabella, UV-treated, grilled"  # for diets that have little other vitamin D


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (("omnivore",), ()), (("omnivore", "gluten"), ("gluten-free",)),
        (("pescatarian", "soy", "lactose"), ("lactose-free", CALCIUM, *SOYLESS)), (("vegan",), (GRILLED,)),
        (("vegetarian", "gluten"), (GRILLED, "gluten-free")),
    ],
    ids=["everybody", "no gluten", "no soy, no lactose", "vegan", "vegetarian, no gluten"],
)
def test_what_is_made_for_people_who_go_without_is_served_to_them_alone(knowledge, without, words):
    kitchen, names = find_sittings(knowledge.foods).kitchen, knowledge.foods.names
    marks = ("gluten-free", "lactose-free", GRILLED, CALCIUM, *SOYLESS)
    special = {name for name in names if any(mark in name for mark in marks)}
    made = {name for name, mine in zip(names, kitchen.find_made(without), strict=True) if mine}
    assert made & special == {name for name in special if any(word in name for word in words)}
    assert made | special == set(names)


def test_no_serving_is_larger_than_the_largest_of_its_kind(knowledge):
    table, sittings = knowledge.foods, find_sittings(knowledge.foods)
    largest = sittings.kitchen.largest[sittings.kitchen.kinds]
    served = sittings.high * table.portion_g
    room = np.maximum(largest + table.step * table.portion_g / 2, table.step * table.portion_g)
    assert (served <= room).all()
    salmon = table.names.index("Salmon, baked or broiled, with oil")
    assert served[salmon] == pytest.approx(170, abs=1)  # eaters' upper quartile is half a pound
    assert (sittings.low <= sittings.usual).all()
    assert (sittings.usual <= sittings.high).all()
    assert np.isinf(largest).any()


@pytest.mark.parametrize(
    ("name", "meals"),
    [
        ("Bread, whole wheat, with raisins", {"breakfast", "snack"}),
        ("Peanut butter", {"breakfast", "lunch", "dinner"}),
        ("Chewing gum, regular", set()),
        ("Bread, whole wheat", {"breakfast", "lunch", "dinner", "snack"}),
    ],
)
def test_the_meals_of_a_food_are_those_where_it_may_be_offered(knowledge, name, meals):
    """Raisin bread was offered at lunch and dinner alone: the column had been taken for its opposite."""
    kitchen, table = find_sittings(knowledge.foods).kitchen, knowledge.foods
    offered = kitchen.offered[:, table.names.index(name)]
    assert {meal for meal, may in zip(table.meals, offered, strict=True) if may} == meals

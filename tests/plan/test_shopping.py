"""The shopping list: it covers what is eaten, counts it once, and leaves out what need not be bought."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.library import customise_knowledge
from mealopt.knowledge.recipes import load_ingredients, load_recipes
from mealopt.plan.ingredients import DISH
from mealopt.plan.portions import COLUMNS as PLAN_COLUMNS
from mealopt.plan.portions import Serving, list_portions
from mealopt.plan.shopping import COLUMNS, build_shopping, find_free
from mealopt.plan.shopping_text import format_shopping
from mealopt.tables.writing import format_csv
from tests.checking import ask_times

BANANA, TAP_WATER, EGG, BREAD = "63107010", "94000100", "31103010", "51300110"
OATS_WITH_MILK, MILK, SOY_MILK_OATS = "56203066", "11112110", "56203076"
BEANS_AND_RICE, RICE, DRY_BEANS = "58160150", "56205008", "41106010"
CHICKEN, FRIES, YOGURT = "24122131", "71401030", "11434020"
WHEAT_BREAD, FRIED_EGG = "51300110", "31105005"


def test_what_is_sold_both_ways_is_bought_as_the_plan_says(knowledge):
    """The loaf is to be read; the fat of the fried egg is chosen at the stove."""
    marks = {WHEAT_BREAD: "vegetarian", FRIED_EGG: "vegetarian"}
    frame = list_portions([Serving("1", "lunch", food, 2) for food in marks], knowledge, marks=marks).frame
    assert frame["food"].str.endswith(" (vegetarian)").all()
    notes = {row["food"]: row["note"] for row in build_shopping(frame, knowledge).to_dict("records")}
    assert notes["Bread, whole wheat"].startswith("vegetarian: read the label")
    assert "label" not in notes["Eggs"]
    bread = list_portions([Serving("1", "lunch", WHEAT_BREAD, 2)], knowledge).frame
    assert "label" not in " ".join(build_shopping(bread, knowledge)["note"])


def test_what_is_bought_ready_for_a_dish_is_read_too(knowledge):
    """A pot cooked at home is as vegan as the jar it is made of."""
    table = knowledge.foods
    pasta = table.ids[table.names.index("Pasta with tomato sauce, homemade")]
    frame = list_portions([Serving("1", "lunch", pasta, 2)], knowledge, marks={pasta: "vegan"}).frame
    notes = [row["note"] for row in build_shopping(frame, knowledge).to_dict("records")]
    assert notes
    assert all(note.startswith("vegan: read the label") for note in notes)


@pytest.mark.parametrize(
    ("food_id", "grams", "item", "buy"),
    [
        (BANANA, 882, "Bananas", "7 bananas"),
        (BANANA, 883, "Bananas", "8 bananas"),
        (EGG, 250, "Eggs", "1 carton of 6"),
        ("31105030", 330, "Eggs", "1 carton of 6"),  # six fried eggs weigh more than six eggs
        (MILK, 1000, "Milk, 2 % fat", "1 quart + 1 pint"),
        (RICE, 1264, "Rice, white", "2-lb bag"),  # 455 g, a gram more than a pound bag
        (RICE, 1260, "Rice, white", "1-lb bag"),
        ("72201211", 312, "Broccoli", "1¼ lb (567 g)"),
        (CHICKEN, 360, "Chicken breast, boneless", "1¼ lb (567 g)"),
        (YOGURT, 450, "Greek yogurt with fruit, nonfat", "3 containers (450 g)"),
        (YOGURT, 500, "Greek yogurt with fruit, nonfat", "4 containers (600 g)"),
        (FRIES, 195, "French fries, fast food", "3½ cups (210 g)"),
        ("27510241", 165, "Cheeseburger, medium, on white bun, homemade", "1 cheeseburger (165 g)"),
        (BREAD, 72, "Bread, whole wheat", "20-oz loaf"),
        ("91101010", 12.6, "Sugar, white", "4-lb bag"),
        ("supplement-calcium", 7, "Calcium tablet, 300 mg (free of allergens)", "7 tablets (7 g)"),
    ],
)
def test_what_is_asked_for_in_a_shop(bought, food_id, grams, item, buy):
    (row,) = bought((food_id, grams)).values()
    assert (row["food"], row["buy"], row["food_id"]) == (item, buy, food_id)
    assert row["grams"] == pytest.approx(grams)


def test_the_same_thing_is_bought_once(bought):
    rows = bought((EGG, 100), ("31105030", 110, "2"), ("32130010", 55, "5"), ("32103000", 111, "5"))
    eggs = rows.pop("Eggs")
    assert eggs["buy"] == "1 carton of 12"
    assert eggs["grams"] == pytest.approx(376)
    assert eggs["needed_g"] == pytest.approx(100 + 165 * 0.909 + 111 * 0.8)
    assert eggs["days"] == "1; 2; 5"
    assert eggs["food_id"].split("; ") == [EGG, "31105030", "32103000", "32130010"]
    assert "Egg, fried with oil" in eggs["eaten_as"]
    assert rows["Mayonnaise"]["note"] == "for Egg salad with mayonnaise"


def test_milk_for_the_oatmeal_is_bought_with_the_milk(bought):
    rows = bought((OATS_WITH_MILK, 240), (MILK, 244, "2"), ("11113000", 61))
    assert set(rows) == {"Oats", "Milk, 2 % fat", "Milk, fat-free (skim)"}
    assert rows["Milk, 2 % fat"]["needed_g"] == pytest.approx(244 + 240 * 1.01)
    assert rows["Milk, 2 % fat"]["grams"] == pytest.approx(244)
    assert rows["Milk, 2 % fat"]["days"] == "1; 2"
    assert rows["Oats"]["needed_g"] == pytest.approx(240 * 0.17)


def test_milk_for_the_oatmeal_is_bought_where_there_is_none(bought):
    rows = bought((OATS_WITH_MILK, 240))
    milk = rows["Cow's milk, any fat level"]
    assert (milk["buy"], milk["grams"], milk["note"]) == ("1 pint", 0, "for Oatmeal, plain, made with milk")


def test_one_persons_milk_is_not_anothers(knowledge, plan_of):
    plans = [plan_of((SOY_MILK_OATS, 240)), plan_of(("11350020", 900))]  # almond milk
    items = set(build_shopping(plans, knowledge)["food"])
    assert {"Soy milk, plain or vanilla", "Almond milk, unsweetened"} <= items


def test_a_dish_is_bought_as_its_parts(knowledge, bought):
    rows = bought((BEANS_AND_RICE, 170), (RICE, 158))
    assert set(rows) == {"Kidney beans, dry", "Rice, white"}
    assert rows["Rice, white"]["needed_g"] == pytest.approx((158 + 170 * 0.4) * 0.36)
    assert sum(row["grams"] for row in rows.values()) == pytest.approx(328)
    price = knowledge.foods.price
    cost = 1.70 * price[knowledge.foods.position(BEANS_AND_RICE)]
    cost += 1.58 * price[knowledge.foods.position(RICE)]
    assert sum(row["cost"] for row in rows.values()) == pytest.approx(cost)


def test_tap_water_and_what_was_eaten_already_stay_off_the_list(knowledge, plan_of):
    plan = plan_of((TAP_WATER, 2000), (BANANA, 126), (EGG, 50), eaten={BANANA})
    assert build_shopping(plan, knowledge)["food"].tolist() == ["Eggs"]
    assert find_free(plan, knowledge) == ["Banana, fresh"]
    nothing = build_shopping(plan_of((TAP_WATER, 240)), knowledge)
    assert list(nothing.columns) == list(COLUMNS)
    assert format_shopping(nothing) == "Shopping list: nothing has to be bought.\n"


def test_an_average_day_stands_for_a_week(knowledge, plan_of):
    week = plan_of(*[(BANANA, 126, str(day)) for day in range(1, 8)])
    average = plan_of((BANANA, 126, "average"))
    pd.testing.assert_frame_equal(build_shopping(average, knowledge), build_shopping(week, knowledge))


@pytest.mark.parametrize(
    ("pantry", "buy"),
    [
        ({}, "7 bananas"),
        ({BANANA: 126}, "6 bananas"),
        ({BANANA: 800}, "1 banana"),
        ({BANANA: 882}, None),
        ({BANANA: 5000}, None),
        ({EGG: 5000}, "7 bananas"),
        ({"no such food": 1}, "7 bananas"),
    ],
)
def test_the_pantry_is_used_first(bought, pantry, buy):
    row = bought((BANANA, 882), pantry=pantry).get("Bananas")
    assert (row and row["buy"]) == buy


def test_what_is_left_in_the_pantry_helps_its_like(bought):
    rows = bought((EGG, 100), ("31105030", 440), (BEANS_AND_RICE, 170), pantry={EGG: 400, DRY_BEANS: 50})
    assert rows["Eggs"]["needed_g"] == pytest.approx(440 * 0.909 - 300)
    assert rows["Kidney beans, dry"]["needed_g"] == pytest.approx((170 * 0.6 - 50) * 0.41)
    assert bought((YOGURT, 450), pantry={YOGURT: 150})["Greek yogurt with fruit, nonfat"]["buy"] == (
        "2 containers (300 g)"
    )


def test_the_pantry_is_not_used_twice_by_a_household(knowledge, plan_of):
    plans = [plan_of((BANANA, 126)), plan_of((BANANA, 126, "3"))]
    stock = {BANANA: 126.0}
    frame = build_shopping(plans, knowledge, stock)
    assert frame["buy"].tolist() == ["1 banana"]
    assert stock == {BANANA: 126.0}


def test_another_food_table_has_a_place_too(knowledge, write_foods):
    foods = write_foods(
        {"category": "Breads of the north"}, {"food_id": "x", "name": "=cmd|' /C calc'!A1"}
    )  # a formula, as some table has it
    own = customise_knowledge(knowledge, foods=foods)
    plan = list_portions([Serving("1", "lunch", "bread", 3), Serving("1", "lunch", "x", 1)], own).frame
    frame = build_shopping(plan, own)
    rows = {row["food_id"]: row for row in frame.to_dict("records")}
    assert (rows["bread"]["aisle"], rows["bread"]["buy"], rows["bread"]["buy_g"]) == ("Other", "150 g", 150)
    assert "'=cmd" in format_csv(frame)
    assert ",=cmd" not in format_csv(frame)


def test_a_table_without_the_parts_has_the_dish(knowledge, write_foods):
    dish = {"category": "Bean, pea, legume dishes", "name": "Kidney beans and white rice"}
    own = customise_knowledge(knowledge, foods=write_foods(dish))
    frame = build_shopping(list_portions([Serving("1", "lunch", "bread", 1)], own).frame, own)
    assert frame[["aisle", "food", "buy"]].to_numpy().tolist() == [["Other", dish["name"], "50 g"]]


def test_the_list_does_not_depend_on_the_order_of_the_plan(knowledge, plan_of):
    foods = [EGG, "31105030", MILK, OATS_WITH_MILK, BEANS_AND_RICE, RICE, FRIES, CHICKEN]
    rows = [(food, 50.0 + place, str(1 + place % 7)) for place, food in enumerate(foods)]
    plan = plan_of(*rows)
    shuffled = plan.sample(frac=1, random_state=random.Random(3).randrange(2**31))
    assert format_csv(build_shopping(plan, knowledge)) == format_csv(build_shopping(shuffled, knowledge))


# properties


@st.composite
def meals_eaten(draw):
    count = draw(st.integers(1, 12))
    return [
        (draw(st.integers(0, 10**9)), draw(st.floats(1, 2000)), str(draw(st.integers(1, 7))))
        for _ in range(count)
    ]


def rows_of(knowledge, eaten):
    ids = knowledge.foods.ids
    return [(ids[number % len(ids)], grams, day) for number, grams, day in eaten]


@given(meals_eaten())
@ask_times(40)
def test_everything_eaten_is_covered_and_counted_once(knowledge, plan_of, eaten):
    rows = rows_of(knowledge, eaten)
    plan = plan_of(*rows)
    frame = build_shopping(plan, knowledge)
    assert (frame["buy_g"] >= frame["needed_g"] * (1 - 1e-5) - 1e-3).all()
    assert (frame["needed_g"] > 0).all()
    assert frame["buy"].str.len().min() > 0
    sold = plan[plan["food_id"] != TAP_WATER]
    assert frame["grams"].sum() == pytest.approx(sold["grams"].sum())
    assert frame["cost"].sum() == pytest.approx(sold["cost"].sum())
    listed = {food_id for cell in frame["food_id"] for food_id in cell.split("; ")}
    assert listed == set(sold["food_id"])


@given(meals_eaten(), meals_eaten())
@ask_times(30)
def test_a_household_buys_what_its_people_need(knowledge, plan_of, first, second):
    plans = [plan_of(*rows_of(knowledge, eaten)) for eaten in (first, second)]
    together = (
        build_shopping(plans, knowledge).groupby(["aisle", "food"])[["needed_g", "grams", "cost"]].sum()
    )
    apart = pd.concat([build_shopping(plan, knowledge) for plan in plans])
    apart = apart.groupby(["aisle", "food"])[["needed_g", "grams", "cost"]].sum()
    pd.testing.assert_frame_equal(together, apart, check_exact=False, rtol=1e-9)


def test_every_food_of_the_table_can_be_bought(knowledge, plan_of):
    """A helping of each food, all on one list: what is eaten as bought is covered, thing by thing."""
    table, shop = knowledge.foods, knowledge.shop
    helpings = (table.helping * table.portion_g).tolist()
    frame = build_shopping(plan_of(*zip(table.ids, helpings, strict=True)), knowledge)
    assert {food_id for cell in frame["food_id"] for food_id in cell.split("; ")} == {*table.ids} - {
        TAP_WATER
    }
    assert (frame["buy_g"] >= frame["needed_g"] * (1 - 1e-5)).all()
    needed = {}
    for category, name, grams in zip(table.categories, table.names, helpings, strict=True):
        row = shop.find_purchase(category, name)
        if row.good and shop.goods[row.good].sold_by != "none":
            good = shop.goods[row.good]
            key = (shop.aisles[good.aisle].label, good.item(name))
            needed[key] = needed.get(key, 0.0) + grams * row.per_eaten
    found = frame.groupby(["aisle", "food"])["buy_g"].sum()
    assert [key for key, grams in needed.items() if found[key] < grams * (1 - 1e-5)] == []


def test_columns_of_a_plan_are_what_a_list_is_made_from():
    assert {"day", "food_id", "grams", "cost"} <= set(PLAN_COLUMNS)


PASTA_WITH_MEAT = "58146322"


def test_what_a_dish_is_made_of_is_bought_in_its_place(bought, knowledge):
    ready = bought((PASTA_WITH_MEAT, 500), (BANANA, 120))
    cooked = bought((PASTA_WITH_MEAT, 500), (BANANA, 120), ingredients=True)
    assert {"Ground beef", "Pasta", "Spaghetti sauce, tomato"} <= {*cooked}
    assert not {*cooked} & ({*ready} - {"Bananas"})
    assert cooked["Bananas"]["buy"] == ready["Bananas"]["buy"]
    spent, paid = (sum(row["cost"] for row in rows.values()) for rows in (cooked, ready))
    assert spent == pytest.approx(paid)
    assert sum(row["grams"] for row in cooked.values()) == pytest.approx(620)
    parts = {part.name: part.grams_per_100g for part in load_recipes()[PASTA_WITH_MEAT]}
    raw = 500 * parts["ground beef, cooked"] / 100 * 1.42  # 1 oz raw yields 20 g
    assert cooked["Ground beef"]["needed_g"] == pytest.approx(raw)
    assert cooked["Ground beef"]["note"].startswith("for Pasta with tomato sauce and meat, homemade")


def test_any_milk_of_a_dish_is_the_milk_that_is_drunk(bought):
    cooked = bought(("11112210", 244), ("78101110", 400), ingredients=True)
    assert [item for item in cooked if item.startswith("Milk")] == ["Milk, 1 % fat"]


def test_a_dish_made_otherwise_than_its_recipe_is_bought_as_a_dish(knowledge):
    marks = {PASTA_WITH_MEAT: "halal"}
    frame = list_portions([Serving("1", "lunch", PASTA_WITH_MEAT, 2)], knowledge, marks=marks).frame
    rows = build_shopping(frame, knowledge, ingredients=True)
    assert rows["food"].tolist() == ["Pasta with tomato sauce and meat, homemade"]


def test_every_dish_can_be_bought_as_what_it_is_made_of(knowledge, plan_of):
    """Nothing of its money is lost, and nothing is bought that no recipe has."""
    table, recipes = knowledge.foods, load_recipes()
    for food_id, recipe in recipes.items():
        if food_id in table and len(recipe) >= DISH:
            rows = build_shopping(plan_of((food_id, 300)), knowledge, ingredients=True)
            cost = 3 * float(table.price[table.position(food_id)])
            assert rows["cost"].sum() == pytest.approx(cost), food_id
            assert rows["needed_g"].gt(0).all()


def test_ingredients_are_bought_as_foods_of_the_table(knowledge):
    known, named = load_ingredients(), {part.name for recipe in load_recipes().values() for part in recipe}
    assert {*known} <= named
    assert all(like.food_id in knowledge.foods for like in known.values() if like.food_id)
    assert not known["salt"].food_id
    for name, like in known.items():  # raw or dry: bought as it is, what cooking changes taken back
        if like.per_gram != 1.0:
            place = knowledge.foods.position(like.food_id)
            purchase = knowledge.shop.find_purchase(
                knowledge.foods.categories[place], knowledge.foods.names[place]
            )
            assert like.per_gram * purchase.per_eaten == pytest.approx(1.0, abs=0.02), name

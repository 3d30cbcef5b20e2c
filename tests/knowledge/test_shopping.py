"""What a shop sells: the shipped tables fit the foods, and a broken table is named cell by cell."""

from __future__ import annotations

import shutil

import pytest

from mealopt.knowledge.shopping import ANY, Good, Part, load_shop

HEADS = {
    "aisles.csv": "aisle,label,place",
    "goods.csv": "good,name,drop,aisle,sold_by,sizes,step,pantry,keeps_days,freezes",
    "shopping.csv": "category,words,good,bought_per_eaten,also,basis",
}
OATS = "oats,Oats,,dry,pack,18-oz box=510,,yes,,no"
REST = "rest,{food},,dry,weight,,10,no,,no"


@pytest.fixture
def write_shop(tmp_path):
    """Write the three tables of a made-up shop; what is not given is sound."""

    def write(aisles=("dry,Dry goods,1",), goods=(OATS, REST), shopping=("*,,rest,1,,",)):
        for name, rows in (("aisles.csv", aisles), ("goods.csv", goods), ("shopping.csv", shopping)):
            text = "\n".join([HEADS[name], *rows]) + "\n"
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


# the shipped tables


def test_every_category_has_a_row_of_its_own(knowledge):
    named = {category for row in knowledge.shop.purchases for category in row.categories}
    assert set(knowledge.foods.categories) <= named


def test_only_foods_of_other_tables_fall_through_to_the_last_row(knowledge):
    table, last = knowledge.foods, knowledge.shop.purchases[-1]
    fallen = [
        name
        for category, name in zip(table.categories, table.names, strict=True)
        if knowledge.shop.find_purchase(category, name) is last
    ]
    assert fallen == []
    assert knowledge.shop.find_purchase("Pickled comets", "Comet, pickled") is last
    assert knowledge.shop.goods[last.good].aisle == "other"


def test_no_row_of_the_tables_is_idle(knowledge):
    table, shop = knowledge.foods, knowledge.shop
    used = {
        id(shop.find_purchase(category, name))
        for category, name in zip(table.categories, table.names, strict=True)
    }
    # the last row of a category may be there for a food that is still to come
    idle = [row for row in shop.purchases if id(row) not in used and row.words]
    assert [(row.categories, row.words) for row in idle] == []
    assert set(shop.goods) == {row.good for row in shop.purchases} - {""}
    assert set(shop.aisles) == {good.aisle for good in shop.goods.values()}


def test_parts_are_foods_and_weigh_about_what_the_dish_does(knowledge):
    for row in knowledge.shop.purchases:
        assert all(part.food_id in knowledge.foods for part in row.also), row
        if row.also and not row.good:
            assert 0.9 <= sum(part.share for part in row.also) <= 1.06, row.words


def test_a_part_never_holds_what_its_dish_does_not(knowledge):
    table, wrong = knowledge.foods, []
    for food, (category, name) in enumerate(zip(table.categories, table.names, strict=True)):
        for part in knowledge.shop.find_purchase(category, name).also:
            other = table.position(part.food_id)
            for tag, values in table.tags.items():
                holds = tag.startswith("contains_") or tag == "high_mercury"
                if holds and values[food] == "no" and values[other] == "yes":
                    wrong.append((name, table.names[other], tag))
                if not holds and values[food] == "yes" and values[other] == "no":
                    wrong.append((name, table.names[other], tag))
    assert wrong == []


@pytest.mark.parametrize(
    ("food_id", "item", "aisle", "per_eaten"),
    [
        ("63107010", "Bananas", "produce", 1),
        ("72201211", "Broccoli", "produce", 1.71),
        ("72201212", "Broccoli, frozen", "frozen", 1),
        ("75205120", "Green beans, canned, low sodium", "canned", 1.08),
        ("sr-11936", "Mushrooms, UV-treated (high vitamin D), any kind", "produce", 1.03),
        ("51101010", "Bread, white", "bakery", 1.1),  # toasted
        ("51808010", "Bread, gluten-free", "bakery", 1.1),
        ("31105030", "Eggs", "dairy", 0.909),
        ("31105090", "Eggs", "dairy", 0.909),  # an egg of a restaurant is an egg
        ("56205008", "Rice, white", "dry", 0.36),
        ("56130000", "Pasta", "dry", 0.36),
        ("56203056", "Oats", "dry", 0.17),
        ("41104020", "Pinto beans, dry", "dry", 0.41),
        ("41104080", "Pinto beans, canned", "canned", 1),
        ("24122131", "Chicken breast, boneless", "meat", 1.36),
        ("22600200", "Pork bacon", "meat", 3.55),
        ("26137123", "Salmon fillets", "meat", 1.28),
        ("92101000", "Coffee, ground", "drinks", 0.056),
        ("61210620", "Orange juice, 100 %, from frozen concentrate", "frozen", 0.29),
        ("71401030", "French fries, fast food", "ready", 1),
        ("27510241", "Cheeseburger, medium, on white bun, homemade", "ready", 1),
        ("supplement-calcium", "Calcium tablet, 300 mg (free of allergens)", "supplements", 1),
    ],
)
def test_how_foods_are_bought(knowledge, food_id, item, aisle, per_eaten):
    table, shop = knowledge.foods, knowledge.shop
    food = table.position(food_id)
    row = shop.find_purchase(table.categories[food], table.names[food])
    good = shop.goods[row.good]
    assert (good.item(table.names[food]), good.aisle, row.per_eaten) == (item, aisle, per_eaten)


def test_tap_water_is_not_sold(knowledge):
    table, shop = knowledge.foods, knowledge.shop
    free = [food for food in range(len(table)) if table.price[food] == 0]
    assert free
    for food in free:
        row = shop.find_purchase(table.categories[food], table.names[food])
        assert shop.goods[row.good].sold_by == "none"


def test_figures_rest_on_something(knowledge):
    for row in knowledge.shop.purchases:
        if row.also or row.per_eaten not in {0.0, 1.0}:
            assert row.basis, (row.categories, row.words)


def test_the_amounts_of_goods_are_plausible(knowledge):
    for good in knowledge.shop.goods.values():
        assert list(good.sizes) == sorted(good.sizes, key=lambda size: -size.grams)
        assert all(10 <= size.grams <= 5000 for size in good.sizes), good.id


# names


@pytest.mark.parametrize(
    ("name", "drop", "food", "item"),
    [
        ("Eggs", (), "Egg, boiled", "Eggs"),
        ("{food}", (), "Milk, 2 % fat", "Milk, 2 % fat"),
        ("{head} fillets", (), "Cod, baked, with oil", "Cod fillets"),
        ("{food}", (", toasted",), "Bread, rye, toasted", "Bread, rye"),
        ("{food}", (", Toasted",), "Bread, rye, toasted", "Bread, rye"),
        ("{food}", (", fresh",), "Juice, fresh-squeezed", "Juice, fresh-squeezed"),
        ("{head}, frozen", (", raw",), "Peas", "Peas, frozen"),
    ],
)
def test_items_are_named_from_the_food(name, drop, food, item):
    assert Good("g", name, drop, "dry", "pack", (), 1, False, None, False).item(food) == item


# a person's own tables, and broken ones


def test_a_small_shop_is_read(write_shop):
    rows = ("Oatmeal,made with milk,oats,0.17,any 7=1.01; 8=0.1,a basis", "*,,rest,1,,")
    shop = load_shop(write_shop(shopping=rows))
    row = shop.find_purchase("Oatmeal", "Oatmeal, MADE WITH MILK")
    assert (row.good, row.per_eaten, row.basis) == ("oats", 0.17, "a basis")
    assert row.also == (Part("7", 1.01, similar=True), Part("8", 0.1, similar=False))
    assert shop.find_purchase("Oatmeal", "Oatmeal, homemade with milk").categories == (ANY,)
    assert [size.name for size in shop.goods["oats"].sizes] == ["18-oz box"]


def test_the_first_row_that_fits_counts(write_shop):
    rows = ("A; B,red,oats,1,,", "*,blue,rest,2,,", "B,,oats,3,,", "*,,rest,1,,")
    shop = load_shop(write_shop(shopping=rows))
    found = [
        shop.find_purchase(*food).per_eaten
        for food in (("A", "red blue"), ("B", "Blue"), ("B", "green"), ("C", "red"), ("A", "bored"))
    ]
    assert found == [1, 2, 3, 1, 1]


@pytest.mark.parametrize(
    ("table", "rows", "line", "column", "words"),
    [
        ("aisles", ("dry,,1",), 2, "label", "Blank"),
        ("aisles", ("dry,Dry,1", "dry,Dry again,2"), 3, "aisle", "The same aisle as in line 2"),
        ("goods", ("oats,Oats,,drv,pack,box=510,,yes,,no",), 2, "aisle", "Did you mean dry?"),
        ("goods", ("oats,Oats,,dry,packs,box=510,,yes,,no",), 2, "sold_by", "Did you mean pack?"),
        ("goods", ("oats,Oats,,dry,pack,box,,yes,,no",), 2, "sizes", "NAME=NUMBER"),
        ("goods", ("oats,Oats,,dry,pack,box=0,,yes,,no",), 2, "sizes", "Not above zero"),
        ("goods", ("oats,Oats,,dry,pack,box=1e999,,yes,,no",), 2, "sizes", "Not a finite number"),
        ("goods", ("oats,Oats,,dry,pack,,,yes,,no",), 2, "sizes", "sizes are needed"),
        ("goods", ("oats,Oats,,dry,weight,lb=454,,yes,,no",), 2, "step", "needs a step"),
        ("goods", ("oats,Oats,,dry,weight,lb=454; kg=1000,1,yes,,no",), 2, "sizes", "one unit"),
        ("goods", ("oats,Oats,,dry,serving,box=5,1,yes,,no",), 2, "sizes", "has no sizes"),
        ("goods", ("oats,Oats,,dry,pack,box=5,,maybe,,no",), 2, "pantry", "Known: yes, no"),
        ("goods", ("oats,Oats,,dry,pack,box=5,,yes,9,no",), 2, "keeps_days", "between 1 and 6"),
        ("shopping", ("*,,rset,1,,",), 2, "good", "Did you mean rest?"),
        ("shopping", ("A,,,,,", "*,,rest,1,,"), 2, "good", "name a good"),
        ("shopping", ("A,,rest,,,", "*,,rest,1,,"), 2, "bought_per_eaten", "has an amount"),
        ("shopping", ("A,,,1,7=1,", "*,,rest,1,,"), 2, "bought_per_eaten", "has an amount"),
        ("shopping", ("A,,rest,-1,,", "*,,rest,1,,"), 2, "bought_per_eaten", "Out of range"),
        ("shopping", ("A,,rest,1,7,", "*,,rest,1,,"), 2, "also", "NAME=NUMBER"),
        ("shopping", ("A,,rest,1,,", "A,,rest,2,,", "*,,rest,1,,"), 3, "category", "The same category"),
        ("shopping", ("A,,rest,1,,",), 2, "category", "must fit every food"),
        ("shopping", ("*,red,rest,1,,",), 2, "category", "must fit every food"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(write_shop, problems_of, table, rows, line, column, words):
    folder = write_shop(**{table: rows})
    (problem,) = problems_of(load_shop, folder)
    assert problem.where == str(folder / f"{table}.csv")
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message


def test_everything_wrong_with_a_table_is_said_at_once(write_shop, problems_of):
    folder = write_shop(goods=("oats,,,drv,packs,box,,maybe,0,no", REST))
    found = {problem.column for problem in problems_of(load_shop, folder)}
    assert found == {"name", "aisle", "sold_by", "sizes", "pantry", "keeps_days"}


def test_a_missing_table_is_named(data_folder, tmp_path, problems_of):
    for name in ("aisles.csv", "goods.csv"):
        shutil.copy(data_folder / name, tmp_path / name)
    (problem,) = problems_of(load_shop, tmp_path)
    assert problem.where == str(tmp_path / "shopping.csv")

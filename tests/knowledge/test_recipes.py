"""What dishes are made of agrees with what the food table says they hold: two readings, one truth."""

from __future__ import annotations

import re

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.recipes import load_recipes

PLANTS = "".join(f"(?<!{plant} )" for plant in ("peanut", "cocoa", "almond", "coconut", "soy"))
MILK = rf"{PLANTS}\b(milk|butter|cheese|cream|yogurt|buttermilk)\b"
NUTS = "almond|walnut|pecan|cashew|hazelnut|pistachio|Brazil nut|pine nut"
HOLDING = {
    "contains_dairy": f"{MILK}(?! drink)|half-and-half|whey",
    "contains_eggs": r"\begg\b|egg yolk|mayonnaise",
    "contains_gluten": r"\b(flour|bread|pasta|bun|crumbs|farina|doughnut|bagel|pretzels|English muffin)\b",
    "contains_peanuts": "peanut",
    "contains_tree_nuts": NUTS,
    "contains_shellfish": "shrimp|crab$|lobster|scallop|squid",
    "contains_fish": r"tuna|salmon|\bcod\b|Worcestershire|herring|mackerel|tilapia",
    "contains_soy": r"\bsoy\b|soybean|tofu|miso|edamame",
    "contains_sesame": "tahini",
    "contains_pork": r"\bpork|bacon|\bham\b|\blard\b|pepperoni|chorizo",
}
FLESH = r"\bbeef|\bpork|bacon|\bham\b|chicken|turkey|sausage|pepperoni|\blard\b|chorizo|frankfurter"
AGAINST = {
    "vegetarian": f"{FLESH}|{HOLDING['contains_fish']}|{HOLDING['contains_shellfish']}",
    "vegan": f"{FLESH}|{HOLDING['contains_dairy']}|{HOLDING['contains_eggs']}",
}


def test_no_recipe_holds_what_the_table_says_its_dish_does_not(knowledge):
    table, checked, wrong = knowledge.foods, 0, []
    for food, recipe in load_recipes().items():
        place = table.position(food)
        for tag, words in (*HOLDING.items(), *AGAINST.items()):
            clean = "no" if tag in HOLDING else "yes"
            held = [part.name for part in recipe if re.search(words, part.name)]
            checked += len(held)
            if held and table.tag(tag)[place] == clean:
                wrong.append((tag, table.names[place], held))
    assert wrong == []
    assert checked > 1000


def test_weights_are_those_of_a_dish(knowledge):
    recipes = load_recipes()
    assert set(recipes) <= set(knowledge.foods.ids)
    for recipe in recipes.values():
        weights = [part.grams_per_100g for part in recipe]
        assert weights == sorted(weights, reverse=True)
        # what is fried or baked loses water, what is boiled takes it up; nothing triples
        assert 60 < sum(weights) < 200
        assert len({part.name for part in recipe}) == len(recipe) > 1


def test_a_table_of_recipes_with_a_hole_is_refused(tmp_path):
    (tmp_path / "recipes.csv").write_text("food_id,ingredient,grams_per_100g\n1,flour,\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="grams_per_100g"):
        load_recipes(tmp_path)

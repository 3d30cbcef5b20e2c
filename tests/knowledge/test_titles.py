"""Foods and meals as a menu names them."""

from __future__ import annotations

import shutil

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.titles import ANY, load_titles

LONGEST = 44  # letters of a food in a title, about half a line on a phone


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Milk, 2 % fat", "milk"),
        ("Tap water", "tap water"),
        ("Brazil nuts", "Brazil nuts"),
        ("Kit Kat", "Kit Kat"),
        ("Peruvian (yellow) beans, from dried", "Peruvian beans"),
        ("M&M's milk chocolate candies", "M&M's milk chocolate candies"),
        ("Mushrooms, white, UV-treated, raw", "mushrooms"),
    ],
)
def test_a_food_inside_a_sentence(name, text, knowledge):
    assert knowledge.titles.name_head(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Rice, brown, cooked with oil", "brown rice"),
        ("Salmon, breaded and fried in oil", "fried salmon"),
        ("Bread, whole wheat, toasted", "whole wheat toast"),
        ("Cereal, Raisin Bran (Kellogg's)", "Raisin Bran"),
        ("Cereal", "cereal"),
        ("Tea, black, iced, brewed, unsweetened", "iced tea"),
        ("Coffee, latte (with milk)", "latte"),
        ("Potato, baked, with peel", "baked potato"),
        ("French fries, from fresh potatoes, fried", "French fries"),
        ("Broccoli, cauliflower and carrots, cooked without fat", "broccoli with cauliflower and carrots"),
        ("Swiss cheese, reduced fat", "Swiss cheese"),
        ("a food, of one's own", "a food"),
        ("", ""),
    ],
)
def test_a_food_as_a_menu_names_it(name, text, knowledge):
    assert knowledge.titles.name_food(name) == text


def test_every_food_has_a_short_title_of_its_own_words(knowledge):
    named = {name: knowledge.titles.name_food(name) for name in knowledge.foods.names}
    assert not [name for name, title in named.items() if not title or set(title) & set(",()")]
    assert {name: title for name, title in named.items() if len(title) > LONGEST} == {}


def test_who_goes_without_reads_so_in_the_title(knowledge):
    """Meatless chicken was fried chicken in a vegetarian's week. What a name says last is read by itself."""
    free = "meatless", "lactose-free", "gluten-free", "non-dairy", "decaf", "half-caff", "caffeine-free"
    without = {word: word for word in free} | {"no dairy": "dairy-free"}
    silent = []
    for name in knowledge.foods.names:
        parts = {part.split(" (")[0] for part in name.split(", ")[1:]}
        title = knowledge.titles.name_food(name)
        silent += [name for word, said in without.items() if word in parts and said not in title]
    assert silent == []
    assert knowledge.titles.name_food("Chicken, meatless, breaded and fried") == "meatless fried chicken"


def test_no_word_of_the_table_is_idle(knowledge):
    titles, used = knowledge.titles, set()
    for name in knowledge.foods.names:
        head, *words = (part.strip() for part in name.replace(" (", ",(").split(","))
        used |= {(word, of) for word in (*words, ANY) for of in (head, ANY)}
    assert {key for key in titles.says if key not in used} == set()


def test_every_category_has_its_place(knowledge):
    assert set(knowledge.foods.categories) <= set(knowledge.titles.places)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,head,food", "that no other has"),
        ("brown,Rice,sort,dark", "that no other has"),
        ("new,,above,new", "above"),
    ],
)
def test_a_table_that_says_two_things_is_refused(row, said, data_folder, tmp_path):
    for name in ("title_words.csv", "kinds.csv", "proper_names.csv"):
        shutil.copy(data_folder / name, tmp_path)
    with (tmp_path / "title_words.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    with pytest.raises(BadInputError, match=said):
        load_titles(tmp_path)


def test_words_that_are_names_start_with_a_capital(knowledge):
    assert knowledge.titles.proper_names
    assert all(name[0].isupper() for name in knowledge.titles.proper_names)

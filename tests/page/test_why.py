"""The reasons and what can be done about a plan, driven without a browser; each click with its undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.desk import answers
from mealopt.desk.question import Question
from mealopt.explain.repairs import Repair
from mealopt.page import main, nothing, why
from mealopt.page.actions import BAN, LIKE, LIKE_NO_MORE, LOCK, SWAP, UNLOCK, find_family, say_family
from mealopt.page.why import build_waterfall
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from tests.page.driving import change, click, everything, is_planned, open_page, pick

pytestmark = pytest.mark.page

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from mealopt.knowledge.library import Knowledge

IMPOSSIBLE = 0.5  # dollars a day


@pytest.fixture(scope="module")
def reasons() -> AppTest:
    return open_page(view="Why")


def why_text(page: AppTest) -> str:
    return "\n".join(str(text.value) for text in page.tabs[3].markdown).replace("\\", "")


def first_menu(page: AppTest) -> str:
    """Return the key of the first food's menu."""
    return page.get("menu_button")[0].key


def food_of(key: str) -> str:
    """Return the food of a menu's key: `do-exact-breakfast-11112110`."""
    return key.split("-", 3)[3]


def names_eaten(page: AppTest) -> str:
    return "\n".join(str(text.value) for text in page.tabs[0].markdown).replace("\\", "")


def test_each_driver_says_its_price_and_how_far_it_holds(reasons: AppTest):
    text = why_text(reasons)
    assert "would cost" in text
    assert re.search(r"¢ per \w+, the only price there is · from [\d.,]+ to [\d.,]+ µg", text)
    assert "proved" in text


def test_nothing_is_explained_until_somebody_looks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(why, "find_reasons", None)
    page = open_page()
    assert is_planned(page)
    assert not page.tabs[3].get("vega_lite_chart")


def test_whole_portions_say_whose_prices_these_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(main, "recall_whole", answers.find_exact)
    page = open_page(view="Why", portions="whole")
    assert any("proved optimum behind them" in caption.value for caption in page.tabs[3].caption)
    monkeypatch.setattr(main, "has_meals", lambda *_: False)
    page = open_page(view="Why", portions="whole")
    assert any("linear program behind them" in caption.value for caption in page.tabs[3].caption)


def test_swaps_choices_and_foods_outside_are_offered(reasons: AppTest):
    text = why_text(reasons)
    headings = [heading.value for heading in reasons.tabs[3].header]
    assert {"What would make it cheaper", "Swaps", "Just outside", "If a target moved"} <= {*headings}
    assert " → " in text
    assert re.search(r"¢ a day (more|less)", text)
    assert re.search(r"at [\d.]+ ¢ per 100 g instead of", text)
    keys = {button.key.split("-")[0] for button in reasons.tabs[3].button}
    assert keys == {"move", "why", "have"}


def test_what_foods_are_bought_for_is_a_table_too(reasons: AppTest):
    table = reasons.tabs[3].dataframe[0].value
    assert list(table.columns) == ["Food", "Cents a day", "Bought for"]
    assert table["Cents a day"].is_monotonic_decreasing
    assert table["Bought for"].str.contains("%").all()


def test_the_curve_follows_the_chosen_target():
    page = open_page(view="Why")
    before = page.tabs[3].caption[-1].value
    assert "at today's" in before
    page.get_by_key("curve").select_index(1)
    page.run()
    assert page.tabs[3].caption[-1].value != before


def test_a_nutrient_says_where_it_comes_from(knowledge: Knowledge):
    page = open_page(view="Nutrients")
    charts = len(page.tabs[2].get("vega_lite_chart"))
    core = next(nutrient.id for nutrient in knowledge.nutrients if nutrient.kind == "core")
    assert page.get_by_key("source").value == core
    page = change(page, "source", knowledge.energy_id)
    assert len(page.tabs[2].get("vega_lite_chart")) == charts


def test_a_banned_food_goes_and_comes_back(knowledge: Knowledge):
    page = open_page()
    menu = first_menu(page)
    food_id = food_of(menu)
    name = knowledge.foods.names[knowledge.foods.position(food_id)]
    page = pick(page, menu, BAN)
    assert page.get_by_key("exclude").value == [food_id]
    assert menu not in {button.key for button in page.get("menu_button")}
    assert f"no {name}" in everything(page).replace("\\", "")
    page = click(page, "undo")
    assert page.get_by_key("exclude").value == []
    assert first_menu(page) == menu
    assert "undo" not in {button.key for button in page.button}


def test_a_food_that_is_liked_is_asked_for_and_can_be_forgotten():
    page = open_page()
    menu = first_menu(page)
    page = pick(page, menu, LIKE)
    assert page.get_by_key("like").value == [food_of(menu)]
    page = pick(page, menu, LIKE_NO_MORE)
    assert page.get_by_key("like").value == []
    page = click(page, "undo")
    assert page.get_by_key("like").value == [food_of(menu)]
    page = pick(page, menu, BAN)
    assert page.get_by_key("like").value == []


def test_what_is_liked_and_not_wanted_is_left_out_and_that_is_said():
    page = open_page(like=["63107010"], exclude=["63107010"])
    assert is_planned(page)
    assert "Liked and not wanted: Banana, fresh" in everything(page).replace("\\", "")


def test_a_food_is_banned_with_all_that_go_by_its_name(knowledge: Knowledge):
    table, page = knowledge.foods, open_page()
    menus = [button for button in page.get("menu_button") if button.key.startswith("do-")]
    menu = next(b.key for b in menus if len(find_family(table, food_of(b.key))) > 1)
    family = find_family(table, food_of(menu))
    name = table.names[table.position(food_of(menu))]
    page = pick(page, menu, say_family(name, family))
    assert page.get_by_key("exclude").value == list(family)
    left = {food_of(button.key) for button in page.get("menu_button") if button.key.startswith("do-")}
    assert left.isdisjoint(family)
    assert click(page, "undo").get_by_key("exclude").value == []


def test_a_family_is_every_food_of_that_name_and_no_other(knowledge: Knowledge):
    table = knowledge.foods
    names = {table.names[table.position(food)] for food in find_family(table, "11111000")}
    assert {"Milk, whole", "Milk, 2 % fat"} <= names
    assert all(name.startswith("Milk,") for name in names)
    assert say_family("Milk, whole", ("1", "2")) == "Ban all milk (2 foods)"


def test_undo_leaves_what_was_answered_by_hand_since(knowledge: Knowledge):
    page = open_page()
    menu = first_menu(page)
    other = next(food for food in knowledge.foods.ids if food != food_of(menu))
    page = pick(page, menu, BAN)
    page = change(page, "exclude", [food_of(menu), other])
    assert click(page, "undo").get_by_key("exclude").value == [other]


def test_what_was_undone_is_done_again_until_something_new_is():
    page = open_page()
    menu = first_menu(page)
    page = click(pick(page, menu, LOCK), "undo")
    assert page.session_state["amounts"] == {}
    page = click(page, "redo")
    assert page.get_by_key("include").value == [food_of(menu)]
    assert food_of(menu) in page.session_state["amounts"]
    assert "redo" not in {button.key for button in page.button}
    page = click(page, "undo")
    assert page.get_by_key("include").value == []
    other = next(b.key for b in page.get("menu_button") if food_of(b.key) != food_of(menu))
    page = pick(page, other, BAN)
    assert "redo" not in {button.key for button in page.button}


def test_a_locked_food_keeps_its_amount():
    page = open_page()
    menu = first_menu(page)
    food_id = food_of(menu)
    page = pick(page, menu, LOCK)
    assert page.get_by_key("include").value == [food_id]
    grams = page.session_state["amounts"][food_id]
    assert any("Locked a day" in caption.value for caption in page.sidebar.caption)
    assert "locked" in names_eaten(page)
    page = change(page, "goal", "cheapest")
    assert page.session_state["amounts"][food_id] == grams
    menus = [button for button in page.get("menu_button") if food_of(button.key) == food_id]
    assert menus
    assert UNLOCK in menus[0].options
    page = pick(page, menus[0].key, UNLOCK)
    assert page.get_by_key("include").value == []
    assert click(page, "undo").get_by_key("include").value == [food_id]


def test_a_swap_is_shown_before_it_is_made():
    page = open_page()
    menu = first_menu(page)
    page = pick(page, menu, SWAP)
    assert "Without it" in names_eaten(page)
    assert "In its place" in names_eaten(page)
    key = menu.removeprefix("do-")
    assert "Without it" not in names_eaten(click(page, f"keep-{key}"))
    page = click(pick(page, menu, SWAP), f"swap-{key}")
    assert page.get_by_key("exclude").value == [food_of(menu)]
    assert "Without it" not in names_eaten(page)


def test_a_choice_is_tried_and_taken_back():
    page = open_page(view="Why")
    before = page.title[0].value
    key = next(button.key for button in page.tabs[3].button if button.key.startswith("move-"))
    page.session_state["view"] = "Today"  # the reasons of the other plan are another test's
    page = click(page, key)
    assert page.title[0].value != before
    assert click(page, "undo").title[0].value == before


def test_a_repair_makes_it_work_and_can_be_undone():
    page = open_page(budget=IMPOSSIBLE)
    assert page.title[0].value == "Nothing fits all of this"
    text = everything(page).replace("\\", "")
    assert text.index("The best there is") < text.index("does not meet your targets")
    assert f"at most ${IMPOSSIBLE:.2f} a day" in text
    page = click(page, "repair-budget")
    assert is_planned(page)
    assert page.get_by_key("budget").value > IMPOSSIBLE
    assert "spend" in everything(page)
    page = click(page, "undo")
    assert page.title[0].value == "Nothing fits all of this"
    assert page.get_by_key("budget").value == IMPOSSIBLE


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> list[Repair]:
    """Repairs as they are found, the allergen cheapest."""
    person = Person(35, "female")
    found = [
        Repair("allow:soy", "only if it is no allergy: allow soy", person, Rules(), 1.0),
        Repair("energy", "100 kcal more", Person(35, "female", energy_kcal=2100), Rules(), 2.0),
        Repair("target:minimum:fiber_g", "ask for less", person, Rules(minimums={"fiber_g": 20.0}), 3.0),
    ]
    monkeypatch.setattr(nothing, "recall_repairs", lambda _: found)
    return found


def test_an_allergen_is_never_the_first_repair(made_up: list[Repair]):
    keys = [b.key for b in open_page(budget=IMPOSSIBLE).button if b.key.startswith("repair-")]
    assert keys == ["repair-energy", "repair-target:minimum:fiber_g", "repair-allow:soy"]


def test_an_allergen_alone_is_said_and_not_offered(made_up: list[Repair]):
    del made_up[1:]
    page = open_page(budget=IMPOSSIBLE)
    assert not [button for button in page.button if button.key.startswith("repair-")]
    assert "Only if it is no allergy" in everything(page)


def test_a_target_of_ones_own_stands_in_the_panel(made_up: list[Repair]):
    page = click(open_page(budget=IMPOSSIBLE), "repair-target:minimum:fiber_g")
    assert page.get_by_key("own").value == [("minimum", "fiber_g", 20.0)]
    page = change(page, "budget", None)
    assert is_planned(page)
    page = change(page, "own", [])
    with pytest.raises(KeyError):
        page.get_by_key("own")


ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_the_waterfall_adds_up_to_the_whole(knowledge):
    bars = build_waterfall(answers.find_exact(ASKED), knowledge)
    parts, whole = bars.iloc[:-1], bars.iloc[-1]
    assert parts["share"].sum() == pytest.approx(1.0, abs=1e-6)
    assert whole["end"] == pytest.approx(1.0, abs=1e-6)
    assert list(parts["start"].iloc[1:]) == list(parts["end"].iloc[:-1])

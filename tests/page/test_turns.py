"""New days and meals on the page: only what was asked for changes, it is said, and can be undone."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from mealopt.changes import change_plan
from mealopt.desk.answers import recall_whole
from mealopt.desk.question import Question, Turn
from mealopt.knowledge.library import load_knowledge
from mealopt.page.actions import OPEN
from mealopt.page.downloads import list_files
from mealopt.page.turns import say_turn
from mealopt.plan.ingredients import find_recipe, say_recipe
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from tests.page.driving import change, click, everything, list_files_offered, open_page, pick

pytestmark = pytest.mark.page


def read_week(page):
    """Return the foods of each meal of the day that is shown, by meal."""
    cards = [str(m.value) for m in page.markdown]
    return [text for text in cards if re.search(r"\d g · ", text)]


def turn_free(page):
    return page.session_state["turns"][0]


@pytest.fixture(scope="module")
def week():
    page = open_page(portions="whole")
    assert "is new" not in everything(page)
    return page


def test_a_new_day_a_new_meal_their_undo_and_redo(week):
    first = read_week(week)
    click(week, "keep-1-breakfast")
    click(week, "new-1")
    said = everything(week)
    assert re.search(r"Day 1, lunch and dinner and snacks\*\* is new: 6 days unchanged, ", said)
    second = read_week(week)
    assert second != first
    assert second[0] == first[0]
    click(week, "new-1-lunch")
    assert re.search(r"Day 1, lunch\*\* is new: 6 days unchanged, ", everything(week))
    third = read_week(week)
    assert third != second
    change(week, "day", "2")
    assert week.get_by_key("new-2")
    change(week, "day", "1")
    click(week, "undo-turn")
    assert read_week(week) == second
    click(week, "undo-turn")
    assert read_week(week) == first
    assert "is new" not in everything(week)
    click(week, "redo-turn")
    assert read_week(week) == second
    click(week, "redo-turn")
    assert read_week(week) == third
    assert "redo-turn" not in {button.key for button in week.button}
    click(click(week, "undo-turn"), "undo-turn")


def test_a_food_is_swapped_at_its_meal_and_the_swap_undone(week):
    plan = recall_whole(turn_free(week))
    today = plan.portions[plan.portions["day"] == "1"]
    rows = today[today["meal"] == "lunch"]
    food, name = rows.loc[rows["energy_kcal"].idxmax(), ["food_id", "food"]]
    pick(week, f"do-whole-lunch-{food}", "Swap …")
    said = everything(week).replace("\\", "")
    stays = "(The rest of the week stays|the other days stay)"
    assert re.search(rf"\*\*Day 1, lunch\*\*: .+ in place of .*{re.escape(name)}.* {stays}\.", said)
    click(week, "undo-turn")
    assert "in place of" not in everything(week)


def test_a_new_meal_says_which_meals_have_other_portions(week, knowledge):
    plan, others = recall_whole(turn_free(week)), ("breakfast", "dinner", "snack")
    new = change_plan(plan, ("2",), lock={"2": others}, loose=True, seed=1, knowledge=knowledge)
    # most weeks need no other portions: here each food of breakfast has half a portion more
    rows = [
        (*row[:4], row[4] + 0.5, *row[5:]) if row[:2] == ("2", "breakfast") else row
        for row in new.portion_rows.rows
    ]
    new = replace(new, portion_rows=replace(new.portion_rows, rows=rows))
    said = say_turn(Turn("2", others, 1), new, plan, knowledge)
    assert re.search(r"\*\*Day 2, lunch\*\* is new: 6 days unchanged, .+ Its .+ ha(s|ve) other", said)


def test_what_was_eaten_instead_is_made_up_for_and_stands_in_the_address(week):
    plan, food = recall_whole(turn_free(week)), "58106220"
    click(week, "had-1-lunch")
    week.get_by_key("had-foods-1-lunch").set_value([food]).run()
    change(week, f"had-much-1-lunch-{food}", 1.0)
    click(week, "had-done-1-lunch")
    said = everything(week).replace("\\", "")
    assert re.search(r"\*\*Day 1, lunch\*\* is what you had: .+Every target is met all the same", said)
    said = week.query_params["again"]
    assert re.fullmatch(rf"1:breakfast:\d+:lunch::{food}:1\.0", said)  # breakfast was kept before
    again = recall_whole(replace(turn_free(week), turns=week.session_state["turns"][1]))
    lunch = again.portions[(again.portions["day"] == "1") & (again.portions["meal"] == "lunch")]
    assert lunch["food_id"].tolist() == [food]
    assert not set(again.totals["status"]) & {"below", "above"}
    click(week, "undo-turn")
    assert recall_whole(turn_free(week)) is plan
    assert "what you had" not in everything(week)


def test_what_no_day_can_make_up_for_is_said(week):
    plan, wings = recall_whole(turn_free(week)), "24168030"
    change(week, "day", "2")
    click(week, "had-2-dinner")
    click(week, "had-close-2-dinner")
    assert not any(box.key == "had-foods-2-dinner" for box in week.multiselect)
    click(week, "had-2-dinner")
    week.get_by_key("had-foods-2-dinner").set_value([wings]).run()
    change(week, f"had-much-2-dinner-{wings}", 12.0)
    click(week, "had-done-2-dinner")
    said = everything(week).replace("\\", "")
    assert "holds" in said
    assert "of sodium" in said
    assert "by itself" in said
    click(week, "undo-turn")
    assert recall_whole(turn_free(week)) is plan
    change(week, "day", "1")


def test_a_week_of_days_can_be_shopped_for_and_put_in_a_calendar(week):
    keys = list_files_offered(week)
    names = ("shopping", "calendar", "sheet", "tables", "plan", "totals", "drivers", "all")
    assert keys == {f"save-{name}" for name in names}
    change(week, "first_day", date(2027, 1, 4))
    plan = recall_whole(turn_free(week))
    files = {file.name: file.write() for file in list_files(plan, load_knowledge(), date(2027, 1, 4))}
    assert "DTSTART:20270104T" in files["calendar"]
    assert "milk" in files["shopping"].casefold()
    cooking = list_files(plan, load_knowledge(), date(2027, 1, 4), cook=True)
    cooked = next(file.write() for file in cooking if file.name == "shopping")
    made, left = (
        text.partition("cook it yourself")[2].partition("\n\n")[0].count("[ ]")
        for text in (files["shopping"], cooked)
    )
    assert made > left  # what has no recipe is bought made
    assert json.loads(files["all"])["headline"] == plan.headline
    assert load_workbook(io.BytesIO(files["tables"]))["Meals"]["B1"].value == "Monday 4 Jan"


def test_another_question_starts_without_turns(week):
    click(week, "new-1-lunch")
    assert "is new" in everything(week)
    change(week, "goal", "cheapest")
    assert "is new" not in everything(week)


def test_a_day_that_could_not_be_new_is_said(knowledge):
    person = Person(35, "female", energy_kcal=2000)
    plan = plan_week(person, Rules(portions="exact"), knowledge)
    turn = Turn("average", ("breakfast",), 1)
    assert "nothing else was found" in say_turn(turn, plan, plan, knowledge)
    question = Question(person, "omnivore", "balanced", turns=(turn,))
    assert question.before.turns == question.exact.turns == ()


def test_a_dish_opens_to_what_is_in_it(week):
    knowledge = load_knowledge()
    plan = recall_whole(turn_free(week))
    rows = plan.portions[plan.portions["day"] == "1"].to_dict("records")
    dish = next(row for row in rows if find_recipe(row["food_id"], row["food"], knowledge.foods))
    menu = f"do-whole-{dish['meal']}-{dish['food_id']}"
    pick(week, menu, OPEN)
    made_of = say_recipe(find_recipe(dish["food_id"], dish["food"], knowledge.foods), dish["grams"])
    assert made_of in everything(week).replace("\\", "")
    click(week, menu.replace("do-", "close-"))
    assert made_of not in everything(week).replace("\\", "")


def test_the_week_at_a_glance_leaves_the_glasses_of_water_unsaid(week):
    week.session_state["view"] = "Week"  # drawn when it is opened
    week.run()
    cells = [str(m.value) for m in week.markdown if str(m.value).startswith(":small[:gray[")]
    glances = [cell for cell in cells if "  \n:small[" in cell]
    assert len(glances) >= 7 * 3
    assert not any("Tap water" in cell for cell in glances)
    week.session_state["view"] = "Today"
    week.run()

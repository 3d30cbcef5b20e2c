"""The journeys of a person through the page, in a real browser; nothing may leave the machine."""

from __future__ import annotations

import contextlib
import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

VIEWS = ("Today", "Week", "Nutrients", "Why")
WHOLE = 240_000  # milliseconds: whole portions on a busy machine


def open_panel(page: Page) -> None:
    """Open the panel of questions where it is closed, as on a phone."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    page.get_by_text("Who you are").wait_for()


def close_panel(page: Page) -> None:
    """Close the panel where it covers the page."""
    if page.viewport_size["width"] < 700:
        page.get_by_test_id("stSidebarCollapseButton").locator("button").click()


def choose_exact(page: Page) -> None:
    """Ask for exact amounts, which are there at once."""
    open_panel(page)
    page.get_by_role("radio", name="Exact").or_(page.get_by_role("button", name="Exact")).first.click()
    page.wait_for_timeout(300)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has done what it was asked."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=WHOLE)
    page.get_by_text("Turning it into").wait_for(state="hidden", timeout=WHOLE)


def press(control: Locator, shown: Locator) -> None:
    """Press a control until what it brings is shown: a press while the page is drawn anew can go astray."""
    from playwright.sync_api import TimeoutError as LateError

    for _ in range(3):
        control.click()
        with contextlib.suppress(LateError):
            shown.wait_for(timeout=20_000)
            return
    shown.wait_for()


def fits(page: Page) -> bool:
    """Say whether the page is no wider than its window."""
    return page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth <= main.clientWidth + 1; }"
    )


def await_height(page: Page, test_id: str, height: int) -> None:
    """Wait until the last of these widgets is this high; one drawn anew has no height for a moment."""
    page.wait_for_function(
        "([name, height]) => { const all = document.querySelectorAll(`[data-testid=${name}]`);"
        " return all.length > 0 && all[all.length - 1].getBoundingClientRect().height > height; }",
        arg=[test_id, height],
    )


def test_first_plan_firms_up_to_whole_portions(page: Page, outside: list[str]):
    page.get_by_text("Day 1", exact=True).first.wait_for(timeout=WHOLE)
    for view in VIEWS:
        page.get_by_role("tab", name=view, exact=True).click()
        page.wait_for_timeout(300)
        assert fits(page)
    page.get_by_role("tab", name="Nutrients", exact=True).click()
    page.get_by_role("heading", name="The core five").wait_for()
    page.get_by_role("tab", name="Why", exact=True).click()
    await_height(page, "stVegaLiteChart", 200)
    page.get_by_role("tab", name="Week", exact=True).click()
    page.get_by_text("Day 7").last.wait_for()
    assert outside == []


def test_a_vegan_gets_a_plan_of_her_own(page: Page, outside: list[str]):
    choose_exact(page)
    diet = page.get_by_label("Diet", exact=True)
    diet.click()
    page.keyboard.type("Vegan")
    page.get_by_role("option", name="Vegan", exact=True).click()
    page.get_by_text(re.compile("woman of 35, vegan")).wait_for()
    settle(page)
    close_panel(page)
    text = page.get_by_test_id("stMain").inner_text()
    assert "Breakfast" in text
    assert not re.search(r"\b(Milk, (whole|2 %|1 %|fat-free)|Chicken|Beef|Cheese,)", text)
    assert outside == []


def test_an_impossible_budget_is_explained_and_mended(page: Page, outside: list[str]):
    choose_exact(page)
    budget = page.get_by_label("Budget, $ a day")
    budget.fill("0.5")
    budget.press("Enter")
    page.get_by_role("heading", name="Nothing fits all of this").wait_for()
    settle(page)
    assert page.get_by_role("tab").count() == 0
    page.get_by_text("does not meet your targets").wait_for()
    close_panel(page)
    assert fits(page)
    page.get_by_role("button", name=re.compile("Spend")).click()
    page.get_by_role("heading", level=1, name="a day").wait_for()
    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Nothing fits all of this").wait_for()
    assert outside == []


def open_menu(page: Page) -> None:
    """Open the menu of the first food of the day."""
    page.locator("[class*=st-key-do-] button").locator("visible=true").first.click()


def test_a_food_is_locked_swapped_banned_and_brought_back(page: Page, outside: list[str]):
    choose_exact(page)
    close_panel(page)
    first = page.locator("[class*=st-key-do-]").first.get_attribute("class")
    open_menu(page)
    page.get_by_text("Lock this amount").click()
    page.get_by_role("button", name="Undo").wait_for()
    settle(page)
    page.get_by_test_id("stMain").get_by_text("locked").first.wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").wait_for(state="hidden")
    settle(page)
    open_menu(page)
    page.get_by_text("Swap …").click()
    page.get_by_text("In its place").wait_for()
    assert fits(page)
    page.get_by_role("button", name="Swap it").click()
    page.get_by_role("button", name="Undo").wait_for()
    settle(page)
    assert page.locator("[class*=st-key-do-]").first.get_attribute("class") != first
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").wait_for(state="hidden")
    settle(page)
    assert page.locator("[class*=st-key-do-]").first.get_attribute("class") == first
    assert outside == []


def test_a_cheaper_choice_is_found_and_tried(page: Page, outside: list[str]):
    choose_exact(page)
    close_panel(page)
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("tab", name="Why", exact=True).click()
    page.get_by_text("the only price there is").first.wait_for()
    page.get_by_text("at today's").wait_for()
    page.get_by_role("button", name="Try it").first.wait_for()
    settle(page)
    assert fits(page)
    page.get_by_role("button", name="Try it").first.click()
    page.get_by_role("button", name="Undo").wait_for()
    settle(page)
    assert page.get_by_role("heading", level=1).inner_text() != before
    assert outside == []


def save_plan(page: Page, path: Path) -> dict[str, list[str]]:
    """Save the plan and return its rows by day, as they are written."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="The plan (CSV)").click()
    waiting.value.save_as(path)
    days: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        days.setdefault(line.split(",")[0], []).append(line)
    return days


def test_a_new_day_leaves_six_days_to_the_byte(page: Page, tmp_path: Path, outside: list[str]):
    page.get_by_role("button", name="New day").wait_for(timeout=WHOLE)
    before = save_plan(page, tmp_path / "before.csv")
    page.get_by_role("button", name="New day").click()
    page.get_by_text("is new").wait_for(timeout=WHOLE)
    settle(page)
    after = save_plan(page, tmp_path / "after.csv")
    assert [day for day in before if before[day] != after[day]] == ["1"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("is new").wait_for(state="hidden")
    settle(page)
    assert save_plan(page, tmp_path / "back.csv") == before
    assert fits(page)
    assert outside == []


def test_a_swap_changes_what_it_says_and_the_sheet_is_one_page_of_its_own(page: Page, tmp_path: Path):
    page.get_by_role("button", name="New day").wait_for(timeout=WHOLE)
    settle(page)
    before = save_plan(page, tmp_path / "before.csv")
    page.locator("[class*=st-key-do-whole-] button").locator("visible=true").first.click()
    page.get_by_text("Swap …").click()
    page.get_by_text(re.compile("in (the )?place of")).first.wait_for(timeout=WHOLE)
    settle(page)
    said = page.get_by_text(re.compile("in (the )?place of|in its place")).first.inner_text()
    after = save_plan(page, tmp_path / "after.csv")
    changed = {tuple(row.split(",")[:2]) for day in before for row in {*before[day]} ^ {*after[day]}}
    assert {day for day, _ in changed} <= {"1"}
    assert all(meal in said for _, meal in changed - {("1", "breakfast")})  # what the swap moved is said
    with page.expect_download() as waiting:
        page.get_by_role("button", name="To print").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert text.count("<li>") > len([row for rows in after.values() for row in rows])
    assert "http" not in text
    page.get_by_role("button", name="Undo").click()
    page.get_by_text(re.compile("in (the )?place of")).wait_for(state="hidden")
    settle(page)
    assert save_plan(page, tmp_path / "back.csv") == before


def test_a_reload_and_a_shared_address_bring_the_same_plan(page: Page, outside: list[str]):
    choose_exact(page)
    page.get_by_label("Age", exact=True).fill("61")
    page.get_by_label("Age", exact=True).press("Enter")
    page.get_by_text("of 61").first.wait_for()
    page.get_by_label("Diet", exact=False).first.click()
    page.get_by_role("option", name="Vegetarian").first.click()
    page.wait_for_timeout(2000)  # a busy machine takes its time until it begins
    settle(page)
    said = page.locator("h1").first.inner_text()
    page.reload()
    page.get_by_text("of 61").first.wait_for()
    settle(page)
    assert page.locator("h1").first.inner_text() == said
    assert "age=61" in page.url
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    other.get_by_text("of 61").first.wait_for()
    settle(other)
    assert other.locator("h1").first.inner_text() == said
    other.close()
    assert not outside


@pytest.mark.parametrize("page", [1440], ids=["laptop"], indirect=True)
def test_a_profile_brings_the_same_plan(page: Page, tmp_path: Path, outside: list[str]):
    choose_exact(page)
    page.get_by_label("Age", exact=True).fill("61")
    page.get_by_label("Age", exact=True).press("Enter")
    page.get_by_text("of 61").first.wait_for()
    settle(page)
    said = page.locator("h1").first.inner_text()
    page.get_by_text("Your profile").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save my answers").click()
    waiting.value.save_as(tmp_path / "me.json")
    page.goto(page.url.split("?")[0])
    page.get_by_text("of 35").first.wait_for()
    settle(page)
    page.get_by_text("Your profile").click()
    page.get_by_test_id("stFileUploader").filter(has_text="Open a profile").locator("input").set_input_files(
        tmp_path / "me.json"
    )
    page.get_by_role("link", name="Open the plan of this profile").click()
    page.get_by_text("of 61").first.wait_for()
    settle(page)
    assert page.locator("h1").first.inner_text() == said
    assert not outside


def test_kidney_disease_gets_no_plan(page: Page):
    open_panel(page)
    page.get_by_text("Do you have kidney disease").click()
    page.get_by_role("heading", name="No plan, for your safety").wait_for()
    settle(page)
    assert page.get_by_role("tab").count() == 0


def test_the_plan_can_be_taken_along(page: Page, tmp_path: Path, outside: list[str]):
    choose_exact(page)
    close_panel(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="The plan (CSV)").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert path.name == "mealopt-plan.csv"
    assert {"day", "meal", "food_id", "grams", "cost"} <= set(rows[0])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Excel").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "mealopt-tables.xlsx"
    sheet = load_workbook(path)["Portions"]
    grams = [row[0].value for row in sheet.iter_rows(min_row=2, min_col=7, max_col=7)]
    assert grams == pytest.approx([float(row["grams"]) for row in rows], abs=1e-3)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="All of it (JSON)").click()
    kept = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert [row["food_id"] for row in kept["portions"]] == [row["food_id"] for row in rows]
    assert outside == []


def test_what_was_eaten_instead_is_made_up_for(page: Page, tmp_path: Path, outside: list[str]):
    page.get_by_role("button", name="New day").wait_for(timeout=WHOLE)
    settle(page)
    before = save_plan(page, tmp_path / "before.csv")
    page.locator(".st-key-had-1-lunch button").locator("visible=true").first.click()
    asked = page.get_by_role("combobox", name="What did you have for lunch?")
    asked.click()
    page.keyboard.type("Pizza, cheese, restaurant, thin")
    page.get_by_role("option", name="Pizza, cheese, restaurant, thin crust", exact=True).click()
    page.get_by_text(re.compile("times 1 slice")).wait_for()
    assert fits(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="That is what I had").click()
    page.get_by_text("is what you had").wait_for(timeout=WHOLE)
    settle(page)
    after = save_plan(page, tmp_path / "after.csv")
    lunch = [row for row in after["1"] if row.startswith("1,lunch")]
    assert [("Pizza, cheese, restaurant, thin crust" in row) for row in lunch] == [True]
    assert [day for day in before if before[day] != after[day]] == ["1"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("is what you had").wait_for(state="hidden")
    settle(page)
    assert save_plan(page, tmp_path / "back.csv") == before
    assert outside == []


def test_a_bad_table_is_refused_in_words_and_a_good_one_planned_with(page: Page, outside: list[str]):
    choose_exact(page)
    said = page.locator("h1").first.inner_text()
    page.get_by_text("Your own prices and foods").click()
    field = page.locator(".st-key-prices_file input[type=file]")
    bad = b"food_id,price_per_100g\nno such food,1\n11111000,cheap\n"
    field.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": bad})
    page.get_by_text("Not used: ours are").wait_for()
    page.get_by_text("bad.csv, line 3, column price_per_100g").wait_for()
    settle(page)
    assert page.locator("h1").first.inner_text() == said
    with page.expect_download() as waiting:
        page.locator(".st-key-our-prices button").click()
    ours = waiting.value.path().read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in ours[1:]]
    dearer = "\n".join([ours[0], *(f"{food},{float(price) * 3}" for food, price in rows)])
    field.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": dearer.encode()})
    page.get_by_text("Planned with mine.csv").wait_for()
    settle(page)
    assert page.locator("h1").first.inner_text() != said
    assert outside == []


def test_a_household_has_dinner_together(page: Page, tmp_path: Path, outside: list[str]):
    open_panel(page)
    page.get_by_text("Who eats with you").click()
    others = page.locator(".st-key-guests")
    one = others.get_by_role("radio", name="1").or_(others.get_by_role("button", name="1")).first
    settle(page)
    press(one, page.get_by_label("Age of person 2"))
    settle(page)
    close_panel(page)
    page.get_by_role("heading", name="Dinner together").wait_for(timeout=WHOLE)
    settle(page)
    assert fits(page)
    assert "guests=1" in page.url
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Everybody’s plans (CSV)").click()
    with waiting.value.path().open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["meal"] == "dinner"]
    mine, theirs = (
        {(row["day"], row["food_id"]) for row in rows if row["person"] == person} for person in "12"
    )
    assert {day for day, _ in mine & theirs} == set("1234567")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Shopping list").click()
    assert "for 2 people" in waiting.value.path().read_text(encoding="utf-8")
    assert outside == []

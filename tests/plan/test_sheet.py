"""The sheet to print: every serving and every thing to buy is on it, and nothing is fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from mealopt import Person, Rules, plan_week
from mealopt.plan.ingredients import list_dishes
from mealopt.plan.sheet import format_sheet
from mealopt.plan.shopping import build_shopping
from mealopt.plan.titles import title_meal
from mealopt.plan.words import show_portion
from mealopt.tables.frames import Records

WOMAN = Person(35, "female", energy_kcal=2000)
VOID = {"meta"}


class Outline(HTMLParser):
    """Collects cells and list items, and holds that every tag is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.items, self.heads, self.titles, self.outside = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.outside += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"li", "th"}:
            (self.items if tag == "li" else self.heads).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if "li" in self.open:
            self.items[-1] += text
        elif "th" in self.open:
            self.heads[-1] += text
        elif "b" in self.open:
            self.titles.append(text)


def read(text):
    outline = Outline()
    outline.feed(text)
    assert outline.open == []
    assert outline.outside == []
    assert "url(" not in text
    assert "@import" not in text
    return outline


@pytest.fixture(scope="module")
def week(weeks):
    return weeks(WOMAN, Rules())


def test_a_week_is_on_it_to_the_serving_and_what_to_buy(week, knowledge):
    outline = read(format_sheet(week, knowledge, date(2027, 1, 4)))
    servings = [
        f"{row['food']} {show_portion(row['portions'], row['portion'])}"
        for row in week.portions.to_dict("records")
    ]
    bought = build_shopping(week.portions, knowledge)
    assert sorted(outline.items[: len(servings)]) == sorted(servings)
    dishes = list(list_dishes(week.portions.to_dict("records"), knowledge.foods))
    assert dishes
    assert len(outline.items) == len(servings) + len(week.notes) + len(dishes) + len(bought)
    meals = {meal.id: meal for meal in knowledge.meals}
    groups = week.portions.groupby(["meal", "day"])
    titles = [title_meal(rows, meals[str(meal)], knowledge) for (meal, _), rows in groups]
    assert sorted(outline.titles) == sorted(titles)
    days = [head for head in outline.heads if "kcal" in head]
    assert len(days) == 7
    assert days[0].startswith("Monday 4 Jan")
    assert days[6].startswith("Sunday 10 Jan")


def test_what_the_plan_warns_of_and_what_a_label_must_say_are_on_it(week, knowledge):
    """A sheet that hangs in the kitchen is all that whoever cooks may see."""
    warned = replace(week, notes=("Below 5 years, Almonds: ground, not whole.",))
    bread = next(row for row in week.portion_rows.rows if "read" in row[3])
    marked = [(*bread[:3], f"{bread[3]} (vegan)", *bread[4:])]
    warned = replace(warned, portion_rows=Records(week.portion_rows.columns, marked))
    text = format_sheet(warned, knowledge)
    assert "Below 5 years, Almonds: ground, not whole." in text
    assert "vegan: read the label" in text


def test_the_core_nutrients_are_said_with_their_targets(week, knowledge):
    text = format_sheet(week, knowledge)
    for info in knowledge.nutrients:
        if info.kind == "core":
            row = week.totals[(week.totals["day"] == "week") & (week.totals["nutrient"] == info.id)].iloc[0]
            assert f"{info.label} {info.show(float(row['amount']))}" in text
            assert f"({row['percent_of_minimum']:.0f} % of the target)" in text
    assert "Day 1" in text


def test_an_average_day_has_nothing_to_buy(knowledge):
    text = format_sheet(plan_week(WOMAN, Rules(portions="exact"), knowledge), knowledge)
    assert "What to buy" not in text
    assert "The average day" in text


def test_a_name_is_no_tag(week, knowledge):
    rows = [(*row[:3], "<script>alert('x')</script> & co", *row[4:]) for row in week.portion_rows.rows]
    text = format_sheet(replace(week, portion_rows=Records(week.portion_rows.columns, rows)), knowledge)
    assert "<script" not in text
    read(text)

"""Sittings counted from a made-up survey: the common is least strange, pairs nobody had are left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from builder.sittings import (
    Counts,
    Sitting,
    build_sittings,
    build_weeks,
    count_foods,
    find_places,
    gather_sittings,
)
from builder.survey import Foods, build_servings

FOODS = Foods(
    ids=("bread", "butter", "cereal", "milk"), categories=("Bread", "Butter", "Cereal", "Milk"),
    kinds=("bread", "spread", "cereal", "milk"), portion_g=np.array([50.0, 5.0, 30.0, 240.0]),
    step=np.array([1.0, 0.5, 0.5, 0.25]), helping=np.array([2.0, 1.0, 1.0, 1.0]),
    least=np.array([1.0, 0.5, 0.5, 0.5]), max_meal=np.array([4.0, 3.0, 3.0, 3.0]),
    kcal=np.array([130.0, 36.0, 110.0, 120.0]), rarity=np.zeros(4),
)  # fmt: skip


def eaten(*sittings: tuple[str, dict[str, float]], alone: bool = False) -> pd.DataFrame:
    rows = [
        (f"{number}|{meal}", meal, "19-50", food, grams, food.capitalize(), "" if alone else "salad")
        for number, (meal, foods) in enumerate(sittings)
        for food, grams in foods.items()
    ]
    columns = ["key", "meal", "age_group", "food_code", "grams", "category", "within"]
    return pd.DataFrame(rows, columns=columns)


SURVEY = eaten(
    *[("breakfast", {"cereal": 30.0, "milk": 240.0})] * 20,
    *[("breakfast", {"bread": 100.0, "butter": 5.0})] * 8,
    *[("breakfast", {"bread": 100.0, "milk": 120.0})] * 2,
    ("breakfast", {"bread": 100.0, "cucumber": 50.0}),
    *[("dinner", {"bread": 100.0, "butter": 5.0, "milk": 240.0})] * 6,
    *[("lunch", {"bread": 100.0})] * 3,
    *[("snack", {"milk": 240.0})] * 3,
)


def test_a_sitting_with_a_food_nobody_knows_is_no_template() -> None:
    found = gather_sittings(SURVEY, FOODS)
    assert len(found["breakfast"]) == 30
    assert Sitting((2, 3), (1.0, 1.0)) in found["breakfast"]


NUTS = ("42202000", "42111100", "42104110", "42104200", "74101000")  # peanut butter, the most had; peanuts, …


@pytest.mark.parametrize(
    ("code", "category", "stands_in"),
    [
        ("42202000", "Nuts", "42202000"),
        ("42111000", "Nuts", "42111100"),  # peanuts of no kind are peanuts, no peanut butter
        ("42119999", "Nuts", "42111100"),
        ("42104000", "Nuts", "42104110"),  # of two as like the one most had
        ("42101000", "Nuts", "42104110"),
        ("42300000", "Nuts", "42202000"),  # like none: the most had of the category
        ("42300000", "Seeds", None),
        ("89902070", "Vegetables on a sandwich", "74101000"),  # by name: tomatoes, no lettuce
        ("89902040", "Vegetables on a sandwich", None),  # onions are named, but not in this table
        ("51182010", "Nuts", None),  # named as what nothing stands in for, whatever its category has
    ],
)
def test_what_stands_in_for_a_food_is_the_likest_of_its_category(
    code: str, category: str, stands_in: str | None
) -> None:
    categories = ("Nuts", "Nuts", "Nuts", "Nuts", "Tomatoes")
    foods = replace(FOODS, ids=NUTS, categories=categories, rarity=np.array([0.0, 0.5, 0.7, 0.9, 0.0]))
    place = find_places({code: category}, foods)[code]
    assert (foods.ids[place] if place >= 0 else None) == stands_in


def test_the_common_is_least_strange_and_unknown_pairs_are_left_out() -> None:
    found = gather_sittings(SURVEY, FOODS)
    counts = Counts(found, FOODS)
    rows = [row for row in build_sittings(found, counts, "adults") if row["meal"] == "breakfast"]
    strangeness = {row["items"]: float(row["strangeness"]) for row in rows}
    assert set(strangeness) == {"cereal=1 milk=1", "bread=2 butter=1"}  # bread with milk: two sittings only
    assert strangeness["cereal=1 milk=1"] < strangeness["bread=2 butter=1"]


@pytest.mark.parametrize(
    ("by", "every"),
    [
        ("kind", {"grain": 7 * 40 / 43, "milk": 7 * 31 / 43}),
        ("category", {"Bread": 7 * 20 / 43, "Cereal": 7 * 20 / 43, "Milk": 7 * 31 / 43}),
    ],
)
def test_a_kind_is_counted_once_a_sitting_and_by_the_week(by: str, every: dict[str, float]) -> None:
    kinds = {"Bread": "grain", "Cereal": "grain", "Milk": "milk"}
    rows = build_weeks(SURVEY.assign(kind=SURVEY.category.map(kinds)), by, 43, "adults")
    found = {(row[by], row["meal"]): float(row["sittings"]) for row in rows}
    for kind, sittings in every.items():
        assert sum(n for (name, _), n in found.items() if name == kind) == pytest.approx(sittings, abs=0.01)


def test_a_meal_of_three_foods_is_one_of_two_or_more_and_of_one() -> None:
    rows = build_weeks(count_foods(SURVEY), "foods", 43, "adults")
    found = {(row["meal"], row["foods"]): float(row["sittings"]) for row in rows}
    assert {key: count for key, count in found.items() if key[0] != "snack"} == {
        ("breakfast", "1"): pytest.approx(7 * 31 / 43, abs=5e-4),
        ("breakfast", "2"): pytest.approx(7 * 31 / 43, abs=5e-4),
        **{("dinner", number): pytest.approx(7 * 6 / 43, abs=5e-4) for number in ("1", "2", "3")},
        ("lunch", "1"): pytest.approx(7 * 3 / 43, abs=5e-4),
    }


@pytest.mark.parametrize(
    ("food", "category", "serving"),
    [
        ("milk", "Milk", (1.0, 1.0, 1.0)), ("butter", "Butter", (1.0, 1.0, 1.5)),
        ("butter", "Nobody's", (0.5, 1.0, 1.5)),
    ],
    ids=["quartiles", "by the helping, no less than the category's", "by the helping"],
)  # fmt: skip
def test_servings_are_quartiles_or_go_by_the_helping(
    food: str, category: str, serving: tuple[float, ...]
) -> None:
    foods = replace(FOODS, categories=("Bread", category, "Cereal", "Milk"))
    row = build_servings(SURVEY, foods)[FOODS.ids.index(food)]
    assert (row["low"], row["usual"], row["high"]) == serving


@pytest.mark.parametrize(
    ("kind", "reports", "usual"),
    [("vegetable", 20, 2.0), ("vegetable", 19, 1.0), ("spread", 20, 1.0), ("salad", 20, 1.0)],
    ids=["by itself", "too few by themselves", "a kind that is mostly had with something", "in a salad"],
)
def test_a_serving_of_a_vegetable_is_what_those_have_who_have_it_by_itself(
    kind: str, reports: int, usual: float
) -> None:
    foods = replace(FOODS, kinds=("bread", kind, "cereal", "milk"))
    inside = eaten(*[("dinner", {"bread": 100.0, "butter": 5.0})] * 100)
    survey = pd.concat([inside, eaten(*[("dinner", {"butter": 10.0})] * reports, alone=True)])
    assert build_servings(survey, foods)[1]["usual"] == usual


def test_the_largest_serving_is_what_nine_in_ten_of_its_category_do_not_pass() -> None:
    """The high serving alone is no limit: what others of its category are had by may be served too."""
    survey = eaten(*[("snack", {"bread": 10.0})] * 80, *[("snack", {"milk": 90.0})] * 20, alone=True)
    survey["category"] = "Fruit"
    foods = replace(FOODS, categories=("Fruit",) * 4, portion_g=np.full(4, 10.0), step=np.ones(4))
    few, many = build_servings(survey, foods)[0], build_servings(survey, foods)[3]
    assert (few["high"], few["largest"]) == (1.0, 9.0)
    assert many["largest"] == max(many["high"], 9.0)


def test_no_serving_of_meat_is_less_than_most_have_of_any() -> None:
    """An ounce of roast with a potato is a token: three in four who have meat by itself have more."""
    foods = replace(FOODS, kinds=("meat", "meat", "cereal", "milk"))
    survey = eaten(
        *[("dinner", {"butter": 5.0})] * 20, *[("dinner", {"bread": 100.0})] * 80, alone=True
    )  # butter in the place of shreds, bread in that of a chop
    low = build_servings(survey, foods)[1]
    assert (low["low"], low["usual"]) == (3.0, 3.0)  # 100 g, but no more than a meal may have of it
    assert build_servings(survey, foods)[0]["low"] == 2.0


def test_no_burger_is_had_by_the_half() -> None:
    """Its own quartile was half of one: it is no less than the lesser of its kind's and the usual one."""
    foods = replace(
        FOODS, kinds=("sandwich", "spread", "cereal", "sandwich"), portion_g=np.full(4, 100.0),
        step=np.full(4, 0.5), least=np.full(4, 0.5),
    )  # fmt: skip
    some = [("lunch", {"bread": 50.0})] * 30 + [("lunch", {"bread": 100.0})] * 60
    row = build_servings(eaten(*some, *[("lunch", {"milk": 100.0})] * 60, alone=True), foods)[0]
    assert (row["low"], row["usual"]) == (1.0, 1.0)


def test_a_corn_few_have_is_had_by_no_less_than_most_have_of_any_corn() -> None:
    """Corn low in sodium, which hardly anybody reports, was had by the quarter cup, as cucumber is."""
    foods = replace(
        FOODS, kinds=("vegetable",) * 4, categories=("Cucumber", "Corn", "Corn", "Corn"),
        portion_g=np.full(4, 100.0), step=np.full(4, 0.25), helping=np.ones(4), least=np.full(4, 0.25),
    )  # fmt: skip
    survey = eaten(
        *[("dinner", {"bread": 20.0})] * 60, *[("dinner", {"butter": 90.0})] * 30, ("dinner", {"milk": 20.0}),
        alone=True,
    )  # fmt: skip
    survey["category"] = np.where(survey.food_code == "bread", "Cucumber", "Corn")
    assert build_servings(survey, foods)[3]["low"] == 1.0

"""Prices of the table, and a person's own."""

from __future__ import annotations

import pytest

from mealopt.knowledge.prices import apply_prices
from tests.knowledge.making import food


def test_prices_say_in_which_dollars_they_are(knowledge):
    assert knowledge.price_note == "2024 dollars: 2017/2018 prices × 1.282"


def prices(tmp_path, text):
    path = tmp_path / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_prices_stand_in_for_those_named(load, tmp_path):
    table = load({}, food("milk"))
    cheap = apply_prices(table, prices(tmp_path, "food_id,price_per_100g\nmilk,0\n"))
    assert cheap.price.tolist() == [0.5, 0]
    assert table.price.tolist() == [0.5, 0.5]
    assert cheap.digest != table.digest
    with pytest.raises(ValueError, match="read-only"):
        cheap.price[0] = 1.0


@pytest.mark.parametrize(
    ("text", "line", "column", "start"),
    [
        ("food_id,price_per_100g\nmlik,1\n", 2, "food_id", "No food has this id. Did you mean milk?"),
        ("food_id,price_per_100g\nmilk,-1\n", 2, "price_per_100g", "Out of range"),
        ("food_id,price_per_100g\nmilk,\n", 2, "price_per_100g", "Blank, but"),
        ("food_id,price_per_100g\n,1\n", 2, "food_id", "Blank, but"),
        ("food_id,price_per_100g\nmilk,1\nmilk,2\n", 3, "food_id", "The same food_id as in line 2."),
        ("food_id,price_per_100g,shop\nmilk,1,a\n", 1, "shop", "Unknown column."),
        ("price_per_100g\n1\n", 1, "", "The column food_id is missing."),
        ("food_id\nmilk\n", 1, "", "The column price_per_100g is missing."),
    ],
)
def test_wrong_prices_are_refused(load, tmp_path, problems_of, text, line, column, start):
    (problem,) = problems_of(apply_prices, load({}, food("milk")), prices(tmp_path, text))
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(start)

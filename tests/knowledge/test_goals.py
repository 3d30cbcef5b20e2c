"""Goals and the prices they give."""

from __future__ import annotations

from dataclasses import fields

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.goals import SittingPrices, load_goals


def test_the_columns_of_the_table_are_the_prices_in_their_order(data_folder):
    """They are read by position: a column out of place would be another price."""
    head = (data_folder / "goals.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    names = {
        "money": "sitting_money", "beyond": "beyond_money", "far": "far_money", "taste": "taste_nats",
        "one_kitchen": "one_kitchen", "hei": "sitting_hei",
    }  # fmt: skip
    wanted = [
        names.get(field.name, field.name if field.name.endswith("_usd") else f"{field.name}_usd")
        for field in fields(SittingPrices)
    ]
    first = head.index(wanted[0])
    assert head[first : first + len(wanted)] == wanted


def test_money_weighs_no_less_the_more_is_spent(knowledge):
    for goal in knowledge.goals.values():
        prices = goal.sittings
        assert prices.past_thrifty == prices.money + prices.beyond
        steps = [usd for usd, weight in prices.money_steps if weight > 0]
        assert steps == sorted(steps)


def test_the_cheapest_week_looks_at_money_before_all_else(knowledge):
    cheapest, balanced = (knowledge.goals[name].sittings for name in ("cheapest", "balanced"))
    for name in ("strange", "product", "again", "bare", "often", "seldom", "sparse"):
        assert getattr(cheapest, name) / cheapest.money < 0.1 * getattr(balanced, name) / balanced.money


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("strange_usd", "", "Blank"),
        ("product_usd", "-1", "Out of range"),
        ("hei_minimum", "101", "Out of range"),
    ],
)
def test_a_price_that_is_none_is_told_with_its_place(data_folder, tmp_path, column, value, said):
    lines = (data_folder / "goals.csv").read_text(encoding="utf-8").splitlines()
    head, row = lines[0].split(","), lines[2].split(",")  # cheapest: no comma in its words
    row[head.index(column)] = value
    path = tmp_path / "goals.csv"
    path.write_text("\n".join([lines[0], ",".join(row)]) + "\n", encoding="utf-8")
    with pytest.raises(BadInputError) as raised:
        load_goals(path)
    assert said in str(raised.value)
    assert column in str(raised.value)

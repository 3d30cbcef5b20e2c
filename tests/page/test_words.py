"""How the page says amounts, money and names."""

from __future__ import annotations

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.knowledge.foods import shorten_name
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.words import (
    escape_markdown,
    say_amount,
    say_more,
    show_money,
    show_percent,
)  # fmt: skip


def test_markdown_in_a_name_is_shown_not_obeyed():
    assert escape_markdown("*Salt* [x](http://y) :red[z] $1$") == (
        r"\*Salt\* \[x\]\(http\://y\) \:red\[z\] \$1\$"
    )
    assert escape_markdown("one\n\n# two") == r"one \# two"


def test_amounts_read_well():
    assert show_money(3.456) == r"\$3.46"
    assert show_money(-1) == r"−\$1.00"
    assert [show_percent(share) for share in (0.639, -0.04, 0.001)] == ["+64 %", "−4 %", "0 %"]
    assert shorten_name("Milk, 2 % fat") == "Milk"
    assert lower_first("Vitamin D") == "vitamin D"
    assert lower_first("HEI-2020") == "HEI-2020"


@pytest.mark.parametrize(
    ("amount", "food", "said"),
    [
        ("1 banana", "Banana, fresh", "**1 banana**, fresh"),
        ("2 eggs", "Egg, fried", "**2 eggs**, fried"),
        ("2 bananas", "Banana", "**2 bananas**"),
        ("¾ cup", "Milk", "**¾ cup** Milk"),
    ],
)
def test_no_word_is_said_twice(amount: str, food: str, said: str):
    assert say_amount(amount, food) == said


def test_what_a_swap_costs_in_words():
    assert [say_more(amount).replace("\\", "") for amount in (0.04, -1.2, 0.0001)] == [
        "4 ¢ a day more",
        "$1.20 a day less",
        "costs the same",
    ]

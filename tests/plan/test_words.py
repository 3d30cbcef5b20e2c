from __future__ import annotations

import pytest

from mealopt.knowledge.library import load_knowledge
from mealopt.plan.words import show_number, show_portion


@pytest.mark.parametrize(
    ("portions", "portion", "words"),
    [
        (1, "1 cup", "1 cup"),
        (0.75, "1 cup", "¾ cup"),
        (1.5, "1 cup", "1½ cups"),
        (2, "1 egg", "2 eggs"),
        (0.5, "1 slice", "½ slice"),
        (1 / 3, "1 cup", "⅓ cup"),
        (2.3333, "1 cup", "2⅓ cups"),
        (3, "1/2 cup", "1½ cups"),
        (1, "1/4 cup shredded", "¼ cup shredded"),
        (8, "1/4 cup shredded", "2 cups shredded"),
        (2, "1 egg white", "2 egg whites"),
        (2, "1 small muffin", "2 small muffins"),
        (2, "1 sandwich", "2 sandwiches"),
        (2, "1 patty", "2 patties"),
        (2, "1 potato", "2 potatoes"),
        (3, "1 taco", "3 tacos"),
        (2, "1 brownie", "2 brownies"),
        (2, "1 rib", "2 ribs"),
        (2, "1/2 grapefruit", "1 grapefruit"),
        (0.5, "3 oz", "1½ oz"),
        (0.25, "3 oz", "¾ oz"),
        (2, "1 slice or wedge", "2 × 1 slice or wedge"),
        (0.5, "1 slice or wedge", "½ slice or wedge"),
        (0.5, "3 nuggets", "1½ nuggets"),
        (0.25, "3 nuggets", "¼ × 3 nuggets"),
        (2, "1 leaf", "2 × 1 leaf"),
        (2, "1 cup (8 fl oz)", "2 × 1 cup (8 fl oz)"),
        (2, "tablet", "2 × tablet"),
        (1, "tablet", "tablet"),
        (0.3712, "1 cup", "0.37 cup"),
        (2.7182, "1 cup", "2.72 cups"),
        (1.9999, "1 cup", "2 cups"),
        (0.9999, "1 cup", "1 cup"),
        (0.0004, "1 cup", "0.0004 cup"),
        (1, "1 1/2 cup", "1½ cup"),
        (0.5, "1/4 cup", "⅛ cup"),
        (1.5, "1/4 cup", "⅜ cup"),
        (0.25, "1/4 cup", "¼ × 1/4 cup"),
        (2, "1/0 cup", "2 × 1/0 cup"),
    ],
)
def test_a_portion_reads_as_people_say_it(portions: float, portion: str, words: str) -> None:
    assert show_portion(portions, portion) == words


def test_every_portion_of_the_table_reads_well_twice() -> None:
    for portion in set(load_knowledge().foods.portions):
        for portions in (0.25, 0.5, 1.0, 2.0, 3.5):
            words = show_portion(portions, portion)
            assert words == words.strip()
            assert "0." not in words


def test_large_and_tiny_numbers_stay_plain() -> None:
    assert [show_number(n) for n in (123.456, 12, 0, 1e-7)] == ["123", "12", "0", "1e-07"]

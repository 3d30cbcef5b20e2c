"""A shopping list as text."""

from __future__ import annotations

from mealopt.plan.shopping import build_shopping
from mealopt.plan.shopping_text import format_shopping

BANANA, TAP_WATER, EGG, BREAD = "63107010", "94000100", "31103010", "51300110"


def test_text_fits_the_page_and_says_everything(knowledge, plan_of):
    rows = [(food_id, 200.0, str(1 + place % 7)) for place, food_id in enumerate(knowledge.foods.ids[::40])]
    frame = build_shopping(plan_of(*rows), knowledge)
    text = format_shopping(frame, 3)
    assert text.startswith(f"Shopping list for 3 people: {len(frame)} things.")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.count("[ ] ") == len(frame)
    flat = " ".join(text.split())
    for row in frame.to_dict("records"):
        assert row["food"] in flat or row["food"].casefold().removesuffix("s") in row["buy"]
    headings = [line for line in text.splitlines() if line in set(frame["aisle"])]
    shown = frame[~frame["pantry"].astype(bool)]
    assert headings == list(dict.fromkeys(shown["aisle"]))


def test_text_cannot_move_the_cursor(knowledge, plan_of):
    frame = build_shopping(plan_of((BANANA, 126)), knowledge)
    frame["food"] = "Ban\x1b[2Jana\n[ ] gold"
    assert "\x1b" not in format_shopping(frame)
    assert format_shopping(frame).count("\n[ ]") == 1

"""Foods on their way in."""

from __future__ import annotations

from pathlib import Path

from mealopt.importers.store import FoodStore


def test_what_two_sheets_say_of_a_food_comes_together_and_the_first_stays():
    with FoodStore() as store:
        assert store.add("b", {"name": "Bread"}, {"iron_mg": (1.0, 1)})
        more = {"iron_mg": (2.0, 1), "zinc_mg": (3.0, 1)}
        assert not store.add("b", {"name": "Loaf", "portion": "slice"}, more)
        assert list(store) == [
            ("b", {"name": "Bread", "portion": "slice"}, {"iron_mg": 1.0, "zinc_mg": 3.0})
        ]


def test_the_better_column_wins_whichever_comes_first():
    with FoodStore() as store:
        for food, ranks in (("a", (2, 1)), ("b", (1, 2))):
            for rank in ranks:
                store.add(food, {}, {"energy_kcal": (float(rank), rank)})
        assert [amounts for _, _, amounts in store] == [{"energy_kcal": 1.0}] * 2


def test_foods_come_out_by_id_and_leave_nothing_behind():
    with FoodStore() as store:
        for food in ("c", "a", "b", "a"):
            store.add(food, {}, {})
        assert [food for food, _, _ in store] == ["a", "b", "c"]
        assert len(store) == 3
        assert store.has("a")
        assert not store.has("d")
        folder = store.folder.name
    assert not Path(folder).exists()

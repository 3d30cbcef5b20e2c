"""`mealopt foods` at the door."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_search_puts_the_most_eaten_first(run: Run) -> None:
    found = json.loads(run("foods", "search", "banana", "--format", "json").stdout)
    assert found[0]["food"] == "Banana, fresh"
    assert [row["popularity"] for row in found] == sorted((row["popularity"] for row in found), reverse=True)
    table = run("foods", "search", "milk", "--limit", "3")
    assert len(table.stdout.splitlines()) == 4
    assert "--limit" in table.stderr


def test_search_without_success_suggests_a_word(run: Run) -> None:
    result = run("foods", "search", "bananna")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "Did you mean banana?" in result.stderr


def test_show_has_tags_and_unknowns(run: Run) -> None:
    text = run("foods", "show", "Banana,", "fresh").stdout
    assert "63107010" in text
    assert "Diets and allergens" in text
    assert "Potassium" in text
    found = json.loads(run("foods", "show", "63107010", "--format", "json").stdout)
    assert found["vegan"] == "yes"
    assert found["per_100g"]["potassium_mg"] == 358
    csv_text = run("foods", "show", "63107010", "--format", "csv").stdout
    assert "potassium_mg,358" in csv_text
    missing = run("foods", "show", "Bananna, fresh")
    assert missing.exit_code == 2
    assert "Did you mean Banana, fresh?" in missing.stderr


def test_show_says_what_a_dish_is_made_of(run: Run) -> None:
    text = run("foods", "show", "58146322").stdout
    assert "What is in one portion" in text
    assert "pasta, cooked 1" in text
    found = json.loads(run("foods", "show", "58146322", "--format", "json").stdout)
    assert 10 < found["ingredients"]["pasta, cooked"] < 90
    assert "ingredient: salt," in run("foods", "show", "58146322", "--format", "csv").stdout
    assert json.loads(run("foods", "show", "63107010", "--format", "json").stdout)["ingredients"] == {}


def test_our_own_table_passes_its_check(run: Run) -> None:
    from mealopt.tables.places import find_data

    result = run("foods", "check", find_data() / "foods.csv")
    assert result.exit_code == 0
    assert "no problems" in result.stdout
    assert "contains_peanuts" in result.stdout

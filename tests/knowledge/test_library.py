"""All tables together: they fit each other, cannot be changed, and a person's own stand in for ours."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from mealopt.knowledge import library
from mealopt.knowledge.intakes import LIFE_STAGES
from mealopt.knowledge.library import customise_knowledge, load_knowledge
from mealopt.tables import places
from mealopt.tables.places import find_data


def test_names_in_one_table_are_rows_of_another(knowledge):
    tags = set(knowledge.foods.tags)
    nutrients = set(knowledge.nutrients.ids)
    categories = set(knowledge.foods.categories)
    assert set(knowledge.foods.nutrient_ids) == nutrients
    assert {diet.column for diet in knowledge.diets.values()} - {""} <= tags
    assert {exclusion.column for exclusion in knowledge.exclusions.values()} <= tags
    assert {change.diet for change in knowledge.adjustments} - {""} <= set(knowledge.diets)
    assert {change.nutrient for change in knowledge.adjustments} - {""} <= nutrients
    assert {change.exclude_tag for change in knowledge.adjustments} - {""} <= tags
    assert {change.life_stage for change in knowledge.adjustments} - {""} <= set(LIFE_STAGES)
    for condition in knowledge.conditions.values():
        assert {*condition.at_most, *condition.more} <= nutrients
    for limit in knowledge.meal_limits:
        assert set(limit.categories) - {"*", "**"} <= categories
    assert {meal.id for meal in knowledge.meals} == set(knowledge.foods.meals)
    for pairing in knowledge.pairings:
        assert {*pairing.dependents, *pairing.bases} <= categories | set(knowledge.foods.ids)
        assert not {*pairing.dependents} & {*pairing.bases}


def test_meals_are_in_the_order_of_the_day_and_leave_room(knowledge):
    assert [meal.place for meal in knowledge.meals] == [1, 2, 3, 4]
    assert sum(meal.energy_share_min for meal in knowledge.meals) < 1
    assert sum(meal.energy_share_max for meal in knowledge.meals) > 1


def test_energy_is_the_one_nutrient_in_kcal(knowledge):
    assert [n.id for n in knowledge.nutrients if n.unit == "kcal"] == [knowledge.energy_id]


def test_the_core_five_come_first(knowledge):
    ordered = sorted(knowledge.nutrients.ids, key=knowledge.nutrients.rank)
    assert set(ordered[:5]) == {
        "magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug", "vitamin_b12_ug",
    }  # fmt: skip
    assert knowledge.nutrients["magnesium_mg"].show(1234.4) == "1,234 mg"
    assert knowledge.nutrients["vitamin_d_ug"].show(15) == "15.0 µg"


def test_the_tables_are_loaded_once():
    assert load_knowledge() is load_knowledge()


def test_visitors_who_come_at_once_get_the_very_same_tables(data_folder):
    """Each loaded its own, and a page that found two of them said its visitor's files were gone."""
    folder = data_folder.parent / "." / data_folder.name / ".." / data_folder.name  # loaded by nobody yet
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: load_knowledge(folder), range(6)))
    assert all(one is found[0] for one in found)


def test_the_digest_follows_any_table(data_folder, tmp_path, knowledge):
    copy = tmp_path / "data"
    shutil.copytree(data_folder, copy)
    assert library.digest_folder(copy) == knowledge.digest
    with (copy / "meals.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert library.digest_folder(copy) != knowledge.digest


def test_a_broken_table_is_named(data_folder, tmp_path, problems_of):
    copy = tmp_path / "data"
    shutil.copytree(data_folder, copy)
    (copy / "meals.csv").write_text("meal|label\nlunch|Lunch\n", encoding="utf-8")
    (problem,) = problems_of(load_knowledge, copy)
    assert problem.where == str(copy / "meals.csv")


def test_missing_tables_are_said_plainly(monkeypatch, tmp_path, problems_of):
    monkeypatch.setattr(places, "__file__", str(tmp_path / "a" / "b" / "c" / "places.py"))
    assert problems_of(find_data)[0].message.startswith("The tables are missing.")


def test_own_foods_targets_and_prices_stand_in(knowledge, write_foods, tmp_path):
    targets = tmp_path / "targets.csv"
    targets.write_text("nutrient,minimum,maximum\nmagnesium_mg,100,\n", encoding="utf-8")
    prices = tmp_path / "prices.csv"
    prices.write_text("food_id,price_per_100g\nbread,2\n", encoding="utf-8")
    own = customise_knowledge(
        knowledge, foods=write_foods({}), targets=targets, prices=prices, only_targets=True
    )
    assert own.foods.ids == ("bread",)
    assert own.foods.price.tolist() == [2]
    assert [row.nutrient for row in own.intakes] == ["magnesium_mg"]
    assert own.nutrients is knowledge.nutrients
    digests = {
        knowledge.digest,
        own.digest,
        customise_knowledge(knowledge, foods=write_foods({})).digest,
        customise_knowledge(knowledge, targets=targets).digest,
    }
    assert len(digests) == 4


@pytest.mark.parametrize("name", ["fish", "shellfish", "pork", "dairy", "eggs"])
def test_no_vegan_food_contains_what_vegans_leave_out(knowledge, name):
    column = knowledge.exclusions[name].column
    table = knowledge.foods
    both = [
        table.names[i]
        for i, (vegan, contains) in enumerate(zip(table.tag("vegan"), table.tag(column), strict=True))
        if vegan == "yes" and contains != "no"
    ]
    assert both == []


def test_a_stricter_diet_is_within_the_looser(knowledge):
    table = knowledge.foods
    for strict, loose in (("vegan", "vegetarian"), ("vegetarian", "pescatarian")):
        for i, value in enumerate(table.tag(strict)):
            if value == "yes":
                assert table.tag(loose)[i] == "yes", table.names[i]

"""HEI-2020, scored by hand from the published standards."""

from __future__ import annotations

import csv
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.eating_index import can_score, load_eating_index, score_day

# for 2,000 kcal: the amounts that just reach full marks, and those that just reach none
FULL = {
    "fruit_total_cup": 1.6, "fruit_citrus_melon_berry_cup": 0.5, "fruit_other_cup": 0.3,
    "vegetable_total_cup": 1.8, "vegetable_legumes_cup": 0.4, "vegetable_dark_green_cup": 0.0,
    "grain_whole_oz": 3.0, "dairy_total_cup": 2.6, "meat_poultry_seafood_oz": 3.4, "eggs_oz": 0.0,
    "seafood_high_n3_oz": 1.0, "seafood_low_n3_oz": 0.0, "nuts_seeds_oz": 0.6, "soy_oz": 0.0,
    "legumes_protein_oz": 1.0, "grain_refined_oz": 3.6, "sodium_mg": 2200.0, "added_sugars_tsp": 8.125,
    "saturated_fat_g": 160 / 9, "monounsaturated_fat_g": 300 / 9, "polyunsaturated_fat_g": 100 / 9,
}  # fmt: skip
ZERO = {
    "grain_refined_oz": 8.6, "sodium_mg": 4000.0, "added_sugars_tsp": 32.5, "saturated_fat_g": 320 / 9,
    "monounsaturated_fat_g": 200 / 9, "polyunsaturated_fat_g": 184 / 9,
}  # fmt: skip


def test_a_day_at_every_full_standard_has_a_hundred_points(knowledge):
    points = score_day(knowledge.eating_index, FULL, 2000)
    assert sum(points.values()) == pytest.approx(100)
    for component in knowledge.eating_index:
        assert points[component.id] == pytest.approx(component.max_points)


def test_a_day_at_every_zero_standard_has_none(knowledge):
    assert sum(score_day(knowledge.eating_index, ZERO, 2000).values()) == pytest.approx(0, abs=1e-9)


def test_a_day_without_energy_has_no_points(knowledge):
    assert set(score_day(knowledge.eating_index, {}, 0).values()) == {0.0}


@pytest.mark.parametrize(
    ("component", "amounts", "energy", "density", "points"),
    [
        ("total_fruits", {"fruit_total_cup": 0.8}, 2000, 0.4, 2.5),
        ("total_fruits", {"fruit_total_cup": 9.0}, 2000, 4.5, 5),
        ("whole_fruits", {"fruit_citrus_melon_berry_cup": 0.2, "fruit_other_cup": 0.2}, 2000, 0.2, 2.5),
        ("total_vegetables", {"vegetable_total_cup": 0.55, "vegetable_legumes_cup": 0.55}, 2000, 0.55, 2.5),
        ("greens_and_beans", {"vegetable_dark_green_cup": 0.3}, 2000, 0.15, 3.75),
        ("whole_grains", {"grain_whole_oz": 1.0}, 1000, 1.0, 6.666667),
        ("dairy", {"dairy_total_cup": 1.3}, 2000, 0.65, 5),
        ("total_protein_foods", {"eggs_oz": 2.0, "legumes_protein_oz": 1.0}, 2000, 1.5, 3),
        ("seafood_and_plant_proteins", {"soy_oz": 0.4, "seafood_low_n3_oz": 0.4}, 2000, 0.4, 2.5),
        ("fatty_acids", {"polyunsaturated_fat_g": 10, "monounsaturated_fat_g": 27, "saturated_fat_g": 20},
         2000, 1.85, 5),
        ("fatty_acids", {"polyunsaturated_fat_g": 10}, 2000, math.inf, 10),
        ("fatty_acids", {}, 2000, 0, 0),
        ("refined_grains", {"grain_refined_oz": 6.1}, 2000, 3.05, 5),
        ("refined_grains", {"grain_refined_oz": 20.0}, 2000, 10, 0),
        ("sodium", {"sodium_mg": 3100.0}, 2000, 1.55, 5),
        ("added_sugars", {"added_sugars_tsp": 20.0}, 2000, 16, 5.128205),
        ("saturated_fats", {"saturated_fat_g": 240 / 9}, 2000, 12, 5),
        ("saturated_fats", {}, 2000, 0, 10),
    ],
)  # fmt: skip
def test_scores_by_hand(knowledge, component, amounts, energy, density, points):
    found = next(c for c in knowledge.eating_index if c.id == component)
    assert found.density(amounts, energy) == pytest.approx(density)
    assert found.score(amounts, energy) == pytest.approx(points, rel=1e-6)


def test_thirteen_components_make_a_hundred_points(knowledge):
    assert len(knowledge.eating_index) == 13
    assert sum(component.max_points for component in knowledge.eating_index) == 100


def test_every_component_is_measured_by_the_table(knowledge):
    for component in knowledge.eating_index:
        assert {*component.numerator, *component.denominator} <= set(knowledge.foods.nutrient_ids)


@given(st.dictionaries(st.sampled_from(sorted(FULL)), st.floats(0, 1e5)), st.floats(0, 1e4))
def test_points_lie_between_none_and_the_most(knowledge, amounts, energy):
    for component in knowledge.eating_index:
        assert 0 <= component.score(amounts, energy) <= component.max_points


@pytest.mark.parametrize("energy", [900.0, 2400.0])
def test_the_line_of_the_program_is_the_score_between_the_standards(knowledge, energy):
    """points × energy / 1000 = weight × numerator − slope × zero × energy / 1000: what rows are made of."""
    for component in knowledge.eating_index:
        if component.per == "ratio":
            continue
        middle = (component.zero_at + component.full_at) / 2
        per = 1000.0 if component.per == "1000_kcal" else 100.0
        top = middle * energy / per / component.scale
        points = component.score({component.numerator[0]: top}, energy)
        assert points == pytest.approx(component.max_points / 2)
        line = component.weight * top - component.slope * component.zero_at * energy / 1000.0
        assert line == pytest.approx(points * energy / 1000.0)


def test_the_least_energy_is_energy_and_none_is_none(knowledge):
    fruit = next(c for c in knowledge.eating_index if c.per == "1000_kcal" and c.full_at > c.zero_at)
    amounts = {fruit.numerator[0]: 1.0}
    assert fruit.density(amounts, 0.5) == pytest.approx(2000.0 * fruit.scale)
    assert fruit.score(amounts, 0.5) == fruit.max_points
    for nothing in (0.0, -1.0):
        assert fruit.density(amounts, nothing) == 0.0
        assert fruit.score(amounts, nothing) == 0.0
        assert {component.score(amounts, nothing) for component in knowledge.eating_index} == {0.0}


def test_only_a_table_that_measures_everything_has_a_score(knowledge):
    measured = {n for c in knowledge.eating_index for n in (*c.numerator, *c.denominator)}
    assert can_score(knowledge.eating_index, measured)
    assert can_score(knowledge.eating_index, {*measured, "energy_kcal"})
    assert all(can_score((c,), {*c.numerator, *c.denominator}) for c in knowledge.eating_index)
    for nutrient in measured:
        assert not can_score(knowledge.eating_index, measured - {nutrient})


NEEDED = ("component", "kind", "max_points", "full_at", "zero_at", "per", "scale", "numerator")


@pytest.mark.parametrize("column", NEEDED)
def test_a_standard_with_a_blank_is_refused(data_folder, tmp_path, problems_of, column):
    with (data_folder / "eating_index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[2][column] = ""
    with (tmp_path / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (problem,) = problems_of(load_eating_index, tmp_path / "index.csv")
    assert (problem.line, problem.column) == (4, column)

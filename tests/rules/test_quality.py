"""The rows of HEI-2020 are its score."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.eating_index import score_day
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.amounts import amount_name
from mealopt.rules.build import bind_person

INF = math.inf


def hei_points(program, bounds, energy, amounts):
    """Return the most points the rows grant each component of a day, `None` where they forbid the day."""
    layout = program.layout
    points = {}
    for component in program.knowledge.eating_index:
        row = layout.rows[f"score:{component.id}"]
        column = layout.columns[f"score:{component.id}"]
        fixed = sum(
            value * amounts[layout.column_names[index]]
            for index, value in layout.row_pairs[row]
            if layout.column_names[index].startswith("amount:")
        )
        if component.per == "ratio":
            reached = fixed >= bounds.row_lower[row] - 1e-9
            points[component.id] = component.max_points if reached else None
            continue
        most = min(bounds.row_upper[row] - fixed, bounds.column_upper[column])
        points[component.id] = most * 1000 / energy if most >= -1e-9 else None
    return points


@given(st.integers(0, 2**32 - 1), st.floats(1000, 4000))
def test_the_rows_of_diet_quality_are_its_score(popular_program, knowledge, seed, energy):
    program, index = popular_program, knowledge.eating_index
    random = np.random.default_rng(seed)
    eaten = np.where(random.random(len(program.table)) < 0.3, random.gamma(1.0, 1.0, len(program.table)), 0.0)
    grams = eaten * program.table.portion_g
    sums = grams / 100 @ np.nan_to_num(program.table.amounts)
    amounts = dict(zip(program.table.nutrient_ids, map(float, sums), strict=True))
    targets = derive_targets(Person(35, "female", energy_kcal=energy), Rules(), knowledge)
    bounds = bind_person(program, targets, Rules(), quality=95)
    granted = hei_points(
        program, bounds, energy, {amount_name(name): value for name, value in amounts.items()}
    )
    scored = score_day(index, amounts, energy)
    for component in index:
        mine, theirs = granted[component.id], scored[component.id]
        if component.per == "ratio":  # asked at full marks
            assert (mine is not None) == (theirs > component.max_points - 1e-9)
        elif mine is None:  # below the lowest standard the rows forbid what the score calls zero
            assert theirs == 0.0
        else:
            assert mine == pytest.approx(theirs, abs=1e-7)


def test_the_score_asked_is_in_points_times_energy(popular_program, knowledge, read_row):
    targets = derive_targets(Person(35, "female", energy_kcal=2500), Rules(), knowledge)
    bounds = bind_person(popular_program, targets, Rules(), quality=90)
    row = read_row(popular_program.layout, "quality")
    assert bounds.row_lower[popular_program.layout.rows["quality"]] == pytest.approx(225.0)
    assert {name for name in row if name.startswith("score:")} == {
        f"score:{component.id}" for component in knowledge.eating_index
    }
    assert all(value == 1 for name, value in row.items() if name.startswith("score:"))


def test_without_a_score_asked_its_rows_bind_nobody(popular_program, knowledge):
    targets = derive_targets(Person(35, "female"), Rules(), knowledge)
    bounds = bind_person(popular_program, targets, Rules(), quality=None)
    for name, row in popular_program.layout.rows.items():
        if name == "quality" or name.startswith("score:"):
            assert bounds.row_lower[row] == -INF
            assert bounds.row_upper[row] == INF

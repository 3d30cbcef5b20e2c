"""Meals: shares of energy, and the time a calendar has them at."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mealopt.knowledge.choices import load_meals


def write_meals(tmp_path, data_folder, **cells):
    """Write the shipped meals with other cells in the first row."""
    lines = (data_folder / "meals.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    first = dict(zip(names, lines[1].split(","), strict=True)) | cells
    path = tmp_path / "meals.csv"
    path.write_text("\n".join([lines[0], ",".join(first.values()), *lines[2:]]) + "\n", encoding="utf-8")
    return path


def test_meals_have_a_time_and_do_not_overlap(knowledge):
    by_time = sorted(knowledge.meals, key=lambda meal: meal.time)
    day = dt.date(2026, 11, 30)
    for meal, following in itertools.pairwise(by_time):
        end = dt.datetime.combine(day, meal.time) + dt.timedelta(minutes=meal.minutes)
        assert end <= dt.datetime.combine(day, following.time)


def test_a_time_is_read(tmp_path, data_folder):
    meals = load_meals(write_meals(tmp_path, data_folder, time="00:05", minutes="7"))
    found = next(meal for meal in meals if meal.minutes == 7)
    assert found.time == dt.time(0, 5)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("time", "", "Blank"),
        ("time", "7:30", "Not a time of day"),
        ("time", "24:00", "Not a time of day"),
        ("time", "07:30:00", "Not a time of day"),
        ("time", "٠٧:٣٠", "Not a time of day"),
        ("minutes", "0", "between 1 and 600"),
        ("minutes", "1.5", "Not a whole number"),
    ],
)
def test_what_is_no_time_is_named(tmp_path, data_folder, problems_of, column, value, words):
    path = write_meals(tmp_path, data_folder, **{column: value})
    (problem,) = problems_of(load_meals, path)
    assert (problem.line, problem.column) == (2, column)
    assert words in problem.message

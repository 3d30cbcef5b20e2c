"""Single numbers that hold for everybody."""

from __future__ import annotations

from dataclasses import fields

import pytest

from mealopt.errors import BadInputError
from mealopt.knowledge.figures import Figures, load_figures, load_reference_people

HEAD = "figure,value,unit,description\n"


@pytest.fixture
def rows():
    return [f"{field.name},1,,what it is" for field in fields(Figures)]


def write(path, rows):
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_each_figure_is_a_row_and_each_row_a_figure(tmp_path, rows):
    rows[0] = rows[0].replace(",1,", ",2.5,")
    found = load_figures(write(tmp_path / "figures.csv", rows))
    assert getattr(found, fields(Figures)[0].name) == 2.5
    assert sum(getattr(found, field.name) for field in fields(Figures)) == len(rows) + 1.5


@pytest.mark.parametrize("number", [0, 7])
def test_a_figure_that_is_missing_is_named(tmp_path, rows, number):
    gone = rows.pop(number).split(",")[0]
    with pytest.raises(BadInputError, match=f"These figures are missing: {gone}"):
        load_figures(write(tmp_path / "figures.csv", rows))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("no_such_figure,1,,why", "Unknown value"),
        ("aim_times,-1,,why", "Out of range: it must be 0 or more"),
        ("aim_times,,,why", "Blank, but a value is needed here"),
        ("aim_times,1,,", "Blank, but a value is needed here"),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_place(tmp_path, rows, row, said):
    others = [other for other in rows if not other.startswith("aim_times,")]
    with pytest.raises(BadInputError) as raised:
        load_figures(write(tmp_path / "figures.csv", [*others, row]))
    assert said in str(raised.value)
    assert "figures.csv" in str(raised.value)


def test_the_shipped_ones_are_all_there(data_folder, knowledge):
    assert load_figures(data_folder / "figures.csv") == knowledge.figures
    people = load_reference_people(data_folder / "reference_people.csv")
    assert len(people) > 1
    assert {sex for _, sex, _ in people} == {"female", "male"}
    assert all(500 <= energy <= 10_000 for _, _, energy in people)

"""Where the tables lie."""

from __future__ import annotations

import pytest

from mealopt.errors import BadInputError
from mealopt.tables import places
from mealopt.tables.places import find_data


def test_the_tables_of_a_checkout_are_found(data_folder):
    assert find_data() == data_folder


def test_those_inside_a_package_come_first(monkeypatch, tmp_path):
    inside = tmp_path / "site" / "mealopt" / "data"
    beside = tmp_path / "data"
    for folder in (beside, inside):
        folder.mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(tmp_path / "site" / "mealopt" / "tables" / "places.py"))
    with pytest.raises(BadInputError, match="The tables are missing"):
        find_data()
    (beside / "nutrients.csv").touch()
    assert find_data() == beside
    (inside / "nutrients.csv").touch()
    assert find_data() == inside

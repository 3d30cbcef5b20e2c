"""A made-up food table, loaded."""

from __future__ import annotations

import pytest

from mealopt.knowledge.food_reading import load_foods


@pytest.fixture
def load(knowledge, write_foods):
    def call(*rows, unknown=None, **options):
        return load_foods(write_foods(*rows, **options), knowledge.nutrients, unknown or {})

    return call

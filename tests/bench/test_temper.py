"""What holds back foods that plans have too often: rounds go on from the table as it is."""

from __future__ import annotations

import csv

import pytest
from temper import FOODS, MOST, PAIRS, Counted

from mealopt.tables.places import find_data


@pytest.mark.parametrize("kind", [FOODS, PAIRS])
def test_no_round_cuts_down_what_the_table_says(kind: Counted) -> None:
    """Rounds ended at 8 nats, and one of them halved what holds calcium-fortified juice back."""
    with (find_data() / kind.file).open(encoding="utf-8", newline="") as file:
        said = [float(row["nats"]) for row in csv.DictReader(file)]
    assert len(said) > 10
    assert max(said) <= MOST

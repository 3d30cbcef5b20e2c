"""What HiGHS returns."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.linear.highs import is_whole


@pytest.mark.parametrize(
    ("values", "whole"), [([], True), ([0.0, 3.0], True), ([1e-7], True), ([0.5], False), ([2.00001], False)]
)
def test_whole_is_whole(values, whole):
    assert is_whole(np.array(values)) is whole

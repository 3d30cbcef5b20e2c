"""Products and logarithms that are the same on every machine."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.arithmetic import find_log, multiply

SHAPES = [((4,), (4,)), ((4,), (4, 3)), ((2, 4), (4,)), ((2, 4), (4, 3)), ((0,), (0,)), ((3, 0), (0, 2))]


@pytest.mark.parametrize(("left", "right"), SHAPES)
def test_a_product_is_the_product(left, right):
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=left), rng.normal(size=right)
    found = multiply(a, b)
    assert found.dtype == np.float64
    assert np.shape(found) == np.shape(a @ b)
    assert np.allclose(found, a @ b, rtol=1e-12, atol=1e-12)


def test_yes_and_no_count_as_one_and_zero():
    assert multiply(np.array([[True, False], [True, True]]), np.array([1.5, 2.0])).tolist() == [1.5, 3.5]


@given(st.floats(1e-12, 1e12))
def test_a_logarithm_is_the_logarithm(value):
    assert float(find_log(value)) == pytest.approx(math.log(value), abs=1e-11)


WEEK = """
import hashlib
from mealopt import Person, Rules, plan_week
from mealopt.week import run
run.SHAKES = 1
plan = plan_week(Person(35, "female", energy_kcal=2000), Rules(seed=5))
print(hashlib.sha256(plan.portions.to_csv().encode()).hexdigest(), repr(plan.proof))
"""


@pytest.mark.processes
def test_a_week_is_the_same_whatever_the_processor_can_do():
    # the library at hand may know fewer kernels: then the two runs are simply the same
    plain = {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512_SKX"}
    runs = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", WEEK],
            env={**os.environ, **more}, capture_output=True, text=True, check=True,
        ).stdout
        for more in ({}, plain)
    ]  # fmt: skip
    assert runs[0] == runs[1]

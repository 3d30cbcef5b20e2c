"""Requests that cannot be had together."""

from __future__ import annotations

import numpy as np
import pytest

from bench.explain import list_requests
from mealopt.average.average import solve_average
from mealopt.explain.conflicts import find_conflict, find_ray
from mealopt.explain.ruled_out import Candidate, MisfitProof
from mealopt.linear.certificate import proves_infeasible
from mealopt.request.person import Person
from mealopt.request.rules import Rules


@pytest.fixture(scope="module")
def requests(knowledge):
    return {who: (person, rules) for who, person, rules in list_requests(knowledge)}


def test_the_ray_of_a_conflict_proves_it(models, requests):
    average = solve_average(*requests["650 kcal, vegan"], 7, models)
    ray = find_ray(average, find_conflict(average))
    assert proves_infeasible(average.program.matrix, average.bounds, ray)
    assert np.count_nonzero(ray) < 20


def test_a_request_that_fits_has_no_conflict(models):
    average = solve_average(Person(34, "female"), Rules(diet="vegan", portions="exact"), 7, models)
    assert find_conflict(average) == []
    assert find_ray(average, []) is None
    assert not MisfitProof(average, []).rules_out(Candidate("x", "x", average.person, average.rules), models)

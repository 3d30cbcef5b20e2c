"""What a proof that nothing fits rules out besides."""

from __future__ import annotations

import pytest

from bench.explain import list_requests
from mealopt.average.average import solve_average
from mealopt.explain.conflicts import find_conflict
from mealopt.explain.repairs import fits_request, list_candidates
from mealopt.explain.ruled_out import MisfitProof

QUICK = (
    "650 kcal, vegan", "1000 kcal, vegan, no soy, gluten, strict", "$1 a day, vegan",
    "300 g Brazil nuts a day", "vegan, no milk of any kind, no mushrooms, no soy",
)  # fmt: skip


@pytest.fixture(scope="module")
def requests(knowledge):
    return {who: (person, rules) for who, person, rules in list_requests(knowledge)}


def test_what_a_proof_rules_out_does_not_fit(knowledge, models, others, requests):
    """Candidates are left unsolved where the proof still holds: each one of them is solved here."""
    ruled_out = 0
    for who in QUICK[:3]:
        person, rules = requests[who]
        average = solve_average(person, rules, 7, models)
        conflict = find_conflict(average)
        proof = MisfitProof(average, conflict)
        for candidate in list_candidates(average, conflict, knowledge):
            if proof.rules_out(candidate, models):
                ruled_out += 1
                assert not fits_request(candidate.person, candidate.rules, 7, others), candidate.label
    assert ruled_out > 10

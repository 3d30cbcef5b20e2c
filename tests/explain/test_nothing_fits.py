"""Impossible requests: the conflict is one, every repair works, and none is a danger to the eater."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.explain import Report, check_conflict, check_repair, list_requests
from mealopt.average.average import solve_average
from mealopt.errors import NoPlanError
from mealopt.explain.conflicts import find_conflict, find_ray
from mealopt.explain.nothing_fits import say_nothing_fits
from mealopt.explain.repairs import find_repairs, fits_request, list_candidates, looser_diets
from mealopt.explain.ruled_out import Candidate, MisfitProof
from mealopt.linear.certificate import proves_infeasible
from mealopt.planner import plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules

QUICK = (
    "650 kcal, vegan", "1000 kcal, vegan, no soy, gluten, strict", "$1 a day, vegan",
    "300 g Brazil nuts a day", "vegan, no milk of any kind, no mushrooms, no soy",
)  # fmt: skip


@pytest.fixture(scope="module")
def requests(knowledge):
    return {who: (person, rules) for who, person, rules in list_requests(knowledge)}


@pytest.fixture(scope="module")
def impossible(requests, misfit):
    found = {}

    def measure(who):
        if who not in found:
            found[who] = misfit(*requests[who])
        return found[who]

    return measure


def test_there_are_thirty_requests(requests):
    assert len(requests) == 30
    assert set(QUICK) <= set(requests)


@pytest.mark.parametrize("who", QUICK)
def test_a_conflict_is_one_and_its_repairs_work(impossible, others, who):
    found, report = impossible(who), Report()
    check_conflict(found, others, report, who)
    for repair in found.repairs:
        check_repair(found, repair, others, report, who)
    assert found.repairs
    assert report.failures == {}


def test_an_allergen_is_offered_last_and_never_as_mere_advice(impossible, knowledge):
    found = impossible("1000 kcal, vegan, no soy, gluten, strict")
    back = [repair for repair in found.repairs if repair.id.startswith("allow:")]
    assert {repair.id for repair in back} == {"allow:soy", "allow:gluten"}
    assert found.repairs[-len(back) :] == tuple(back)
    assert all(repair.label.startswith("only if it is no allergy") for repair in back)
    assert min(repair.cost for repair in back) < max(repair.cost for repair in found.repairs[: -len(back)])


def test_a_diet_is_given_up_after_everything_that_keeps_it(impossible):
    found = impossible("1000 kcal, vegan, no soy, gluten, strict")
    kinds = [repair.id.split(":")[0] for repair in found.repairs]
    ranks = [{"diet": 1, "allow": 2}.get(kind, 0) for kind in kinds]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_every_allergen_of_the_table_is_marked(knowledge):
    tags = {tag for tag, exclusion in knowledge.exclusions.items() if exclusion.allergen}
    assert tags == {
        "gluten", "dairy", "eggs", "fish", "shellfish", "peanuts", "tree_nuts", "soy", "soy_strict", "sesame",
        "lactose",
    }  # fmt: skip


def test_no_repair_lifts_a_limit_that_is_there_for_safety(impossible):
    found = impossible("300 g Brazil nuts a day")
    assert {member.kind for member in found.conflict} == {"maximum", "pin"}
    assert [repair.id.split(":")[0] for repair in found.repairs] == ["drop"]


def test_what_was_eaten_cannot_be_uneaten(misfit, knowledge, requests):
    person, rules = requests["300 g Brazil nuts a day"]
    eaten = Rules(diet="vegan", ate=dict(rules.include))
    found = misfit(person, eaten)
    assert found.conflict
    assert found.repairs == ()
    assert "more than one" in say_nothing_fits(found)


def test_own_maximum_is_loosened_to_what_is_enough_and_no_published_one(misfit):
    found = misfit(Person(34, "female"), Rules(diet="vegan", maximums={"iron_mg": 8.0}))
    labels = {repair.id: repair for repair in found.repairs}
    loosened = labels["target:maximum:iron_mg"].rules.maximums["iron_mg"]
    assert 32.4 <= loosened < 33.0  # the vegan RDA
    above = misfit(Person(34, "female"), Rules(diet="vegan", minimums={"vitamin_d_ug": 120.0}))
    assert {repair.id for repair in above.repairs} == {"target:minimum:vitamin_d_ug"}


def test_a_most_at_a_meal_that_fits_nothing_is_named_and_lifted(misfit):
    found = misfit(Person(34, "female"), Rules(meal_maximums={"carbohydrate_g": 30.0}))
    assert ("meal_maximum", "carbohydrate_g") in {(one.kind, one.nutrient) for one in found.conflict}
    repair = next(repair for repair in found.repairs if repair.id == "meal:carbohydrate_g")
    assert repair.rules.meal_maximums == {}


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


def test_a_repair_may_be_applied_and_planned(impossible, knowledge):
    found = impossible("650 kcal, vegan")
    repair = found.repairs[0]
    plan = plan_week(repair.person, replace(repair.rules, portions="exact"), knowledge)
    assert not set(plan.totals["status"]) & {"below", "above"}


def test_the_text_names_shortfall_conflict_and_repairs(impossible, requests, knowledge):
    found = impossible("$1 a day, vegan")
    text = say_nothing_fits(found)
    assert "Budget: $" in text
    assert "cannot be had together: at most $1.00 a day and at least" in text
    assert "each was tried" in text
    person, rules = requests["$1 a day, vegan"]
    with pytest.raises(NoPlanError) as caught:
        plan_week(person, rules, knowledge)
    assert str(caught.value) == text
    assert caught.value.exit_code == 3


def test_repairs_come_cheapest_first(impossible):
    found = impossible("vegan, no milk of any kind, no mushrooms, no soy")
    usual = [repair.cost for repair in found.repairs if "allergy" not in repair.label]
    assert usual == sorted(usual)
    assert len(usual) >= 2


def test_repairs_do_not_depend_on_who_came_before(knowledge, models, requests):
    person, rules = requests["650 kcal, vegan"]
    average = solve_average(person, rules, 7, models)
    again = find_repairs(average, find_conflict(average), models)
    assert [(repair.id, round(repair.cost, 6)) for repair in again] == [
        (repair.id, round(repair.cost, 6)) for repair in find_repairs(average, find_conflict(average), models)
    ]


def test_nobody_is_asked_to_take_up_or_give_up_a_faith(knowledge):
    assert looser_diets("halal", knowledge) == []
    assert looser_diets("vegan", knowledge) == ["vegetarian", "pescatarian", "omnivore"]

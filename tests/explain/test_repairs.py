"""What would make an impossible request work."""

from __future__ import annotations

from mealopt.average.average import solve_average
from mealopt.explain.conflicts import find_conflict
from mealopt.explain.nothing_fits import say_nothing_fits
from mealopt.explain.repairs import find_repairs, looser_diets
from mealopt.request.person import Person
from mealopt.request.rules import Rules


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

"""Live models of shapes of rules: shared, kept in what room there is, checked for what they cannot hold."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.average.models import KEPT_ANSWERS, Models, check_pins, find_models
from mealopt.errors import BadInputError
from mealopt.request.person import Person
from mealopt.request.rules import Rules

WOMAN, MAN = Person(35, "female"), Person(60, "male")
BANANA = "63107010"


@pytest.fixture
def models(knowledge):
    return Models(knowledge)


def test_people_of_other_ages_share_a_shape_and_of_other_diets_do_not(models):
    shape = models.shape_of(WOMAN, Rules(), 7, 95.0)
    assert models.shape_of(MAN, Rules(budget=9.0), 7, 90.0) == shape
    assert models.shape_of(WOMAN, Rules(diet="vegan"), 7, 95.0) != shape
    assert models.shape_of(WOMAN, Rules(), 1, 95.0) != shape
    assert models.shape_of(WOMAN, Rules(), 7, None) != shape


def test_a_limit_of_ones_own_is_another_shape_only_where_no_published_one_has_a_row(models):
    shape = models.shape_of(WOMAN, Rules(), 7, 95.0)
    assert models.shape_of(WOMAN, Rules(maximums={"sodium_mg": 1500.0}), 7, 95.0) == shape
    own = models.shape_of(WOMAN, Rules(minimums={"caffeine_mg": 10.0}), 7, 95.0)
    assert own.own == ("caffeine_mg",)
    assert models.shape_of(WOMAN, Rules(meal_maximums={"carbohydrate_g": 60.0}), 7, 95.0).per_meal == (
        "carbohydrate_g",
    )


def test_what_was_found_is_found_once_until_others_push_it_out(models):
    asked = []
    for _ in range(2):
        assert models.recall("a", lambda: asked.append("a") or "answer") == "answer"
    assert asked == ["a"]
    for number in range(KEPT_ANSWERS):
        models.recall(str(number), lambda: 0)
    models.recall("a", lambda: asked.append("again"))
    assert asked == ["a", "again"]


def test_the_same_foods_are_one_and_the_same_tuple(models, knowledge):
    some = np.zeros(len(knowledge.foods), dtype=np.bool_)
    some[::9] = True
    assert models.ids_of(some) is models.ids_of(some.copy())
    assert models.ids_of(some) == tuple(np.array(knowledge.foods.ids)[some])


@pytest.mark.parametrize("asked", [{"include": {BANANA: 100.0}}, {"ate": {BANANA: 100.0}}])
def test_a_pin_that_is_not_allowed_is_named(knowledge, asked):
    allowed = np.ones(len(knowledge.foods), dtype=np.bool_)
    check_pins(knowledge.foods, allowed, Rules(**asked))
    allowed[knowledge.foods.position(BANANA)] = False
    with pytest.raises(BadInputError, match=BANANA):
        check_pins(knowledge.foods, allowed, Rules(**asked))


def test_one_body_of_knowledge_has_one_place_for_its_models(knowledge):
    assert find_models(knowledge) is find_models(knowledge)
    fewer = find_models(knowledge, Rules(meals=("breakfast", "dinner")))
    assert fewer is not find_models(knowledge)
    assert [meal.id for meal in fewer.knowledge.meals] == ["breakfast", "dinner"]

"""What is known of meals people had, for a food table."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.knowledge.library import customise_knowledge
from mealopt.knowledge.sittings import ADULTS, CHILDREN, WIDEST, find_sittings, knows_meals


@pytest.fixture(scope="module")
def sittings(knowledge):
    return find_sittings(knowledge.foods)


@pytest.mark.parametrize("who", [ADULTS, CHILDREN])
def test_a_sitting_has_its_foods_first_and_once_in_portions_of_whole_steps(sittings, knowledge, who):
    step = knowledge.foods.step
    for meal in sittings.meals:
        known = sittings.templates[meal, who]
        some = known.foods >= 0
        assert (some == (known.portions > 0)).all()
        assert (some[:, :-1] >= some[:, 1:]).all()
        assert some.any(axis=1).all()
        assert known.foods.shape[1] == WIDEST
        assert np.isfinite(known.strangeness).all()
        counts = known.portions[some] / step[known.foods[some]]
        assert counts == pytest.approx(np.round(counts), abs=1e-6)
        for row in known.foods[:200]:
            foods = row[row >= 0].tolist()
            assert len(set(foods)) == len(foods)


def test_servings_have_a_low_a_usual_and_a_high_in_that_order(sittings, knowledge):
    assert (sittings.low > 0).all()
    assert (sittings.low <= sittings.usual).all()
    assert (sittings.usual <= sittings.high).all()
    assert (sittings.high <= sittings.largest).all()
    grams, most = sittings.largest * knowledge.foods.portion_g, sittings.kitchen.largest
    step = knowledge.foods.step * knowledge.foods.portion_g
    assert (grams <= most[sittings.kitchen.kinds] + step).all()


def test_two_that_go_together_do_so_whichever_is_named_first(sittings):
    assert (sittings.pairs == sittings.pairs.swapaxes(1, 2)).all()
    assert (sittings.together == sittings.together.swapaxes(1, 2)).all()
    assert (sittings.together >= 0).all()
    assert np.isfinite(sittings.overused).all()  # below zero: what lacks counts as less rare
    assert (sittings.overused < 0).any()


@pytest.mark.parametrize("who", [ADULTS, CHILDREN])
def test_fewer_meals_are_of_more_foods(sittings, who):
    sizes = sittings.sizes[who]
    assert (np.diff(sizes, axis=1) <= 0).all()
    assert (sizes[:, 0] > 0).all()


def test_a_table_is_read_once_and_one_without_our_foods_knows_no_meals(knowledge, write_foods):
    assert find_sittings(knowledge.foods) is find_sittings(knowledge.foods)
    assert knows_meals(knowledge.foods)
    assert not knows_meals(customise_knowledge(knowledge, foods=write_foods({})).foods)

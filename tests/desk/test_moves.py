"""What could be chosen otherwise."""

from __future__ import annotations

import pytest

from mealopt.desk.moves import list_allergens, list_choices
from mealopt.request.rules import Rules

BANANA = "63107010"


def choices(knowledge, **asked):
    return dict(list_choices(Rules(**asked), knowledge))


def test_choices_are_other_goals_and_never_a_restriction_given_up(knowledge):
    found = choices(knowledge, diet="vegan", without=("peanuts",), exclude=(BANANA,))
    for rules in found.values():
        assert (rules.diet, rules.without, rules.exclude) == ("vegan", ("peanuts",), (BANANA,))
    goals = {rules.goal for rules in found.values()}
    assert goals == set(knowledge.goals)
    assert sum("the goal" in label for label in found) == len(knowledge.goals) - 1


@pytest.mark.parametrize(
    ("asked", "offered"),
    [({}, True), ({"supplements": True}, False)],
)
def test_supplements_are_offered_to_who_takes_none(knowledge, asked, offered):
    assert ("supplements" in choices(knowledge, **asked)) == offered


def test_what_is_locked_may_be_left_open(knowledge):
    found = choices(knowledge, include={BANANA: 120.0})
    assert found["Banana, fresh left open"].include == {}


def test_what_may_be_vegan_is_offered_once(knowledge):
    found = choices(knowledge, diet="vegan")
    (label,) = [label for label in found if "may not be" in label]
    column = knowledge.diets["vegan"].column
    assert found[label].allow_unknown == (column,)
    assert label not in choices(knowledge, diet="vegan", allow_unknown=(column,))


def test_allergens_are_those_of_the_table(knowledge):
    allergens = list_allergens(knowledge)
    assert {"peanuts", "soy", "tree_nuts"} <= allergens < set(knowledge.exclusions)
    assert "high_mercury" not in allergens

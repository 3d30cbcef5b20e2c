"""How often a person has each kind of food of their own accord."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.knowledge.sittings import ADULTS, find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.week.habits import Habits, find_habits, find_seldom
from mealopt.week.menus import fill_larder

WOMAN = Person(35, "female", energy_kcal=2000)


def habits_of(knowledge, rules, person=WOMAN):
    sittings, figures = find_sittings(knowledge.foods), knowledge.figures
    served = allow_foods(person, rules, knowledge)
    served &= sittings.kitchen.find_made((rules.diet, *rules.without))
    larder = fill_larder(sittings, served, ADULTS, least=figures.swapped_in_sittings, novel=False)
    return find_habits(person, rules, sittings, larder, knowledge)


def test_people_together_have_what_people_have(knowledge):
    """The mean of many weeks is the survey's, times what is free of it; one week is not another."""
    kitchen, figures = find_sittings(knowledge.foods).kitchen, knowledge.figures
    means = kitchen.weeks[ADULTS].sum(axis=0)
    drawn = np.array([habits_of(knowledge, Rules(seed=seed)).kinds for seed in range(400)])
    common = np.flatnonzero(means > 1.0)
    ratio = drawn[:, common].mean(axis=0) / means[common]
    assert len(common) > 10
    assert ratio == pytest.approx(figures.free_times, rel=0.35)
    assert ratio.mean() == pytest.approx(figures.free_times, rel=0.05)
    assert (drawn[0] != drawn[1]).any()
    assert np.isinf(drawn[:, np.isnan(means)]).all()


def test_what_a_diet_leaves_out_others_come_in_for(knowledge):
    """A vegan has beans oftener than people have them, and nobody has less for a diet."""
    beans = find_sittings(knowledge.foods).kitchen.names.index("beans, peas, legumes")
    people = habits_of(knowledge, Rules())
    vegan = habits_of(knowledge, Rules(diet="vegan"))
    assert (vegan.kinds >= people.kinds).all()
    assert (vegan.categories >= people.categories).all()
    vegans, others = (
        sum(habits_of(knowledge, Rules(diet=diet, seed=seed)).kinds[beans] for seed in range(40))
        for diet in ("vegan", "omnivore")
    )
    assert vegans > 1.2 * others


def test_no_week_is_short_of_what_the_person_never_has(model):
    """Who drinks no coffee is not asked to; of all others so much as people have, or as they do."""
    sittings, times = model.sittings, model.figures.seldom_times
    kinds = np.zeros(len(sittings.kitchen.names))
    categories = np.zeros(len(sittings.categories))
    never = Habits(kinds, categories)
    assert (find_seldom(sittings, ADULTS, model.menus, times, never) == 0.0).all()
    always = never._replace(kinds=kinds + 50.0)
    found = find_seldom(sittings, ADULTS, model.menus, times, always)
    coffee = sittings.kitchen.names.index("coffee or tea")
    assert found[coffee] == pytest.approx(times * sittings.kitchen.weeks[ADULTS][:, coffee].sum())

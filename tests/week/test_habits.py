"""How often a person has each kind of food of their own accord."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.knowledge.sittings import ADULTS, find_sittings
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.week.habits import find_habits
from mealopt.week.menus import fill_larder

WOMAN = Person(35, "female", energy_kcal=2000)


def habits_of(knowledge, rules, person=WOMAN):
    sittings = find_sittings(knowledge.foods)
    served = allow_foods(person, rules, knowledge)
    served &= sittings.kitchen.find_made((rules.diet, *rules.without))
    larder = fill_larder(sittings, served, served)
    return find_habits(person, rules, sittings, larder, knowledge)


def test_people_together_have_what_people_have(knowledge):
    """The mean of many weeks is the survey's, times what is free of it; one week is not another."""
    sittings, figures = find_sittings(knowledge.foods), knowledge.figures
    drawn = [habits_of(knowledge, Rules(seed=seed)) for seed in range(400)]
    for habits, weeks in (
        (np.array([one.kinds for one in drawn]), sittings.kitchen.weeks[ADULTS]),
        (np.array([one.categories for one in drawn]), sittings.weeks[ADULTS]),
    ):
        people = weeks.sum(axis=0)
        drawn_alone = np.isfinite(habits).all(axis=0) & (habits.min(axis=0) == 0.0)  # not the vegetables
        common = np.flatnonzero((people > 1.0) & drawn_alone)
        ratio = habits[:, common].mean(axis=0) / people[common]
        assert len(common) > 8
        assert ratio == pytest.approx(figures.free_times, rel=0.35)
        assert ratio.mean() == pytest.approx(figures.free_times, rel=0.05)
        assert np.isinf(habits[:, np.isnan(people)]).all()
    assert (drawn[0].kinds != drawn[1].kinds).any()


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


def test_who_has_coffee_has_it_as_often_as_its_categories_say(knowledge):
    """Drawn apart, a person had coffee on no day and something of its kind every morning."""
    sittings = find_sittings(knowledge.foods)
    kinds, categories, kitchen = sittings.kitchen.names, sittings.categories, sittings.kitchen
    people, each = kitchen.weeks[ADULTS].sum(axis=0), sittings.weeks[ADULTS].sum(axis=0)
    coffee, some = kinds.index("coffee or tea"), [categories.index(name) for name in ("Coffee", "Tea")]
    for seed in range(20):
        habits = habits_of(knowledge, Rules(seed=seed))
        together = habits.categories[some].sum() * people[coffee] / each[some].sum()
        assert habits.kinds[coffee] == pytest.approx(together, abs=0.5)


def test_a_house_has_one_milk_so_no_milk_is_had_too_often(knowledge):
    """How often is a matter of the kind: three milks were in a house because no one of them could be had."""
    sittings = find_sittings(knowledge.foods)
    milks = [n for n, name in enumerate(sittings.categories) if name.startswith("Milk, ")]
    habits = habits_of(knowledge, Rules())
    assert len(milks) > 2
    assert np.isinf(habits.categories[milks]).all()
    assert np.isfinite(habits.kinds[sittings.kitchen.names.index("milk")])


def test_nobody_is_without_vegetables(knowledge):
    """Drawn like sweets, two in five had a vegetable on fewer than five days."""
    sittings, figures = find_sittings(knowledge.foods), knowledge.figures
    people = sittings.weeks[ADULTS].sum(axis=0)
    tomatoes = sittings.categories.index("Tomatoes")
    for seed in range(20):
        habits = habits_of(knowledge, Rules(seed=seed))
        assert habits.categories[tomatoes] >= round(figures.free_times * people[tomatoes]) >= 1

"""What a person likes: by chance, the same each time, and in the mean what everybody eats."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt import Person
from mealopt.week.taste import draw_habits, draw_likes, find_liking

POPULARITY = np.array([0.3, 0.06, 0.006, 0.0])
WOMAN = Person(35, "female")


def test_without_a_taste_of_ones_own_rarity_is_all(knowledge):
    found = find_liking(POPULARITY, WOMAN, 0, 0.0, knowledge.figures)
    assert found == pytest.approx([0.0, 0.0, np.log(10.0), np.log(300.0)])


@pytest.mark.parametrize(
    ("other", "seed"), [(WOMAN, 1), (Person(36, "female"), 0), (Person(35, "male"), 0)]
)
def test_somebody_else_or_another_seed_likes_other_foods(other, seed):
    mine = draw_likes(WOMAN, 0, 500)
    assert (draw_likes(Person(35, "female", energy_kcal=1800), 0, 500) == mine).all()
    assert abs(np.corrcoef(mine, draw_likes(other, seed, 500))[0, 1]) < 0.2


def test_likes_are_gumbel_of_mean_zero():
    drawn = draw_likes(WOMAN, 0, 200_000)
    assert drawn.mean() == pytest.approx(0.0, abs=0.02)
    assert drawn.std() == pytest.approx(np.pi / np.sqrt(6.0), rel=0.02)


def test_the_likeliest_draw_comes_up_as_often_as_people_have_it(knowledge):
    share = np.array([0.04, 0.02])  # below the common: the first twice as often as the second
    first = [
        find_liking(share, Person(age, sex), seed, 1.0, knowledge.figures).argmin() == 0
        for seed in range(40)
        for age in range(20, 70)
        for sex in ("female", "male")
        if find_liking(share, Person(age, sex), seed, 1.0, knowledge.figures).min() > 0
    ]
    assert np.mean(first) == pytest.approx(2 / 3, abs=0.04)


def test_nobody_likes_what_hardly_anybody_has_without_an_end(knowledge):
    figures = knowledge.figures
    taste, people = 0.9, [Person(age, "female") for age in range(20, 60)]
    hardly = np.full(1600, 2e-4)
    least = min(find_liking(hardly, person, 0, taste, figures).min() for person in people)
    assert least == pytest.approx(np.log(300.0) - taste * figures.most_liking_nats)


@pytest.mark.parametrize("mean", [0.05, 1.0, 6.0])
def test_habits_are_geometric_about_what_people_have(mean):
    """Of the mean, and of its law: so many have it not at all, so many oftener than twice the mean."""
    drawn = draw_habits(np.full(200_000, mean), WOMAN, 0)
    never = 1.0 / (1.0 + mean)
    assert drawn.mean() == pytest.approx(mean, rel=0.03)
    assert (drawn == 0).mean() == pytest.approx(never, rel=0.03)
    often = np.floor(2.0 * mean) + 1.0
    assert (drawn >= often).mean() == pytest.approx((1.0 - never) ** often, rel=0.05)
    assert (draw_habits(np.full(200_000, mean), WOMAN, 0) == drawn).all()


def test_what_nobody_counts_may_be_had_endlessly_often():
    assert draw_habits(np.array([np.nan, 0.0]), WOMAN, 0).tolist() == [np.inf, 0.0]

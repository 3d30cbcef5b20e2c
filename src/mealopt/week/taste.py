"""What a person likes and is used to: drawn by chance, always the same for the same person and seed.

Likes are how rarely a food is eaten, less or more as one person would have it [nats].

Who asks for what everybody eats most often gets the same sixty foods as everybody else. People are not like
that: each has some of the foods that few have, and goes without some that most have. So the logarithm of how
often a food is eaten has a Gumbel variable added, by chance but always the same for the same person and seed:
what is best with it is a draw from all that could be had, not always the likeliest (perturb and MAP,
Papandreou and Yuille 2011).

Meals are liked so too, as the categories they are of (a salmon with rice, a ramen with crackers): what is
cheapest for everybody would otherwise be everybody's.

Habits are at how many sittings of a week a person has a kind of food. On average people have a little of
everything, and nobody does: some have cereal every morning and others never. Sittings come at random
(Poisson), at a rate that differs between people as an exponential variable does: their number is geometric.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import find_log

if TYPE_CHECKING:
    from mealopt.knowledge.figures import Figures
    from mealopt.linear.layout import Floats, Ints
    from mealopt.request.person import Person

MONTHS = 12
LEAST = 1e-12  # a chance nearer to none or to all has no logarithm
LIKES, HABITS, MEALS = (), (1,), (2,)  # what is drawn: each by itself
BINS = 2**50  # among which a sum of the numbers of categories falls


def find_liking(
    popularity: Floats, person: Person, seed: int, taste: float, figures: Figures
) -> Floats:
    """Return how far each food is from what a person would have [nats]: zero for what is as good as any.

    `popularity` is the share of people who have each food on a day; `taste` how far one person's likes are
    from everybody's: none, and rarity is all.
    """
    common = figures.common_share
    rare = find_log(common / np.clip(popularity, figures.rarest_share, common))
    likes = np.minimum(figures.most_liking_nats, draw_likes(person, seed, len(popularity)))
    found: Floats = np.maximum(0.0, rare - taste * likes)
    return found


def draw_likes(person: Person, seed: int, count: int) -> Floats:
    """Return Gumbel variables of mean zero, one a food: the same for people of one age [months] and sex."""
    return draw_gumbel(draw_chances(person, seed, count, LIKES))


def draw_meals(category: Ints, person: Person, seed: int, meal: int) -> Floats:
    """Return a Gumbel variable of mean zero for each sitting of a meal, one for all of the same categories.

    `category` are the numbers of the categories of each sitting, in any order, a category once or twice.
    """
    number = draw_chances(person, seed, int(category.max(initial=0)) + 1, (*MEALS, meal))
    alike = np.sort(category, axis=1)
    again = np.zeros(alike.shape, dtype=np.bool_)
    again[:, 1:] = alike[:, 1:] == alike[:, :-1]
    # whole numbers, whose sum is the same in any order: a set of categories is told by it
    total = np.where(again, 0, np.floor(BINS * number).astype(np.int64)[alike]).sum(axis=1)
    return draw_gumbel((total % BINS) / BINS)


def draw_gumbel(chances: Floats) -> Floats:
    """Return Gumbel variables of mean zero, one for each chance."""
    found: Floats = -find_log(-find_log(np.clip(chances, LEAST, 1.0 - LEAST))) - np.euler_gamma
    return found


def draw_habits(means: Floats, person: Person, seed: int) -> Floats:
    """Return at how many sittings of a week a person has each thing that people have at `means` on average.

    Whole numbers of the geometric law: at n or more with the chance (m / (1 + m))^n. Endless where nothing is
    counted (a mean that is blank).
    """
    rate = np.maximum(np.nan_to_num(means), LEAST)
    drawn = np.floor(find_log(draw_chances(person, seed, len(means), HABITS)) / find_log(rate / (1.0 + rate)))
    habits: Floats = np.where(np.isnan(means), np.inf, drawn)
    return habits


def draw_chances(person: Person, seed: int, count: int, what: tuple[int, ...]) -> Floats:
    """Return chances between none and all, the same for people of one age [months] and sex."""
    who = [seed, round(MONTHS * person.age), *person.sex.encode(), *what]
    chances: Floats = np.clip(np.random.default_rng(who).random(count), LEAST, 1.0 - LEAST)
    return chances

"""What a person likes and is used to: drawn by chance, always the same for the same person and seed.

Likes are how rarely a food is eaten, less or more as one person would have it [nats].

Who asks for what everybody eats most often gets the same sixty foods as everybody else. People are not like
that: each has some of the foods that few have, and goes without some that most have. So the logarithm of how
often a food is eaten has a Gumbel variable added, by chance but always the same for the same person and seed:
what is best with it is a draw from all that could be had, not always the likeliest (perturb and MAP,
Papandreou and Yuille 2011).

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
    from mealopt.linear.layout import Floats
    from mealopt.request.person import Person

MONTHS = 12
LEAST = 1e-12  # a chance nearer to none or to all has no logarithm
LIKES, HABITS = (), (1,)  # what is drawn: each by itself


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
    likes: Floats = -find_log(-find_log(draw_chances(person, seed, count, LIKES))) - np.euler_gamma
    return likes


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

"""What each food is eaten with, and how unlike that is for two foods of one category.

Gravy and guacamole are both sauces of the survey; only one of them goes on meat loaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.arithmetic import find_log

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
KNOWN, ALIKE = 20.0, 50.0  # companions a food, and a category, is given of what is usual for its like
HALF = 0.5  # times that any two kinds were seen together in a survey large enough


@dataclass(frozen=True)
class Unlike:
    """How unlike foods of one category are in what they are eaten with [nats a companion].

    `row` and `seat` find a food in `nats`: its row among all foods anybody had, and its column among those of
    its category. Both are 0 for a food nobody had, nor its kin: as `other` it is like its category.
    """

    row: Ints
    seat: Ints
    nats: Floats

    def between(self, was: Ints, other: Ints) -> Floats:
        """Return how unlike others are to what they stand in for, both of one category, in pairs."""
        found: Floats = self.nats[self.row[was], self.seat[other]]
        return found


def compare_companions(sittings: Iterable[Ints], category: Ints, kin: Ints | None = None) -> Unlike:
    """Return how unlike foods are, from sittings (a row each, −1 for none) and the category of each food.

    The Kullback-Leibler divergence of what both are eaten with, by category, eaten alone being one more. What
    is known of a food seldom eaten is filled up with what is usual for its category. `kin` is the food of its
    category that each is eaten like, itself by default.
    """
    first, second = find_companions(sittings, category)
    foods, at = np.unique(first, return_inverse=True)
    kinds = category[foods]
    count = int(category.max(initial=-1)) + 1
    seen = np.bincount(at * (count + 1) + second, minlength=len(foods) * (count + 1))
    seen = seen.reshape(len(foods), count + 1).astype(float)
    usual = (seen.sum(axis=0) + HALF) / (seen.sum() + HALF * (count + 1))
    row, seat = (np.zeros(len(category), dtype=np.int64) for _ in range(2))
    row[foods] = np.arange(1, len(foods) + 1)
    nats = np.zeros((len(foods) + 1, 1 + int(np.bincount(kinds).max(initial=0))))
    for kind in np.unique(kinds).tolist():
        group = np.flatnonzero(kinds == kind)
        mine = seen[group]
        like = (mine.sum(axis=0) + ALIKE * usual) / (mine.sum() + ALIKE)
        share = (mine + KNOWN * like) / (mine.sum(axis=1, keepdims=True) + KNOWN)
        log = find_log(np.vstack([like, share]))
        cross = np.einsum("ic,jc->ij", share, log)  # no BLAS: the same bytes on any machine
        own = np.diagonal(cross, offset=1)
        nats[group + 1, : len(group) + 1] = np.maximum(0.0, own[:, None] - cross)
        seat[foods[group]] = np.arange(1, len(group) + 1)
    return Unlike(row, seat, nats) if kin is None else Unlike(row[kin], seat[kin], nats)


def find_companions(sittings: Iterable[Ints], category: Ints) -> tuple[Ints, Ints]:
    """Return each food and the category of each it was had with, in pairs; alone is the one past the last."""
    count, pairs = int(category.max(initial=-1)) + 1, [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for foods in sittings:
        some = foods >= 0
        for first in range(foods.shape[1]):
            alone = foods[some[:, first] & (some.sum(axis=1) == 1), first]
            pairs.append((alone, np.full(len(alone), count)))
            for second in range(foods.shape[1]):
                if second != first:
                    both = some[:, first] & some[:, second]
                    pairs.append((foods[both, first], category[foods[both, second]]))
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])

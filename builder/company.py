"""What a food is had with: the kinds that come with it far more often than with other foods.

A food nearly nobody has without one of them (gravy without meat or potatoes, syrup without a pancake) makes
no template without: somebody had it so once, and a plan for many would serve it again and again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIFT = 1.5  # times as often beside the food as at all sittings, from which on a kind is its company
SHARE = 0.1  # of the food's sittings that a kind has to be at
COVER = 0.85  # of the food's sittings with some of its company, from which on it is not served without
FEW_SITTINGS = 20


def find_company(sittings: Sequence[tuple[int, ...]], kinds: Sequence[str]) -> dict[int, frozenset[str]]:
    """The company of each food of some sittings that is not had without; foods and `kinds` by place."""
    everywhere: Counter[str] = Counter()
    beside: dict[int, list[set[str]]] = defaultdict(list)
    for foods in sittings:
        everywhere.update({kinds[food] for food in foods})
        for food in foods:
            beside[food].append({kinds[other] for other in foods if other != food})
    found = {}
    for food, rests in beside.items():
        if len(rests) < FEW_SITTINGS:
            continue
        counts = Counter(kind for rest in rests for kind in rest)
        least = {kind: max(SHARE, LIFT * everywhere[kind] / len(sittings)) for kind in counts}
        mine = frozenset(kind for kind, count in counts.items() if count >= least[kind] * len(rests))
        if sum(not mine.isdisjoint(rest) for rest in rests) >= COVER * len(rests):
            found[food] = mine
    return found


def keeps_company(
    foods: tuple[int, ...], kinds: Sequence[str], company: Mapping[int, frozenset[str]]
) -> bool:
    """Whether no food of a sitting is without the company it is not had without."""
    return all(
        any(kinds[other] in company[food] for other in foods if other != food)
        for food in foods
        if food in company
    )

"""Amounts as a shop sells them: whole packs that cover what is needed, and how to ask for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.plan.words import make_plural
from mealopt.tolerances import PROVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.shopping import Size

PACK_WORTH = 0.6  # a pack more must save so much of the smallest one


def round_up(amount: float, step: float) -> float:
    """Return the amount in whole steps, not less, and one at least; what a sum leaves over is no step."""
    return max(1, math.ceil(amount / step - PROVED)) * step


def choose_packs(needed: float, sizes: Sequence[Size]) -> list[tuple[Size, int]]:
    """Return how many of each size, the largest first, cover what is needed with little left and few packs.

    `sizes` fall. Ties go to the larger size.
    """
    worth = PACK_WORTH * sizes[-1].grams

    def try_sizes(place: int, rest: float) -> tuple[float, tuple[int, ...]]:
        fill = max(0, math.ceil(rest / sizes[place].grams - PROVED))
        if place == len(sizes) - 1:
            return fill * (sizes[place].grams + worth), (fill,)
        best: tuple[float, tuple[int, ...]] = (math.inf, ())
        # a few less of the large size than would do, and the rest in smaller ones: enough for sizes of shops
        for count in range(fill, max(-1, fill - 4), -1):
            price, others = try_sizes(place + 1, rest - count * sizes[place].grams)
            price += count * (sizes[place].grams + worth)
            if price < best[0] - PROVED:
                best = price, (count, *others)
        return best

    _, counts = try_sizes(0, needed)
    packs = [(size, count) for size, count in zip(sizes, counts, strict=True) if count]
    return packs or [(sizes[-1], 1)]  # a trace of something is a pack of it


def say_packs(name: str, count: int) -> str:
    """Say so many of a size: `7 bananas`, `2 half gallons`, `3 × 15-oz can`."""
    if name[0].isdigit():
        return name if count == 1 else f"{count} × {name}"
    if count == 1:
        return f"1 {name}"
    plural = make_plural(name)
    return f"{count} × {name}" if plural is None else f"{count} {plural}"


def say_grams(grams: float) -> str:
    """Say a weight: grams below a kilogram, else kilograms to two decimals."""
    whole = math.ceil(grams - PROVED)
    return f"{whole} g" if whole < 1000 else f"{grams / 1000:.3g} kg"

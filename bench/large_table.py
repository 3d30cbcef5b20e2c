"""Large food tables made up in memory: copies of the shipped foods with prices and nutrients of their own."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from mealopt.knowledge.library import Knowledge

PRICES = 0.25  # standard deviation of the logarithm of a copy's price
AMOUNTS = 0.1  # and of each of its nutrients
CHUNK = 50_000  # foods changed at once, so that nothing is held twice
NOT_PER_FOOD = {"nutrient_ids", "meals", "digest", "priced"}


def make_large(knowledge: Knowledge, size: int, seed: int = 0) -> Knowledge:
    """Return the knowledge with a table of `size` foods: the shipped ones, and perturbed copies of them.

    The first copy of each food is the food itself; the others differ in price and in every nutrient,
    and keep what is unknown unknown. Ids stay sorted.
    """
    table = knowledge.foods
    random = np.random.default_rng(seed)
    counts = np.full(len(table), size // len(table))
    counts[: size % len(table)] += 1
    source = np.repeat(np.arange(len(table)), counts)
    number = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
    names = [field.name for field in fields(table) if field.name not in NOT_PER_FOOD]
    copied = {name: copy(getattr(table, name), source) for name in names}
    copied["ids"] = tuple(f"{food}-{n:06d}" for food, n in zip(copied["ids"], number.tolist(), strict=True))
    changed = number > 0
    copied["price"] *= np.where(changed, np.exp(PRICES * random.normal(size=size)), 1.0)
    for start in range(0, size, CHUNK):
        part = slice(start, start + CHUNK)
        noise = np.exp(AMOUNTS * random.normal(size=copied["amounts"][part].shape))
        noise[~changed[part]] = 1.0
        copied["amounts"][part] *= noise
        copied["imputed"][part] *= noise
    foods = replace(table, **copied, digest=f"{table.digest}-{size}-{seed}")
    return replace(knowledge, foods=foods, digest=f"{knowledge.digest}-{size}-{seed}")


def copy(value: Any, source: npt.NDArray[np.int64]) -> Any:
    """Return what a table holds by food, for the foods copied."""
    if isinstance(value, np.ndarray):
        return value[source]
    if isinstance(value, tuple):
        return tuple(np.array(value, dtype=object)[source])
    return {key: copy(item, source) for key, item in value.items()}

"""Whether the figures of a food can be true together: its energy and its parts, its parts and its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.arithmetic import multiply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.nutrients import Nutrients

Floats = npt.NDArray[np.float64]
KJ_PER_KCAL = 4.184
KJ_NEAR = 0.12  # how far, relatively, a ratio may be from that to be taken for kilojoules
# 4-4-9 is rough: fibre and sugar alcohols hold less; what people measured stays within these (kcal)
HIGH, LOW, ROOM = 1.35, 0.5, 20.0
MOST_PARTS = 3  # protein, carbohydrate and fat: what else gives energy is rare
MOST_G = 103.0  # in 100 g, with the rounding of many figures
GRAMS = {"g": 1.0, "mg": 1e-3}


def check_composition(table: FoodTable, nutrients: Nutrients, energy_id: str) -> Iterator[str]:
    """Yield a sentence for each food of a table that `judge_composition` doubts."""
    names = [f"{food} {name}" for food, name in zip(table.ids, table.names, strict=True)]
    yield from judge_composition(names, table.nutrient_ids, table.amounts, nutrients, energy_id)


def judge_composition(
    names: Sequence[str], nutrient_ids: Sequence[str], amounts: Floats, nutrients: Nutrients, energy_id: str
) -> Iterator[str]:
    """Yield a sentence for each food whose energy is far off its parts, or whose parts outweigh it.

    `amounts` are foods × nutrients [unit per 100 g], NaN where unknown. Unknown values count as zero; energy
    is too much only for a food of which most energy-giving parts are known.
    """
    giving = [n for n in nutrient_ids if nutrients[n].kcal_per_unit]
    if not giving:
        return
    place = {nutrient: column for column, nutrient in enumerate(nutrient_ids)}
    factors = np.array([nutrients[n].kcal_per_unit or 0.0 for n in giving])
    known = amounts[:, [place[n] for n in giving]]
    made = multiply(np.nan_to_num(known), factors)
    weight = np.zeros(len(names))
    for nutrient in nutrient_ids:
        if nutrient in giving or is_weighed(nutrient, nutrients):
            weight += np.nan_to_num(amounts[:, place[nutrient]]) * GRAMS[nutrients[nutrient].unit]
    energy = np.nan_to_num(amounts[:, place[energy_id]])
    parts = (~np.isnan(known)).sum(axis=1)
    off = (parts >= MOST_PARTS) & (energy > HIGH * made + ROOM)
    off |= (parts > 0) & (energy < LOW * made - ROOM)
    for food in np.flatnonzero(off | (weight > MOST_G)).tolist():
        if off[food]:
            doubt = " (4.2 times: are these kilojoules?)" if is_kilojoules(energy[food], made[food]) else ""
            said = say_parts(giving, nutrients)
            yield f"{names[food]}: energy {energy[food]:.0f} kcal, but {said} make {made[food]:.0f}{doubt}."
        if weight[food] > MOST_G:
            yield f"{names[food]}: 100 g hold {weight[food]:.0f} g of its parts. Is a value in another unit?"


def is_weighed(nutrient: str, nutrients: Nutrients) -> bool:
    """Say whether a nutrient is a part of its own, as minerals are; sugars are parts of a part."""
    return nutrients[nutrient].unit == "mg"


def is_kilojoules(energy: float, made: float) -> bool:
    """Say whether an energy is as far off as a kilojoule is from a kilocalorie."""
    return made > 0 and abs(energy / made / KJ_PER_KCAL - 1.0) < KJ_NEAR


def say_parts(giving: list[str], nutrients: Nutrients) -> str:
    """Name the parts that energy comes from."""
    return ", ".join(nutrients[nutrient].label.lower() for nutrient in giving)

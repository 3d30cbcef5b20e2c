"""Whether the figures of a food can be true together: its energy and its parts, its parts and its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.nutrients import Nutrients

KJ_PER_KCAL = 4.184
KJ_NEAR = 0.12  # how far, relatively, a ratio may be from that to be taken for kilojoules
# 4-4-9 is rough: fibre and sugar alcohols hold less; what people measured stays within these (kcal)
HIGH, LOW, ROOM = 1.35, 0.5, 20.0
MOST_G = 103.0  # in 100 g, with the rounding of many figures
GRAMS = {"g": 1.0, "mg": 1e-3}


def check_composition(table: FoodTable, nutrients: Nutrients, energy_id: str) -> Iterator[str]:
    """Yield a sentence for each food whose energy is far off its parts, or whose parts outweigh it.

    Unknown values count as zero; a food none of whose energy-giving parts is known is not judged.
    """
    giving = [n for n in table.nutrient_ids if nutrients[n].kcal_per_unit]
    if not giving:
        return
    factors = np.array([nutrients[n].kcal_per_unit or 0.0 for n in giving])
    known = np.column_stack([table.column(n) for n in giving])
    made = multiply(np.nan_to_num(known), factors)
    parts = [n for n in table.nutrient_ids if n in giving or is_weighed(n, nutrients)]
    weighed = {n: GRAMS[nutrients[n].unit] for n in parts}
    weight = np.zeros(len(table))
    for nutrient, grams in weighed.items():
        weight += np.nan_to_num(table.column(nutrient)) * grams
    energy = np.nan_to_num(table.column(energy_id))
    judged = ~np.isnan(known).all(axis=1)
    off = judged & ((energy > HIGH * made + ROOM) | (energy < LOW * made - ROOM))
    for food in np.flatnonzero(off | (weight > MOST_G)):
        name = f"{table.ids[food]} {table.names[food]}"
        if off[food]:
            doubt = " (4.2 times: are these kilojoules?)" if is_kilojoules(energy[food], made[food]) else ""
            said = say_parts(giving, nutrients)
            yield f"{name}: energy {energy[food]:.0f} kcal, but {said} make {made[food]:.0f}{doubt}."
        if weight[food] > MOST_G:
            yield f"{name}: 100 g hold {weight[food]:.0f} g of its parts. Is a value in another unit?"


def is_weighed(nutrient: str, nutrients: Nutrients) -> bool:
    """Say whether a nutrient is a part of its own, as minerals are; sugars are parts of a part."""
    return nutrients[nutrient].unit == "mg"


def is_kilojoules(energy: float, made: float) -> bool:
    """Say whether an energy is as far off as a kilojoule is from a kilocalorie."""
    return made > 0 and abs(energy / made / KJ_PER_KCAL - 1.0) < KJ_NEAR


def say_parts(giving: list[str], nutrients: Nutrients) -> str:
    """Name the parts that energy comes from."""
    return ", ".join(nutrients[nutrient].label.lower() for nutrient in giving)

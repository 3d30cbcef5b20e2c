"""What a blank amount counts as towards a maximum: never as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = npt.NDArray[np.float64]


def impute_amounts(
    amounts: Floats,
    categories: Sequence[str],
    nutrient_ids: Sequence[str],
    unknown_values: Mapping[tuple[str, str], float],
) -> Floats:
    """Return the amounts with every unknown cell as what it counts as towards a maximum [per 100 g].

    That is the frozen 90th percentile of its category, else that of the foods of its category in this
    table, else of all its foods, else zero: a nutrient nobody measured in any food cannot limit a plan,
    and its measured share says so.
    """
    imputed = amounts.copy()
    kinds = np.array(categories)
    for index, nutrient in enumerate(nutrient_ids):
        column = amounts[:, index]
        unknown = np.isnan(column)
        for category in np.unique(kinds[unknown]):
            alike = kinds == category
            value = unknown_values.get((str(category), nutrient), unknown_values.get(("", nutrient)))
            if value is None:
                value = high_value(column[alike & ~unknown], column[~unknown])
            imputed[alike & unknown, index] = value
    return imputed


def high_value(*samples: Floats) -> float:
    """Return the 90th percentile of the first sample that has any values, else zero."""
    return next((float(np.quantile(known, 0.9)) for known in samples if known.size), 0.0)

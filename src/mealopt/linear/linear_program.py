"""A linear program as it stands: its layout with its matrix and costs as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Layout, Matrix


@dataclass(frozen=True)
class LinearProgram:
    """A layout that has been laid out; who builds one knows what its columns stand for."""

    layout: Layout

    @cached_property
    def matrix(self) -> Matrix:
        """Return the coefficients as arrays."""
        return self.layout.matrix()

    @cached_property
    def costs(self) -> Floats:
        """Return the objective as an array over columns."""
        return np.array(self.layout.costs)

    @property
    def heads(self) -> slice:
        """Return the columns that a block of others hangs on each, one run of them; none by default."""
        return slice(0, 0)

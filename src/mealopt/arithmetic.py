"""Products and logarithms whose last digit is the same on every machine.

`@` and `numpy.dot` leave the order of a sum to the BLAS at hand, whose kernels differ with the processor,
and numpy takes other code for logarithms where the processor allows: a last digit is enough for a search to
go another way and to end in another week. A test holds that nothing else in the program uses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

DIGITS = 12  # decimals of a logarithm that are kept: machines differ in the sixteenth digit


def multiply(left: npt.ArrayLike, right: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the matrix product `left @ right` of arrays of any number type; `right` has one or two axes."""
    a, b = np.asarray(left), np.asarray(right)
    form = "...i,i->..." if b.ndim == 1 else "...i,ij->...j"
    product: npt.NDArray[np.float64] = np.asarray(np.einsum(form, a, b, dtype=np.float64, casting="unsafe"))
    return product


def find_log(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return natural logarithms, to DIGITS decimals."""
    logs = np.log(np.asarray(values, dtype=np.float64))
    return np.asarray(np.round(logs, DIGITS), dtype=np.float64)

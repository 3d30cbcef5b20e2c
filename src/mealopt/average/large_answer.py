"""What a large table is answered with: the optimum with its proof, or the proof that nothing fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mealopt.linear.answer import Answer
    from mealopt.linear.certificate import Certificate
    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.rules.program import Program


@dataclass(frozen=True)
class LargeAnswer:
    """The optimum over a large table: the model of the foods that mattered, its answer, the table's proof.

    `foods` are their places in the table, `rounds` the models stated on the way; `quality` is the HEI-2020
    score asked in the end, `notes` say why it is not the one asked first.
    """

    program: Program
    bounds: Bounds
    answer: Answer
    certificate: Certificate
    foods: Ints
    rounds: int
    quality: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LargeNothing:
    """The proof that no food of a large table makes a request fit: the last model, and its ray's margin."""

    program: Program
    bounds: Bounds
    ray: Floats
    margin: float
    foods: Ints
    rounds: int

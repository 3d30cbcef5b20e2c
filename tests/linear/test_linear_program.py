"""A layout that has been laid out."""

from __future__ import annotations

from mealopt.linear.layout import Layout
from mealopt.linear.linear_program import LinearProgram


def test_it_has_the_matrix_and_the_costs_of_its_layout_once():
    layout = Layout()
    x, y = layout.add_column("x", cost=2.0), layout.add_column("y", cost=3.0)
    layout.add_row("both", [(x, 1.0), (y, 4.0)], lower=1.0)
    program = LinearProgram(layout)
    assert program.costs.tolist() == [2.0, 3.0]
    assert program.matrix is program.matrix
    assert program.costs is program.costs
    assert (program.heads.start, program.heads.stop) == (0, 0)  # no blocks by default
    assert program.matrix.values.tolist() == [1.0, 4.0]

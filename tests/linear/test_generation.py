"""Column generation as such: a program of made-up columns, each with what it is worth."""

from __future__ import annotations

import pytest

from mealopt.linear.generation import Generation


class Cheapest(Generation):
    """Looks for the cheapest of some columns: those that cost less than the best at hand pay."""

    def __init__(self, costs, held=(0,), at_once=1):
        self.costs, self.held, self.at_once = costs, list(held), at_once
        self.solved = 0

    def solve_held(self):
        self.solved += 1
        return min((self.costs[n] for n in self.held), default=None)

    def bring_in(self, found):
        paying = [n for n, cost in enumerate(self.costs) if cost < found and n not in self.held]
        self.held += paying[: self.at_once]
        return len(paying[: self.at_once])

    def prove(self, found, entered):
        return None if entered else found


@pytest.mark.parametrize("at_once", [1, 2, 9])
def test_what_pays_comes_in_until_nothing_does(at_once):
    program = Cheapest([9, 7, 8, 3, 5, 11], at_once=at_once)
    assert program.generate(rounds=10) == 3
    assert 5 not in program.held  # what never pays is never taken in


def test_the_rounds_are_counted_and_an_answer_without_a_proof_is_none():
    program = Cheapest([9, 7, 5, 3])
    assert program.generate(rounds=2) is None
    assert program.solved == 2


def test_where_nothing_can_come_of_it_it_ends():
    program = Cheapest([1.0], held=())
    assert program.generate(rounds=5) is None
    assert program.solved == 1

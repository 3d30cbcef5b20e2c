"""Blocks are found from where coefficients stand, and priced as their own small programs would be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from mealopt.linear.blocks import SHARED, find_blocks, find_owners
from mealopt.linear.layout import Layout
from tests.checking import ask_times

SEEDS = st.integers(0, 2**32 - 1)


def owners_of(layout, foods):
    """Return the owner of each column and row by name, the shared ones left out."""
    columns, rows = find_owners(layout.matrix(), slice(0, foods))
    return (
        {name: int(owner) for name, owner in zip(layout.column_names, columns, strict=True) if owner >= 0},
        {name: int(owner) for name, owner in zip(layout.row_names, rows, strict=True) if owner >= 0},
    )


@pytest.fixture
def pantry():
    """Two foods; the first at two meals and with a surcharge, the second at one."""
    layout = Layout()
    for name in ("food:a", "food:b", "a1", "a2", "b1", "again:a", "nutrient", "most"):
        layout.add_column(name)
    layout.add_row("total:a", [(0, -1.0), (2, 1.0), (3, 1.0)], 0.0, 0.0)
    layout.add_row("total:b", [(1, -1.0), (4, 1.0)], 0.0, 0.0)
    layout.add_row("again:a", [(0, 1.0), (5, -1.0)], upper=1.0)
    layout.add_row("nutrient", [(0, 2.0), (1, 3.0), (6, -1.0)], 0.0, 0.0)
    layout.add_row("limit", [(6, 1.0)], lower=1.0)
    layout.add_row("meal", [(2, 1.0), (4, 1.0)], upper=2.0)
    layout.add_row("alone", [(3, 1.0)], upper=2.0)
    layout.add_row("most:a", [(0, 1.0), (7, -1.0)], upper=0.0)
    layout.add_row("most:b", [(1, 1.0), (7, -1.0)], upper=0.0)
    return layout


def test_a_block_is_what_no_other_food_shares(pantry):
    columns, rows = owners_of(pantry, 2)
    assert columns == {"food:a": 0, "food:b": 1, "a1": 0, "a2": 0, "b1": 1, "again:a": 0}
    assert rows == {"total:a": 0, "total:b": 1, "again:a": 0, "alone": 0}  # and `most` is everybody's


def test_the_blocks_of_real_foods_are_those_of_their_names(vegan_week):
    program = vegan_week.program
    layout, ids = program.layout, {food: place for place, food in enumerate(program.table.ids)}
    blocks = find_blocks(program)
    for names, owners in ((layout.column_names, blocks.column_owner), (layout.row_names, blocks.row_owner)):
        for name, owner in zip(names, owners, strict=True):
            if name.startswith(("food:", "portion:", "again:", "total:")):
                assert owner == ids[name.split(":")[1]], name
    # a nutrient of a single food is that food's own: no harm, but the food is in every model
    single = {name for name in layout.column_names if name.startswith("amount:")}
    single = {name for name in single if blocks.column_owner[layout.columns[name]] != SHARED}
    assert len(blocks.always) <= len(single) <= 3
    assert len(blocks.linked) == len(ids) - len(blocks.always)


def solve_block(program, blocks, food, reduced, bounds):
    """Return the least cost of a food's block alone, at reduced costs: below zero, it pays."""
    layout = program.layout
    columns = np.flatnonzero(blocks.column_owner == food)
    rows = np.flatnonzero(blocks.row_owner == food)
    place = {int(column): number for number, column in enumerate(columns)}
    full = np.zeros((len(rows), len(columns)))
    for number, row in enumerate(rows):
        for column, value in layout.row_pairs[row]:
            full[number, place[column]] += value
    low, high = bounds.row_lower[rows], bounds.row_upper[rows]
    equal, above, below = low == high, np.isfinite(high) & (low != high), np.isfinite(low) & (low != high)
    sides = {
        "A_eq": full[equal] if equal.any() else None,
        "b_eq": high[equal] if equal.any() else None,
        "A_ub": np.vstack([full[above], -full[below]]) if (above | below).any() else None,
        "b_ub": np.concatenate([high[above], -low[below]]) if (above | below).any() else None,
    }
    ends = np.column_stack([bounds.column_lower[columns], np.minimum(bounds.column_upper[columns], 1e3)])
    return linprog(reduced[columns], **sides, bounds=ends, method="highs").fun


@ask_times(25)
@given(SEEDS)
def test_a_food_pays_exactly_when_its_own_program_says_so(random_program, seed):
    program = random_program(seed, 8)
    blocks, bounds = find_blocks(program), program.layout.bounds()
    prices = np.random.default_rng(seed).normal(size=blocks.matrix.row_count)
    prices[blocks.row_owner != SHARED] = 0.0
    reduced = program.costs - blocks.matrix.transposed_times(prices)
    saving, link = blocks.price(reduced, bounds)
    tight = {  # a surcharge from the first portion on is not seen: such a food may come in for nothing
        int(blocks.row_owner[row])
        for name, row in program.layout.rows.items()
        if name.startswith("again:") and bounds.row_upper[row] == 0.0
    }
    needed = set(blocks.needed(bounds).tolist())
    for food in set(range(8)) - needed:
        pays = solve_block(program, blocks, food, reduced, bounds) < -1e-9
        if pays or food not in tight:
            assert (saving[food] > 1e-12) == pays
        # and at the link's best price no column of a food that stays out can fall
        if saving[food] <= 0.0:
            whole = prices.copy()
            whole[blocks.link_row[food]] = link[food]
            falls = program.costs - blocks.matrix.transposed_times(whole) < -1e-9
            own = blocks.column_owner == food
            assert not (falls & own & (bounds.column_upper > 0)).any()


@pytest.mark.parametrize(
    ("change", "needed"),
    [
        ({}, []),
        ({"column_lower": (4, 1.0)}, [1]),  # a pin at a meal
        ({"column_lower": (1, 2.0)}, [1]),  # a pin
        ({"column_upper": (0, -1.0)}, [0]),
        ({"column_upper": (0, 0.0)}, []),  # an exclusion
        ({"row_lower": (2, 0.5)}, [0]),  # an own row that asks for something
        ({"row_lower": (0, -1.0)}, [0]),  # a link that is none any more
        ({"row_lower": (5, 0.5)}, []),  # a shared row is nobody's
    ],
)
def test_who_cannot_be_left_out(pantry, change, needed):
    program = Stub(pantry)
    bounds = pantry.bounds()
    for name, (place, value) in change.items():
        getattr(bounds, name)[place] = value
    assert find_blocks(program).needed(bounds).tolist() == needed


class Stub:
    """A program as far as blocks look."""

    heads = slice(0, 2)

    def __init__(self, layout):
        self.layout = layout
        self.matrix = layout.matrix()


def test_a_block_of_another_make_is_always_in(pantry):
    twin = pantry.add_column("twin:b")
    pantry.add_row("twin:b", [(1, 1.0), (twin, -2.0)], 0.0, 0.0)
    blocks = find_blocks(Stub(pantry))
    assert blocks.always.tolist() == [1]
    free = pantry.add_column("free:a", -np.inf)
    pantry.add_row("free:a", [(0, 1.0), (free, -2.0)], upper=0.0)
    assert find_blocks(Stub(pantry)).always.tolist() == [0, 1]

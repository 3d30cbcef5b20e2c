"""Which columns and rows belong to one member alone, and what a member left out would save at given prices.

A member is a head and its block (a food: its total, its amounts at the meals): whatever is counted of it
alone, and the rows that hold nothing but that. It is read from where the coefficients stand, never from
names: a new kind of row finds its place by itself. All other columns and rows are shared, and stand in
every model.

A member that is left out is zero throughout, and the prices of its own rows may be chosen freely within
their signs. Most blocks have one equality among their rows, the link `head = Σ parts`: at a price w of the
link every column's reduced cost must be at least zero, which sets a floor or a ceiling to w. Where the
highest floor is above the lowest ceiling no w will do, and the difference is what one unit of it would save:
the member's cost less what it brings to the shared rows, in its best place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Ints, Matrix
    from mealopt.linear.linear_program import LinearProgram

SHARED = -1  # the owner of a column or row that is no single member's


@dataclass(frozen=True)
class Blocks:
    """Who owns each column and row (a member, or SHARED), and the links of the blocks, sorted by member.

    `always` are the members a small model must hold from the start: their blocks are of another make, and
    the price below would not be theirs. `heads` are the columns of the totals.
    """

    matrix: Matrix
    heads: slice
    column_owner: Ints
    row_owner: Ints
    always: Ints
    link_row: Ints  # the link of each member, or −1
    link_start: Ints  # where the entries of each linked member start, and one more at the end
    linked: Ints  # the members that have a link, in order
    link_column: Ints
    link_value: Floats
    others: Ints  # columns of blocks that stand in no link

    @property
    def count(self) -> int:
        """Return the number of members."""
        return len(self.link_row)

    def price(self, reduced: Floats, bounds: Bounds) -> tuple[Floats, Floats]:
        """Return what each member would save per unit of its link, and the best price of the link.

        `reduced` are the reduced costs of all columns at the prices of the shared rows alone. A saving of
        zero or less, −∞ where the member cannot be had at all, is a member that stays out.
        """
        can = bounds.column_upper > 0.0
        saving = np.full(self.count, -np.inf)
        price = np.zeros(self.count)
        if len(self.linked):
            ratio = reduced[self.link_column] / self.link_value
            usable = can[self.link_column]
            rises = self.link_value > 0.0
            starts = self.link_start[:-1]
            ceiling = np.minimum.reduceat(np.where(usable & rises, ratio, np.inf), starts)
            floor = np.maximum.reduceat(np.where(usable & ~rises, ratio, -np.inf), starts)
            saving[self.linked] = floor - ceiling
            price[self.linked] = np.where(
                np.isfinite(ceiling), ceiling, np.where(np.isfinite(floor), floor, 0.0)
            )
        if len(self.others):
            # with their own rows at no price; those that cost something anyway save nothing
            alone = np.where(can[self.others], -reduced[self.others], -np.inf)
            np.maximum.at(saving, self.column_owner[self.others], alone)
        return saving, price

    def needed(self, bounds: Bounds) -> Ints:
        """Return the members that cannot be left out under some bounds: zero is not allowed for them."""
        wrong = (bounds.column_lower != 0.0) | ~(bounds.column_upper >= 0.0)
        members = self.column_owner[wrong]
        closed = ~((bounds.row_lower <= 0.0) & (bounds.row_upper >= 0.0))
        links = self.link_row[self.linked]
        opened = (bounds.row_lower[links] != 0.0) | (bounds.row_upper[links] != 0.0)
        found = np.concatenate([members, self.row_owner[closed], self.linked[opened], self.always])
        return np.unique(found[found != SHARED])


def find_blocks(program: LinearProgram) -> Blocks:
    """Find the blocks of a program's members from where its coefficients stand."""
    matrix, heads = program.matrix, program.heads
    column_owner, row_owner = find_owners(matrix, heads)
    bounds = program.layout.bounds()
    equal = (bounds.row_lower == 0.0) & (bounds.row_upper == 0.0) & (row_owner != SHARED)
    links = np.flatnonzero(equal)
    count = heads.stop - heads.start
    times = np.bincount(row_owner[links], minlength=count)
    link_row = np.full(count, -1)
    link_row[row_owner[links]] = links
    # a column that may be negative is not at rest at zero; two equalities have no price in one step
    free = column_owner[~(bounds.column_lower >= 0.0)]
    odd = (times > 1) | (np.bincount(free[free != SHARED], minlength=count) > 0)
    link_row[odd] = -1

    wanted = np.zeros(matrix.row_count + 1, dtype=np.bool_)
    wanted[link_row[link_row >= 0]] = True
    entries = np.flatnonzero(wanted[matrix.row_index])
    owners = row_owner[matrix.row_index[entries]]
    order = np.argsort(owners, kind="stable")
    entries, owners = entries[order], owners[order]
    linked, starts = np.unique(owners, return_index=True)
    in_link = np.zeros(matrix.column_count, dtype=np.bool_)
    in_link[matrix.column_index[entries]] = True
    return Blocks(
        matrix, heads, column_owner, row_owner, np.flatnonzero(odd), link_row,
        np.append(starts, len(entries)), linked, matrix.column_index[entries], matrix.values[entries],
        np.flatnonzero((column_owner != SHARED) & ~in_link),
    )  # fmt: skip


def find_owners(matrix: Matrix, heads: slice) -> tuple[Ints, Ints]:
    """Return the member that owns each column and each row, SHARED where none does alone.

    A row in which one total stands, and no other, claims its columns for that member; a column claimed by
    two is shared. A row belongs to a member when all its columns do.
    """
    rows, columns = matrix.row_index, matrix.column_index
    count = heads.stop - heads.start
    is_head = (columns >= heads.start) & (columns < heads.stop)
    head_count = np.bincount(rows[is_head], minlength=matrix.row_count)
    row_head = np.full(matrix.row_count, SHARED)
    row_head[rows[is_head]] = columns[is_head] - heads.start
    row_head[head_count != 1] = SHARED

    claims = np.flatnonzero((row_head[rows] != SHARED) & ~is_head)
    low, high = np.full(matrix.column_count, count), np.full(matrix.column_count, SHARED)
    np.minimum.at(low, columns[claims], row_head[rows[claims]])
    np.maximum.at(high, columns[claims], row_head[rows[claims]])
    column_owner = np.where(low == high, low, SHARED)
    column_owner[heads] = np.arange(count)

    least, most = np.full(matrix.row_count, count), np.full(matrix.row_count, SHARED)
    np.minimum.at(least, rows, column_owner[columns])
    np.maximum.at(most, rows, column_owner[columns])
    return column_owner, np.where(least == most, least, SHARED)

"""What an import says of itself: the columns it took for what, and an account of every cell."""
# ruff: noqa: PLC0415 - pandas costs a second: --help must not pay

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mealopt.cli.terminal import clean, draw_table, find_screen
from mealopt.errors import SHOWN_PROBLEMS

if TYPE_CHECKING:

    from pathlib import Path

    from mealopt.importers.account import Account
    from mealopt.importers.guess import Guess
    from mealopt.importers.mapping import TableMap
    from mealopt.importers.writing import Doubts

DOUBTFUL = 0.8  # confidence below which a column is marked


def format_account(kept: Account) -> str:
    """Return the account as CSV."""
    from mealopt.importers.account import HEAD
    from mealopt.tables.writing import guard_text

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for row in kept.list_rows():
        writer.writerow([guard_text(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()


def show_guesses(mapping: TableMap, guesses: list[Guess]) -> str:
    """Return a proposed map for people: what each column becomes, how sure that is, and some cells."""
    screen = find_screen()
    lines = []
    for number, sheet in enumerate(mapping.sheets):
        place = f"{sheet.file} [{sheet.sheet}]" if sheet.sheet else sheet.file
        lines += [screen.rule(clean(place), f"header in row {sheet.header}, {sheet.layout}, per {sheet.per}")]
        rows = []
        for one in (g for g in guesses if g.sheet == number):
            sure = f"{one.confidence:.0%}" if one.means else ""
            mark = "?" if one.means and one.confidence < DOUBTFUL else ""
            becomes = f"{one.means} in {one.unit}" if one.unit and one.means else one.means or f"– {one.why}"
            rows.append((clean(one.column), clean(becomes), f"{sure}{mark}", clean("; ".join(one.sample))))
        rows.sort(key=lambda row: row[1].startswith("–"))
        lines += draw_table(("column", "becomes", "sure", "some cells"), rows, screen, right=(2,))
        lines.append("")
    lines += screen.wrap(f"Decimals stand behind a {'comma' if mapping.decimal == ',' else 'point'}.")
    return "\n".join(lines)


def show_account(kept: Account, doubts: Doubts, out: Path, *, quiet: bool) -> str:
    """Say what became of rows, cells and foods."""
    from mealopt.importers.account import STATES
    from mealopt.importers.cells import REFUSED

    screen, told = find_screen(), list[str]()
    foods = {what: column.counts[what] for what, column in kept.foods.items()}
    done = sum(count for what, count in foods.items() if what.startswith("kept"))
    lines = [f"{done:,} foods in {out}."]
    if quiet:
        return lines[0]
    total = {state: sum(column.counts[state] for column in kept.columns.values()) for state in STATES}
    said = ", ".join(f"{count:,} {state}" for state, count in total.items() if count)
    lines += screen.wrap(f"{kept.count_cells():,} cells: {said}.")
    for sheet, column in kept.rows.items():
        said = ", ".join(f"{count:,} {what}" for what, count in column.counts.most_common())
        lines += screen.wrap(f"{clean(sheet)}: {clean(said)}.", bullet="  ")
    for what, count in foods.items():
        if what != "kept":
            lines += screen.wrap(
                f"{count:,} {what}: {clean(kept.foods[what].first[what].value)} …", bullet="  "
            )
    for (_, name), column in kept.columns.items():
        if column.counts[REFUSED]:
            first, count = column.first[REFUSED], column.counts[REFUSED]
            text = f"{name}: {count:,} refused, first in line {first.line}: '{first.value}', {first.reason}."
            told.append(clean(text))
    for text in told[:SHOWN_PROBLEMS]:
        lines += screen.wrap(text, bullet="! ")
    if len(told) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(told) - SHOWN_PROBLEMS:,} more columns with refused cells.")
    for text in (*doubts.columns, *doubts.foods[: SHOWN_PROBLEMS // 2]):
        lines += screen.wrap(clean(text), bullet="! ")
    if doubts.count > SHOWN_PROBLEMS // 2:
        lines.append(f"… and {doubts.count - SHOWN_PROBLEMS // 2:,} more foods of odd figures.")
    return "\n".join(lines)

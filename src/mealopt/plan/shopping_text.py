"""A shopping list on paper: by aisle, a box to tick before each line, notes below it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mealopt.plan.amounts import say_grams

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

WIDTH = 80
BOX = "[ ] "
AMOUNT = 24  # cells for `1 half gallon + 1 quart`
AT_HOME = "Look at home first: a little is needed of"
REMARKS = (
    "Amounts cover what is eaten, as it is sold (raw, dry, with peel), rounded up: some is left over.",
    "The cost is that of what is eaten, not of whole packs.",
    "Not on the list: tap water, salt, spices, and a little fat for what is cooked with fat.",
)


def format_shopping(shopping: pd.DataFrame, people: int = 1) -> str:
    """Return the list of `build_shopping` as plain text of 80 columns, ending in a newline."""
    heading = f"Shopping list{f' for {people} people' if people > 1 else ''}"
    if shopping.empty:
        return f"{heading}: nothing has to be bought.\n"
    count = len(shopping)
    known = not shopping["cost"].isna().any()
    money = f" What is eaten of them costs ${shopping['cost'].sum():,.2f}." if known else ""
    lines = wrap(f"{heading}: {count} thing{'' if count == 1 else 's'}.{money}")
    for title, things in list_sections(shopping):
        lines += ["", clean(title)]
        for thing in things:
            lines += show_thing(*map(clean, thing))
    lines.append("")
    lines += wrap(" ".join(REMARKS))
    return "\n".join(lines) + "\n"


def list_sections(shopping: pd.DataFrame) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield the list by aisle, what may be at home last: the amount, the thing, a note on it.

    A thing that its amount names (`5 bananas`) is blank.
    """
    at_home = shopping["pantry"].astype(bool)
    for title, rows in (*shopping[~at_home].groupby("aisle", sort=False), (AT_HOME, shopping[at_home])):
        things = []
        for row in rows.to_dict("records"):
            amount, item = str(row["buy"]), str(row["food"])
            if row["pantry"]:
                amount, item = say_grams(float(row["needed_g"])), f"{item} ({amount})"
            named = item.casefold().removesuffix("s") in amount.casefold()
            things.append((amount, "" if named else item, str(row["note"])))
        if things:
            yield str(title), things


def show_thing(amount: str, item: str, note: str) -> Iterator[str]:
    """Yield the lines of one thing."""
    if not item:
        yield f"{BOX}{amount}"
    else:
        yield from wrap(item, f"{BOX}{amount:<{AMOUNT}}  ")
    if note:
        yield from wrap(f"({note})", " " * (len(BOX) + AMOUNT + 2))


def wrap(text: str, lead: str = "") -> list[str]:
    """Return text in lines after a lead; the lines below begin where the text does."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    )


def clean(text: str) -> str:
    """Return text without control characters: a food's name must not move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)

"""What the address of the page holds beside the panel's answers: own targets, locked amounts, days anew.

The panel's fields keep their answers there by themselves (`bind=ADDRESS`); these three have none that could.
What an address says and cannot be so is passed over, as Streamlit does: it is not the person who wrote it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from mealopt.desk.question import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mealopt.knowledge.library import Knowledge

ADDRESS: Final = "query-params"  # an answer stands in the address: a reload or a bookmark brings it back
OWN, LOCKED, AGAIN = "target", "grams", "again"
MOST = 50  # values of each that are read
Target = tuple[str, str, float]  # minimum | maximum | meal_maximum, a nutrient, an amount [its unit]
Read = TypeVar("Read")


def read_targets(knowledge: Knowledge, sides: Iterable[str]) -> list[Target]:
    """Return the targets of a person's own that the address holds."""
    known = set(knowledge.foods.nutrient_ids) - {knowledge.energy_id}

    def parse(side: str, nutrient: str, amount: str) -> Target | None:
        value = read_amount(amount)
        return (side, nutrient, value) if value is not None and side in sides and nutrient in known else None

    return read_all(OWN, parse)


def read_locked(knowledge: Knowledge) -> dict[str, float]:
    """Return the grams a day of locked foods that the address holds."""

    def parse(food: str, grams: str) -> tuple[str, float] | None:
        value = read_amount(grams)
        return (food, value) if value is not None and food in knowledge.foods else None

    return dict(read_all(LOCKED, parse))


def read_turns(knowledge: Knowledge) -> tuple[Turn, ...]:
    """Return the days asked for again that the address holds, in their order."""
    meals = {meal.id for meal in knowledge.meals}

    def parse(
        day: str, stays: str, seed: str, meal: str = "", gone: str = "", *had: str
    ) -> Turn | None:
        kept = tuple(stays.split(".")) if stays else ()
        if day not in tuple("1234567") or not seed.isdecimal() or not set(kept) < meals:
            return None
        if had and not gone:
            pairs = zip(had[::2], had[1::2], strict=True)
            eaten = tuple((food, read_amount(amount) or 0.0) for food, amount in pairs)
            fine = meal in meals and all(food in knowledge.foods and amount > 0 for food, amount in eaten)
            return Turn(day, kept, int(seed), meal, eaten=eaten) if fine else None
        if (meal or gone) and not (meal in meals and gone in knowledge.foods):
            return None
        return Turn(day, kept, int(seed), meal, gone)

    return tuple(read_all(AGAIN, parse))


def write_targets(own: Iterable[Target]) -> None:
    """Let the address hold the targets of a person's own."""
    write_all(OWN, [f"{side}:{nutrient}:{amount!r}" for side, nutrient, amount in own])


def write_locked(amounts: dict[str, float]) -> None:
    """Let the address hold the grams a day of locked foods."""
    write_all(LOCKED, [f"{food}:{grams!r}" for food, grams in amounts.items()])


def write_turns(turns: Iterable[Turn]) -> None:
    """Let the address hold the days asked for again."""
    parts = [
        (
            turn.day, ".".join(turn.stays), f"{turn.seed}",
            *((turn.meal, turn.gone) if turn.gone or turn.eaten else ()),
            *(text for food, amount in turn.eaten for text in (food, f"{amount!r}")),
        )
        for turn in turns
    ]  # fmt: skip
    write_all(AGAIN, [":".join(part) for part in parts])


def read_all(name: str, parse: Callable[..., Read | None]) -> list[Read]:
    """Return the values of the address under a name that can be so."""
    found = []
    for text in st.query_params.get_all(name)[:MOST]:
        try:
            value = parse(*text.split(":"))
        except (TypeError, ValueError):  # more or fewer parts than it has, or a figure that is none
            continue
        if value is not None:
            found.append(value)
    return found


def write_all(name: str, values: list[str]) -> None:
    """Let the address hold these values under a name, and nothing where there are none."""
    if values == st.query_params.get_all(name):
        return
    if values:
        st.query_params[name] = values
    else:
        del st.query_params[name]


def read_amount(text: str) -> float | None:
    """Return an amount, `None` where it is none a plan could hold to."""
    value = float(text)
    return value if math.isfinite(value) and value >= 0.0 else None

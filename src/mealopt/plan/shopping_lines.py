"""A line of a shopping list: what is needed, and in words what to ask a shop for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mealopt.knowledge.shopping import SERVING, WEIGHT
from mealopt.plan.amounts import choose_packs, round_up, say_grams, say_packs
from mealopt.plan.words import show_number, show_portion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.shopping import Good


@dataclass
class Line:
    """One thing on the list while it is being put together; `servings` are household portions."""

    good: Good
    item: str
    portion: str
    needed: float = 0.0
    servings: float = 0.0
    grams: float = 0.0
    cost: float = 0.0
    direct: bool = False  # whether the plan itself names it, or only a dish it is for
    days: set[str] = field(default_factory=set)
    foods: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)  # what it has to be, by its label

    @property
    def key(self) -> tuple[str, ...]:
        """Return what makes two lines one."""
        return (self.good.id, self.item, self.portion)

    def add(self, other: Line) -> None:
        """Take in a line of the same key."""
        self.needed += other.needed
        self.servings += other.servings
        self.grams += other.grams
        self.cost += other.cost
        self.direct = self.direct or other.direct
        self.days |= other.days
        self.foods |= other.foods
        self.marks |= other.marks


def describe_line(line: Line, knowledge: Knowledge) -> dict[str, object]:
    """Return a line in the columns of the list."""
    words, buy_g = choose_amount(line)
    names = list(dict.fromkeys(line.foods.values()))
    return {
        "aisle": knowledge.shop.aisles[line.good.aisle].label,
        "food_id": "; ".join(line.foods),
        "food": line.item,
        "grams": line.grams,
        "buy": words,
        "buy_g": buy_g,
        "cost": line.cost,
        "days": "; ".join(sorted(line.days)),
        "needed_g": line.needed,
        "pantry": line.good.pantry and line.needed < buy_g / 2,
        "eaten_as": "" if names == [line.item] else "; ".join(names),
        "note": say_note(line),
    }


def choose_amount(line: Line) -> tuple[str, float]:
    """Return what to ask for in a shop, in words and in grams: never less than is needed."""
    good = line.good
    if good.sold_by == SERVING:
        count = round_up(line.servings, good.step)
        grams = line.needed * count / line.servings
        return f"{show_portion(count, line.portion)} ({say_grams(grams)})", grams
    if good.sold_by == WEIGHT:
        unit = good.sizes[0].grams if good.sizes else 1.0
        count = round_up(line.needed / unit, good.step)
        if not good.sizes:
            return say_grams(count), count
        return f"{show_number(count)} {good.sizes[0].name} ({say_grams(count * unit)})", count * unit
    packs = choose_packs(line.needed, good.sizes)
    return " + ".join(say_packs(size.name, count) for size, count in packs), sum(
        size.grams * count for size, count in packs
    )


def say_note(line: Line) -> str:
    """Say what a shopper should know: what dish it is for, and what will not keep until it is eaten."""
    notes = [f"{mark}: read the label" for mark in sorted(line.marks)]
    notes += [] if line.direct else [f"for {'; '.join(dict.fromkeys(line.foods.values()))}"]
    keeps = line.good.keeps_days
    days = sorted(line.days, key=int)
    late = [] if keeps is None else [day for day in days if int(day) > keeps]
    if late:
        span = f"keeps {keeps} day{'s' if keeps != 1 else ''}"
        notes.append(
            f"{span}: freeze what is for {say_days(late)}" if line.good.freezes
            else f"{span}, is eaten on {say_days(days)}"
        )  # fmt: skip
    return "; ".join(notes)


def say_days(days: Sequence[str]) -> str:
    """Say days: `day 3`, `days 2, 4`."""
    return f"day{'s' if len(days) > 1 else ''} {', '.join(days)}"

"""Text for people: amounts as they read well, and any name made safe to stand in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mealopt.explain.sentences import say_money
from mealopt.plan.words import show_portion

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

DAY_WORDS = {"average": "An average day", "week": "Week"}
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:$&])")


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: a food table is a person's own and may hold anything."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def show_money(dollars: float) -> str:
    """Write an amount of money, ready for Markdown (where two dollar signs would make a formula)."""
    sign = "−" if dollars < 0 else ""
    return f"{sign}\\${abs(dollars):,.2f}"


def show_percent(share: float) -> str:
    """Write a share as a signed per cent: `+64 %`, `−4 %`."""
    percent = round(share * 100)
    sign = "−" if percent < 0 else "+" if percent else ""
    return f"{sign}{abs(percent)} %"


def name_day(day: str) -> str:
    """Return what a day is called: `Day 3`, `An average day`, `Week`."""
    return f"Day {day}" if day.isdigit() else DAY_WORDS.get(day, day)


def say_food(row: Mapping[Hashable, object]) -> str:
    """Write one food on two lines: how much of what, then grams, energy and cost."""
    amount = show_portion(float(str(row["portions"])), str(row["portion"]))
    grams, kcal, cost = (float(str(row[name])) for name in ("grams", "energy_kcal", "cost"))
    weight = f"{grams:,.0f} g" if grams >= 1 else f"{grams:.1g} g"
    return (
        f"{say_amount(amount, str(row['food']))}  \n"
        f":small[:gray[{weight} · {kcal:,.0f} kcal · {show_money(cost)}]]"
    )


def say_amount(amount: str, food: str) -> str:
    """Write how much of what, without saying a word twice: `1 egg, fried`, not `1 egg Egg, fried`."""
    head, comma, rest = food.partition(",")
    unit = amount.rsplit(" ", maxsplit=1)[-1].casefold()
    if unit in {head.casefold(), f"{head.casefold()}s", f"{head.casefold()}es"}:
        return f"**{escape_markdown(amount)}**{comma}{escape_markdown(rest) and ' '}{escape_markdown(rest)}"
    return f"**{escape_markdown(amount)}** {escape_markdown(food)}"


def say_more(dollars: float) -> str:
    """Write what something adds to a day's cost: `4 ¢ a day more`, `costs the same`."""
    if abs(dollars) < 0.0005:
        return "costs the same"
    amount = escape_markdown(say_money(dollars))
    return f"{amount} a day {'more' if dollars > 0 else 'less'}"
